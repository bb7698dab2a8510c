/* SPDX-License-Identifier: MIT */
/*
 * Where a text may be cut for display, and the quality of each cut.
 */
#ifndef YZ_SHOW_BOUNDARY_H
#define YZ_SHOW_BOUNDARY_H

#include "core/base/arena.h"

/** The quality of a cut, the best last. */
typedef enum cut {
    CUT_NEVER,    /**< in a number, a word, before 。, after an opening mark */
    CUT_EDGE,     /**< anywhere else */
    CUT_CLAUSE,   /**< after ，；：、…— and closing marks there */
    CUT_SENTENCE, /**< after 。！？ and line breaks */
} cut;

/**
 * What a reader sees as one character: a code point with its combining marks,
 * an emoji sequence, CR LF.
 */
typedef struct character {
    uint32_t begin; /**< its first byte in the text */
    uint8_t cut;    /**< the quality of a cut before it */
    bool space;     /**< white space */
    bool shown;     /**< set by the caller: it is in an extract */
} character;

/** The characters of a text, and one more that begins at its end. */
typedef struct characters {
    character *items;
    uint32_t count;
    uint32_t first; /**< the first that is not white space, or count */
    uint32_t last;  /**< after the last that is not white space */
} characters;

yz_status
characters_make(yz_str text, arena *a, characters *ret_characters,
                yz_error *err);

/** The character that has byte `at` < size. */
uint32_t
characters_find(const characters *c, uint32_t at);

#endif /* YZ_SHOW_BOUNDARY_H */
