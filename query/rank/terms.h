/* SPDX-License-Identifier: MIT */
/*
 * The terms of a query that count for the score: its words, its bigrams and
 * unigrams of ideographs, and its words in titles. Each has a weight, an
 * inverse document frequency, and BM25's two constants (docs/ranking.md).
 */
#ifndef YZ_RANK_TERMS_H
#define YZ_RANK_TERMS_H

#include "core/base/cancellation.h"
#include "core/index/snapshot.h"
#include "query/plan/plan.h"

typedef enum rank_space {
    RANK_WORD,  /**< a word of the text */
    RANK_PAIR,  /**< a bigram of ideographs */
    RANK_HAN,   /**< a single ideograph */
    RANK_TITLE, /**< a word of the title */
    RANK_SPACE_COUNT
} rank_space;

typedef struct rank_term {
    rank_space space;
    yz_str name; /**< the word, or the characters */
    /**
     * All variant forms of a bigram or unigram, and of a word of one or two
     * characters, which is counted by the marks in the lists of its grams.
     */
    const gram_key *grams;
    size_t gram_count; /**< 0: a word with a list of its own */
    /** Where its lists are: by number of segment, then by gram; count 0: none. */
    const list_place *places;
    const segment *segments; /**< the snapshot's */
    double weight; /**< of its space, times the weight of each occurrence
                        in the query */
    double idf;
    double k1;
    double b;
    uint64_t frequency; /**< document frequency, including deleted passages */
    bool certain;       /**< a gram of a phrase of every exact or variant hit */
} rank_term;

/** How many lists a term may have in a segment. */
static inline size_t
rank_term_lists(const rank_term *term)
{
    return term->gram_count ? term->gram_count : 1;
}

typedef struct rank_terms {
    rank_term *items;
    size_t count;
    const rank_term **words; /**< those of the space RANK_WORD, by name */
    size_t word_count;
} rank_terms;

/** The terms of all phrases that are not negated, in the arena. */
yz_status
rank_terms_make(const plan *p, yz_snapshot *snapshot, cancellation *stop,
                arena *a, rank_terms *ret_terms, yz_error *err);

/** The terms of the plan's synonyms, in the arena. */
yz_status
rank_synonym_terms_make(const plan *p, yz_snapshot *snapshot,
                        cancellation *stop, arena *a, rank_terms *ret_terms,
                        yz_error *err);

/** The idf of a word of the text; 0 if it is not among the terms. */
double
rank_word_idf(const rank_terms *terms, yz_str word);

/** Weigh the words of the plan's phrases that may match without some of them. */
yz_status
rank_weigh_words(const plan *p, yz_snapshot *snapshot, cancellation *stop,
                 arena *a, yz_error *err);

/** The document frequency of a word of a phrase, from the dictionaries. */
yz_status
rank_word_frequency(yz_snapshot *snapshot, const plan_leaf *leaf,
                    const plan_word *word, arena *a, uint64_t *ret_frequency,
                    yz_error *err);

#endif /* YZ_RANK_TERMS_H */
