/* SPDX-License-Identifier: MIT */
/*
 * A scan is seldom straight. By how much it is turned shows in lines that begin
 * below each other: the median of their slopes is taken out, so that gutters
 * and margins are straight.
 */
#include "indexer/layout/placement.h"

#include "indexer/layout/glyphs.h"
#include "indexer/layout/gutter_lines.h"
#include "indexer/layout/patterns.h"
#include "indexer/layout/quantile.h"

#include "core/base/utf8.h"

#include <stdlib.h>

/* A line of two characters or more that is so much higher than wide is set
 * from top to bottom. */
static const double vertical_ratio = 1.5;
/* Boxes are somewhat higher than the characters in them. */
static const double em_of_thickness = 0.85;
/* Lines of fewer ems do not tell their em by their width. */
static const double telling_width = 3;
/* Words that are farther from each other, in thicknesses, may be in two
 * columns. */
static const double apart_min = 1.1;
/* Lines that begin below each other, in ems. */
static const double below_max = 0.7;

enum { BELOW_REACH = 48 };

static double
text_ems(yz_str text)
{
    double ems = 0;
    for (size_t at = 0; at < text.size;)
        ems += glyph_width(utf8_next(text.data, text.size, &at), true);
    return ems;
}

static bool
is_vertical(const ocr_page *page, const ocr_line *line)
{
    const double width = line->box.x1 - line->box.x0;
    const double height = line->box.y1 - line->box.y0;
    return line->flags & OCR_VERTICAL ||
           (text_ems(ocr_line_text(page, line)) >= 2 &&
            height > vertical_ratio * width);
}

static bool
page_is_vertical(const ocr_page *page)
{
    size_t vertical = 0;
    size_t all = 0;
    for (size_t i = 0; i < page->lines.count; i++) {
        const ocr_line *line = &page->lines.items[i];
        const size_t size = line->text_end - line->text_begin;
        if (line->flags & OCR_WHOLE_BLOCK && !(line->flags & OCR_VERTICAL))
            continue;
        all += size;
        vertical += is_vertical(page, line) ? size : 0;
    }
    return vertical * 2 > all;
}

void
placement_turn(const placement *p, ocr_box box, placed_line *ret_edges)
{
    if (p->vertical) {
        ret_edges->a0 = box.y0;
        ret_edges->a1 = box.y1;
        ret_edges->c0 = (double)p->page->width - box.x1;
        ret_edges->c1 = (double)p->page->width - box.x0;
    } else {
        ret_edges->a0 = box.x0;
        ret_edges->a1 = box.x1;
        ret_edges->c0 = box.y0;
        ret_edges->c1 = box.y1;
    }
}

/* The advance of its characters; of a short line its thickness tells more. */
static double
line_em(const placement *p, const placed_line *l)
{
    const double ems = text_ems(placed_text(p, l));
    const double by_thickness = (l->c1 - l->c0) * em_of_thickness;
    if (l->line->flags & OCR_WHOLE_BLOCK || ems < telling_width)
        return by_thickness;
    const double by_advance = (l->a1 - l->a0) / ems;
    return by_advance < by_thickness * 2 ? by_advance : by_thickness;
}

/* The em that most of the text is set in. */
static yz_status
find_em(placement *p, arena *a, yz_error *err)
{
    double *ems = arena_array(a, p->count + 1, sizeof(*ems));
    size_t count = 0;
    if (!ems)
        return error_nomem(err);
    for (size_t i = 0; i < p->count; i++)
        if (p->lines[i].a1 - p->lines[i].a0 >= 6 * p->lines[i].em &&
            !(p->lines[i].line->flags & OCR_WHOLE_BLOCK))
            ems[count++] = p->lines[i].em;
    for (size_t i = 0; !count && i < p->count; i++)
        ems[i] = p->lines[i].em;
    p->em = quantile(ems, count ? count : p->count, 0.5);
    for (size_t i = 0; i < p->count; i++)
        ems[i] = p->lines[i].c1 - p->lines[i].c0;
    const double thickness = quantile(ems, p->count, 0.5);
    for (size_t i = 0; i < p->count; i++) {
        placed_line *l = &p->lines[i];
        l->size = p->em > 0 ? l->em / p->em : 1;
        l->thickness = thickness > 0 ? (l->c1 - l->c0) / thickness : 1;
    }
    return YZ_OK;
}

static int
compare_tops(const void *a, const void *b)
{
    const placed_line *x = *(const placed_line *const *)a;
    const placed_line *y = *(const placed_line *const *)b;
    if (x->c0 != y->c0)
        return x->c0 < y->c0 ? -1 : 1;
    return (x->a0 > y->a0) - (x->a0 < y->a0);
}

