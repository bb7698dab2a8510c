/* SPDX-License-Identifier: MIT */
/*
 * What a code point means for where a text is cut: a table of the marks, and
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
    CLASS_BLANK,
    CLASS_BREAK,      /**< a blank that ends a line */
    CLASS_CLAUSE,     /**< clause marks, */
    CLASS_SENTENCE,   /**< the strong ones */
    CLASS_OPEN,       /**< stays with what it opens */
    CLASS_CLOSE,      /**< stays with what it closes */
    CLASS_QUOTE,      /**< either, by turns */
    CLASS_APOSTROPHE, /**< a quotation mark but in a word */
    CLASS_JOIN,       /**< stays between letters and digits */
    CLASS_TIE,        /**< stays between any two */
    CLASS_EXTEND,     /**< one character with what is before it */
    CLASS_FLAG        /**< half of one */
} display_class;

display_class
display_class_of(uint32_t point);

/** Of letters and digits, which stay together. */
static inline bool
display_class_is_word(display_class class)
{
    return class == CLASS_LETTER || class == CLASS_DIGIT;
}

#endif /* YZ_SHOW_DISPLAY_CLASS_H */
