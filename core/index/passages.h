/* SPDX-License-Identifier: MIT */
/*
 * Passages as the index has them, one by number or all of them in order.
 */
#ifndef YZ_INDEX_PASSAGES_H
#define YZ_INDEX_PASSAGES_H

#include "core/format/segment.h"
#include "core/report/record.h"

/**
 * Passage `number` of a segment, text and boxes included. Strings point into
 * the mapped pages or the arena.
 */
yz_status
segment_passage(segment *s, uint32_t number, arena *a, yz_passage *ret_passage,
                yz_error *err);

/**
 * The same without its boxes, and then these: for who wants the text also where
 * the boxes are damaged.
 */
yz_status
segment_passage_only(segment *s, uint32_t number, arena *a,
                     yz_passage *ret_passage, record_strings *ret_strings,
                     yz_error *err);
/** The passage if it has boxes, which may have readings; else all zeros. */
yz_status
segment_passage_read(segment *s, uint32_t number, arena *a,
                     yz_passage *ret_passage, yz_error *err);

yz_status
segment_passage_boxes(segment *s, const record_strings *strings, arena *a,
                      yz_passage *passage, yz_error *err);

#endif /* YZ_INDEX_PASSAGES_H */
