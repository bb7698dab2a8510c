/* SPDX-License-Identifier: MIT */
/*
 * The stages of a search, a tier each, best first. A stage reads the request
 * and the matches of the stages before it, and gives the matches with its own
 * among them; it changes neither.
 */
#ifndef YZ_SEARCH_STAGES_H
#define YZ_SEARCH_STAGES_H

#include "query/search/matches.h"
#include "query/search/search_context.h"

typedef struct stage {
    yz_tier tier;   /**< the worst that it looks for */
    uint32_t tiers; /**< that have run after it and had not before */
    /** Whether the tier means anything for the plan; NULL: always. */
    bool (*applies)(const plan *p);
    /** Whether it may add matches to those of better tiers. NULL: it may. */
    bool (*may_add)(const understanding *u);
} stage;

/** All stages, in their order. */
const stage *
stages_all(size_t *ret_count);

/** No matches, none of the stages having run. */
yz_status
matches_begin(const search_context *c, matches *ret_matches);

/** Run one stage on all segments. */
yz_status
stage_run(const stage *s, const search_context *c, const matches *before,
          matches *ret_after);

/** Run those that the request allows, until the page is full. */
yz_status
stages_run(const search_context *c, matches *ret_matches);

#endif /* YZ_SEARCH_STAGES_H */
