/* SPDX-License-Identifier: MIT */
/*
 * Members of `extra`: which passages have a value that a query asks for. Of a
 * declared field the dictionary knows; of any other, every `extra` is read.
 */
#ifndef YZ_MATCH_MEMBERS_H
#define YZ_MATCH_MEMBERS_H

#include "query/match/exact/match_context.h"
#include "query/match/exact/passage_set.h"
#include "query/plan/plan.h"

/**
 * The passages of the segment whose member meets the field of the query.
 * @param within  others may be left out; NULL: none may
 */
yz_status
members_match(const match_context *m, const plan_node *field,
              const passage_set *within, passage_set *ret_passages);

/** The same by reading every `extra`: what the dictionary is compared with. */
yz_status
members_match_slowly(const match_context *m, const plan_node *field,
                     const passage_set *within, passage_set *ret_passages);

#endif /* YZ_MATCH_MEMBERS_H */
