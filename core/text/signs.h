/* SPDX-License-Identifier: MIT */
/*
 * Signs that are written in several ways, or not at all (docs/contract.md, "The
 * skeleton of a text"): the dashes, the dots of names, the tildes, the colons
 * of ratios; the marks of footnotes; and numbers written in Han digits. All
 * work on skeletons, the same for a query, for a text that is indexed and for
 * one that is compared.
 */
#ifndef YZ_TEXT_SIGNS_H
#define YZ_TEXT_SIGNS_H

#include <stdbool.h>
#include <stdint.h>

typedef enum sign_kind {
    SIGN_NONE,
    SIGN_DASH,
    SIGN_DOT, /**< of a name; the full stop is one between two Han alone */
    SIGN_TILDE,
    SIGN_COLON
} sign_kind;

/** Which sign a character of folded text is. */
sign_kind
char_sign(uint32_t c);

/** Whether a run that may be omitted can begin with it. */
bool
char_begins_omissible(uint32_t c);

/** Whether a number in Han digits can begin with it. */
bool
char_is_numeral(uint32_t c);

enum {
    OMISSIBLE_MAX = 12, /* units of a run of signs and marks */
    DASHES_MAX = 4,
    HAN_NUMBER_MIN = 4,
    HAN_NUMBER_MAX = 64
};

/**
 * The end of the run at `at` that may be omitted: dashes, dots and tildes
 * between two Han characters; marks of footnotes behind a Han character or a
 * word that bears them. `at` if there is none.
 */
uint32_t
omissible_end(const uint16_t *units, uint32_t length, uint32_t at);

/** The end of the dashes at `at`, DASHES_MAX at most. */
uint32_t
dashes_end(const uint16_t *units, uint32_t length, uint32_t at);

/** A number in Han digits, as digits of ASCII. */
typedef struct han_number {
    char digits[HAN_NUMBER_MAX];
    uint32_t count;
    uint32_t end; /**< in the skeleton */
} han_number;

/**
 * The number in Han digits that begins at `at`: a maximal run of four digits
 * or more, 〇 ○ ◯ 零 O 0 all being zero, without 十百千万亿 beside it.
 */
bool
han_number_at(const uint16_t *units, uint32_t length, uint32_t at,
              han_number *ret_number);

#endif /* YZ_TEXT_SIGNS_H */
