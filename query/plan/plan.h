/* SPDX-License-Identifier: MIT */
/*
 * A query plan: the tree of the query, its phrases folded to skeletons,
 * segmented into words and compiled to patterns. Planning reads the variant
 * table and uses the analyzer, but reads no segment: one plan runs on all.
 */
#ifndef YZ_PLAN_PLAN_H
#define YZ_PLAN_PLAN_H

#include "core/base/cancellation.h"
#include "core/text/synonyms.h"
#include "query/parse/tree.h"
#include "query/plan/pattern.h"

/** A word of a phrase, as ICU and rule 5 of the contract segment it. */
typedef struct plan_word {
    yz_str term; /**< as in the word dictionary, without its field */
    bool latin;
    bool function;   /**< a function word */
    uint32_t weight; /**< its idf in thousandths; 0: not weighed yet */
    pattern pattern;
    uint32_t begin; /**< its units in the phrase's skeleton */
    uint32_t end;
} plan_word;

/** Whether it has two characters or more. */
static inline bool
plan_word_is_long(const plan_word *word)
{
    return word->end - word->begin > 1;
}

/** A word of the query and the synonym that replaces it. */
typedef struct plan_substitution {
    yz_str query;
    yz_str text; /**< as the user wrote it */
} plan_substitution;

/** A phrase in which synonyms replace some of the words. */
typedef struct plan_synonym {
    struct plan_leaf *leaf; /**< not among the leaves of the plan */
    const plan_substitution *substitutions;
    uint32_t substitution_count;
} plan_synonym;

/** A phrase. */
typedef struct plan_leaf {
    const node *node;
    uint32_t number; /**< of what it matches; equal leaves have the same */
    skeleton skeleton;
    const bool *any; /**< by unit of the skeleton: a wildcard */
    pattern pattern;
    plan_word *words;
    size_t word_count;
    bool whole;        /**< no wildcards in it or at its end */
    size_t long_count; /**< of words: those of two characters or more */
    bool relaxes;      /**< may match by its words */
    bool gathers;      /**< may match as `near` and `words` */
    bool drops;        /**< may match without some words, as `some` */
    bool negated;      /**< below an odd number of NOTs: not highlighted */
    bool required;     /**< occurs in every exact and variant hit */
    double weight;
    plan_synonym *synonyms;
    uint32_t synonym_count;
    struct plan_leaf **synonym_words; /**< synonyms alone, for scores */
    uint32_t synonym_word_count;
} plan_leaf;

typedef struct plan_node {
    const node *node;
    struct plan_node **children;
    size_t child_count;
    plan_leaf *leaf;     /**< NODE_PHRASE; the children of NODE_NEAR too */
    pattern field_value; /**< FIELD_SECTION, _TITLE, _EXTRA */
    bool inside_not;     /**< FIELD_PINYIN: below a NOT */
    uint32_t number;     /**< FIELD_PINYIN: among the sounds, from 0 */
    bool empty;          /**< nothing to compare is left: the node is ignored */
} plan_node;

typedef struct plan {
    plan_node *root; /**< NULL: nothing of the query is left to search for */
    plan_leaf **leaves;
    size_t leaf_count;
    size_t node_count;
    size_t number_count; /**< of different leaves: numbers are below it */
    plan_node **sounds;  /**< the pinyin fields */
    size_t sound_count;
    bool has_synonyms; /**< of some leaf */
} plan;

/**
 * Plan a query, in the arena. The query must outlive the plan.
 * @param table  the user's synonyms; NULL: none
 * @param stop   polled at each node of the query
 */
yz_status
plan_make(const yz_query *query, pattern_context *context,
          const synonyms *table, cancellation *stop, arena *a, plan *ret_plan,
          yz_error *err);

#endif /* YZ_PLAN_PLAN_H */
