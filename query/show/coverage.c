/* SPDX-License-Identifier: MIT */
/*
 * A window slides over the highlights: it begins with each of them in turn and
 * includes those that end within its width. Each highlight enters and leaves
 * once, so a choice is linear in the number of marks. Windows are compared by
 * the weight of clauses that no extract shows yet, each counted once; then by
 * the weight of repeats; then by how close the marks are; then by position.
 *
 * A passage of a megabyte may have 100,000 matches, and all of them may be
 * asked for. So after some extracts that were chosen like this, further ones
 * show the remaining highlights in order, which needs no search.
 */
#include "query/show/coverage.h"

#include <math.h>

enum { CHOSEN_ROUNDS_MAX = 16 };

typedef struct clause {
    double weight;
    size_t count; /* of its marks in the window */
    bool seen;    /* an extract shows it */
} clause;

/* What a window shows. */
typedef struct worth {
    double fresh;
    double repeats;
    uint32_t size;
} worth;

/* ---- highlights ---------------------------------------------------------- */

static yz_status
highlights_make(coverage *v, yz_str text, arena *a, yz_error *err)
{
    const characters *c = v->characters;
    size_t count = 0;
    highlight *items = arena_array(a, v->mark_count + 1, sizeof(*items));
    if (!items)
        return error_nomem(err);
    for (size_t i = 0; i < v->mark_count && c->count; i++) {
        const yz_span span = v->marks[i].text;
        if (span.begin >= span.end || span.end > text.size)
            continue;
        if (!count || span.begin >= items[count - 1].text.end)
            items[count++] = (highlight){ .text = span, .mark = i };
        highlight *h = &items[count - 1];
        h->mark_end = i + 1;
        if (span.end > h->text.end)
            h->text.end = span.end;
    }
    for (size_t i = 0; i < count; i++)
        items[i].extent =
            (extent){ characters_find(c, items[i].text.begin),
                      characters_find(c, items[i].text.end - 1) + 1 };
    v->highlights = items;
    v->highlight_count = count;
    return YZ_OK;
}

static yz_status
clauses_make(coverage *v, arena *a, yz_error *err)
{
    uint32_t last = 0;
    for (size_t i = 0; i < v->mark_count; i++)
        if (v->marks[i].clause > last)
            last = v->marks[i].clause;
    v->clauses = arena_array(a, (size_t)last + 1, sizeof(*v->clauses));
    if (!v->clauses)
        return error_nomem(err);
    for (size_t i = 0; i < v->mark_count; i++) {
        clause *of = &v->clauses[v->marks[i].clause];
        if (v->marks[i].weight > of->weight)
            of->weight = v->marks[i].weight;
    }
    return YZ_OK;
}

static bool
is_shown(const coverage *v, size_t i)
{
    return v->characters->items[v->highlights[i].extent.begin].shown;
}

/* ---- the window ---------------------------------------------------------- */

/* Whether the clause counts as new when a mark of it enters or left last. */
static bool
is_fresh(const clause *of)
{
    return of->count == 0 && !of->seen;
}

static void
window_take(coverage *v, size_t i, worth *w)
{
    const highlight *h = &v->highlights[i];
    for (size_t m = h->mark; m < h->mark_end; m++) {
        clause *of = &v->clauses[v->marks[m].clause];
        *(is_fresh(of) ? &w->fresh : &w->repeats) += of->weight;
        of->count++;
    }
}

static void
window_drop(coverage *v, size_t i, worth *w)
{
    const highlight *h = &v->highlights[i];
    for (size_t m = h->mark; m < h->mark_end; m++) {
        clause *of = &v->clauses[v->marks[m].clause];
        of->count--;
        *(is_fresh(of) ? &w->fresh : &w->repeats) -= of->weight;
    }
}

/* Sums of the same weights in another order are equal. */
static int
weight_compare(double a, double b)
{
    if (fabs(a - b) <= 1e-9 * (fabs(a) + fabs(b)))
        return 0;
    return a < b ? -1 : 1;
}

