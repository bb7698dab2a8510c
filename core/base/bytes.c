/* SPDX-License-Identifier: MIT */
#include "core/base/bytes.h"

uint64_t
bytes_take_long_varint(bytes *in)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const uint8_t byte = bytes_take_u8(in);
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return value;
    }
    in->bad = true;
    return 0;
}
