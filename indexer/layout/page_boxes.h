/* SPDX-License-Identifier: MIT */
/*
 * The rows of a passage, from the lines of the page that it was made of.
 */
#ifndef YZ_LAYOUT_PAGE_BOXES_H
#define YZ_LAYOUT_PAGE_BOXES_H

#include "core/report/report.h"
#include "indexer/ocr/ocr_page.h"

/** A line of the text that a page was written as. */
typedef struct written_line {
    const ocr_line *line; /**< NULL: a blank line between blocks */
    uint32_t from;        /**< byte of the line's text where this one begins */
    uint32_t size;
    size_t begin; /**< its first byte in the text that was written */
    uint32_t block;
} written_line;

/** A page as it was written, a line below the other. */
typedef struct written_page {
    const ocr_page *page;
    const written_line *lines;
    size_t count;
    double tolerance; /**< by which edges of cells may move, in thicknesses */
} written_page;

/** Measure how exact the words of the page are, for the tolerance. */
yz_status
written_measure(written_page *w, arena *a, yz_error *err);

/** The line that has the byte of the text. */
size_t
written_find(const written_page *w, uint64_t byte);

/**
 * Give a passage, whose blocks and pieces are those of the text that was
 * written, its pages, rows and readings. They lie in the arena.
 */
yz_status
page_boxes_find(const written_page *w, arena *a, yz_passage *p, yz_error *err);

#endif /* YZ_LAYOUT_PAGE_BOXES_H */
