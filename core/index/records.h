/* SPDX-License-Identifier: MIT */
/*
 * The records of a segment's passages, by number.
 */
#ifndef YZ_INDEX_RECORDS_H
#define YZ_INDEX_RECORDS_H

#include "core/format/segment.h"
#include "core/report/record.h"

/** record_peek() of a passage. */
yz_status
segment_record_peek(segment *s, uint32_t passage, record_head *ret_head,
                    yz_error *err);

/** record_peek_id() of a passage. */
yz_status
segment_record_id(segment *s, uint32_t passage, char room[RECORD_ID_ROOM],
                  yz_str *ret_id, yz_error *err);

/** record_decode() of a passage. */
yz_status
segment_record_decode(segment *s, uint32_t passage, arena *a,
                      yz_passage *ret_passage, record_strings *ret_strings,
                      yz_error *err);

#endif /* YZ_INDEX_RECORDS_H */
