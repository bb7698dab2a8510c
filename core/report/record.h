/* SPDX-License-Identifier: MIT */
/*
 * The stored form of a passage, without its text (docs/format.md, "Passage
 * record"). Strings that many passages share are numbers of a string table
 * that the segment keeps.
 */
#ifndef YZ_REPORT_RECORD_H
#define YZ_REPORT_RECORD_H

#include "core/base/arena.h"
#include "core/base/buffer.h"
#include "core/base/bytes.h"

/**
 * What the segment keeps elsewhere for a passage: numbers of its shared strings
 * (0 is the empty one, always), and its boxes.
 */
typedef struct record_strings {
    uint32_t report;
    uint32_t section;
    uint32_t title;
    uint32_t path;
    uint32_t encoding;
    uint32_t boxes; /**< where its boxes are in the segment, if it has any */
    uint32_t has_boxes;
} record_strings;

/** Append the record of `p`. Its shared strings and text are not in it. */
void
record_encode(const yz_passage *p, const record_strings *strings, buffer *out);

/** Say in a record that has boxes where these are. */
void
record_set_boxes(uint8_t *record, uint32_t boxes);

/**
 * Decode the record that `in` begins with. Of `ret_passage` all is set but
 * text, rules and the shared strings. What it points to lies in `in` or in the
 * arena.
 */
yz_status
record_decode(bytes in, arena *a, yz_passage *ret_passage,
              record_strings *ret_strings, yz_error *err);

enum { RECORD_ID_ROOM = 24 };

/** The beginning of a record: what filters, facets and look-ups need. */
typedef struct record_head {
    yz_kind kind;
    uint32_t date; /**< YYYYMMDD; 0: none */
    record_strings strings;
    yz_str id; /**< in the record, or in `id_capacity` */
    char id_capacity[RECORD_ID_ROOM];
} record_head;

/** Decode the beginning alone; nothing is allocated. */
yz_status
record_peek(bytes in, record_head *ret_head, yz_error *err);

#endif /* YZ_REPORT_RECORD_H */
