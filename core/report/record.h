/* SPDX-License-Identifier: MIT */
/*
 * The stored form of passages, without their texts (docs/format.md, "Passage
 * records"). Strings that many passages share are numbers of a string table
 * that the segment keeps.
 *
 * Passages that follow each other have much in common, so their records are
 * groups: what the first has is said once, and of each how it differs.
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

/** How an id is stored. Values are stored. */
typedef enum record_id_form {
    ID_TEXT = 0,
    ID_HEX = 1,   /**< 16 hexadecimal digits, as report_make_ids() makes them */
    ID_NUMBER = 2 /**< decimal, no zeros in front */
} record_id_form;

/** An id, not printed yet. */
typedef struct record_id {
    record_id_form form;
    yz_str text;     /**< of ID_TEXT */
    uint64_t number; /**< of the others */
    uint32_t steps;  /**< of its number, or the one it ends with, to count on */
} record_id;

/** What filters, facets and look-ups ask for. */
typedef struct record_head {
    yz_kind kind;
    uint32_t date; /**< YYYYMMDD; 0: none */
    record_strings strings;
} record_head;

/** What a record begins with: what it is relative to, or what it has itself. */
typedef struct record_state {
    uint32_t flags;
    uint32_t date; /**< as stored */
    record_strings strings;
    record_id id;
    int64_t line; /**< where its first block begins */
    uint64_t byte;
} record_state;

enum { RECORDS_MAX = 16 /**< in a group */ };

/** A group being made. Begins as all zeros but for both .from. */
typedef struct record_group {
    buffer front;   /**< what the first has, in part */
    buffer records; /**< how each differs */
    uint8_t sizes[RECORDS_MAX];
    uint32_t count;
    record_state first;
    record_state
        latest; /**< of number `latest_number`, which is relative to the
                              first */
    uint32_t latest_number;
} record_group;

static inline record_group
record_group_of(const yz_allocator *memory)
{
    return (record_group){ .front.from = memory, .records.from = memory };
}

void
record_group_dispose(record_group *g);

/**
 * Add the record of `p`, which is borrowed until the group is finished. Its
 * shared strings and text are not in it. A group has RECORDS_MAX at most.
 */
void
record_group_add(record_group *g, const yz_passage *p,
                 const record_strings *strings);

/** Append the group, which is empty then. */
void
record_group_finish(record_group *g, buffer *out);

/**
 * Decode a record of the group that `in` begins with. Of `ret_passage` all is
 * set but text, rules and the shared strings. What it points to lies in `in` or
 * in the arena.
 * @param number  which record of the group, from 0
 */
yz_status
record_decode(bytes in, uint32_t number, arena *a, yz_passage *ret_passage,
              record_strings *ret_strings, yz_error *err);

/** Decode what passages are filtered by; nothing is allocated. */
yz_status
record_peek(bytes in, uint32_t number, record_head *ret_head, yz_error *err);

enum { RECORD_ID_ROOM = 72 };

/** Decode the id: it is in `in` or in `room`. */
yz_status
record_peek_id(bytes in, uint32_t number, char room[RECORD_ID_ROOM],
               yz_str *ret_id, yz_error *err);

#endif /* YZ_REPORT_RECORD_H */
