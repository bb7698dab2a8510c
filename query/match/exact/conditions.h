/* SPDX-License-Identifier: MIT */
/*
 * What the dictionaries of a segment say of a pattern: conditions, each of
 * which a passage must fulfil to match. No list is read.
 */
#ifndef YZ_EXACT_CONDITIONS_H
#define YZ_EXACT_CONDITIONS_H

#include "query/match/exact/match_context.h"

/* Where the list of a term is, and in which dictionary. */
typedef struct term_list {
    list_place where;
    bool is_word; /**< of the word dictionary, not of grams */
    char field;   /**< of a word; and what is looked up: */
    yz_str word;
    gram_key gram;
} term_list;

typedef struct condition {
    term_list *lists;
    uint32_t list_count;
    uint64_t postings; /**< of all lists: a bound of the passages */
    bool has_other;    /**< a list of another form than the exact one */
    bool is_across;    /**< the last list tells of signs in between */
} condition;

typedef struct condition_list {
    condition *items;
    uint32_t count;
    bool varies; /**< what is in no gram has other forms */
} condition_list;

/**
 * The conditions of a form of a pattern, the rarest first. Where the context
 * has no segment, nothing is looked up: every list is there, and may be long.
 */
yz_status
conditions_of(const match_context *m, const pattern *p, bool variant,
              condition_list *ret_found);

/** The condition that a word of a field (WORD_TEXT and its like) occurs. */
yz_status
conditions_of_word(const match_context *m, char field, yz_str term,
                   condition_list *ret_found);

/** Whether an element of a pattern is one character that grams have. */
bool
element_is_gram(const element *e);

#endif /* YZ_EXACT_CONDITIONS_H */
