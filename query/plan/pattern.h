/* SPDX-License-Identifier: MIT */
/*
 * A phrase compiled for comparison with skeletons. It has two forms: the
 * exact one, character by character; and the variant one, in which characters
 * match all their forms (core/text/variant.h) and Latin words match by their
 * stem. pattern_find() is the one place that decides whether a phrase matches;
 * grams only propose where to look.
 */
#ifndef YZ_PLAN_PATTERN_H
#define YZ_PLAN_PATTERN_H

#include "core/index/skeletons.h"
#include "core/report/fields.h"
#include "core/text/analyzer.h"
#include "core/text/signs.h"

typedef enum element_type {
    ELEMENT_CHAR,   /**< this character */
    ELEMENT_ANY,    /**< any one character */
    ELEMENT_WORD,   /**< a word of letters and digits with this stem */
    ELEMENT_NUMBER, /**< the same of digits alone, or in Han digits */
    ELEMENT_SIGN    /**< a sign of this kind; of dashes, a run */
} element_type;

typedef struct element {
    element_type type;
    uint32_t c;            /**< ELEMENT_CHAR: as the query has it */
    uint32_t form_count;   /**< of the variant form: 0 if it has no other */
    const uint32_t *forms; /**< all forms of the character, itself first */
    yz_str term;           /**< ELEMENT_WORD, _NUMBER: its stem, its digits */
    const uint16_t *units; /**< ELEMENT_NUMBER of Han digits: as in the query */
    uint32_t unit_count;
    sign_kind sign; /**< ELEMENT_SIGN */
} element;

/** What a pattern is made from: characters and wildcards. */
typedef struct pattern_source {
    const uint16_t *units; /**< of a skeleton; any unit for a wildcard */
    const bool *any;       /**< by unit: a wildcard; NULL: none */
    uint32_t length;
    bool literal; /**< may begin and end inside a word of letters */
    bool prefix;  /**< may end inside one */
    bool omits;   /**< signs and marks of footnotes may be omitted or added */
} pattern_source;

/** Where a form of a pattern can begin: at one of these units. */
typedef struct pattern_start {
    uint16_t units[VARIANT_FORMS_MAX]; /**< lead surrogates of rare planes */
    uint32_t count;                    /**< 0: anywhere */
} pattern_start;

typedef struct pattern {
    const element *exact;
    uint32_t exact_count;
    const element *variant; /**< NULL: no other form could match */
    uint32_t variant_count;
    pattern_start exact_start;
    pattern_start variant_start;
    bool literal;
    bool prefix;
    bool omits;   /**< between two elements of the variant form */
    bool omitted; /**< the variant form is without some signs of the query */
    /** The exact form is one word of letters and digits, uncut: its term. */
    yz_str word;
    bool is_term; /**< and is spelt as the term */
} pattern;

/** What comparing needs beside the pattern; not shared by threads. */
typedef struct pattern_context {
    const fold_table *fold;
    const variant_table *variants;
    analyzer *analyzer;
    const declared_fields *declared; /**< of the index; NULL: none */
    bool stale_words; /**< the index has words of another ICU or stemmer */
    arena scratch;    /**< for the stems of words that are compared */
    skeleton_buffer skeletons; /**< for the passage that is compared */
} pattern_context;

/** A match: units [begin, end) of a skeleton. */
typedef struct pattern_match {
    uint32_t begin;
    uint32_t end;
} pattern_match;

/** Give an element all forms of its character, in the arena. */
yz_status
element_forms(element *e, const variant_table *variants, arena *a,
              yz_error *err);

/** Make a pattern, in the arena. */
yz_status
pattern_make(const pattern_source *source, pattern_context *context, arena *a,
             pattern *ret_pattern, yz_error *err);

/**
 * The first match that begins at `from` or later.
 * @param variant  compare the variant form (which every exact match meets)
 */
bool
pattern_find(const pattern *p, bool variant, pattern_context *context,
             const uint16_t *units, uint32_t length, uint32_t from,
             pattern_match *ret_match);

#endif /* YZ_PLAN_PATTERN_H */
