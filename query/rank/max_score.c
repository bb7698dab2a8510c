/* SPDX-License-Identifier: MIT */
/*
 * A segment is gone through in windows of passages, in each of which the lists
 * of the terms are added up side by side, those that can give most first. Once
 * the best so far are known, a window needs the last lists no more as soon as
 * what they could still give lifts only few of its hits among the best.
 *
 * Sums are in single precision and in another order than score_hits() adds
 * up, so they are held to be wrong by `slack` of themselves, either way.
 */
#include "query/rank/max_score.h"
#include "query/rank/curve.h"
#include "query/rank/term_lists.h"
#include "query/rank/threshold.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

enum {
    WINDOW = 1 << 15, /**< passages: their sums stay in the nearest caches */
    POSTINGS_A_SEEK =
        16 /**< as score_hits() looks for the hits that are left */
};

/* A term in a segment. */
typedef struct term_scorer {
    const rank_term *term;
    term_lists lists;
    uint32_t *blocks; /**< by list: the first that was not left behind */
    uint64_t postings;
    float factor;
    float bound;      /**< no passage earns more */
    float gains[256]; /**< of a frequency of 1, by length code */
    float norms[256];
} term_scorer;

/* A hit that may be among the best. */
typedef struct competitive_hit {
    uint32_t number; /**< of the hit */
    float most;      /**< it can have */
} competitive_hit;

typedef struct competitive_list {
    competitive_hit *items;
    uint32_t count;
} competitive_list;

/* What narrowing the hits of one segment works on. */
typedef struct segment_pruner {
    const pruning *pruning;
    arena *arena; /**< of what is needed for one segment */
    segment *segment;
    const passage_set *hits;
    term_scorer *scorers; /**< of falling bounds */
    size_t scorer_count;
    float certain[256]; /**< what each hit has for sure, by length code */
    float slack;
    threshold *best;
    competitive_list found;
    /* The window. */
    uint32_t begin;
    uint32_t end;
    uint32_t hit_begin;
    uint32_t hit_end;
    const uint8_t *codes[LENGTH_SPACE_COUNT];
    uint8_t code_room[LENGTH_SPACE_COUNT][WINDOW];
    float sums[WINDOW];
    uint64_t seen[WINDOW / 64]; /**< another form of the term was there */
} segment_pruner;

/* ---- terms -------------------------------------------------------------- */

/* The most that a list can give. Its lengths are those of its own space. */
static float
list_bound(const term_scorer *c, const posting_list *list)
{
    const uint32_t times = term_count(c->lists.mode, list->bound.frequency);
    const uint8_t code = c->lists.mode == COUNT_MARKS ? 0 : list->bound.length;
    if (c->lists.mode != COUNT_ONCE &&
        list->bound.frequency == POSTING_BOUND_OPEN)
        return c->factor;
    return c->factor * (float)times / ((float)times + c->norms[code]);
}

static void
scorer_bound(term_scorer *c)
{
    for (uint32_t i = 0; i < c->lists.count; i++) {
        const float bound = list_bound(c, &c->lists.items[i]);
        c->bound = bound > c->bound ? bound : c->bound;
        c->postings += c->lists.items[i].count;
    }
}

/* The term's lists, and what is known of all that have it. */
static yz_status
scorer_make(segment_pruner *r, const rank_term *term, term_scorer *c)
{
    double norms[256];
    const pruning *of = r->pruning;
    TRY(cancellation_poll(of->cancellation, of->err));
    *c = (term_scorer){ .term = term };
    TRY(term_lists_open(term, r->segment, r->arena, &c->lists, of->err));
    if (!c->lists.count && !term->certain)
        return YZ_OK;
    c->factor = (float)(term->weight * term->idf);
    curve_norms(term, of->snapshot, norms);
    for (uint32_t code = 0; code < 256; code++) {
        c->norms[code] = (float)norms[code];
        c->gains[code] = (float)(term->weight * term->idf / (1 + norms[code]));
    }
    c->blocks = arena_array(r->arena, c->lists.count + 1, sizeof(*c->blocks));
    if (!c->blocks)
        return error_nomem(of->err);
    scorer_bound(c);
    return YZ_OK;
}

