/* SPDX-License-Identifier: MIT */
/*
 * Comparing a phrase with a text that was misread. The text may depart from
 * the phrase in few places: a wrong character, a piece of debris where a character
 * stood, punctuation lost or added, a character lost or added. One comparer
 * finds, judges and highlights.
 */
#ifndef YZ_FUZZY_MISREAD_H
#define YZ_FUZZY_MISREAD_H

#include "query/match/fuzzy/anchors.h"
#include "query/match/fuzzy/evidence.h"

enum { MISREAD_EDITS_MAX = 8 };

typedef enum misread_type {
    MISREAD_WRONG, /**< another character */
    MISREAD_OPEN,  /**< a sign, a lone letter, debris of LaTeX */
    MISREAD_ADDED, /**< a character that is not in the query */
    MISREAD_LOST,  /**< a character that is not in the text */
    MISREAD_MARK   /**< punctuation lost or added */
} misread_type;

typedef struct misread_edit {
    misread_type type;
    uint32_t query; /**< the query's character; 0: none */
    uint32_t begin; /**< units of the text */
    uint32_t end;
    double weight;
} misread_edit;

/** Units of a phrase. */
typedef struct misread_run {
    uint32_t begin;
    uint32_t end;
} misread_run;

/** A phrase ready to be compared so. */
typedef struct misread_query {
    uint32_t *chars;       /**< without signs that a text may omit */
    element *elements;     /**< the same, with all their forms */
    const uint16_t *units; /**< the whole phrase */
    misread_run *omitted;  /**< the signs before each character */
    bool omits;            /**< there may be such signs */
    uint32_t count;
    uint32_t characters; /**< of them ideographs */
    misread_reach reach;
    uint32_t breaks;  /**< most places where neighbours are torn apart */
    uint32_t misread; /**< of them wrong, lost or added characters */
    uint32_t open;    /**< of them open ones */
    bool edits;       /**< characters may be lost or added */
    bool listed_only; /**< too short for all but the user's own pairs */
    anchors anchors;  /**< one of which is whole in the text */
} misread_query;

typedef struct misread_match {
    uint32_t begin; /**< units of the text */
    uint32_t end;
    yz_tier tier;  /**< variant: only punctuation differs */
    double weight; /**< the product of its edits' */
    misread_edit edits[MISREAD_EDITS_MAX];
    size_t edit_count;
} misread_match;

/**
 * Make one of a pattern, in the arena. YZ_DONE: this pattern is never looked
 * for so (too short, raw, open).
 * @param own  pairs of the user's; may be NULL
 */
yz_status
misread_make(const pattern *p, misread_reach reach,
             const variant_table *variants, const lookalike_pairs *own,
             arena *a, misread_query *ret_query, yz_error *err);

/** The first match that begins at `from` or later and is no plain one. */
bool
misread_find(const misread_query *q, evidence *e, const uint16_t *units,
             uint32_t length, uint32_t from, misread_match *ret_match);

/** The best match of all. */
bool
misread_best(const misread_query *q, evidence *e, const uint16_t *units,
             uint32_t length, misread_match *ret_match);

#endif /* YZ_FUZZY_MISREAD_H */
