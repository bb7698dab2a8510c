/* SPDX-License-Identifier: MIT */
#include "core/format/space_list.h"

enum { KIND_BITS = 3, SPACE_OTHER = 7 };

static const uint16_t kinds[SPACE_OTHER] = { ' ',    0x3000, '\n',  '\t',
                                             0x00a0, '\r',   0x2003 };

bool
space_is(uint32_t c)
{
    if (c <= 0x20)
        return c == 0x20 || (c >= 0x09 && c <= 0x0d);
    return c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
           c == 0x202f || c == 0x205f || c == 0x3000;
}

void
space_list_put(buffer *list, uint32_t codes_between, uint32_t c)
{
    uint32_t kind = 0;
    while (kind < SPACE_OTHER && kinds[kind] != c)
        kind++;
    buffer_put_varint(list, (uint64_t)codes_between << KIND_BITS | kind);
    if (kind == SPACE_OTHER)
        buffer_put_varint(list, c);
}

bool
space_list_next(bytes *list, uint32_t *ret_codes_between, uint32_t *ret_c)
{
    if (!bytes_left(list) || list->bad)
        return false;
    const uint64_t entry = bytes_take_varint(list);
    const uint32_t kind = entry & SPACE_OTHER;
    *ret_c = kind == SPACE_OTHER ? bytes_take_varint32(list) : kinds[kind];
    *ret_codes_between = (uint32_t)(entry >> KIND_BITS);
    if (entry >> KIND_BITS > UINT32_MAX || !space_is(*ret_c))
        list->bad = true;
    return !list->bad;
}
