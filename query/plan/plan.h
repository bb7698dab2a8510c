/* SPDX-License-Identifier: MIT */
/*
 * A query made ready to run: its phrases folded to skeletons, cut into words
 * and compiled to patterns. It knows the variant table and the analyzer, but
 * no store: the same plan runs on every segment.
 */
#ifndef YZ_PLAN_PLAN_H
#define YZ_PLAN_PLAN_H

#include "core/text/synonyms.h"
#include "query/parse/tree.h"
#include "query/plan/pattern.h"

/** One word of a phrase, as ICU and rule 5 cut it. */
typedef struct plan_word {
    yz_str term; /**< as in the word dictionary, without its field */
    bool latin;
    pattern pattern;
    uint32_t begin; /**< its units in the phrase's skeleton */
    uint32_t end;
} plan_word;

/** A word of the query and the synonym that stands in its place. */
typedef struct plan_swap {
    yz_str query;
    yz_str text; /**< as the user wrote it */
} plan_swap;

/** A phrase with synonyms in the place of some of its words. */
typedef struct plan_synonym {
    struct plan_leaf *leaf; /**< not among the leaves of the plan */
    const plan_swap *swaps;
    uint32_t swap_count;
} plan_synonym;

/** A phrase. */
typedef struct plan_leaf {
    const node *node;
    uint32_t number; /**< among the leaves, from 0 */
    skeleton skeleton;
    pattern pattern;
    plan_word *words;
    size_t word_count;
    bool whole;    /**< one text, without an open character or end */
    bool relaxes;  /**< may match as `near` and `words` */
    bool drops;    /**< may lose words, as `some` */
    bool negated;  /**< stands under a NOT: found, not shown */
    bool required; /**< stands in every exact and variant hit */
    double weight;
    plan_synonym *synonyms;
    uint32_t synonym_count;
    struct plan_leaf **others; /**< the synonyms alone, for scores */
    uint32_t other_count;
} plan_leaf;

typedef struct plan_node {
    const node *node;
    struct plan_node **children;
    size_t child_count;
    plan_leaf *leaf;     /**< NODE_PHRASE; the children of NODE_NEAR too */
    pattern field_value; /**< FIELD_SECTION, FIELD_TITLE */
    bool inside_not;     /**< FIELD_PINYIN: some NOT stands above it */
    uint32_t number;     /**< FIELD_PINYIN: among the sounds, from 0 */
    bool empty; /**< a phrase with nothing to compare: it says nothing */
} plan_node;

typedef struct plan {
    plan_node *root; /**< NULL: nothing of the query is left to look for */
    plan_leaf **leaves;
    size_t leaf_count;
    plan_node **sounds; /**< fields in pinyin */
    size_t sound_count;
    bool has_synonyms; /**< some leaf does */
} plan;

/**
 * Plan a query, in the arena. The query must outlive the plan.
 * @param words  the user's synonyms; NULL: none
 */
yz_status
plan_make(const yz_query *query, pattern_context *context,
          const synonyms *words, arena *a, plan *ret_plan, yz_error *err);

#endif /* YZ_PLAN_PLAN_H */
