/* SPDX-License-Identifier: MIT */
/*
 * What of a misread phrase is whole, and so says where it may stand. If it may
 * break in this many places, then of one pair of neighbours more, none of which
 * overlap, one is whole; in a phrase too short for that, one character is.
 */
#ifndef YZ_FUZZY_ANCHORS_H
#define YZ_FUZZY_ANCHORS_H

#include "core/base/arena.h"
#include "core/text/variant.h"

enum { ANCHORS_MAX = 8 };

typedef struct anchor {
    uint32_t place; /**< among the characters of the query */
    uint16_t first; /**< 0: any dash, any rare plane */
    uint16_t second;
} anchor;

typedef struct anchors {
    const variant_table *variants;
    anchor items[ANCHORS_MAX];
    uint32_t count;
    bool pairs;      /**< else `second` is not compared */
    bool omits;      /**< signs may stand between two */
    uint64_t *units; /**< a bit a unit: an anchor may begin with it */
} anchors;

/**
 * Choose the anchors of a phrase, in the arena.
 * @param breaks  most places where neighbours are torn apart
 * @return        false: out of memory
 */
bool
anchors_make(const uint32_t *chars, uint32_t count, uint32_t breaks,
             const variant_table *variants, arena *a, anchors *ret_anchors);

/**
 * Where an anchor begins, from `at` on, and the last that begins there;
 * `length` if none does.
 */
uint32_t
anchors_next(const anchors *from, const uint16_t *units, uint32_t length,
             uint32_t at, uint32_t *ret_place);

#endif /* YZ_FUZZY_ANCHORS_H */
