/* SPDX-License-Identifier: MIT */
/*
 * The characters of a query as keys. Chinese input methods give `（` for `(` and
 * `Ｏ` for `O`; where an operator may occur, both are the same key. Keys only
 * decide what is an operator: text is never changed by them.
 */
#ifndef YZ_PARSE_SCANNER_H
#define YZ_PARSE_SCANNER_H

#include "core/report/fields.h"
#include "query/parse/notices.h"

/** What scanner_key() returns at the end of the text. */
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
    bool no_raw; /**< no apostrophe from here on closes a raw string */
    arena *arena;
    notices *notices;
    const declared_fields *fields; /**< that names may mean; NULL: none */
} scanner;

/** The key at `at`, and the position of the next one. */
uint32_t
scanner_key(const scanner *s, size_t at, size_t *ret_next);

/** The key at `at`. */
uint32_t
scanner_peek(const scanner *s, size_t at);

/** White space, of which U+3000 is one. */
bool
key_is_space(uint32_t key);

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

/** `+ - ! * ~ ^`: an operator at certain positions. */
bool
key_is_sign(uint32_t key);

/** Whether `&&` is at `at`. */
bool
scanner_at_and(const scanner *s, size_t at);

/** Whether a token ends at `at`: there is a space, `( ) |`, `&&` or the end. */
bool
scanner_at_boundary(const scanner *s, size_t at);

/** Where the token ends that `at` is in. */
size_t
scanner_token_end(const scanner *s, size_t at);

/** Where the token begins whose characters end at `at`; 20 before at most. */
size_t
scanner_token_begin(const scanner *s, size_t at);

/** Whether there is a `?`. The full-width one is punctuation, never a wildcard. */
bool
scanner_at_wildcard(const scanner *s, size_t at);

/** The bytes [begin, end) of the text. */
yz_str
scanner_slice(const scanner *s, size_t begin, size_t end);

yz_span
span_of(size_t begin, size_t end);

#endif /* YZ_PARSE_SCANNER_H */
