/* SPDX-License-Identifier: MIT */
/*
 * Whether patterns occur close together in a passage: each once, in any order,
 * none overlapping, and from the end of one to the start of the next at most
 * this many characters of the skeleton.
 */
#ifndef YZ_MATCH_PROXIMITY_H
#define YZ_MATCH_PROXIMITY_H

#include "core/format/packed_phrase.h"
#include "query/match/exact/match_context.h"

typedef struct proximity {
    const pattern *const *patterns;
    size_t count;
    uint32_t distance;         /**< characters between two of them, at most */
    const packed_close *close; /**< refuses most texts; NULL: none */
} proximity;

/**
 * Make one ready for many passages: what it needs lies in the arena of the
 * context. The patterns stay the caller's.
 */
yz_status
proximity_make(const match_context *m, const pattern *const *patterns,
               size_t count, uint32_t distance, proximity *ret_proximity);

/**
 * @param ret_tier  exact if exact forms alone occur so; else variant. NULL if
 *                  nobody asks
 */
yz_status
proximity_meets(const match_context *m, const proximity *p, uint32_t passage,
                bool *ret_meets, yz_tier *ret_tier);

#endif /* YZ_MATCH_PROXIMITY_H */
