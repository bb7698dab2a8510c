/* SPDX-License-Identifier: MIT */
/*
 * The tiers below a phrase that does not occur whole: the phrase with a
 * synonym in it, its words close together, all of them anywhere.
 */
#ifndef YZ_MATCH_RELAX_H
#define YZ_MATCH_RELAX_H

#include "query/match/matcher.h"

/** Passages in which the phrase occurs with synonyms in it, as `synonym`. */
yz_status
match_synonyms(matcher *m, const plan_leaf *leaf, passage_set *ret_passages);

/**
 * Passages that have all words of the leaf, as `near` or `words`.
 * @param within  as for match_phrase()
 */
yz_status
match_words(matcher *m, const plan_leaf *leaf, bool near_only,
            const passage_set *within, passage_set *ret_passages);

#endif /* YZ_MATCH_RELAX_H */
