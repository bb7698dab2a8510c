/* SPDX-License-Identifier: MIT */
/*
 * Extracts of a passage that show where and how it answers the query.
 */
#ifndef YZ_SHOW_SNIPPET_H
#define YZ_SHOW_SNIPPET_H

#include "core/base/arena.h"

/** A place of the text that the query asks for. */
typedef struct snippet_mark {
    yz_span text;
    double weight;   /**< > 0 */
    uint32_t clause; /**< which part of the query it satisfies, from 0 */
} snippet_mark;

/**
 * Make at most `snippets_max` extracts of the text, in its order and apart
 * from each other; fewer if they show all marks. Without marks there is one,
 * the beginning.
 *
 * Line breaks and tabs become one blank each. "…" stands where an extract was
 * cut. Marks that overlap are one highlight; such as only touch are two.
 *
 * @param marks  sorted by where they begin; may overlap
 * @param width  in characters, each "…" counted, combining marks not. More are
 *               shown only so as to cut no match (each "…" of one as long as
 *               the width, or of a width below 8, comes on top), and on either
 *               side up to EXTENT_SLACK to cut no number or word and no mark
 *               from what it stands with
 * @param full   the whole text as one extract
 */
yz_status
snippet_make(yz_str text, const snippet_mark *marks, size_t mark_count,
             uint32_t width, uint32_t snippets_max, bool full, arena *a,
             const yz_snippet **ret_snippets, size_t *ret_count, yz_error *err);

#endif /* YZ_SHOW_SNIPPET_H */
