/* SPDX-License-Identifier: MIT */
/*
 * Positions are cells of a terminal, two for a Han character, as the programs
 * count that print columns side by side. A gutter is a run of cells that is
 * white in many lines one below the other, with text on both sides in most of
 * them. Short cells or digits on one side are a table and stay as they are.
 */
#include "indexer/layout/columns.h"

#include "core/base/reader.h"
#include "core/text/charclass.h"
#include "indexer/layout/glyphs.h"

#include <string.h>

enum {
    GUTTER_MIN = 2,    /* cells */
    LINES_MIN = 4,     /* with text on both sides */
    WIDTH_MIN = 12,    /* cells of either side, on average */
    ONE_SIDED_MAX = 8, /* lines with text on one side only */
    GAP_MAX = 2,       /* blank lines in a region */
    TAB_CELLS = 8,
    DEPTH_MAX = 4, /* this many times a column is parted again */
    FAR = 1 << 30
};

typedef struct gutter {
    uint32_t from;
    uint32_t to;
} gutter;

/* How a gutter parts a strip. */
typedef struct cut {
    gutter gutter;      /* what is left of it */
    size_t left_end;    /* bytes; `begin` if there is no left side */
    size_t right_begin; /* `end` if there is no right side */
    uint32_t right_x;
} cut;

typedef struct side {
    uint64_t cells;
    uint64_t chars;
    uint64_t digits;
} side;

typedef struct region {
    gutter gutter;
    size_t count; /* strips */
    size_t both;  /* of these with text on both sides */
    uint32_t right_x;
} region;

typedef struct parter {
    yz_str text;
    arena *arena;
    strip_list *out;
    uint32_t parts;
} parter;

static uint32_t
cell_after(uint32_t x, uint32_t c)
{
    if (c == '\t')
        return (x / TAB_CELLS + 1) * TAB_CELLS;
    return x + (glyph_width(c, false) > 0.5 ? 2 : 1);
}

static uint32_t
overlap(gutter a, gutter b)
{
    const uint32_t from = a.from > b.from ? a.from : b.from;
    const uint32_t to = a.to < b.to ? a.to : b.to;
    return to > from ? to - from : 0;
}

static cut
cut_of(gutter white, gutter g, size_t left_end, size_t right_begin)
{
    return (cut){ { white.from > g.from ? white.from : g.from,
                    white.to < g.to ? white.to : g.to },
                  left_end,
                  right_begin,
                  white.to };
}

/*
 * The first white space of the strip, what lies before and behind it included,
 * that has enough of the gutter. `inner`: only between two texts.
 */
static bool
strip_cut(yz_str text, const strip *s, gutter g, bool inner, cut *ret_cut)
{
    uint32_t x = 0;
    uint32_t white_from = 0;
    size_t white_begin = s->begin;
    bool after_text = false;
    for (size_t at = s->line_begin; at < s->end;) {
        const size_t begin = at;
        const uint32_t c = utf8_next(text.data, text.size, &at);
        const uint32_t next = cell_after(x, c);
        if (begin >= s->begin && !char_is_space(c)) {
            const gutter white = { white_from, x };
            if ((after_text || !inner) && overlap(white, g) >= GUTTER_MIN) {
                *ret_cut = cut_of(white, g, white_begin, begin);
                return true;
            }
            white_from = next;
            white_begin = at;
            after_text = true;
        }
        x = next;
    }
    const gutter white = { white_from, FAR };
    if (inner || overlap(white, g) < GUTTER_MIN)
        return false;
    *ret_cut = cut_of(white, g, white_begin, s->end);
    return true;
}

static bool
has_both(const strip *s, const cut *c)
{
    return c->left_end > s->begin && c->right_begin < s->end;
}

static void
side_add(side *to, yz_str text, size_t begin, size_t end)
{
    uint32_t x = 0;
    for (size_t at = begin; at < end;) {
        const uint32_t c = utf8_next(text.data, text.size, &at);
        x = cell_after(x, c);
        to->chars += !char_is_space(c);
        to->digits += char_digit(c) >= 0;
    }
    to->cells += x;
}

static bool
is_prose(const side *s, size_t lines)
{
    return s->cells >= (uint64_t)WIDTH_MIN * lines && s->digits * 3 < s->chars;
}

