/* SPDX-License-Identifier: MIT */
/*
 * Look-alikes learned from a page as it was read and the same page corrected.
 */
#ifndef YZ_TEXT_LOOKALIKE_LEARN_H
#define YZ_TEXT_LOOKALIKE_LEARN_H

#include "core/text/lookalike.h"
#include "core/text/skeleton.h"

/** A substitution that was seen. */
typedef struct misreading {
    uint32_t query; /**< as corrected */
    uint32_t text;  /**< as read */
    uint32_t count;
} misreading;

typedef struct misreadings {
    misreading *items; /**< sorted by query, then text */
    size_t count;
    uint32_t matched; /**< characters that stand alike on both sides */
} misreadings;

/**
 * Align the skeletons of two texts and count the Han characters of `truth`
 * that stand as another character in `read`. In the arena. YZ_E_LIMIT if the
 * texts are too different to be the same page.
 */
yz_status
lookalike_learn(const skeleton *read, const skeleton *truth, arena *a,
                misreadings *ret_found, yz_error *err);

/** Sort what was seen on several pages, and add up what is the same. */
void
misreadings_merge(misreadings *found);

/** Pairs of what was seen, in the arena: the more often, the heavier. */
yz_status
lookalike_pairs_learned(const misreadings *found, arena *a,
                        lookalike_pairs *ret_pairs, yz_error *err);

#endif /* YZ_TEXT_LOOKALIKE_LEARN_H */
