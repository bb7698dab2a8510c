/* SPDX-License-Identifier: MIT */
/*
 * The parts of a record: its id, and where the passage is in its source. For
 * record*.c alone.
 */
#ifndef YZ_REPORT_RECORD_PARTS_H
#define YZ_REPORT_RECORD_PARTS_H

#include "core/report/record.h"

/** What a passage has. Values are stored. */
enum {
    KIND_MASK = 0x0f,
    IS_TRUNCATED = 1 << 4,
    ID_FORM_SHIFT = 5, /* record_id_form */
    ID_FORM_MASK = 3,
    IS_WHOLE = 1 << 7,
    HAS_DATE = 1 << 8,
    HAS_SECTION = 1 << 9,
    HAS_TITLE = 1 << 10,
    HAS_PATH = 1 << 11,
    HAS_ENCODING = 1 << 12,
    HAS_EXTRA = 1 << 13,
    HAS_BOXES = 1 << 14,
    FLAGS_KNOWN = (1 << 15) - 1
};

/** What is not as it is expected. Values are stored. */
enum {
    NEW_FLAGS = 1 << 0,
    NEW_STRINGS = 1 << 1,
    NEW_DATE = 1 << 2,
    NEW_ID = 1 << 3,
    NEW_LINE = 1 << 4,
    NEW_BYTE = 1 << 5,
    FROM_ANOTHER = 1 << 6, /* than the first */
    NEW_KNOWN = (1 << 7) - 1
};

enum { LARGE = 255 /**< that many bytes of a record or more */ };

static inline record_id_form
id_form_of(uint32_t flags)
{
    return (record_id_form)(flags >> ID_FORM_SHIFT & ID_FORM_MASK);
}

/** A number with a sign as one without: 0, -1, 1, -2 as 0, 1, 2, 3. */
static inline uint64_t
zigzag(int64_t number)
{
    return (uint64_t)number << 1 ^ (number < 0 ? ~0ull : 0);
}

static inline int64_t
unzigzag(uint64_t coded)
{
    return (int64_t)(coded >> 1) ^ -(int64_t)(coded & 1);
}

/** The difference of two line numbers. */
static inline int64_t
record_take_lines(bytes *in)
{
    const uint64_t coded = bytes_take_varint(in);
    if (coded >> 33)
        in->bad = true;
    return in->bad ? 0 : unzigzag(coded);
}

/* ---- ids (record_id.c) ------------------------------------------------------ */

/** The id as it is stored where it does not follow another; borrowed. */
record_id
record_id_of(yz_str id);

/** The id that is `steps` behind another. false: there is none. */
bool
record_id_count(record_id *id, uint32_t steps);

/** The id: where it was decoded from, or printed in `room`. */
yz_str
record_id_print(const record_id *id, char room[RECORD_ID_ROOM]);

void
record_id_put(const record_id *id, buffer *out);
record_id
record_id_take(bytes *in, record_id_form form);

/* ---- where it is in the source (record_origin.c) ---------------------------- */

/** One block of one line that is one piece, from column 1 on. */
bool
record_is_whole(const yz_passage *p);

/** Append the blocks but for where the first begins; then `extra`, if it is
 *  not empty; then the pieces. */
void
record_origin_put(const yz_passage *p, bool whole, buffer *out);

/** Where a passage begins, and what of it is there. */
typedef struct record_origin {
    int64_t line;
    uint64_t byte;
    bool whole;
    bool has_extra;
} record_origin;

/** Take all that record_origin_put() appended. false: no memory. */
bool
record_origin_take(bytes *in, const record_origin *origin, arena *a,
                   yz_passage *p);

#endif /* YZ_REPORT_RECORD_PARTS_H */
