/* SPDX-License-Identifier: MIT */
/*
 * The skeleton of a text: what is left when layout and width are taken away
 * (docs/contract.md). Matching is defined on it. It is UTF-16, ICU's form, so
 * that one 16-bit unit is one character but for the rare planes.
 */
#ifndef YZ_TEXT_SKELETON_H
#define YZ_TEXT_SKELETON_H

#include "core/base/arena.h"

typedef struct fold_table fold_table; /* core/text/fold.h */

typedef struct skeleton {
    const uint16_t *units;
    uint32_t length; /**< in units */
    /**
     * For unit i, the bytes [begin[i], end[i]) of the text that it came from.
     * Units of one source character share them. NULL unless asked for.
     */
    const uint32_t *begin;
    const uint32_t *end;
} skeleton;

/**
 * Make the skeleton of valid UTF-8, in the arena.
 * @param fold    the index's table; NULL asks ICU for every character: the
 *                same, if the table is of this ICU, in ten times the time
 * @param places  also make `begin` and `end`
 */
yz_status
skeleton_make(const fold_table *fold, yz_str text, bool places, arena *a,
              skeleton *ret_skeleton, yz_error *err);

/** The code point at unit `at` of a skeleton, and its units (1 or 2). */
uint32_t
skeleton_char(const uint16_t *units, uint32_t length, uint32_t at,
              uint32_t *ret_width);

/** Put a code point; room for two units is needed. @return its units */
static inline uint32_t
skeleton_char_put(uint16_t *to, uint32_t c)
{
    if (c <= 0xffff) {
        to[0] = (uint16_t)c;
        return 1;
    }
    to[0] = (uint16_t)(0xd7c0 + (c >> 10));
    to[1] = (uint16_t)(0xdc00 | (c & 0x3ff));
    return 2;
}

/** The code point that ends before unit `at` > 0. */
uint32_t
skeleton_char_before(const uint16_t *units, uint32_t at);

/**
 * Whether place `at` (0 to length) lies inside a word of letters and digits,
 * so that no match may begin or end there (rule 5): the characters on both
 * sides belong to one word, `.` or `,` between two digits counted in.
 */
bool
skeleton_inside_word(const uint16_t *units, uint32_t length, uint32_t at);

/**
 * Whether a word that may bear the mark of a footnote ends at `at`: of three
 * letters or more and no unit of measure, or a year of four digits.
 */
bool
skeleton_bears_note(const uint16_t *units, uint32_t at);

/** Write UTF-8 of units to 3 bytes of room each. @return the bytes written. */
size_t
skeleton_utf8_put(const uint16_t *units, uint32_t length, char *to);

/** Whether units are the same text as some UTF-8. */
bool
skeleton_is_utf8(const uint16_t *units, uint32_t length, yz_str text);

/** UTF-8 of units, in the arena. data is NULL if out of memory. */
yz_str
skeleton_utf8(const uint16_t *units, uint32_t length, arena *a);

#endif /* YZ_TEXT_SKELETON_H */
