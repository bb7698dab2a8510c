/* SPDX-License-Identifier: MIT */
/*
 * Marks of Markdown, HTML and LaTeX inside a text, as programs that read pages
 * leave them also in plain text: **bold**, [links](u), <br>, &nbsp;, $2.5\%$.
 * Only what can hardly be anything else is taken for a mark.
 */
#ifndef YZ_LAYOUT_MARKUP_H
#define YZ_LAYOUT_MARKUP_H

#include "core/base/arena.h"
#include "core/base/array.h"

/** Bytes of a text that are marks. */
typedef struct markup_cut {
    size_t begin;
    size_t end;
    /** What the reader sees of them: a character; U+0020 parts two words and
        is nothing elsewhere; 0 is nothing. */
    uint32_t shown;
} markup_cut;

typedef ARRAY_OF(markup_cut) markup_cuts;

/** Append the marks of the text, in order. None goes over a line break. */
yz_status
markup_find(yz_str text, markup_cuts *cuts, yz_error *err);

#endif /* YZ_LAYOUT_MARKUP_H */
