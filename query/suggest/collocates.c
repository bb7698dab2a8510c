/* SPDX-License-Identifier: MIT */
/*
 * The words beside the matches of a query. Words are those of the analyzer, as
 * the dictionary has them; how often each is in the index is what its posting
 * lists add up to, so that no text is read but that of the hits.
 *
 * How much a word is bound to the query is the log-likelihood ratio of Dunning
 * (1993): twice the logarithm of how much likelier the counts are if the word
 * has a frequency of its own beside the query than if it has one throughout.
 */
#include "core/base/abi.h"
#include "core/base/array.h"
#include "core/base/utf8.h"
#include "core/index/remote.h"
#include "core/index/snapshot.h"
#include "core/text/skeleton.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WINDOW_DEFAULT = 5, WINDOW_MAX = 100, LIMIT_DEFAULT = 20 };

struct yz_collocates {
    yz_allocator allocator; /* a copy: the list outlives the snapshot */
    arena arena;
    yz_collocate *items; /* the most bound first */
    size_t count;
};

/* A word beside a match, as it is met. */
typedef struct neighbour {
    yz_str term;
    bool is_gram; /* it has no list of its own, but marks in the gram's */
    uint64_t count;
} neighbour;

typedef struct collocator {
    yz_snapshot *snapshot;
    analyzer *analyzer;
    uint32_t window;
    arena terms;   /* of the neighbours */
    arena scratch; /* for one passage */
    ARRAY_OF(neighbour) found;
    uint64_t beside; /* words beside matches */
    yz_error *err;
} collocator;

/* ---- words beside matches -------------------------------------------------- */

static bool
is_gram(const yz_index *index, const skeleton *sk, const word_token *t)
{
    const uint16_t first = sk->units[t->begin];
    const uint16_t last = sk->units[t->end - 1];
    return !t->latin && t->end - t->begin <= 2 &&
           (index->fold->entries[first] & FOLD_GRAM) &&
           (index->fold->entries[last] & FOLD_GRAM) &&
           (first & 0xf800) != 0xd800 && (last & 0xf800) != 0xd800;
}

/* A gram is a word as it stands, any other in its common form. */
static yz_status
take_word(collocator *c, const skeleton *sk, const word_token *t)
{
    neighbour n = { .is_gram = is_gram(c->snapshot->index, sk, t), .count = 1 };
    n.term = n.is_gram ? skeleton_utf8(sk->units + t->begin, t->end - t->begin,
                                       &c->terms)
                       : arena_str(&c->terms, t->term);
    c->beside++;
    return n.term.data && ARRAY_PUSH(&c->found, n) ? YZ_OK
                                                   : error_nomem(c->err);
}

/* Mark the nearest words on each side, as many as the window has. */
static void
mark_window(const collocator *c, const skeleton *sk, const word_token *words,
            size_t count, yz_span match, bool *marks)
{
    uint32_t left = 0;
    uint32_t right = 0;
    for (size_t i = count; i-- > 0 && left < c->window;)
        if (sk->end[words[i].end - 1] <= match.begin) {
            marks[i] = true;
            left++;
        }
    for (size_t i = 0; i < count && right < c->window; i++)
        if (sk->begin[words[i].begin] >= match.end) {
            marks[i] = true;
            right++;
        }
}

/* A word that is beside several matches counts once. */
static yz_status
take_hit(collocator *c, yz_results *results, const yz_hit *hit)
{
    skeleton sk;
    word_token *words;
    size_t word_count;
    size_t match_count;
    const yz_match *matches;
    arena_clear(&c->scratch);
    TRY(yz_results_matches(results, &matches, &match_count, c->err));
    TRY(skeleton_make(c->snapshot->index->fold, hit->passage->text, true,
                      &c->scratch, &sk, c->err));
    TRY(analyzer_words(c->analyzer, sk.units, sk.length, &c->scratch, &words,
                       &word_count, c->err));
    bool *marks = arena_array(&c->scratch, word_count + 1, sizeof(*marks));
    if (!marks)
        return error_nomem(c->err);
    for (size_t i = 0; i < match_count; i++)
        mark_window(c, &sk, words, word_count, matches[i].text, marks);
    for (size_t i = 0; i < word_count; i++)
        if (marks[i])
            TRY(take_word(c, &sk, &words[i]));
    return YZ_OK;
}

