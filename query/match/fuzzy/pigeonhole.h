/* SPDX-License-Identifier: MIT */
/*
 * Where a misread phrase may stand: the passages that have a part of it whole.
 * What may be torn apart in few places has an unbroken piece somewhere.
 */
#ifndef YZ_FUZZY_PIGEONHOLE_H
#define YZ_FUZZY_PIGEONHOLE_H

#include "query/match/fuzzy/misread.h"
#include "query/match/matcher.h"

/**
 * The passages of the segment in which the phrase may stand, misread, in the
 * arena; all that it may stand in, unless there are more than `most`: then the
 * first of them, and *ret_capped is set.
 */
yz_status
pigeonhole_find(matcher *m, const misread_query *q, uint32_t most,
                candidates *ret_candidates, bool *ret_capped);

#endif /* YZ_FUZZY_PIGEONHOLE_H */
