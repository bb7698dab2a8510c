/* SPDX-License-Identifier: MIT */
/*
 * Edges of a column are those of the lines near a line, since columns change
 * their width on their way round a photo. A paragraph begins where a line is
 * set in, where the one before left room that the next word had fitted in, or
 * where there is more white space between two lines than there is elsewhere.
 */
#include "indexer/layout/print_blocks.h"

#include "indexer/layout/patterns.h"
#include "indexer/layout/quantile.h"

/* A line is compared with this many on either side. */
enum { EDGE_REACH = 7, CAPTION_LINES_MAX = 6, NOTE_LINES_MAX = 4 };

/* Larger, smaller and much smaller than the text. */
static const double display_size = 1.25;
static const double display_thickness = 1.12;
static const double caption_size = 0.92;
static const double note_size = 0.65;
/* Shorter lines, in ems of their own, do not tell that they are smaller. */
static const double telling_width = 9;
/* Lines of one display block differ by less. */
static const double other_size = 1.2;

/* How far, in ems, a first line is set in. */
static const double lead_min = 1.2;
static const double lead_max = 5;
/* Room that only the last line of a paragraph leaves; that no other does. */
static const double room_short = 1.6;
static const double room_never_left = 4;
/* White space more than between other lines, in ems. */
static const double gap_sure = 0.75;
static const double gap_some = 0.3;
/* A caption is so near to its picture, in ems. */
static const double picture_near = 1.6;

static bool
is_text_size(const placed_line *l)
{
    return l->size > caption_size && l->size < display_size;
}

/* ---- edges -------------------------------------------------------------- */

/* The lines near line `i` of its column: [begin, end). */
static void
neighbours(const placement *p, size_t i, size_t *begin, size_t *end)
{
    const uint32_t column = p->lines[i].column;
    *begin = i;
    *end = i + 1;
    while (*begin > 0 && i - *begin < EDGE_REACH &&
           p->lines[*begin - 1].column == column)
        --*begin;
    while (*end < p->count && *end - i <= EDGE_REACH &&
           p->lines[*end].column == column)
        ++*end;
}

/* Left and right edge of the text around a line. */
static void
find_edges(placement *p, size_t i)
{
    double left[2 * EDGE_REACH + 2];
    double right[2 * EDGE_REACH + 2];
    size_t begin;
    size_t end;
    size_t count = 0;
    placed_line *l = &p->lines[i];
    neighbours(p, i, &begin, &end);
    for (size_t k = begin; k < end; k++) {
        const placed_line *other = &p->lines[k];
        if (k != i && is_text_size(l) != is_text_size(other))
            continue;
        left[count] = other->a0;
        right[count++] = other->a1;
    }
    const double em = p->em > 0 ? p->em : 1;
    const double least = quantile(left, count, count > 4 ? 0.2 : 0);
    const double most = quantile(right, count, count > 4 ? 0.7 : 1 - 1e-9);
    l->lead = (l->a0 - least) / em;
    l->room = (most - l->a1) / em;
}

/* ---- sizes and pictures --------------------------------------------------- */

static print_role
role_by_size(const placed_line *l)
{
    if (l->line->flags & OCR_WHOLE_BLOCK)
        return PRINT_TEXT;
    if (l->size >= display_size && l->thickness >= display_thickness)
        return PRINT_DISPLAY;
    if (l->size <= note_size && l->thickness <= 0.8)
        return PRINT_NOTE;
    return l->size <= caption_size && l->thickness < 1 &&
                   l->a1 - l->a0 >= telling_width * l->em
               ? PRINT_CAPTION
               : PRINT_TEXT;
}

/* The line is below a picture, near to it, and not wider. */
static bool
is_below_picture(const placement *p, const placed_line *l)
{
    for (size_t i = 0; i < p->page->blocks.count; i++) {
        const ocr_block *block = &p->page->blocks.items[i];
        placed_line picture;
        if (block->kind != OCR_PICTURE || !ocr_box_is_known(block->box))
            continue;
        placement_turn(p, block->box, &picture);
        const double gap = l->c0 - picture.c1;
        if (gap > -p->em && gap < picture_near * p->em &&
            l->a0 > picture.a0 - p->em && l->a1 < picture.a1 + 2 * p->em)
            return true;
    }
    return false;
}

/* A block that is set as small as captions are may be a column of fine print:
   then it is text. */
static void
settle_small(placement *p, size_t begin, size_t end)
{
    const print_role role = p->lines[begin].role;
    const size_t most =
        role == PRINT_CAPTION ? CAPTION_LINES_MAX : NOTE_LINES_MAX;
    if ((role != PRINT_CAPTION && role != PRINT_NOTE) || end - begin <= most)
        return;
    for (size_t i = begin; i < end; i++)
        p->lines[i].role = PRINT_TEXT;
}

static void
settle_roles(placement *p)
{
    for (size_t i = 0; i < p->count;) {
        size_t end = i + 1;
        while (end < p->count && p->lines[end].role == p->lines[i].role &&
               p->lines[end].column == p->lines[i].column)
            end++;
        settle_small(p, i, end);
        i = end;
    }
}