static int
scorer_compare(const void *a, const void *b)
{
    const term_scorer *x = a;
    const term_scorer *y = b;
    return (x->bound < y->bound) - (x->bound > y->bound);
}

/* Terms that every hit of the tier has go into one table (all are grams). */
static yz_status
scorers_make(segment_pruner *r)
{
    const rank_terms *terms = r->pruning->terms;
    r->scorers =
        arena_uninitialized(r->arena, terms->count + 1, sizeof(term_scorer));
    if (!r->scorers)
        return error_nomem(r->pruning->err);
    for (size_t t = 0; t < terms->count; t++) {
        const rank_term *term = &terms->items[t];
        term_scorer *c = &r->scorers[r->scorer_count];
        TRY(scorer_make(r, term, c));
        if (term->certain && r->pruning->tier <= YZ_TIER_VARIANT)
            for (uint32_t code = 0; code < 256; code++)
                r->certain[code] += c->gains[code];
        else if (c->lists.count)
            r->scorer_count++;
    }
    qsort(r->scorers, r->scorer_count, sizeof(term_scorer), scorer_compare);
    return YZ_OK;
}

/* ---- a window ------------------------------------------------------------ */

static bool
is_pruned(const segment_pruner *r, const hit *h)
{
    return h->tier == r->pruning->tier && !h->loss;
}

/* Codes are read in place, but for a window that lies in two chunks. */
static yz_status
read_codes(segment_pruner *r, length_space space)
{
    uint8_t *room = r->code_room[space];
    uint32_t count;
    TRY(segment_lengths(r->segment, space, r->begin, &r->codes[space], &count,
                        r->pruning->err));
    if (count >= r->end - r->begin)
        return YZ_OK;
    memcpy(room, r->codes[space], count);
    for (uint32_t at = r->begin + count; at < r->end; at += count) {
        const uint8_t *codes;
        TRY(segment_lengths(r->segment, space, at, &codes, &count,
                            r->pruning->err));
        if (count > r->end - at)
            count = r->end - at;
        memcpy(room + (at - r->begin), codes, count);
    }
    r->codes[space] = room;
    return YZ_OK;
}

static yz_status
read_all_codes(segment_pruner *r)
{
    for (int space = 0; space < LENGTH_SPACE_COUNT; space++)
        TRY(read_codes(r, (length_space)space));
    return YZ_OK;
}

static void
begin_sums(segment_pruner *r)
{
    const uint8_t *codes = r->codes[LENGTH_HAN];
    for (uint32_t i = r->hit_begin; i < r->hit_end; i++) {
        const uint32_t at = r->hits->hits[i].passage - r->begin;
        r->sums[at] = r->certain[codes[at]];
    }
}

/* Was the passage not counted for the term yet? It is from now on. */
static inline bool
see(segment_pruner *r, uint32_t at)
{
    const uint64_t bit = 1ull << at % 64;
    const bool is_new = !(r->seen[at / 64] & bit);
    r->seen[at / 64] |= bit;
    return is_new;
}

static void
add_once(segment_pruner *r, const term_scorer *c, const uint32_t *passages,
         uint32_t count)
{
    const uint8_t *codes = r->codes[curve_space(c->term)];
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t at = passages[i] - r->begin;
        r->sums[at] += c->gains[codes[at]];
    }
}

static void
add_counted(segment_pruner *r, const term_scorer *c, const uint32_t *passages,
            const uint32_t *frequencies, uint32_t count)
{
    const uint8_t *codes = r->codes[curve_space(c->term)];
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t at = passages[i] - r->begin;
        const uint32_t times = term_count(c->lists.mode, frequencies[i]);
        if (!times || (c->lists.count > 1 && !see(r, at)))
            continue;
        r->sums[at] += times == 1 ? c->gains[codes[at]]
                                  : c->factor * (float)times /
                                        ((float)times + c->norms[codes[at]]);
    }
}