static int
by_term(const void *a, const void *b)
{
    const neighbour *x = a;
    const neighbour *y = b;
    const int by = str_compare(x->term, y->term);
    return by ? by : (x->is_gram > y->is_gram) - (x->is_gram < y->is_gram);
}

/* Equal words become one, so that memory is that of the different ones. */
static void
add_up(collocator *c)
{
    size_t count = 0;
    neighbour *items = c->found.items;
    if (c->found.count)
        qsort(items, c->found.count, sizeof(*items), by_term);
    for (size_t i = 0; i < c->found.count; i++) {
        if (count && by_term(&items[count - 1], &items[i]) == 0)
            items[count - 1].count += items[i].count;
        else
            items[count++] = items[i];
    }
    c->found.count = count;
}

static yz_status
take_hits(collocator *c, yz_results *results)
{
    enum { FIRST_LOOK = 1 << 16 };
    yz_status status;
    const yz_hit *hit;
    size_t look = FIRST_LOOK;
    while ((status = yz_results_next(results, &hit, c->err)) == YZ_OK) {
        TRY(take_hit(c, results, hit));
        if (c->found.count < look)
            continue;
        add_up(c);
        look = c->found.count * 2 + FIRST_LOOK;
    }
    add_up(c);
    return status == YZ_DONE ? YZ_OK : status;
}

/* ---- words in the index ---------------------------------------------------- */

/* What a list adds up to; of a gram only what is above one a passage. */
static yz_status
sum_list(const posting_list *list, bool gram, uint64_t *sum, yz_error *err)
{
    posting_cursor c;
    TRY(posting_cursor_open(list, &c, err));
    while (c.passage != POSTINGS_END) {
        uint32_t frequency;
        TRY(posting_cursor_frequency(&c, &frequency, err));
        *sum += frequency - gram;
        TRY(posting_cursor_next(&c, err));
    }
    return YZ_OK;
}

static gram_key
gram_of_term(yz_str term)
{
    size_t at = 0;
    const uint32_t first = utf8_step(term.data, term.size, &at);
    return gram_of(first,
                   at < term.size ? utf8_step(term.data, term.size, &at) : 0);
}

static yz_status
count_in_segment(segment *s, const neighbour *n, uint64_t *sum, yz_error *err)
{
    list_place where;
    posting_list list;
    const yz_status found =
        n->is_gram ? segment_gram(s, gram_of_term(n->term), &where, err)
                   : segment_word(s, WORD_TEXT, n->term, &where, err);
    if (found == YZ_DONE)
        return YZ_OK;
    TRY(found);
    if (n->is_gram)
        TRY(segment_gram_list(s, &where, &list, err));
    else
        TRY(segment_word_list(s, &where, &list, err));
    return sum_list(&list, n->is_gram, sum, err);
}

static yz_status
count_in_index(collocator *c, const neighbour *n, uint64_t *ret_count)
{
    *ret_count = 0;
    for (uint32_t i = 0; i < c->snapshot->segment_count; i++)
        TRY(count_in_segment(&c->snapshot->segments[i], n, ret_count, c->err));
    return YZ_OK;
}

/* ---- how much they are bound ------------------------------------------------ */

/* k ln p, which is 0 where there is nothing to be likely. */
static double
likelihood(double k, double n)
{
    return k > 0 ? k * log(k / n) : 0;
}

/* Of 2 × 2 counts: beside the query or not, the word or another. */
static double
log_likelihood(double together, double beside, double total, double words)
{
    const double apart = total - together;
    const double others = words - beside;
    const double expected = beside * total / words;
    if (together <= expected)
        return 0;
    return 2 * (likelihood(together, beside) +
                likelihood(beside - together, beside) +
                likelihood(apart, others) + likelihood(others - apart, others) -
                likelihood(total, words) - likelihood(words - total, words));
}

static int
by_score(const void *a, const void *b)
{
    const yz_collocate *x = a;
    const yz_collocate *y = b;
    if (x->score != y->score) /* none is NaN */
        return x->score > y->score ? -1 : 1;
    return str_compare(x->text, y->text);
}

