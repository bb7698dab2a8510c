/* SPDX-License-Identifier: MIT */
/*
 * Snippets: extracts of a passage that show where it matches the query.
 */
#ifndef YZ_SHOW_SNIPPET_H
#define YZ_SHOW_SNIPPET_H

#include "core/base/arena.h"

/** A part of the text that matches the query. */
typedef struct snippet_mark {
    yz_span text;
    double weight;   /**< > 0 */
    uint32_t clause; /**< the part of the query that it matches, from 0 */
} snippet_mark;

/**
 * Make at most `snippets_max` extracts of the text, in order and disjoint;
 * fewer if they show all marks. Without marks there is one, the beginning.
 *
 * Each line break and tab becomes a space. "…" marks where an extract is cut.
 * Overlapping marks are one highlight; marks that only touch are two.
 *
 * @param marks  sorted by where they begin; may overlap
 * @param width  in characters, including each "…", without combining marks. It
 *               is exceeded to avoid cutting a match (the "…" of a match as
 *               long as the width, or of a width below 8, is not counted), and
 *               by up to EXTENT_SLACK on either side to avoid cutting a number,
 *               a word, or a mark from its neighbour
 * @param full   the whole text as one extract
 */
yz_status
snippet_make(yz_str text, const snippet_mark *marks, size_t mark_count,
             uint32_t width, uint32_t snippets_max, bool full, arena *a,
             const yz_snippet **ret_snippets, size_t *ret_count, yz_error *err);

#endif /* YZ_SHOW_SNIPPET_H */
