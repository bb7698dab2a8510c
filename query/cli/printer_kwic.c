/* SPDX-License-Identifier: MIT */
/*
 * -o kwic: a concordance, each match on a line of its own between what precedes
 * and follows it (key word in context).
 *
 *     pages/2025-01-04.txt:99     积极探索创新"  工会驿站  +"多元赋能,在
 *
 * Lines are kept until they can be aligned and sorted: LINES_HELD of them where
 * they come in the order of the hits, all of them where they are sorted by
 * their contexts. Widths are columns of a terminal.
 */
#include "core/base/arena.h"
#include "core/base/array.h"
#include "core/base/display.h"
#include "query/cli/printer.h"

#include <stdlib.h>
#include <string.h>

enum {
    WIDTH_DEFAULT = 30, /* columns on each side */
    LINES_HELD = 4096,
    PLACE_WIDTH_MAX = 120 /* longer ones are not aligned */
};

/* A match; the texts are parts of one buffer. */
typedef struct line {
    yz_str place;
    yz_str left;
    yz_str match;
    yz_str right;
    size_t number; /* of the line, to keep the order of equal ones */
} line;

struct concordance {
    ARRAY_OF(line) lines;
    arena arena;
    size_t count; /* of lines since the answer began */
};

/* ---- contexts ------------------------------------------------------------ */

static size_t
width_of(yz_str text)
{
    size_t width = 0;
    for (size_t at = 0; at < text.size;)
        width += display_width(display_next(text, &at));
    return width;
}

/* The last part of a text that fits. */
static yz_str
tail_of(yz_str text, size_t width)
{
    size_t begin = text.size;
    size_t used = 0;
    while (begin > 0) {
        size_t before = begin - 1;
        while (before > 0 && (text.data[before] & 0xc0) == 0x80)
            before--;
        size_t at = before;
        used += display_width(display_next(text, &at));
        if (used > width)
            break;
        begin = before;
    }
    return (yz_str){ text.data + begin, text.size - begin };
}

static yz_str
head_of(yz_str text, size_t width)
{
    size_t end = 0;
    size_t used = 0;
    while (end < text.size) {
        size_t next = end;
        used += display_width(display_next(text, &next));
        if (used > width)
            break;
        end = next;
    }
    return (yz_str){ text.data, end };
}

/* ---- lines --------------------------------------------------------------- */

static yz_str
place_text(arena *a, const shown_hit *h, const yz_match *m)
{
    if (!m->line)
        return arena_str(a, h->path.size ? h->path : h->hit->passage->report);
    return arena_printf(a, "%.*s:%u", (int)h->path.size, h->path.data, m->line);
}

static bool
add_line(concordance *k, const output *out, const shown_hit *h,
         const yz_match *m)
{
    const uint32_t asked = out->arguments->snippet.width;
    const size_t width = asked ? asked : WIDTH_DEFAULT;
    const yz_passage *p = h->hit->passage;
    const yz_str text = p->text;
    const yz_str before = { text.data, m->text.begin };
    const yz_str after = { text.data + m->text.end, text.size - m->text.end };
    const yz_str match = { text.data + m->text.begin,
                           m->text.end - m->text.begin };
    const line l = { .place = place_text(&k->arena, h, m),
                     .left = arena_str(&k->arena, tail_of(before, width)),
                     .match = arena_str(&k->arena, match),
                     .right = arena_str(&k->arena, head_of(after, width)),
                     .number = k->count++ };
    return l.place.data && l.left.data && l.match.data && l.right.data &&
           ARRAY_PUSH(&k->lines, l);
}

static int
by_number(const line *x, const line *y)
{
    return (x->number > y->number) - (x->number < y->number);
}

static int
by_right(const void *a, const void *b)
{
    const line *x = a;
    const line *y = b;
    const int by = str_compare(x->right, y->right);
    return by ? by : by_number(x, y);
}

