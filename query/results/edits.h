/* SPDX-License-Identifier: MIT */
/*
 * What occurs in a hit instead of what the query says: misread characters, and
 * synonyms.
 */
#ifndef YZ_RESULTS_EDITS_H
#define YZ_RESULTS_EDITS_H

#include "query/rank/order.h"
#include "query/results/understanding.h"

typedef struct edit_list {
    yz_edit *items;
    size_t count;
} edit_list;

/** The edits of a hit, in the arena. */
yz_status
edits_find(understanding *u, const ranked *of, arena *a, edit_list *ret_edits,
           yz_error *err);

#endif /* YZ_RESULTS_EDITS_H */
