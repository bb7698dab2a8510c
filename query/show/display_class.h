/* SPDX-License-Identifier: MIT */
/*
 * Classes of code points by which cuts are judged: a table of marks, and
 * Unicode's categories for all else.
 */
#ifndef YZ_SHOW_DISPLAY_CLASS_H
#define YZ_SHOW_DISPLAY_CLASS_H

#include <stdbool.h>
#include <stdint.h>

typedef enum display_class {
    CLASS_OTHER, /**< ideographs, kana, hangul, symbols */
    CLASS_LETTER,
    CLASS_DIGIT,
    CLASS_SPACE,
    CLASS_BREAK,      /**< a space that ends a line */
    CLASS_CLAUSE,     /**< ends a clause */
    CLASS_SENTENCE,   /**< ends a sentence */
    CLASS_OPEN,       /**< not cut from what follows */
    CLASS_CLOSE,      /**< not cut from what precedes */
    CLASS_QUOTE,      /**< opens or closes, in turn */
    CLASS_APOSTROPHE, /**< a quotation mark, unless in a word */
    CLASS_JOIN,       /**< not cut between letters and digits */
    CLASS_TIE,        /**< never cut from its neighbours */
    CLASS_EXTEND,     /**< one character with the code point before */
    CLASS_FLAG        /**< half of a flag */
} display_class;

display_class
display_class_of(uint32_t point);

/** Letters and digits, between which nothing is cut. */
static inline bool
display_class_is_word(display_class class)
{
    return class == CLASS_LETTER || class == CLASS_DIGIT;
}

#endif /* YZ_SHOW_DISPLAY_CLASS_H */
