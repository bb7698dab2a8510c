/* SPDX-License-Identifier: MIT */
/*
 * By RFC 9110, 13 and 14.
 */
#include "serve/range.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

/* A list of tags, or `*`, that has the tag; weak ones count. */
static bool
list_has(yz_str list, const char *tag)
{
    return str_equal(list, str_of("*")) || str_contains(list, str_of(tag));
}

/* Digits from *at on. @return false: there are none, or too many */
static bool
read_number(yz_str text, size_t *at, uint64_t *ret)
{
    const size_t begin = *at;
    uint64_t number = 0;
    for (; *at < text.size && text.data[*at] >= '0' && text.data[*at] <= '9';
         ++*at) {
        if (number > UINT64_MAX / 10 - 1)
            return false;
        number = number * 10 + (uint64_t)(text.data[*at] - '0');
    }
    *ret = number;
    return *at > begin;
}

typedef enum asked { ASKED_WHOLE, ASKED_PART, ASKED_NOTHING } asked;

/* `bytes=A-B`, `bytes=A-` or `bytes=-N`. What is none of these is ignored. */
static asked
read_range(yz_str text, uint64_t size, uint64_t *ret_begin, uint64_t *ret_end)
{
    static const char unit[] = "bytes=";
    size_t at = sizeof(unit) - 1;
    uint64_t first = 0;
    uint64_t last = 0;
    if (text.size < at || memcmp(text.data, unit, at) != 0)
        return ASKED_WHOLE;
    const bool has_first = read_number(text, &at, &first);
    if (at >= text.size || text.data[at++] != '-')
        return ASKED_WHOLE;
    const bool has_last = read_number(text, &at, &last);
    if (at < text.size || (!has_first && !has_last) ||
        (has_first && has_last && last < first))
        return ASKED_WHOLE;
    if (!has_first) { /* the last N */
        *ret_begin = last < size ? size - last : 0;
        *ret_end = size;
        return last && size ? ASKED_PART : ASKED_NOTHING;
    }
    *ret_begin = first;
    *ret_end = has_last && last < size ? last + 1 : size;
    return first < size ? ASKED_PART : ASKED_NOTHING;
}

static void
drop_file(exchange *e)
{
    close(e->file);
    e->file = -1;
}

void
range_apply(exchange *e, const char *tag)
{
    uint64_t begin;
    uint64_t end;
    const uint64_t size = e->file_size;
    const yz_str if_range = e->headers[REQUEST_IF_RANGE];
    exchange_put_header(e, "ETag", "%s", tag);
    exchange_put_header(e, "Accept-Ranges", "bytes");
    e->status = HTTP_OK;
    if (list_has(e->headers[REQUEST_IF_NONE_MATCH], tag)) {
        drop_file(e);
        e->status = HTTP_NOT_MODIFIED;
        return;
    }
    if (if_range.size && !str_equal(if_range, str_of(tag)))
        return;
    switch (read_range(e->headers[REQUEST_RANGE], size, &begin, &end)) {
    case ASKED_WHOLE:
        return;
    case ASKED_NOTHING:
        drop_file(e);
        exchange_put_header(e, "Content-Range", "bytes */%" PRIu64, size);
        exchange_fail(e, HTTP_RANGE, "the file has no such part");
        return;
    case ASKED_PART:
        e->status = HTTP_PARTIAL;
        e->file_begin = begin;
        e->file_size = end - begin;
        exchange_put_header(e, "Content-Range",
                            "bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64, begin,
                            end - 1, size);
    }
}
