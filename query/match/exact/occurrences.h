/* SPDX-License-Identifier: MIT */
/*
 * The passages in which a pattern occurs: its candidates, verified.
 */
#ifndef YZ_EXACT_OCCURRENCES_H
#define YZ_EXACT_OCCURRENCES_H

#include "query/match/exact/candidates.h"

/** Those of one form of the pattern, of all passages or of those `within`. */
yz_status
occurrences_of_form(const match_context *m, const pattern *p, bool variant,
                    const passage_set *within, passage_set *ret_passages);

/** Those of the exact form, as `exact`, and (not strict) of the variant one. */
yz_status
occurrences_find(const match_context *m, const pattern *p,
                 const passage_set *within, passage_set *ret_passages);

/** The same where nobody asks which form it is: all in one tier. */
yz_status
occurrences_either(const match_context *m, const pattern *p,
                   const passage_set *within, passage_set *ret_passages);

/**
 * Add those of either form to bits, for a pattern that lists decide
 * (`certain`) or for one that must be compared; else do nothing. What is in
 * the bits already is not compared.
 */
yz_status
occurrences_add(const match_context *m, const pattern *p, bool certain,
                passage_set *bits);

#endif /* YZ_EXACT_OCCURRENCES_H */
