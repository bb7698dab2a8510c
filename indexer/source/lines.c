/* SPDX-License-Identifier: MIT */
/*
 * The block begins with the line that is read next. When it has no end in it,
 * what is there moves to the front, and more is read behind it.
 */
#include "indexer/source/lines.h"

#include "core/base/file.h"

#include <string.h>

enum { READ_SIZE = 256 << 10 };

void
lines_of_memory(lines *l, yz_str text)
{
    *l = (lines){ .memory = text, .fd = -1, .size = text.size };
}

void
lines_of_file(lines *l, int fd, uint64_t base, uint64_t size)
{
    *l = (lines){ .fd = fd, .base = base, .size = size };
}

void
lines_dispose(lines *l)
{
    buffer_dispose(&l->block);
}

void
lines_seek(lines *l, uint64_t at)
{
    l->at = at;
}

/* What is at hand of the text from `at` on. */
static yz_str
at_hand(const lines *l)
{
    const bool in_memory = l->fd < 0;
    const yz_str all = in_memory ? l->memory : buffer_str(&l->block);
    const uint64_t begin = in_memory ? 0 : l->block_begin;
    if (l->at < begin || l->at - begin >= all.size)
        return (yz_str){ 0 };
    const size_t skipped = (size_t)(l->at - begin);
    return (yz_str){ all.data + skipped, all.size - skipped };
}

static void
drop_before(lines *l, yz_str kept)
{
    if (kept.size)
        memmove(l->block.data, kept.data, kept.size);
    l->block.size = kept.size;
    l->block_begin = l->at;
}

/* Read what follows the block. */
static yz_status
read_more(lines *l, yz_error *err)
{
    const uint64_t begin = l->block_begin + l->block.size;
    const uint64_t left = l->size - begin;
    const size_t size = left < READ_SIZE ? (size_t)left : READ_SIZE;
    size_t got;
    uint8_t *to = buffer_extend(&l->block, size);
    if (!to)
        return error_nomem(err);
    const yz_status status =
        file_read_at(l->fd, l->base + begin, to, size, &got, err);
    if (status == YZ_OK && got == size)
        return YZ_OK;
    l->block.size -= size;
    if (status != YZ_OK)
        return status;
    return error_set(err, YZ_E_SOURCE,
                     "the file became shorter while it was read; index it "
                     "again when nothing writes to it");
}

/*
 * The text up to the next line feed, or as much of it as may be; `ret_size`
 * counts on to the end of a line that is longer.
 */
static yz_status
find_end(lines *l, yz_str *ret_text, uint64_t *ret_size, bool *ret_ends,
         yz_error *err)
{
    size_t searched = 0;
    for (;;) {
        const yz_str text = at_hand(l);
        const char *end =
            searched < text.size
                ? memchr(text.data + searched, '\n', text.size - searched)
                : NULL;
        searched = text.size;
        *ret_text = text;
        *ret_ends = end != NULL;
        *ret_size = end ? (uint64_t)(end - text.data) : text.size;
        if (end || l->fd < 0 || l->at + text.size >= l->size ||
            text.size > LINE_SIZE_MAX)
            return YZ_OK;
        drop_before(l, text);
        TRY(read_more(l, err));
    }
}

/* Pass over what is left of a line that is too long. */
static yz_status
skip_line(lines *l, yz_error *err)
{
    yz_str text;
    uint64_t size;
    bool ends = false;
    while (!ends && l->at < l->size) {
        TRY(find_end(l, &text, &size, &ends, err));
        l->at += size + (ends ? 1 : 0);
    }
    return YZ_OK;
}

yz_status
lines_next(lines *l, text_line *ret_line, yz_error *err)
{
    yz_str text;
    uint64_t size;
    bool ends;
    if (l->at >= l->size)
        return YZ_DONE;
    const uint64_t begin = l->at;
    TRY(find_end(l, &text, &size, &ends, err));
    l->at += size + (ends ? 1 : 0);
    *ret_line = (text_line){ .begin = begin, .too_long = size > LINE_SIZE_MAX };
    if (!ret_line->too_long)
        ret_line->text = (yz_str){ text.data, (size_t)size };
    else if (!ends)
        TRY(skip_line(l, err));
    ret_line->end = l->at;
    return YZ_OK;
}
