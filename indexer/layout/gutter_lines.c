/* SPDX-License-Identifier: MIT */
/*
 * Such a line is much wider than the lines of the page mostly are, and set in
 * their size. Where the lines above and below it have a gutter between them, it
 * is split, between the two of its words that are nearest to it. Its words need
 * not be apart there: what a recogniser says of them is too inexact.
 */
#include "indexer/layout/gutter_lines.h"

#include "indexer/layout/quantile.h"

#include <stdlib.h>

static const double wide_min = 1.5;
static const double display_size = 1.25;
/* A gutter, in ems; and the lines around a line, likewise. */
static const double gutter_min = 0.4;
static const double around_ems = 12;
/* A gutter is so far from both ends of the line. */
static const double inside_ems = 3;

enum { WIDE_SHARE = 10, AROUND_MIN = 6 };

typedef struct extent {
    double begin;
    double end;
} extent;

static int
compare_extents(const void *a, const void *b)
{
    const extent *x = a;
    const extent *y = b;
    return (x->begin > y->begin) - (x->begin < y->begin);
}

static bool
is_wide(const placement *p, const placed_line *l, double width)
{
    return l->a1 - l->a0 > wide_min * width && l->size < display_size &&
           l->line->word_count > 1 && l->a1 - l->a0 > 4 * inside_ems * p->em;
}

/* The extents of lines around a line that are not wide themselves. */
static size_t
extents_around(const placement *p, const placed_line *l, double width,
               extent *extents)
{
    size_t count = 0;
    for (size_t i = 0; i < p->count; i++) {
        const placed_line *other = &p->lines[i];
        if (other->c1 < l->c0 - around_ems * p->em ||
            other->c0 > l->c1 + around_ems * p->em ||
            other->a1 - other->a0 > wide_min * width)
            continue;
        /* Marks at the end of a line hang into the gutter. */
        extents[count++] = (extent){ other->a0, other->a1 - p->em / 2 };
    }
    qsort(extents, count, sizeof(*extents), compare_extents);
    return count;
}

/* The middle of the widest gutter inside the line; 0: there is none. */
static double
find_gutter(const placement *p, const placed_line *l, const extent *extents,
            size_t count)
{
    double widest = gutter_min * p->em;
    double found = 0;
    double end = count ? extents[0].end : 0;
    for (size_t i = 1; i < count; i++) {
        const double gap = extents[i].begin - end;
        if (gap > widest && end > l->a0 + inside_ems * p->em &&
            extents[i].begin < l->a1 - inside_ems * p->em) {
            widest = gap;
            found = (end + extents[i].begin) / 2;
        }
        end = extents[i].end > end ? extents[i].end : end;
    }
    return found;
}

/* The word that is the first behind the gutter. */
static uint32_t
word_behind(const placement *p, const placed_line *l, double gutter)
{
    uint32_t best = 0;
    double nearest = 0;
    for (uint32_t i = 1; i < l->line->word_count; i++) {
        placed_line before;
        placed_line word;
        placement_turn(p, ocr_line_word(p->page, l->line, i - 1)->box, &before);
        placement_turn(p, ocr_line_word(p->page, l->line, i)->box, &word);
        double off = (before.a1 + word.a0) / 2 - gutter;
        off = off < 0 ? -off : off;
        if (best && off >= nearest)
            continue;
        best = i;
        nearest = off;
    }
    return best;
}

static void
split(placement *p, size_t i, double gutter)
{
    placed_line *l = &p->lines[i];
    const uint32_t behind = word_behind(p, l, gutter);
    if (!behind)
        return;
    placed_line *other = &p->lines[p->count++];
    *other = *l;
    placed_take_words(p, other, behind, l->line->word_count);
    placed_take_words(p, l, 0, behind);
}

/* The width of most lines of text. */
static double
usual_width(const placement *p, double *widths)
{
    size_t count = 0;
    for (size_t i = 0; i < p->count; i++)
        if (p->lines[i].a1 - p->lines[i].a0 > 6 * p->em)
            widths[count++] = p->lines[i].a1 - p->lines[i].a0;
    return count ? quantile(widths, count, 0.5) : 0;
}

yz_status
gutter_lines_split(placement *p, arena *a, yz_error *err)
{
    double *widths = arena_array(a, p->count + 1, sizeof(*widths));
    extent *extents = arena_array(a, p->count + 1, sizeof(*extents));
    if (!widths || !extents)
        return error_nomem(err);
    const double width = usual_width(p, widths);
    const size_t lines = p->count;
    size_t wide = 0;
    for (size_t i = 0; i < lines; i++)
        wide += is_wide(p, &p->lines[i], width);
    for (size_t i = 0; i < lines && wide * WIDE_SHARE <= lines; i++) {
        const placed_line *l = &p->lines[i];
        if (!is_wide(p, l, width) ||
            l->text_size != l->line->text_end - l->line->text_begin)
            continue;
        const size_t count = extents_around(p, l, width, extents);
        const double gutter =
            count < AROUND_MIN ? 0 : find_gutter(p, l, extents, count);
        if (gutter > 0)
            split(p, i, gutter);
    }
    return YZ_OK;
}
