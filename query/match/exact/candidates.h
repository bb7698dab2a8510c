/* SPDX-License-Identifier: MIT */
/*
 * Where a pattern may match: the passages that have its grams. Unigrams and
 * bigrams are indexed without positions, so this proposes more than matches
 * (1.00 to 1.06 candidates a hit were measured) and never less.
 */
#ifndef YZ_EXACT_CANDIDATES_H
#define YZ_EXACT_CANDIDATES_H

#include "query/match/exact/match_context.h"
#include "query/match/exact/passage_set.h"

typedef struct candidates {
    /** A list of one tier that nobody else has: it may be changed. */
    passage_set passages;
    bool certain; /**< each is a match: nothing is left to compare */
    /**
     * Of the variant form: no list of another form than the exact one is
     * there, so only exact matches can be among them; they were not sought.
     */
    bool nothing_new;
} candidates;

/**
 * The candidates of a pattern.
 * @param variant  those of the variant form, exact ones among them
 * @param within   of these passages alone; NULL: of all
 */
yz_status
candidates_find(const match_context *m, const pattern *p, bool variant,
                const passage_set *within, candidates *ret_candidates);

/**
 * Whether lists decide where the pattern is, so that nothing is compared: it
 * has one or two gram characters and so one list for each form, unless a word
 * of letters may not be cut where it begins or ends; or it is a word of letters
 * and digits that is always spelt so.
 */
yz_status
candidates_decided(const match_context *m, const pattern *p, bool variant,
                   bool *ret_decided);

/** Add the passages of a pattern that is decided so to a set of bits. */
yz_status
candidates_add(const match_context *m, const pattern *p, bool variant,
               passage_set *bits);

/**
 * The one list whose passages are those of a pattern, if there is one; its
 * count is 0 where the pattern occurs nowhere.
 * @param variant  of the pattern in either form: not where there may be others
 */
yz_status
candidates_list(const match_context *m, const pattern *p, bool variant,
                posting_list *ret_list, bool *ret_is_one);

/** At most this many passages match, by the rarest gram; no list is read. */
yz_status
candidates_bound(const match_context *m, const pattern *p, bool variant,
                 uint32_t *ret_bound);

#endif /* YZ_EXACT_CANDIDATES_H */
