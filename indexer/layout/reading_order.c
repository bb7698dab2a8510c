/* SPDX-License-Identifier: MIT */
/*
 * Recursive cuts. A region is cut along a gutter, white space from its top to
 * its bottom, and the parts are read one after the other. Where there is none,
 * because a headline or a photo's caption lies over it, the region is cut
 * across, at its widest gap, and each part is tried again. What cannot be cut
 * is a column, read from top to bottom.
 *
 * Large type above several columns is cut off first, unless each column has its
 * own: else a masthead in the middle would be read with the column below it.
 * Before all that, the head of the page is cut off: rows with its date or the
 * paper's name, which would part the column below from the one before.
 */
#include "indexer/layout/reading_order.h"

#include "core/base/utf8.h"
#include "indexer/layout/glyphs.h"

#include <stdlib.h>
#include <string.h>

/* Width of a gutter, in ems; of one beside fewer lines. */
static const double gutter_min = 0.4;
static const double narrow_gutter_min = 1.2;
/* How far a mark may hang out of its column. */
static const double hanging_ems = 0.7;
/* Larger than the text by this is display. */
static const double display_size = 1.25;
/* White space below the head of the page, in ems. */
static const double head_gap_min = 1;
/* Lines that share so much of their thickness are on one row. */
static const double same_row_share = 0.5;

enum { DEPTH_MAX = 200, GUTTER_LINES_MIN = 3 };

typedef struct cutter {
    const placement *placed;
    double em;
    uint32_t columns;
    placed_line *spare; /* room for a region */
} cutter;

static int
compare_a(const void *a, const void *b)
{
    const placed_line *x = a;
    const placed_line *y = b;
    if (x->a0 != y->a0)
        return x->a0 < y->a0 ? -1 : 1;
    return (x->c0 > y->c0) - (x->c0 < y->c0);
}

static int
compare_c(const void *a, const void *b)
{
    const placed_line *x = a;
    const placed_line *y = b;
    if (x->c0 != y->c0)
        return x->c0 < y->c0 ? -1 : 1;
    return (x->a0 > y->a0) - (x->a0 < y->a0);
}

/* Rows that the lines make: those beside each other are one. */
static size_t
count_rows(const placed_line *lines, size_t count, placed_line *spare)
{
    size_t rows = 0;
    double end = 0;
    memcpy(spare, lines, count * sizeof(*lines));
    qsort(spare, count, sizeof(*spare), compare_c);
    for (size_t i = 0; i < count; i++) {
        const double middle = (spare[i].c0 + spare[i].c1) / 2;
        if (rows && middle < end)
            continue;
        rows++;
        end = spare[i].c1;
    }
    return rows;
}

/* Marks at the end of a line may hang out of its column. */
static double
inner_end(const cutter *c, const placed_line *l)
{
    const yz_str text = placed_text(c->placed, l);
    size_t at = text.size;
    if (!at || l->size >= display_size ||
        !glyph_cannot_begin_line(utf8_previous(text.data, &at)))
        return l->a1;
    return l->a1 - hanging_ems * c->em;
}

/* Sorted by a: the first line behind the widest gutter; 0: there is none. */
static size_t
find_gutter(cutter *c, placed_line *lines, size_t count)
{
    size_t best = 0;
    double widest = 0;
    qsort(lines, count, sizeof(*lines), compare_a);
    double end = inner_end(c, &lines[0]);
    for (size_t i = 1; i < count; i++) {
        const double gap = lines[i].a0 - end;
        if (gap > widest && gap >= gutter_min * c->em) {
            const size_t left = count_rows(lines, i, c->spare);
            const size_t right = count_rows(lines + i, count - i, c->spare);
            const size_t fewer = left < right ? left : right;
            if (fewer >= GUTTER_LINES_MIN ||
                (fewer >= 2 && gap >= narrow_gutter_min * c->em)) {
                widest = gap;
                best = i;
            }
        }
        end = inner_end(c, &lines[i]) > end ? inner_end(c, &lines[i]) : end;
    }
    return best;
}

/* Sorted by c: the first line below the widest gap; 0: there is none. */
static size_t
find_gap(placed_line *lines, size_t count)
{
    size_t best = 0;
    double widest = 0;
    qsort(lines, count, sizeof(*lines), compare_c);
    double end = lines[0].c1;
    for (size_t i = 1; i < count; i++) {
        const double gap = lines[i].c0 - end;
        if (gap > widest) {
            widest = gap;
            best = i;
        }
        end = lines[i].c1 > end ? lines[i].c1 : end;
    }
    return best;
}

/* Sorted by c: the first line below those that are beside line `first`. */
static size_t
find_row_end(const placed_line *lines, size_t count, size_t first,
             double *ret_bottom)
{
    double bottom = lines[first].c1;
    size_t i = first + 1;
    for (; i < count && lines[i].c0 < bottom; i++)
        bottom = lines[i].c1 > bottom ? lines[i].c1 : bottom;
    *ret_bottom = bottom;
    return i;
}

/* Sorted by c: the lines of display above all others, those that are beside
 * each other; 0: there are none. */
static size_t
find_display(const placed_line *lines, size_t count)
{
    double bottom;
    const size_t end = find_row_end(lines, count, 0, &bottom);
    for (size_t i = 0; i < end; i++)
        if (lines[i].size < display_size)
            return 0;
    return end < count ? end : 0;
}

