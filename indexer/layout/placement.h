/* SPDX-License-Identifier: MIT */
/*
 * The printed lines of a page by their coordinates. Coordinates run along the
 * lines (a) and across them (c), in reading direction: of horizontal lines a is
 * x and c is y; of vertical ones, which are read from right to left, a is y and
 * c counts from the right edge. So all that follows knows one kind of page.
 */
#ifndef YZ_LAYOUT_PLACEMENT_H
#define YZ_LAYOUT_PLACEMENT_H

#include "indexer/ocr/ocr_page.h"

/** What the coordinates make of a line; see docs/layout.md, "Coordinates". */
typedef enum print_role {
    PRINT_TEXT,
    PRINT_DISPLAY, /**< set larger than the text */
    PRINT_CAPTION, /**< set smaller, or beside a picture */
    PRINT_NOTE     /**< furigana, marginalia: much smaller */
} print_role;

typedef struct placed_line {
    const ocr_line *line;
    uint32_t from; /**< byte of its text; a line over a gutter is several */
    uint32_t text_size;
    uint32_t word_first; /**< of its words, if it is a part of the line */
    uint32_t word_end;
    uint32_t block; /**< of the page's blocks */
    double a0;      /**< edges, in pixels, the page's skew taken out */
    double a1;
    double c0;
    double c1;
    double em;        /**< the advance of its Han characters, in pixels */
    double size;      /**< em, in ems of the page's text */
    double thickness; /**< in those of the page's text */
    uint32_t column;  /**< number of the column it is in, in reading order */
    print_role role;
    bool begins;        /**< a block begins with it */
    bool below_picture; /**< that is why it is a caption */
    double lead;        /**< from the left edge of its column, in ems */
    double room;        /**< to the right edge, likewise */
} placed_line;

typedef struct placement {
    const ocr_page *page;
    placed_line *lines; /**< in the order of the file, then in reading order */
    size_t count;
    double em; /**< of the page's text, in pixels; 0: not known */
    bool vertical;
} placement;

/**
 * Place the lines of a page. All lies in the arena.
 * @return YZ_OK; YZ_DONE if their coordinates are not known; YZ_E_NOMEM.
 */
yz_status
placement_of(const ocr_page *page, arena *a, placement *ret_placement,
             yz_error *err);

static inline yz_str
placed_text(const placement *p, const placed_line *l)
{
    const uint32_t begin = l->line->text_begin + l->from;
    return ocr_text(p->page, begin, begin + l->text_size);
}

/** Whether the line, if it stands above the text, is the date of the page or
    the name of the paper. */
bool
placed_is_head(const placement *p, const placed_line *l);

/**
 * Let a placed line be the words [first, end) of its line; all of it if `end`
 * is `first`. Sets its text, edges and em.
 */
void
placed_take_words(const placement *p, placed_line *l, uint32_t first,
                  uint32_t end);

/** The edges of a box, as those of the lines. */
void
placement_turn(const placement *p, ocr_box box, placed_line *ret_edges);

#endif /* YZ_LAYOUT_PLACEMENT_H */
