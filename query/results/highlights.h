/* SPDX-License-Identifier: MIT */
/*
 * Where the query occurs in a hit.
 */
#ifndef YZ_RESULTS_HIGHLIGHTS_H
#define YZ_RESULTS_HIGHLIGHTS_H

#include "core/base/array.h"
#include "query/results/understanding.h"
#include "query/show/snippet.h"

typedef ARRAY_OF(snippet_mark) highlight_list;

/**
 * The places in a passage, in their order; end the list with ARRAY_DISPOSE().
 * @param tier  the hit's
 */
yz_status
highlights_find(understanding *u, uint32_t tier, const yz_passage *passage,
                arena *a, highlight_list *ret_list, yz_error *err);

#endif /* YZ_RESULTS_HIGHLIGHTS_H */
