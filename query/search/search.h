/* SPDX-License-Identifier: MIT */
/*
 * yz_search() with passages that are fetched on the way.
 */
#ifndef YZ_SEARCH_SEARCH_H
#define YZ_SEARCH_SEARCH_H

#include "query/search/search_context.h"

/**
 * yz_search() in what the snapshot's folder has.
 * @param from  may be NULL
 * @return YZ_DONE: passages were fetched; search in a new snapshot
 */
yz_status
search_here(yz_snapshot *snapshot, const yz_query *query,
            const yz_search_options *options, supply *from,
            yz_results **ret_results, yz_error *err);

#endif /* YZ_SEARCH_SEARCH_H */
