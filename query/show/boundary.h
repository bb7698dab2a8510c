/* SPDX-License-Identifier: MIT */
/*
 * Where a text may be cut to be shown, and how well: the display rules.
 */
#ifndef YZ_SHOW_BOUNDARY_H
#define YZ_SHOW_BOUNDARY_H

#include "core/base/arena.h"

/** How well a text is cut at a place, the best last. */
typedef enum cut {
    CUT_NEVER,  /**< in a number, a word, before 。, behind an opening mark */
    CUT_EDGE,   /**< between any two others */
    CUT_CLAUSE, /**< behind ，；：、…— and what closes there */
    CUT_SENTENCE, /**< behind 。！？ and line breaks */
} cut;

/**
 * What a reader takes for one character: a code point with the combining marks
 * on it, an emoji sequence, CR LF.
 */
typedef struct character {
    uint32_t begin; /**< its first byte in the text */
    uint8_t cut;    /**< before it */
    bool blank;     /**< white space */
    bool shown;     /**< for the user of these: it is in an extract */
} character;

/** A text as characters. One more at the end, CUT_SENTENCE, begins at size. */
typedef struct characters {
    character *items;
    uint32_t count;
    uint32_t first; /**< the first that is not blank, or count */
    uint32_t last;  /**< behind the last that is not blank */
} characters;

yz_status
characters_make(yz_str text, arena *a, characters *ret_characters,
                yz_error *err);

/** The character that byte `at` < size lies in. */
uint32_t
characters_find(const characters *c, uint32_t at);

#endif /* YZ_SHOW_BOUNDARY_H */
