/* SPDX-License-Identifier: MIT */
/*
 * The words of a snapshot, in order, each with its document frequency. Every
 * segment has two sorted dictionaries: that of words, and that of unigrams and
 * bigrams, in which words of one and two characters are marked
 * (docs/decisions/0008). All of them are merged.
 */
#ifndef YZ_SUGGEST_TERMS_H
#define YZ_SUGGEST_TERMS_H

#include "core/index/snapshot.h"

/** One dictionary and the current word of it. */
typedef struct term_source {
    bool of_grams;
    bool ended;
    words_cursor words;
    grams_cursor grams;
    char gram[8]; /**< the word, if of_grams */
    uint32_t gram_size;
} term_source;

struct yz_terms {
    yz_snapshot *snapshot;
    arena arena;
    yz_str field_prefix; /**< of words, after the byte of their field */
    yz_str gram_prefix;  /**< of short words */
    term_source *sources;
    uint32_t source_count;
    char text[WORD_SIZE_MAX];
    yz_term term;
};

/** A text folded as the words of the index are. */
typedef struct term_units {
    uint16_t *units;  /**< its skeleton */
    uint16_t *folded; /**< the same, simplified */
    uint32_t length;
} term_units;

/** Fold a text, in the arena. */
yz_status
term_units_make(const yz_index *index, yz_str text, arena *a,
                term_units *ret_units, yz_error *err);

/** Open the words with the prefix that begins at unit `begin`. */
yz_status
terms_open(yz_snapshot *snapshot, const term_units *prefix, uint32_t begin,
           yz_terms **ret_terms, yz_error *err);

#endif /* YZ_SUGGEST_TERMS_H */