static yz_status
weigh(collocator *c, yz_collocates *to, size_t limit)
{
    const double words = (double)c->snapshot->lengths[LENGTH_WORDS];
    to->items = arena_array(&to->arena, c->found.count + 1, sizeof(*to->items));
    if (!to->items)
        return error_nomem(c->err);
    for (size_t i = 0; i < c->found.count; i++) {
        const neighbour *n = &c->found.items[i];
        yz_collocate one = { .text = arena_str(&to->arena, n->term),
                             .together = n->count };
        if (!one.text.data)
            return error_nomem(c->err);
        TRY(count_in_index(c, n, &one.total));
        if (one.total < one.together) /* frequencies stop at 255 */
            one.total = one.together;
        one.score = log_likelihood((double)one.together, (double)c->beside,
                                   (double)one.total, words);
        to->items[to->count++] = one;
    }
    qsort(to->items, to->count, sizeof(*to->items), by_score);
    to->count = to->count < limit ? to->count : limit;
    return YZ_OK;
}

/* ---- the whole -------------------------------------------------------------- */

static yz_status
collect(collocator *c, const yz_query *query, const yz_search_options *search,
        yz_error *err)
{
    yz_results *results = NULL;
    yz_search_options own = YZ_OPTIONS(yz_search_options);
    if (search)
        TRY(abi_take_options(&own, search, err));
    own.limit = UINT64_MAX;
    own.sort = YZ_SORT_SOURCE;
    if (!own.tiers)
        own.tiers = YZ_TIER_BIT(YZ_TIER_EXACT) | YZ_TIER_BIT(YZ_TIER_VARIANT);
    TRY(yz_search(c->snapshot, query, &own, &results, err));
    const yz_status status = take_hits(c, results);
    yz_results_close(results);
    return status;
}

static yz_status
collocates_make(collocator *c, const yz_query *query,
                const yz_search_options *search, size_t limit,
                yz_collocates *to)
{
    TRY(snapshot_analyzer(c->snapshot, &c->analyzer, c->err));
    TRY(collect(c, query, search, c->err));
    return weigh(c, to, limit);
}

yz_status
yz_collocate_query(yz_snapshot *snapshot, const yz_query *query,
                   const yz_search_options *search,
                   const yz_collocate_options *options,
                   yz_collocates **ret_collocates, yz_error *reterr)
{
    TRY(abi_require(snapshot, "snapshot", reterr));
    TRY(abi_require(query, "query", reterr));
    TRY(remote_refuses(snapshot->index, "counting the words beside matches",
                       reterr));
    yz_collocate_options own = YZ_OPTIONS(yz_collocate_options);
    TRY(abi_take_options(&own, options, reterr));
    TRY(store_check_process(snapshot->index->store, reterr));
    if (own.window > WINDOW_MAX)
        return error_set(reterr, YZ_E_LIMIT,
                         "a window has at most %d words on each side",
                         WINDOW_MAX);
    const yz_allocator *memory = snapshot->index->memory;
    yz_collocates *to = memory_zeroed(memory, 1, sizeof(*to));
    if (!to)
        return error_nomem(reterr);
    to->arena.from = memory_keep(&to->allocator, memory);
    collocator c = { .snapshot = snapshot,
                     .window = own.window ? own.window : WINDOW_DEFAULT,
                     .terms.from = memory,
                     .scratch.from = memory,
                     .found.from = memory,
                     .err = reterr };
    const yz_status status = collocates_make(
        &c, query, search, own.limit ? own.limit : LIMIT_DEFAULT, to);
    ARRAY_DISPOSE(&c.found);
    arena_dispose(&c.terms);
    arena_dispose(&c.scratch);
    if (status == YZ_OK)
        *ret_collocates = to;
    else
        yz_collocates_free(to);
    return status;
}

size_t
yz_collocates_count(const yz_collocates *collocates)
{
    return collocates ? collocates->count : 0;
}

yz_collocate
yz_collocates_at(const yz_collocates *collocates, size_t i)
{
    return i < yz_collocates_count(collocates) ? collocates->items[i]
                                               : (yz_collocate){ 0 };
}

void
yz_collocates_free(yz_collocates *collocates)
{
    if (!collocates)
        return;
    arena_dispose(&collocates->arena);
    const yz_allocator copy = collocates->allocator;
    memory_release(collocates->arena.from ? &copy : NULL, collocates);
}
