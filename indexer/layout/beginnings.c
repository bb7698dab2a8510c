/* SPDX-License-Identifier: MIT */
/*
 * A paragraph shows at its end, by the room its last line leaves, and at its
 * beginning, by the two ems of its indent. Where the sentence before is
 * finished one of them is enough; where it is not, its full stop may have been
 * lost, and both are asked for, or an indent of two ems to the letter.
 */
#include "indexer/layout/beginnings.h"

#include "indexer/layout/fit.h"
#include "indexer/layout/halves.h"
#include "indexer/layout/patterns.h"

/* A line so much wider than its neighbours is in no column of theirs. */
static const double wider_min = 1.5;
/* Room that no line within a paragraph leaves. */
static const double room_never_left = 4;
/* A caption's lines are so much narrower than the column. */
static const double narrow_share = 0.8;
/* Room at the end that only a paragraph's last line leaves. */
static const double short_min = 1.6;
static const double short_min_latin = 4;
/* Room that an indent leaves; and that hardly anything else does. */
static const double indent_min = 1.4;
static const double indent_max = 3.2;
static const double sure_min = 1.75;
static const double sure_max = 2.25;

/* White space that a paragraph begins with. */
static const double indent_lead_min = 1.9;
static const double indent_lead_max = 5;

enum { PHOTO_GAP = 2, CAPTION_LINES_MAX = 8 };

static bool
is_visibly_indented(const page *p, const run *r, size_t i)
{
    const line *l = &p->lines.items[r->first + i];
    double other = l[i ? -1 : 1].lead;
    if (i > 0 && i + 1 < r->count && l[1].lead < other)
        other = l[1].lead;
    return l->lead - other >= 0.9 && l->lead - other <= 5;
}

/*
 * Paragraphs of a line each, every one indented by two ems: an indent that no
 * neighbour lacks. Where a line in mid-sentence is followed by one as far in,
 * the whole text is set in, and the white space says nothing.
 */
static bool
is_indented_like_all(const page *p, const run *r, size_t i)
{
    enum { REACH = 8 };
    const line *lines = &p->lines.items[r->first];
    const double lead = lines[i].lead;
    if (lead < indent_lead_min || lead > indent_lead_max ||
        text_ending(row_text(p, &r->rows[r->first + i - 1]), p->han) !=
            ENDING_CLOSED)
        return false;
    for (size_t k = i > REACH ? i - REACH : 1; k < r->count && k < i + REACH;
         k++)
        if (lines[k].lead > lead - 0.5 &&
            text_ending(row_text(p, &r->rows[r->first + k - 1]), p->han) !=
                ENDING_CLOSED)
            return false;
    return true;
}

/* Room that the line leaves in its column though the next would have fitted. */
static double
line_room(const page *p, const run *r, size_t i, double column)
{
    const row *here = &r->rows[r->first + i];
    if (i + 1 == r->count || row_is_excused(p, here, here + 1, column))
        return 0;
    return column - here->width;
}

/* Wider than the column, and neither of its neighbours is. */
static bool
is_wide_alone(const page *p, const run *r, size_t i)
{
    const row *here = &r->rows[r->first + i];
    const double limit = run_column(p, r, i) + wider_min;
    return row_measure(p, here) > limit &&
           (i == 0 || row_measure(p, here - 1) <= limit) &&
           (i + 1 == r->count || row_measure(p, here + 1) <= limit);
}

static bool
row_has_halves(const page *p, const row *r)
{
    return tokens_are_halves(p, r->token_first, r->token_count);
}

static bool
is_indent(double room)
{
    return room >= indent_min && room <= indent_max;
}

/* By the room that line `i` and the one before leave in their column. */
static bool
begins_by_room(const page *p, const run *r, size_t i, bool after_first)
{
    const row *here = &r->rows[r->first + i];
    const double column = run_column(p, r, i);
    const double before = line_room(p, r, i - 1, column);
    const double room = line_room(p, r, i, column);
    const ending end = text_ending(row_text(p, here - 1), p->han);
    if (!p->han)
        return end == ENDING_CLOSED && before >= short_min_latin;
    if (before >= room_never_left || is_wide_alone(p, r, i) ||
        is_wide_alone(p, r, i - 1))
        return true;
    if (end == ENDING_CLOSED)
        return before >= short_min || is_indent(room) ||
               (room >= room_never_left &&
                text_ending(row_text(p, here), p->han) == ENDING_OPEN);
    const bool was_indented = after_first && is_indent(before);
    if (after_first && is_indent(room) && row_has_halves(p, here - 1))
        return true;
    return (before >= short_min && !was_indented && is_indent(room)) ||
           (end == ENDING_OPEN && room >= sure_min && room <= sure_max);
}

bool
run_begins_paragraph(const page *p, const run *r, size_t i, bool after_first)
{
    const row *here = &r->rows[r->first + i];
    const ending end = text_ending(row_text(p, here - 1), p->han);
    if (is_visibly_indented(p, r, i) || is_indented_like_all(p, r, i))
        return true;
    if (end >= ENDING_PAUSED && text_begins_item(row_text(p, here)))
        return true;
    if (r->count < 3)
        return false;
    if (end == ENDING_CLOSED && row_has_halves(p, here))
        return true;
    return begins_by_room(p, r, i, after_first);
}

size_t
run_caption_lines(const page *p, const run *r, size_t i)
{
    const row *rows = &r->rows[r->first + i];
    const bool is_marked = r->roles[r->first + i] == ROLE_BEGINS;
    const double column = run_column(p, r, i);
    const double measure = row_measure(p, rows);
    const bool is_wide = measure > column + wider_min;
    const bool is_narrow = measure <= column * narrow_share;
    size_t count = 1;
    if (!is_marked && (p->lines.items[r->first + i].gap < PHOTO_GAP ||
                       !(is_wide || is_narrow)))
        return 0;
    for (; i + count < r->count && count < CAPTION_LINES_MAX; count++) {
        const row *next = &rows[count];
        const bool was_full = row_is_excused(p, next - 1, next, measure) ||
                              measure - next[-1].width <= 1;
        const double missing = column - next->width;
        if (!was_full || next->width > measure + 1 ||
            text_ending(row_text(p, next - 1), p->han) == ENDING_CLOSED ||
            (is_wide && missing < 3.2 && missing > -1))
            break;
    }
    return count > 1 || is_marked || is_wide || column - measure > 3.2 ? count
                                                                       : 0;
}
