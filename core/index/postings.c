/* SPDX-License-Identifier: MIT */
/*
 * Each posting is a varint of gap << 1 | (frequency > 1), the gap counted from
 * the passage before (the first from 0, and no two the same); then, where the
 * bit is set, a varint of frequency - 2.
 */
#include "core/index/postings.h"

void
postings_encode(const posting *list, uint32_t count, buffer *out)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint64_t gap = list[i].passage - next;
        const bool often = list[i].frequency > 1;
        buffer_put_varint(out, gap << 1 | often);
        if (often)
            buffer_put_varint(out, list[i].frequency - 2);
        next = list[i].passage + 1;
    }
}

yz_status
postings_decode(bytes in, uint32_t count, uint32_t passages,
                posting *ret_list, yz_error *err)
{
    uint64_t next = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint64_t coded = bytes_take_varint(&in);
        const uint64_t passage = next + (coded >> 1);
        const uint64_t more = coded & 1 ? bytes_take_varint32(&in) + 1ull : 0;
        if (in.bad || passage >= passages)
            return error_corrupt(err, "a posting list does not decode");
        ret_list[i] = (posting){ (uint32_t)passage, (uint32_t)(more + 1) };
        next = passage + 1;
    }
    return YZ_OK;
}