/* The last line of a caption may be too short to tell its size. */
static void
extend_captions(placement *p)
{
    for (size_t i = 1; i < p->count; i++) {
        placed_line *l = &p->lines[i];
        const placed_line *before = l - 1;
        if (before->role != PRINT_CAPTION || l->role != PRINT_TEXT ||
            l->column != before->column || l->thickness > 1.1 ||
            l->a1 - l->a0 > 6 * p->em ||
            l->c0 - before->c1 > gap_sure * p->em || l->lead > 1)
            continue;
        l->role = PRINT_CAPTION;
    }
}

/* ---- where blocks begin ------------------------------------------------- */

/* White space between the lines of the page's columns, mostly. */
static yz_status
find_gap(const placement *p, arena *a, double *ret_gap, yz_error *err)
{
    size_t count = 0;
    double *gaps = arena_array(a, p->count + 1, sizeof(*gaps));
    if (!gaps)
        return error_nomem(err);
    for (size_t i = 1; i < p->count; i++)
        if (p->lines[i].column == p->lines[i - 1].column)
            gaps[count++] = p->lines[i].c0 - p->lines[i - 1].c1;
    *ret_gap = count ? quantile(gaps, count, 0.4) : 0;
    return YZ_OK;
}

static ending
line_ending(const placement *p, const placed_line *l)
{
    return text_ending(placed_text(p, l), true);
}

static bool
is_set_in(const placed_line *l)
{
    return l->lead >= lead_min && l->lead <= lead_max;
}

static bool
display_goes_on(const placement *p, const placed_line *before,
                const placed_line *l)
{
    const double larger = l->size > before->size ? l->size / before->size
                                                 : before->size / l->size;
    return larger < other_size &&
           l->c0 - before->c1 < p->em * (l->size < 3 ? l->size : 3);
}

/* Does a paragraph begin with the line? `gap` is what lines mostly have. */
static bool
text_begins(const placement *p, const placed_line *before, const placed_line *l,
            double gap)
{
    const double more = (l->c0 - before->c1 - gap) / p->em;
    const ending end = line_ending(p, before);
    if (more >= gap_sure)
        return true;
    if (before->room >= room_never_left)
        return true;
    if (is_set_in(l) && !is_set_in(before))
        return true;
    if (is_set_in(l) && (end == ENDING_CLOSED || before->room >= room_short))
        return true;
    if (end == ENDING_CLOSED && before->room >= room_short)
        return true;
    return end == ENDING_CLOSED && more >= gap_some;
}

static bool
line_begins(const placement *p, size_t i, bool blocks_hold, double gap)
{
    const placed_line *l = &p->lines[i];
    const placed_line *before = l - 1;
    if (i == 0 || l->column != before->column || l->role != before->role)
        return true;
    if (blocks_hold && l->block != before->block)
        return true;
    if (l->line->flags & OCR_WHOLE_BLOCK)
        return true;
    switch (l->role) {
    case PRINT_DISPLAY:
        return !display_goes_on(p, before, l);
    case PRINT_CAPTION:
    case PRINT_NOTE:
        return l->c0 - before->c1 - gap > gap_sure * p->em;
    case PRINT_TEXT:
        break;
    }
    return text_begins(p, before, l, gap);
}

/* Fragments of one printed row go on whatever stands between them; large type
 * beside text is no part of its row. */
static bool
is_beside(const placed_line *before, const placed_line *l)
{
    const double middle = (l->c0 + l->c1) / 2;
    if ((l->role == PRINT_DISPLAY) != (before->role == PRINT_DISPLAY))
        return false;
    return l->column == before->column && l->a0 >= before->a1 - 1 &&
           middle > before->c0 && middle < before->c1;
}

/* A block below a picture is its caption, if it is short and not set in. */
static void
find_captions(placement *p)
{
    for (size_t i = 0; i < p->count;) {
        size_t end = i + 1;
        while (end < p->count && !p->lines[end].begins)
            end++;
        const placed_line *l = &p->lines[i];
        const bool may_be = l->role == PRINT_TEXT && end - i <= 4 &&
                            l->size < display_size && !is_set_in(l) &&
                            is_below_picture(p, l);
        for (; i < end; i++)
            if (may_be) {
                p->lines[i].role = PRINT_CAPTION;
                p->lines[i].below_picture = true;
            }
    }
}

yz_status
print_blocks_find(placement *p, bool blocks_hold, arena *a, yz_error *err)
{
    double gap;
    TRY(find_gap(p, a, &gap, err));
    for (size_t i = 0; i < p->count; i++) {
        find_edges(p, i);
        p->lines[i].role = role_by_size(&p->lines[i]);
    }
    settle_roles(p);
    extend_captions(p);
    for (size_t i = 0; i < p->count; i++)
        p->lines[i].begins = line_begins(p, i, blocks_hold, gap) &&
                             !(i && is_beside(&p->lines[i - 1], &p->lines[i]));
    find_captions(p);
    return YZ_OK;
}