/* The lines from `first` on that have the gutter in common. */
static region
region_grow(yz_str text, const strip *first, size_t count, gutter g)
{
    region r = { .gutter = g, .right_x = FAR };
    side left = { 0 };
    side right = { 0 };
    size_t wanted = 0;
    for (size_t i = 0; i < count; i++) {
        const strip *s = &first[i];
        cut c;
        if ((i > 0 && s->gap > GAP_MAX) || i > wanted + ONE_SIDED_MAX ||
            !strip_cut(text, s, r.gutter, false, &c))
            break;
        if (has_both(s, &c)) {
            r.both++;
            side_add(&left, text, s->begin, c.left_end);
            side_add(&right, text, c.right_begin, s->end);
            wanted = i + 1;
        } else if (i == wanted && s->gap == 0) {
            wanted = i + 1; /* the end of the longer column */
        }
        r.gutter = c.gutter;
        if (c.right_begin < s->end && c.right_x < r.right_x)
            r.right_x = c.right_x;
    }
    r.count = wanted;
    if (r.both < LINES_MIN || r.both * 2 < r.count ||
        !is_prose(&left, r.both) || !is_prose(&right, r.both))
        r.both = 0;
    return r;
}

/* A region that begins with the strip; `both` is 0 if there is none. */
static region
region_find(yz_str text, const strip *first, size_t count)
{
    region longest = { .count = 1 };
    gutter g = { 0, FAR - 1 };
    cut c;
    while (strip_cut(text, first, g, true, &c)) {
        const region r = region_grow(text, first, count, c.gutter);
        if (r.both)
            return r;
        if (r.count > longest.count)
            longest.count = r.count;
        g.from = c.gutter.to;
    }
    return longest;
}

static yz_status
part_range(parter *p, const strip *strips, size_t count, unsigned depth,
           yz_error *err);

/* The strips of one side, their gaps and indents as the column has them. */
static size_t
take_side(parter *p, const strip *strips, const region *r, bool is_right,
          strip *to)
{
    size_t count = 0;
    const uint32_t part = ++p->parts;
    for (size_t i = 0; i < r->count; i++) {
        strip s = strips[i];
        cut c;
        if (!strip_cut(p->text, &s, r->gutter, false, &c))
            continue;
        if (is_right) {
            s.begin = c.right_begin;
            s.lead = (c.right_x - r->right_x) / 2.0;
        } else {
            s.end = c.left_end;
        }
        if (s.begin >= s.end)
            continue;
        s.part = part;
        if (count > 0)
            s.gap = s.number - to[count - 1].number - 1;
        else if (is_right)
            s.gap = 1;
        s.begins_page &= i == 0 && !is_right;
        to[count++] = s;
    }
    return count;
}

static yz_status
part_region(parter *p, const strip *strips, const region *r, unsigned depth,
            yz_error *err)
{
    strip *first = arena_array(p->arena, r->count, sizeof(*first));
    strip *other = arena_array(p->arena, r->count, sizeof(*other));
    if (!first || !other)
        return error_nomem(err);
    const size_t left = take_side(p, strips, r, false, first);
    TRY(part_range(p, first, left, depth + 1, err));
    const size_t right = take_side(p, strips, r, true, other);
    return part_range(p, other, right, depth + 1, err);
}

static yz_status
part_range(parter *p, const strip *strips, size_t count, unsigned depth,
           yz_error *err)
{
    for (size_t i = 0; i < count;) {
        region r = { .count = 1 };
        if (depth < DEPTH_MAX)
            r = region_find(p->text, &strips[i], count - i);
        if (r.both) {
            TRY(part_region(p, &strips[i], &r, depth, err));
            i += r.count;
            continue;
        }
        for (size_t k = 0; k < r.count; k++, i++)
            if (!ARRAY_PUSH(p->out, strips[i]))
                return error_nomem(err);
    }
    return YZ_OK;
}

/* Nearly no page has white space as wide as a gutter inside its lines. */
static bool
may_have_columns(yz_str text, const strip_list *strips)
{
    size_t count = 0;
    cut c;
    for (size_t i = 0; i < strips->count && count < LINES_MIN; i++)
        count += strip_cut(text, &strips->items[i], (gutter){ 0, FAR - 1 },
                           true, &c);
    return count >= LINES_MIN;
}

yz_status
strips_part_columns(yz_str text, strip_list *strips, arena *a, yz_error *err)
{
    strip_list parted = { .from = strips->from };
    parter p = { text, a, &parted, 0 };
    if (!may_have_columns(text, strips))
        return YZ_OK;
    const yz_status status =
        part_range(&p, strips->items, strips->count, 0, err);
    if (status != YZ_OK) {
        ARRAY_DISPOSE(&parted);
        return status;
    }
    ARRAY_DISPOSE(strips);
    *strips = parted;
    return YZ_OK;
}
