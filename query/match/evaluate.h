/* SPDX-License-Identifier: MIT */
/*
 * A whole query on one segment: which passages match, each in its tier.
 */
#ifndef YZ_MATCH_EVALUATE_H
#define YZ_MATCH_EVALUATE_H

#include "query/match/matcher.h"

/**
 * The live passages that the plan matches in `worst` or a better tier, as a
 * list. AND takes the worst tier of its parts, OR the best; a negation is never
 * relaxed.
 *
 * @param filters       conditions given as options; may be empty
 * @param ret_filtered  how many match, but no filter lets them through
 */
yz_status
evaluate(matcher *m, const plan *p, yz_tier worst, const filter *filters,
         passage_set *ret_passages, uint64_t *ret_filtered);

#endif /* YZ_MATCH_EVALUATE_H */
