/* SPDX-License-Identifier: MIT */
/*
 * Where a pattern may match: the passages that have its grams. Characters and
 * pairs of neighbours are indexed without positions, so this proposes more
 * than matches (1.00 to 1.06 candidates a hit were measured) and never less.
 */
#ifndef YZ_MATCH_CANDIDATES_H
#define YZ_MATCH_CANDIDATES_H

#include "core/format/segment.h"
#include "query/plan/pattern.h"

typedef struct candidates {
    uint32_t *passages; /**< rising */
    uint32_t count;
    bool certain; /**< each is a match: nothing is left to compare */
    /**
     * Of the variant form: no list of another form than the exact one is
     * there, so only exact matches can be among them; they were not sought.
     */
    bool nothing_new;
} candidates;

/**
 * The candidates of a pattern in a segment, in the arena.
 * @param variant  those of the variant form, exact ones among them
 */
yz_status
candidates_find(segment *s, const pattern *p, bool variant,
                const pattern_context *context, arena *a,
                candidates *ret_candidates, yz_error *err);

/** The same of some passages alone; `within` NULL: of all. */
yz_status
candidates_within(segment *s, const pattern *p, bool variant,
                  const candidates *within, const pattern_context *context,
                  arena *a, candidates *ret_candidates, yz_error *err);

/** Whether lists decide where the pattern is: nothing is to be compared. */
bool
candidates_decided(const pattern *p, bool variant);

/** Set the bits of the passages of a pattern that is decided so. */
yz_status
candidates_mark(segment *s, const pattern *p, bool variant,
                const pattern_context *context, arena *a, uint64_t *bits,
                yz_error *err);

/** At most so many passages match, by the rarest gram; no list is read. */
yz_status
candidates_bound(segment *s, const pattern *p, bool variant,
                 const pattern_context *context, arena *a, uint32_t *ret_bound,
                 yz_error *err);

#endif /* YZ_MATCH_CANDIDATES_H */