static bool
is_better(const worth *w, const worth *best)
{
    const int fresh = weight_compare(w->fresh, best->fresh);
    if (fresh)
        return fresh > 0;
    const int repeats = weight_compare(w->repeats, best->repeats);
    if (repeats)
        return repeats > 0;
    return w->size < best->size;
}

/*
 * Only what shows something new must be in the extract. Repeats after it are
 * shown as far as context is.
 */
static extent
core_of(coverage *v, size_t first, size_t end)
{
    worth w = { 0 };
    size_t last = first;
    for (size_t i = first; i < end; i++) {
        const double fresh = w.fresh;
        window_take(v, i, &w);
        if (w.fresh > fresh)
            last = i;
    }
    for (size_t i = first; i < end; i++)
        window_drop(v, i, &w);
    return (extent){ v->highlights[first].extent.begin,
                     v->highlights[last].extent.end };
}

/* The first shown character from `at`, or `end`. */
static uint32_t
next_shown(const characters *c, uint32_t at, uint32_t end)
{
    while (at < end && !c->items[at].shown)
        at++;
    return at;
}

static extent
best_window(coverage *v, uint32_t width)
{
    const uint32_t count = v->characters->count;
    worth best = { .fresh = -1 };
    worth w = { 0 };
    size_t best_first = v->first;
    size_t best_end = v->first + 1;
    size_t end = v->first;
    uint32_t free_end = 0; /* shown, or as far as the window reaches */
    for (size_t i = v->first; i < v->highlight_count; i++) {
        const uint32_t begin = v->highlights[i].extent.begin;
        if (is_shown(v, i))
            continue;
        free_end =
            next_shown(v->characters, free_end > begin ? free_end : begin,
                       count - begin > width ? begin + width : count);
        if (end <= i) {
            w = (worth){ 0 };
            window_take(v, i, &w);
            end = i + 1;
        }
        while (end < v->highlight_count &&
               v->highlights[end].extent.end <= free_end)
            window_take(v, end++, &w);
        w.size = v->highlights[end - 1].extent.end - begin;
        if (is_better(&w, &best)) {
            best = w;
            best_first = i;
            best_end = end;
        }
        window_drop(v, i, &w);
    }
    return core_of(v, best_first, best_end);
}

/* ---- public -------------------------------------------------------------- */

yz_status
coverage_make(yz_str text, const snippet_mark *marks, size_t mark_count,
              characters *c, arena *a, coverage *ret_coverage, yz_error *err)
{
    coverage v = { .marks = marks, .mark_count = mark_count, .characters = c };
    TRY(highlights_make(&v, text, a, err));
    TRY(clauses_make(&v, a, err));
    *ret_coverage = v;
    return YZ_OK;
}

bool
coverage_choose(coverage *v, uint32_t width, extent *ret_core)
{
    while (v->first < v->highlight_count && is_shown(v, v->first))
        v->first++;
    if (v->first == v->highlight_count)
        return false;
    *ret_core = v->rounds < CHOSEN_ROUNDS_MAX ? best_window(v, width)
                                              : v->highlights[v->first].extent;
    v->rounds++;
    return true;
}

/* The first highlight that begins at or after the character. */
static size_t
highlight_from(const coverage *v, uint32_t at)
{
    size_t low = 0;
    size_t high = v->highlight_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (v->highlights[middle].extent.begin < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void
coverage_show(coverage *v, extent shown)
{
    for (uint32_t at = shown.begin; at < shown.end; at++)
        v->characters->items[at].shown = true;
    for (size_t i = highlight_from(v, shown.begin);
         i < v->highlight_count && v->highlights[i].extent.begin < shown.end;
         i++)
        for (size_t m = v->highlights[i].mark; m < v->highlights[i].mark_end;
             m++)
            v->clauses[v->marks[m].clause].seen = true;
}
