/* SPDX-License-Identifier: MIT */
/*
 * The sets of nodes combined by AND or OR. In an ordinary query every result
 * stays in the arena of the search. In one of very many nodes, the results live
 * in two arenas of their own by turns, so that two of them are held and not a
 * thousand.
 */
#ifndef YZ_MATCH_COMBINATION_H
#define YZ_MATCH_COMBINATION_H

#include "query/match/exact/match_context.h"
#include "query/match/exact/passage_set.h"

typedef struct combination {
    const match_context *context;
    bool many;
    arena turns[2];
    uint32_t turn; /**< the arena that the next result goes to */
    passage_set set;
} combination;

/**
 * Begin with a set, which must outlive the combination.
 * @param many  the query has very many nodes
 */
combination
combination_of(const match_context *context, bool many,
               const passage_set *first);

/** AND another set. */
yz_status
combination_intersect(combination *c, const passage_set *with);

/** OR another set. */
yz_status
combination_unite(combination *c, const passage_set *with);

/**
 * End it, whatever became of it.
 * @param status  YZ_OK: hand the result out, in the arena of the search
 * @return        the status, or what failed here
 */
yz_status
combination_end(combination *c, yz_status status, passage_set *ret_set);

#endif /* YZ_MATCH_COMBINATION_H */