/* Whether one of the lines is the date or the name of the paper. */
static bool
has_head_line(const cutter *c, const placed_line *lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (placed_is_head(c->placed, &lines[i]))
            return true;
    return false;
}

/* Sorted by c: the first line below the head of the page; 0: it has none. */
static size_t
find_head(const cutter *c, const placed_line *lines, size_t count)
{
    size_t head = 0;
    for (size_t i = 0; i < count;) {
        double bottom;
        const size_t end = find_row_end(lines, count, i, &bottom);
        if (end == count || !has_head_line(c, lines + i, end - i))
            break;
        if (lines[end].c0 - bottom >= head_gap_min * c->em)
            head = end;
        i = end;
    }
    return head;
}

/* Whether a part of the lines is on either side of the gutter. */
static bool
is_on_both_sides(const placed_line *lines, size_t count, double gutter)
{
    bool left = false;
    bool right = false;
    for (size_t i = 0; i < count; i++) {
        left |= lines[i].a0 < gutter;
        right |= lines[i].a0 >= gutter;
    }
    return left && right;
}

/* A column: rows from top to bottom, what is beside each other in order. */
static void
read_column(cutter *c, placed_line *lines, size_t count)
{
    qsort(lines, count, sizeof(*lines), compare_c);
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count &&
               lines[end].c0 <
                   lines[i].c1 - same_row_share * (lines[i].c1 - lines[i].c0))
            end++;
        qsort(lines + i, end - i, sizeof(*lines), compare_a);
        i = end;
    }
    for (size_t i = 0; i < count; i++)
        lines[i].column = c->columns;
    c->columns++;
}

static void
cut(cutter *c, placed_line *lines, size_t count, unsigned depth)
{
    if (count < 2 || depth == DEPTH_MAX) {
        read_column(c, lines, count);
        return;
    }
    const size_t gutter = find_gutter(c, lines, count);
    const double edge = gutter ? lines[gutter].a0 : 0;
    size_t at = gutter;
    if (gutter) {
        qsort(lines, count, sizeof(*lines), compare_c);
        const size_t display = find_display(lines, count);
        if (display && !is_on_both_sides(lines, display, edge))
            at = display;
        else
            qsort(lines, count, sizeof(*lines), compare_a);
    } else {
        at = find_gap(lines, count);
    }
    if (!at) {
        read_column(c, lines, count);
        return;
    }
    cut(c, lines, at, depth + 1);
    cut(c, lines + at, count - at, depth + 1);
}

/* From where to where lines reach, along them. */
typedef struct extent {
    double begin;
    double end;
} extent;

static void
extent_widen(extent *e, double begin, double end)
{
    e->begin = begin < e->begin ? begin : e->begin;
    e->end = end > e->end ? end : e->end;
}

/* The part of a column that begins with line `i`; returns the line behind. */
static size_t
part_extent(const placement *p, size_t i, extent *ret)
{
    const uint32_t column = p->lines[i].column;
    *ret = (extent){ p->lines[i].a0, p->lines[i].a1 };
    for (; i < p->count && p->lines[i].column == column; i++)
        extent_widen(ret, p->lines[i].a0, p->lines[i].a1);
    return i;
}

/* Whether the part that begins with line `i` is below the column, and of it. */
static bool
part_goes_on(const placement *p, size_t i, extent part, extent column)
{
    const double width = part.end - part.begin;
    const double column_width = column.end - column.begin;
    const double shared =
        (part.end < column.end ? part.end : column.end) -
        (part.begin > column.begin ? part.begin : column.begin);
    const double wider = column_width > width ? column_width : width;
    return p->lines[i].c0 >= p->lines[i - 1].c0 && shared > 0.5 * width &&
           wider < 1.5 * column_width;
}

/* Parts of one column that were cut across are one column again. */
static void
join_columns(placement *p)
{
    uint32_t number = 0;
    extent column = { 0 };
    for (size_t i = 0; i < p->count;) {
        extent part;
        const size_t end = part_extent(p, i, &part);
        if (i > 0 && part_goes_on(p, i, part, column)) {
            extent_widen(&column, part.begin, part.end);
        } else {
            number += i > 0;
            column = part;
        }
        for (; i < end; i++)
            p->lines[i].column = number;
    }
}

yz_status
reading_order_find(placement *p, arena *a, yz_error *err)
{
    cutter c = { .placed = p,
                 .em = p->em,
                 .spare = arena_array(a, p->count + 1, sizeof(placed_line)) };
    if (!c.spare)
        return error_nomem(err);
    qsort(p->lines, p->count, sizeof(*p->lines), compare_c);
    const size_t head = find_head(&c, p->lines, p->count);
    if (head)
        cut(&c, p->lines, head, 0);
    cut(&c, p->lines + head, p->count - head, 0);
    join_columns(p);
    return YZ_OK;
}

void
reading_order_keep(placement *p)
{
    uint32_t column = 0;
    for (size_t i = 0; i < p->count; i++) {
        const placed_line *before = i ? &p->lines[i - 1] : NULL;
        const placed_line *l = &p->lines[i];
        if (before && (l->c0 < before->c0 - p->em || l->a0 > before->a1 ||
                       l->a1 < before->a0))
            column++;
        p->lines[i].column = column;
    }
}
