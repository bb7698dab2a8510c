/* SPDX-License-Identifier: MIT */
/*
 * The characters of a query as keys. A Chinese keyboard gives `（` for `(` and
 * `Ｏ` for `O`; where an operator may stand, both are one key. Text is never
 * changed by this: only the decision what is an operator looks at keys.
 */
#ifndef YZ_PARSE_SCANNER_H
#define YZ_PARSE_SCANNER_H

#include "query/parse/notices.h"

/** What scanner_key() gives at the end of the text. */
#define KEY_END UINT32_MAX

enum {
    KEY_CURLY_OPEN = 0x201c,   /**< “ */
    KEY_CURLY_CLOSE = 0x201d,  /**< ” */
    KEY_CORNER_OPEN = 0x300c,  /**< 「 */
    KEY_CORNER_CLOSE = 0x300d, /**< 」 */
};

typedef struct scanner {
    yz_str text;
    size_t at;
    bool plain;  /**< operators are text; brackets and quotes still work */
    bool no_raw; /**< nothing from here on closes a raw string */
    arena *arena;
    notices *notices;
} scanner;

/** The key at `at`, and where the next one begins. */
uint32_t
scanner_key(const scanner *s, size_t at, size_t *ret_next);

/** The key at `at`. */
uint32_t
scanner_peek(const scanner *s, size_t at);

/** White space, of which U+3000 is one. */
bool
key_is_blank(uint32_t key);

bool
key_is_digit(uint32_t key);

/** An ASCII letter in lower case; everything else as it is. */
uint32_t
key_lower(uint32_t key);

/** The key at `*at` of any text, stepping past it. */
uint32_t
key_next(yz_str text, size_t *at);

/** A text as keys, letters in lower case. data is NULL if out of memory. */
yz_str
key_fold(yz_str text, arena *a);

/** `+ - ! * ~ ^`: an operator, if it stands in the right place. */
bool
key_is_sign(uint32_t key);

/** Whether `&&` stands at `at`. */
bool
scanner_at_and(const scanner *s, size_t at);

/** Whether a token ends before `at`: a blank, `( ) |`, `&&` or the end. */
bool
scanner_at_boundary(const scanner *s, size_t at);

/** The bytes [begin, end) of the text. */
yz_str
scanner_slice(const scanner *s, size_t begin, size_t end);

yz_span
span_of(size_t begin, size_t end);

#endif /* YZ_PARSE_SCANNER_H */
