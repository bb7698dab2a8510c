/* SPDX-License-Identifier: MIT */
#include "core/index/records.h"

yz_status
segment_record_peek(segment *s, uint32_t passage, record_head *ret_head,
                    yz_error *err)
{
    bytes group;
    TRY(segment_record_group(s, passage, &group, err));
    return record_peek(group, passage % DIRECTORY_GROUP, ret_head, err);
}

yz_status
segment_record_id(segment *s, uint32_t passage, char room[RECORD_ID_ROOM],
                  yz_str *ret_id, yz_error *err)
{
    bytes group;
    TRY(segment_record_group(s, passage, &group, err));
    return record_peek_id(group, passage % DIRECTORY_GROUP, room, ret_id, err);
}

yz_status
segment_record_decode(segment *s, uint32_t passage, arena *a,
                      yz_passage *ret_passage, record_strings *ret_strings,
                      yz_error *err)
{
    bytes group;
    TRY(segment_record_group(s, passage, &group, err));
    return record_decode(group, passage % DIRECTORY_GROUP, a, ret_passage,
                         ret_strings, err);
}
