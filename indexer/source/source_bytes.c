/* SPDX-License-Identifier: MIT */
/*
 * A file of JSON lines, or of many pages, may be larger than memory, so it is
 * not held: a first walk over it makes the hash of its bytes and sees whether
 * they are text in UTF-8, and it is then read again from the open file. All
 * other files are single pages, or must be decoded as a whole; they are read
 * into memory.
 */
#include "core/base/hash.h"
#include "core/text/text_check.h"
#include "indexer/source/format.h"
#include "indexer/source/source.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { BLOCK_SIZE = 256 << 10, UNFINISHED_MAX = 3 };

source_bytes
source_bytes_of(const void *data, size_t size)
{
    return (source_bytes){
        .data = data,
        .size = size,
        .hash = hash_bytes(data ? data : "", size),
        .fd = -1,
    };
}

void
source_bytes_dispose(source_bytes *b)
{
    if (b->fd >= 0)
        close(b->fd);
    buffer_dispose(&b->owned);
    b->fd = -1;
}

/* The format that the first bytes, or the name, or the caller say it has. */
static yz_format
find_format(yz_str head, const char *path, const yz_source_options *options)
{
    yz_format format = (yz_format)options->format;
    if (format_refuse_binary(head.data, head.size, NULL) != YZ_OK)
        return YZ_FORMAT_AUTO;
    if (format == YZ_FORMAT_AUTO)
        format = format_of_magic(head.data, head.size);
    if (format == YZ_FORMAT_AUTO &&
        format_find(head, str_of(path), &format, NULL) != YZ_OK)
        return YZ_FORMAT_AUTO;
    return format;
}

typedef struct scan {
    source_bytes *bytes;
    char *block; /* with room before it for what the last one left */
    utf8_check check;
    hash_state *hash;
} scan;

static yz_status
scan_blocks(scan *s, const char *path, const yz_source_options *options,
            bool *ret_is_streamed, yz_error *err)
{
    source_bytes *b = s->bytes;
    size_t left = 0;
    *ret_is_streamed = false;
    for (uint64_t at = 0; at < b->size;) {
        size_t got;
        char *to = s->block + left;
        TRY(file_read_at(b->fd, at, to, BLOCK_SIZE, &got, err));
        if (got == 0)
            return YZ_OK; /* it became shorter */
        hash_add(s->hash, to, got);
        yz_str text = { s->block, left + got };
        if (at == 0) {
            b->bom = got >= 3 && !memcmp(to, "\xef\xbb\xbf", 3) ? 3 : 0;
            text = (yz_str){ to + b->bom, got - b->bom };
            b->format = find_format(text, path, options);
            if (!format_is_streamed(b->format))
                return YZ_OK;
            if (format_is_binary(b->format))
                b->bom = 0;
        }
        if (format_is_binary(b->format)) {
            at += got;
            continue;
        }
        left = utf8_check_block(&s->check, text.data, text.size);
        if (s->check.broken)
            return YZ_OK;
        memmove(s->block, text.data + text.size - left, left);
        at += got;
    }
    *ret_is_streamed = b->size && (format_is_binary(b->format) ||
                                   (left == 0 && utf8_check_passed(&s->check)));
    b->hash = hash_value(s->hash);
    return YZ_OK;
}

static yz_status
scan_file(source_bytes *b, const char *path, const yz_source_options *options,
          bool *ret_is_streamed, yz_error *err)
{
    const yz_allocator *memory = options->allocator;
    scan s = { .bytes = b,
               .block = memory_allocate(memory, UNFINISHED_MAX + BLOCK_SIZE),
               .hash = hash_begin(memory) };
    const yz_status status =
        s.block && s.hash ? scan_blocks(&s, path, options, ret_is_streamed, err)
                          : error_nomem(err);
    memory_release(memory, s.block);
    hash_free(s.hash);
    return status;
}

/* Whether the file need not be held, and its bytes if so. */
static yz_status
open_lines(const char *path, const yz_source_options *options, source_bytes *b,
           file_stamp *ret_stamp, bool *ret_is_streamed, yz_error *err)
{
    *ret_is_streamed = false;
    if (!file_is_regular(path) ||
        (options->encoding && strcasecmp(options->encoding, "UTF-8") != 0))
        return YZ_OK;
    TRY(file_open(path, &b->fd, ret_stamp, err));
    b->size = ret_stamp->size;
    yz_status status = YZ_OK;
    if (b->size <= YZ_SOURCE_SIZE_MAX)
        status = scan_file(b, path, options, ret_is_streamed, err);
    if (status != YZ_OK || !*ret_is_streamed)
        source_bytes_dispose(b);
    return status;
}

yz_status
source_bytes_open(const char *path, const yz_source_options *options,
                  source_bytes *ret_bytes, file_stamp *ret_stamp, yz_error *err)
{
    source_bytes b = { .fd = -1 };
    file_stamp stamp;
    bool is_streamed;
    TRY(open_lines(path, options, &b, &stamp, &is_streamed, err));
    if (!is_streamed) {
        buffer data = { .from = options->allocator };
        const yz_status status =
            file_read(path, YZ_SOURCE_SIZE_MAX, &data, &stamp, err);
        if (status != YZ_OK) {
            buffer_dispose(&data);
            return status;
        }
        b = source_bytes_of(data.data, data.size);
        b.owned = data;
    }
    *ret_bytes = b;
    *ret_stamp = stamp;
    return YZ_OK;
}
