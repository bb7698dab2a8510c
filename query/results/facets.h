/* SPDX-License-Identifier: MIT */
/*
 * Facets: how the hits are distributed over kinds, reports, sections, years,
 * months.
 */
#ifndef YZ_RESULTS_FACETS_H
#define YZ_RESULTS_FACETS_H

#include "query/rank/order.h"

/** The values of one facet. */
typedef struct facet_values {
    yz_facet_count *items;
    size_t count;
} facet_values;

/** Count the values of a facet in hits of some tiers, in the arena. */
yz_status
facet_count(yz_facet facet, uint32_t tiers, const ranked *hits, size_t count,
            arena *a, facet_values *ret_values, yz_error *err);

/**
 * Put the steps of time between the first value and the last in where there are
 * none, with the count 0.
 */
yz_status
facet_fill_gaps(yz_facet facet, arena *a, facet_values *values, yz_error *err);

/**
 * Count the values of a member of `extra` in hits of some tiers, in the arena.
 * A hit counts once for each of its values; one without any counts as one.
 */
yz_status
facet_count_member(yz_str name, uint32_t tiers, const ranked *hits,
                   size_t count, arena *a, facet_values *ret_values,
                   yz_error *err);

#endif /* YZ_RESULTS_FACETS_H */
