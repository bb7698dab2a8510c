/* SPDX-License-Identifier: MIT */
/*
 * Where a misread phrase may occur: the passages that have a part of it whole.
 * What may be torn apart in few places has an unbroken piece somewhere.
 */
#ifndef YZ_FUZZY_PIGEONHOLE_H
#define YZ_FUZZY_PIGEONHOLE_H

#include "query/match/exact/match_context.h"
#include "query/match/exact/passage_set.h"
#include "query/match/fuzzy/misread.h"

/**
 * The passages of the segment in which the phrase may occur, misread, as a
 * list; all of them, unless there are more than `most`: then the first, and
 * *ret_capped is set.
 * @param within  of these passages alone; NULL: of all
 */
yz_status
pigeonhole_find(const match_context *m, const misread_query *q,
                const passage_set *within, uint32_t most,
                passage_set *ret_passages, bool *ret_capped);

/**
 * About how many passages those are, by the pairs of the phrase; no list is
 * read. Too high rather than too low.
 */
yz_status
pigeonhole_bound(const match_context *m, const misread_query *q,
                 uint32_t *ret_bound);

/** Sees a pattern; another status than YZ_OK ends the walk. */
typedef yz_status (*pattern_visit)(void *context, const pattern *p);

/**
 * The patterns of which a passage has one, in some form, if the phrase occurs in
 * it misread. No segment is needed.
 */
yz_status
pigeonhole_patterns(const match_context *m, const misread_query *q,
                    pattern_visit visit, void *visit_context);

#endif /* YZ_FUZZY_PIGEONHOLE_H */
