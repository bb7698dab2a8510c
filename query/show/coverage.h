/* SPDX-License-Identifier: MIT */
/*
 * Which stretch of a text shows most of the query.
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
    size_t mark_end; /**< behind its last; they follow one another */
} highlight;

/** What the marks of a passage are, and what of them is shown already. */
typedef struct coverage {
    const snippet_mark *marks;
    size_t mark_count;
    highlight *highlights; /**< in order, apart from each other */
    size_t highlight_count;
    characters *characters; /**< their `shown` is kept here */
    struct clause *clauses;
    size_t first; /**< all highlights before it are shown */
    uint32_t rounds;
} coverage;

/**
 * Merge marks that overlap into highlights; empty marks and such as lie outside
 * the text are none. Marks and characters are borrowed, all else lies in the
 * arena.
 */
yz_status
coverage_make(yz_str text, const snippet_mark *marks, size_t mark_count,
              characters *c, arena *a, coverage *ret_coverage, yz_error *err);

/**
 * Choose what the next extract must show: of all stretches of `width`
 * characters free of shown ones that with the greatest weight of clauses not
 * seen yet. A highlight longer than that is one too. false: all are shown.
 */
bool
coverage_choose(coverage *v, uint32_t width, extent *ret_core);

/** Take note of an extract: its characters and clauses are shown. */
void
coverage_show(coverage *v, extent shown);

#endif /* YZ_SHOW_COVERAGE_H */
