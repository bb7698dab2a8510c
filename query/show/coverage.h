/* SPDX-License-Identifier: MIT */
/*
 * Which range of a text shows most of the query.
 */
#ifndef YZ_SHOW_COVERAGE_H
#define YZ_SHOW_COVERAGE_H

#include "query/show/extent.h"
#include "query/show/snippet.h"

/** Marks that overlap: one highlight. */
typedef struct highlight {
    yz_span text;    /**< bytes */
    extent extent;   /**< characters */
    size_t mark;     /**< its first mark */
    size_t mark_end; /**< after its last; its marks are consecutive */
} highlight;

/** The marks of a passage, and which of them are shown already. */
typedef struct coverage {
    const snippet_mark *marks;
    size_t mark_count;
    highlight *highlights; /**< in order, disjoint */
    size_t highlight_count;
    characters *characters; /**< of which `shown` is set */
    struct clause *clauses;
    size_t first; /**< all highlights before it are shown */
    uint32_t rounds;
} coverage;

/**
 * Merge overlapping marks into highlights. Empty marks and marks outside the
 * text are ignored. Marks and characters are borrowed; all else is in the
 * arena.
 */
yz_status
coverage_make(yz_str text, const snippet_mark *marks, size_t mark_count,
              characters *c, arena *a, coverage *ret_coverage, yz_error *err);

/**
 * Choose what the next extract must show: of all ranges of `width` characters
 * that are not shown yet, the one with the greatest weight of new clauses. A
 * highlight that is longer is such a range, too. false: all are shown.
 */
bool
coverage_choose(coverage *v, uint32_t width, extent *ret_core);

/** Mark the characters and clauses of an extract as shown. */
void
coverage_show(coverage *v, extent shown);

#endif /* YZ_SHOW_COVERAGE_H */
