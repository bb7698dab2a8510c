/* SPDX-License-Identifier: MIT */
/*
 * Where a passage is on its pages: rows (printed lines) and the cells (words or
 * characters) in them. What is counted and divided here is the same for what
 * is stored (core/report/box_record.h) and for what is shown.
 */
#ifndef YZ_REPORT_BOXES_H
#define YZ_REPORT_BOXES_H

#include "core/base/arena.h"
#include "core/base/buffer.h"

/**
 * The width of a printed character in half ems: 1 below U+2E80, else 2. Of the
 * text of a row each has that share of the row's box, unless its box is known.
 */
static inline uint32_t
box_units_of(uint32_t c)
{
    return c < 0x2e80 ? 1 : 2;
}

/** The same of a text, in all. */
uint32_t
box_units(yz_str text);

/** The part of the passage's text in the span, which lies within it. */
static inline yz_str
box_text(const yz_passage *p, yz_span span)
{
    return (yz_str){ p->text.data + span.begin, span.end - span.begin };
}

static inline bool
box_is_none(yz_box box)
{
    return !(box.x0 | box.y0 | box.x1 | box.y1);
}

/** The smallest box that has both; either may be none. */
yz_box
box_join(yz_box a, yz_box b);

/** The text of piece `i`, without the joint behind it. */
yz_span
box_piece_span(const yz_passage *p, size_t i);

/**
 * Whether pages, rows, cells and readings can be true of the passage's text.
 * @return YZ_E_INVALID if not
 */
yz_status
boxes_check(const yz_passage *p, yz_error *err);

/** Copy pages, rows, cells and readings of `from` into the arena, to `to`. */
yz_status
boxes_copy(const yz_passage *from, arena *a, yz_passage *to, yz_error *err);

/** Forget them. */
void
boxes_forget(yz_passage *p);

#endif /* YZ_REPORT_BOXES_H */