/* Add up what a block has in the window. */
static yz_status
add_block(segment_pruner *r, const term_scorer *c, const posting_list *list,
          const posting_block *block, bool *ret_goes_on)
{
    uint32_t passages[POSTINGS_BLOCK_MAX];
    uint32_t frequencies[POSTINGS_BLOCK_MAX] = { 0 };
    yz_error *err = r->pruning->err;
    uint32_t first = 0;
    uint32_t last = block->count;
    TRY(postings_block_passages(list, block, passages, err));
    while (first < last && passages[first] < r->begin)
        first++;
    while (last > first && passages[last - 1] >= r->end)
        last--;
    *ret_goes_on = last < block->count;
    if (c->lists.mode == COUNT_ONCE && c->lists.count == 1) {
        add_once(r, c, passages + first, last - first);
        return YZ_OK;
    }
    if (c->lists.mode != COUNT_ONCE)
        TRY(postings_block_frequencies(list, block, frequencies, err));
    add_counted(r, c, passages + first, frequencies + first, last - first);
    return YZ_OK;
}

static yz_status
add_list(segment_pruner *r, const term_scorer *c, uint32_t number)
{
    const posting_list *list = &c->lists.items[number];
    uint32_t *next = &c->blocks[number];
    for (; *next < list->block_count; ++*next) {
        posting_block block;
        bool goes_on;
        TRY(postings_block(list, *next, &block, r->pruning->err));
        if (block.first >= r->end)
            break;
        if (block.limit <= r->begin)
            continue;
        TRY(add_block(r, c, list, &block, &goes_on));
        if (goes_on)
            break;
    }
    return YZ_OK;
}

static yz_status
add_scorer(segment_pruner *r, const term_scorer *c)
{
    TRY(cancellation_poll(r->pruning->cancellation, r->pruning->err));
    if (c->lists.count > 1)
        memset(r->seen, 0, sizeof(r->seen));
    for (uint32_t i = 0; i < c->lists.count; i++)
        TRY(add_list(r, c, i));
    return YZ_OK;
}

/* The score that a hit must reach; below all where it is not known yet. */
static float
wanted_score(const segment_pruner *r)
{
    const threshold *best = r->best;
    return best->count < best->room ? -1 : (float)best->levels[0].score;
}

static inline float
most_of(const segment_pruner *r, const hit *h, float rest)
{
    return (r->sums[h->passage - r->begin] + rest) * (1 + r->slack);
}

/* Hits that may be among the best if all else gives them `rest`. */
static uint32_t
count_competitive(const segment_pruner *r, float rest)
{
    const float wanted = wanted_score(r);
    uint32_t count = 0;
    for (uint32_t i = r->hit_begin; i < r->hit_end; i++)
        count += most_of(r, &r->hits->hits[i], rest) >= wanted;
    return count;
}

/*
 * Is it cheaper to look for the contenders in the lists from `next` on than to
 * add those up? Asking costs a look at each hit, too.
 */
static bool
may_stop(const segment_pruner *r, size_t next, float rest)
{
    const uint32_t hits = r->hit_end - r->hit_begin;
    const float share =
        (float)(r->end - r->begin) / (float)r->segment->info.passages;
    float postings = 0;
    if (rest >= wanted_score(r))
        return false;
    for (size_t i = next; i < r->scorer_count; i++)
        postings += (float)r->scorers[i].postings * share;
    if (postings < (float)hits / 2)
        return false;
    const float seeks =
        (float)count_competitive(r, rest) * (float)(r->scorer_count - next);
    return seeks * POSTINGS_A_SEEK < postings;
}