/* Character by character from the match to the left. */
static int
by_left(const void *a, const void *b)
{
    const line *x = a;
    const line *y = b;
    yz_str l = x->left;
    yz_str r = y->left;
    while (l.size && r.size) {
        size_t i = l.size - 1;
        size_t j = r.size - 1;
        while (i > 0 && (l.data[i] & 0xc0) == 0x80)
            i--;
        while (j > 0 && (r.data[j] & 0xc0) == 0x80)
            j--;
        const int by = str_compare((yz_str){ l.data + i, l.size - i },
                                   (yz_str){ r.data + j, r.size - j });
        if (by)
            return by;
        l.size = i;
        r.size = j;
    }
    if (l.size != r.size)
        return l.size < r.size ? -1 : 1;
    return by_number(x, y);
}

/* ---- printing ------------------------------------------------------------- */

static void
put_spaces(const output *out, size_t count)
{
    fprintf(out->file, "%*s", (int)count, "");
}

static void
put_match(const output *out, yz_str match)
{
    if (out->color)
        fputs("\033[1;31m", out->file);
    display_put(out->file, match);
    if (out->color)
        fputs("\033[0m", out->file);
}

static void
put_line(const output *out, const line *l, size_t place_width)
{
    const uint32_t asked = out->arguments->snippet.width;
    const size_t width = asked ? asked : WIDTH_DEFAULT;
    const size_t own = width_of(l->place);
    display_put(out->file, l->place);
    put_spaces(out, (own < place_width ? place_width - own : 0) + 2);
    put_spaces(out, width - width_of(l->left));
    display_put(out->file, l->left);
    fputs("  ", out->file);
    put_match(out, l->match);
    fputs("  ", out->file);
    display_put(out->file, l->right);
    putc('\n', out->file);
}

static void
flush_lines(output *out)
{
    concordance *k = out->concordance;
    const kwic_sort sort = (kwic_sort)out->arguments->kwic_sort;
    size_t place_width = 0;
    if (k->lines.count && sort != KWIC_PLACE)
        qsort(k->lines.items, k->lines.count, sizeof(*k->lines.items),
              sort == KWIC_RIGHT ? by_right : by_left);
    for (size_t i = 0; i < k->lines.count; i++) {
        const size_t width = width_of(k->lines.items[i].place);
        if (width > place_width && width <= PLACE_WIDTH_MAX)
            place_width = width;
    }
    for (size_t i = 0; i < k->lines.count; i++)
        put_line(out, &k->lines.items[i], place_width);
    k->lines.count = 0;
    arena_clear(&k->arena);
}

static void
print_hit(output *out, const answer *a, const shown_hit *h)
{
    (void)a;
    if (!out->concordance)
        out->concordance = calloc(1, sizeof(*out->concordance));
    concordance *k = out->concordance;
    for (size_t i = 0; k && i < h->match_count; i++)
        if (!add_line(k, out, h, &h->matches[i]))
            output_no_memory(out);
    if (!k)
        output_no_memory(out);
    else if (k->lines.count >= LINES_HELD &&
             out->arguments->kwic_sort == KWIC_PLACE)
        flush_lines(out);
}

/* In a batch, each answer begins with its query. */
static void
begin_answer(output *out, const answer *a)
{
    if (!out->arguments->batch)
        return;
    fputs(a->index ? "\n> " : "> ", out->file);
    display_put(out->file, a->query);
    putc('\n', out->file);
}

static void
end_answer(output *out, const answer *a)
{
    (void)a;
    if (!out->concordance)
        return;
    flush_lines(out);
    out->concordance->count = 0;
}

static void
close_all(output *out)
{
    if (!out->concordance)
        return;
    ARRAY_DISPOSE(&out->concordance->lines);
    arena_dispose(&out->concordance->arena);
    free(out->concordance);
    out->concordance = NULL;
}

const printer printer_kwic = {
    .name = "kwic",
    .begin = begin_answer,
    .hit = print_hit,
    .end = end_answer,
    .close = close_all,
    .count = print_number,
};
