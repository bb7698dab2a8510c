/* SPDX-License-Identifier: MIT */
/*
 * Where the phrase of a leaf occurs, whole or misread. Answers are kept.
 *
 * What is not in `within` may be left out of an answer (NULL: nothing may):
 * the rest of an AND says which passages are worth looking at.
 */
#ifndef YZ_MATCH_PHRASE_H
#define YZ_MATCH_PHRASE_H

#include "query/match/matcher.h"

/** Exact and (not strict) variant. */
yz_status
match_phrase(matcher *m, const plan_leaf *leaf, const passage_set *within,
             passage_set *ret_passages);

/** And those where it occurs misread, in the tier lookalike. */
yz_status
match_phrase_misread(matcher *m, const plan_leaf *leaf,
                     const passage_set *within, passage_set *ret_passages);

/**
 * About how many passages match_phrase_misread() has to compare if asked about
 * all; 0 if none is left to be compared.
 */
yz_status
match_misread_bound(matcher *m, const plan_leaf *leaf, uint32_t *ret_bound);

#endif /* YZ_MATCH_PHRASE_H */