static void
collect(segment_pruner *r, float rest)
{
    for (uint32_t i = r->hit_begin; i < r->hit_end; i++) {
        const hit *h = &r->hits->hits[i];
        const float most = most_of(r, h, rest);
        if (most < wanted_score(r) || !is_pruned(r, h))
            continue;
        const float least = r->sums[h->passage - r->begin] * (1 - r->slack);
        threshold_offer(r->best, (rank_level){ h->tier, 0, (double)least });
        r->found.items[r->found.count++] = (competitive_hit){ i, most };
    }
}

static yz_status
run_window(segment_pruner *r)
{
    float rest = 0;
    size_t next = 0;
    TRY(read_all_codes(r));
    begin_sums(r);
    for (size_t i = 0; i < r->scorer_count; i++)
        rest += r->scorers[i].bound;
    while (next < r->scorer_count && !may_stop(r, next, rest)) {
        TRY(add_scorer(r, &r->scorers[next]));
        rest -= r->scorers[next++].bound;
    }
    collect(r, next < r->scorer_count && rest > 0 ? rest : 0);
    return YZ_OK;
}

/* ---- a segment ------------------------------------------------------------ */

static yz_status
run_segment(segment_pruner *r)
{
    const pruning *c = r->pruning;
    const hit *hits = r->hits->hits;
    r->found.items = arena_uninitialized(c->arena, (size_t)r->hits->count + 1,
                                         sizeof(competitive_hit));
    if (!r->found.items)
        return error_nomem(c->err);
    TRY(scorers_make(r));
    r->slack = (float)(c->terms->count + 8) * FLT_EPSILON;
    while (r->hit_end < r->hits->count) {
        r->hit_begin = r->hit_end;
        r->begin = hits[r->hit_begin].passage / WINDOW * WINDOW;
        r->end = r->begin + WINDOW < r->segment->info.passages
                     ? r->begin + WINDOW
                     : r->segment->info.passages;
        while (r->hit_end < r->hits->count && hits[r->hit_end].passage < r->end)
            r->hit_end++;
        TRY(run_window(r));
    }
    return YZ_OK;
}

/* Contenders, and what is not in the contest because it is better. */
static yz_status
keep_segment(const pruning *c, const competitive_list *found,
             const threshold *best, passage_set *hits)
{
    passage_set kept = passage_set_new(c->arena, hits->count);
    const double wanted = best->count < best->room ? -1 : best->levels[0].score;
    uint32_t next = 0;
    if (!kept.hits)
        return error_nomem(c->err);
    for (uint32_t i = 0; i < hits->count; i++) {
        const hit *h = &hits->hits[i];
        bool stays = h->tier < c->tier || (h->tier == c->tier && h->loss);
        if (next < found->count && found->items[next].number == i)
            stays = (double)found->items[next++].most >= wanted;
        if (stays)
            kept.hits[kept.count++] = *h;
    }
    *hits = kept;
    return YZ_OK;
}

static yz_status
keep_all(const pruning *c, segment_pruner *r, arena *a, threshold *best,
         passage_set *hits)
{
    const uint32_t segments = c->snapshot->segment_count;
    competitive_list *found =
        arena_array(c->arena, segments + 1, sizeof(*found));
    if (!found)
        return error_nomem(c->err);
    for (uint32_t i = 0; i < segments; i++) {
        arena_clear(a);
        *r = (segment_pruner){ .pruning = c,
                               .arena = a,
                               .segment = &c->snapshot->segments[i],
                               .hits = &hits[i],
                               .best = best };
        TRY(run_segment(r));
        found[i] = r->found;
    }
    for (uint32_t i = 0; i < segments; i++)
        TRY(keep_segment(c, &found[i], best, &hits[i]));
    return YZ_OK;
}

yz_status
max_score_prune(const pruning *c, passage_set *hits)
{
    threshold best = threshold_make(c->arena, c->wanted);
    segment_pruner *r = arena_uninitialized(c->arena, 1, sizeof(*r));
    if (!best.levels || !r)
        return error_nomem(c->err);
    arena a = { .from = c->arena->from };
    const yz_status status = keep_all(c, r, &a, &best, hits);
    arena_dispose(&a);
    return status;
}
