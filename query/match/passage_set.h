/* SPDX-License-Identifier: MIT */
/*
 * Passages of one segment in rising order, each with the tier it matches in:
 * what every part of a query gives, and the algebra over it.
 */
#ifndef YZ_MATCH_PASSAGE_SET_H
#define YZ_MATCH_PASSAGE_SET_H

#include "core/base/arena.h"

typedef struct hit {
    uint32_t passage;
    uint32_t tier; /**< a yz_tier */
    uint32_t loss; /**< by misreadings, in millionths; 0: none */
} hit;

typedef struct passage_set {
    hit *hits;
    uint32_t count;
} passage_set;

/** Room for `count` hits. hits is NULL if out of memory. */
passage_set
passage_set_new(arena *a, uint32_t count);

/**
 * Passages in both, in the worse tier, what is lost added up: AND. hits is
 * NULL if out of memory.
 */
passage_set
passage_set_intersect(const passage_set *x, const passage_set *y, arena *a);

/**
 * Passages in either, in the better tier: OR. Where one is empty, it is the
 * other itself. hits is NULL if out of memory.
 */
passage_set
passage_set_unite(const passage_set *x, const passage_set *y, arena *a);

/** Passages below `passages` that are not in it, as `exact`: NOT. */
passage_set
passage_set_complement(const passage_set *x, uint32_t passages, arena *a);

/** Whether the passage is in it. */
bool
passage_set_has(const passage_set *set, uint32_t passage);

#endif /* YZ_MATCH_PASSAGE_SET_H */
