/* SPDX-License-Identifier: MIT */
/*
 * What matching works on while one search runs, and the answers of single
 * phrases in one segment. Escalating to a worse tier asks for the better ones
 * again, so a phrase's answers are kept for the segment.
 */
#ifndef YZ_MATCH_MATCHER_H
#define YZ_MATCH_MATCHER_H

#include "core/base/cancellation.h"
#include "query/match/candidates.h"
#include "query/match/passage_set.h"
#include "query/plan/plan.h"

/**
 * What was found of a leaf in the segment, kept for the tiers that follow.
 * hits NULL: not asked yet.
 */
typedef struct leaf_answers {
    passage_set phrase;
    passage_set misread; /**< the phrase, in the tier lookalike */
    passage_set synonym; /**< the phrase with the user's synonyms in it */
    passage_set words;   /**< all its words, near or not */
    passage_set some;    /**< one of its words */
    passage_set asked;   /**< passages that the phrase was last looked for in */
    passage_set partial; /**< those of them that have it */
} leaf_answers;

typedef struct matcher {
    segment *segment;
    pattern_context *context;
    bool strict;     /**< variants do not count */
    bool exact_only; /**< nor are they asked for, but by a negation */
    cancellation *cancellation;
    arena *arena;
    yz_error *err;
    leaf_answers *kept;        /**< by leaf number */
    passage_set *sounds;       /**< the same by number of sound */
    struct misreads *misreads; /**< query/match/fuzzy/lookalike.h; NULL: none */
    uint64_t filtered; /**< passages that match, but no filter lets through */
} matcher;

/** Ask for the memory of candidates that are compared soon after the i-th. */
void
match_prefetch(segment *s, const candidates *from, uint32_t i);

/**
 * Passages where the leaf's phrase stands, exact and (not strict) variant.
 * @param within  what is not in it may be left out; NULL: nothing may
 */
yz_status
match_phrase(matcher *m, const plan_leaf *leaf, const passage_set *within,
             passage_set *ret_hits);

/** And those where it stands misread, in the tier lookalike. */
yz_status
match_phrase_misread(matcher *m, const plan_leaf *leaf,
                     const passage_set *within, passage_set *ret_hits);

/** The same for a pattern that is no whole leaf; nothing is kept. */
yz_status
match_pattern(matcher *m, const pattern *p, passage_set *ret_hits);

/** The same where nobody asks which form it is: all in one tier. */
yz_status
match_either(matcher *m, const pattern *p, passage_set *ret_hits);

/** Whether a pattern stands in a skeleton, and in which tier. */
bool
match_units(matcher *m, const pattern *p, const uint16_t *units,
            uint32_t length, yz_tier *ret_tier);

/** Those of some passages; the set is replaced, not changed. */
yz_status
match_within(matcher *m, const pattern *p, const passage_set *within,
             passage_set *ret_hits);

/**
 * Set the bits of the passages of match_either(), for a pattern that lists
 * decide (`certain`) or for one that must be compared; else do nothing.
 */
yz_status
match_mark(matcher *m, const pattern *p, bool certain, uint64_t *bits);

/** Passages where the phrase stands with synonyms in it, as `synonym`. */
yz_status
match_synonyms(matcher *m, const plan_leaf *leaf, passage_set *ret_hits);

/**
 * Passages that have all words of the leaf, as `near` or `words`.
 * @param within  as for match_phrase()
 */
yz_status
match_words(matcher *m, const plan_leaf *leaf, bool near_only,
            const passage_set *within, passage_set *ret_hits);

/** Passages that have at least one word of the leaf, as `some`. */
yz_status
match_some(matcher *m, const plan_leaf *leaf, passage_set *ret_hits);

/**
 * Passages where the phrases stand at most `distance` characters apart.
 * @param within  as for match_phrase()
 */
yz_status
match_near(matcher *m, plan_leaf *const *leaves, size_t count,
           uint32_t distance, const passage_set *within, passage_set *ret_hits);

#endif /* YZ_MATCH_MATCHER_H */
