/* SPDX-License-Identifier: MIT */
/*
 * A whole query on one segment: which passages match, each in its tier.
 */
#ifndef YZ_MATCH_EVALUATE_H
#define YZ_MATCH_EVALUATE_H

#include "query/match/filter.h"

/**
 * The live passages that the plan matches in `worst` or a better tier.
 * AND takes the worst tier of its parts, OR the best; a negation is never
 * relaxed.
 *
 * @param filters  conditions given as options; may be empty
 */
yz_status
evaluate(matcher *m, const plan *p, yz_tier worst, filter *filters,
         passage_set *ret_hits);

#endif /* YZ_MATCH_EVALUATE_H */