/* Pixels along for each pixel across, by lines that begin below each other. */
static double
skew_of(const placed_line **by_top, size_t count, double em, double *slopes)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count && k < i + BELOW_REACH; k++) {
            const double along = by_top[k]->a0 - by_top[i]->a0;
            const double across = by_top[k]->c0 - by_top[i]->c0;
            if (across < em || along > below_max * em ||
                along < -below_max * em)
                continue;
            slopes[found++] = along / across;
            break;
        }
    return found > 8 ? quantile(slopes, found, 0.5) : 0;
}

static yz_status
take_out_skew(placement *p, arena *a, yz_error *err)
{
    const placed_line **by_top = arena_array(a, p->count, sizeof(*by_top));
    double *slopes = arena_array(a, p->count, sizeof(*slopes));
    if (!by_top || !slopes)
        return error_nomem(err);
    for (size_t i = 0; i < p->count; i++)
        by_top[i] = &p->lines[i];
    qsort(by_top, p->count, sizeof(*by_top), compare_tops);
    const double skew = skew_of(by_top, p->count, p->em, slopes);
    for (size_t i = 0; i < p->count; i++) {
        placed_line *l = &p->lines[i];
        const double off = skew * (l->c0 + l->c1) / 2;
        l->a0 -= off;
        l->a1 -= off;
    }
    return YZ_OK;
}

bool
placed_is_head(const placement *p, const placed_line *l)
{
    const yz_str text = placed_text(p, l);
    return text_is_masthead(text) || text_is_date_line(text, DATE_ON_TOP, NULL);
}

static bool
is_apart(const ocr_line *line, const ocr_word *before, const ocr_word *word,
         bool vertical)
{
    const ocr_box *b = &line->box;
    const double thickness = vertical ? b->x1 - b->x0 : b->y1 - b->y0;
    const double gap = vertical ? (double)word->box.y0 - before->box.y1
                                : (double)word->box.x0 - before->box.x1;
    return ocr_box_is_known(before->box) && ocr_box_is_known(word->box) &&
           gap >= apart_min * thickness;
}

void
placed_take_words(const placement *p, placed_line *l, uint32_t first,
                  uint32_t end)
{
    const ocr_line *line = l->line;
    ocr_box box = { 0 };
    l->from = 0;
    l->text_size = line->text_end - line->text_begin;
    l->word_first = first;
    l->word_end = end;
    for (uint32_t i = first; i < end; i++)
        box = ocr_box_union(box, ocr_line_word(p->page, line, i)->box);
    if (end > first) {
        const uint32_t from =
            first ? ocr_line_word(p->page, line, first)->text_begin
                  : line->text_begin;
        const uint32_t stop =
            end < line->word_count
                ? ocr_line_word(p->page, line, end)->text_begin
                : line->text_end;
        l->from = from - line->text_begin;
        l->text_size = stop - from;
    }
    placement_turn(p, ocr_box_is_known(box) ? box : line->box, l);
    l->em = line_em(p, l);
}

static void
place_words(placement *p, const placed_line *like, uint32_t first, uint32_t end)
{
    placed_line *l = &p->lines[p->count++];
    *l = *like;
    placed_take_words(p, l, first, end);
}

/* Engines take parts of two columns for one line, now and then. */
static void
place_line(placement *p, const ocr_line *line, uint32_t of_block)
{
    const placed_line like = { .line = line, .block = of_block };
    uint32_t first = 0;
    bool parted = false;
    for (uint32_t i = 1; i < line->word_count; i++) {
        if (line->flags & OCR_WHOLE_BLOCK ||
            !is_apart(line, ocr_line_word(p->page, line, i - 1),
                      ocr_line_word(p->page, line, i), p->vertical))
            continue;
        place_words(p, &like, first, i);
        first = i;
        parted = true;
    }
    place_words(p, &like, first, parted ? line->word_count : first);
}

static yz_status
place_lines(placement *p, arena *a, yz_error *err)
{
    const ocr_page *page = p->page;
    p->lines = arena_array(a, page->lines.count + page->words.count + 1,
                           sizeof(*p->lines));
    if (!p->lines)
        return error_nomem(err);
    for (size_t b = 0; b < page->blocks.count; b++) {
        const ocr_block *block = &page->blocks.items[b];
        for (uint32_t i = 0; i < block->line_count; i++) {
            const ocr_line *line = ocr_block_line(page, block, i);
            if (!ocr_box_is_known(line->box))
                return YZ_DONE;
            place_line(p, line, (uint32_t)b);
        }
    }
    return p->count ? YZ_OK : YZ_DONE;
}

yz_status
placement_of(const ocr_page *page, arena *a, placement *ret_placement,
             yz_error *err)
{
    placement p = { .page = page, .vertical = page_is_vertical(page) };
    const yz_status status = place_lines(&p, a, err);
    if (status != YZ_OK)
        return status;
    TRY(find_em(&p, a, err));
    if (page->order != OCR_ORDER_GIVEN)
        TRY(gutter_lines_split(&p, a, err));
    TRY(find_em(&p, a, err));
    TRY(take_out_skew(&p, a, err));
    *ret_placement = p;
    return YZ_OK;
}
