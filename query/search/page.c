/* SPDX-License-Identifier: MIT */
#include "query/search/page.h"

#include "query/search/page_hits.h"

#include <string.h>

/* The hits that a page is taken from. */
typedef struct chosen_hits {
    ranked *items; /* the first of them in order */
    size_t count;
    size_t left_out; /* hits that are not among them and come behind */
} chosen_hits;

/* Only what comes behind the cursor. */
static size_t
drop_seen(page_maker *p, ranked *all, size_t count)
{
    ranked last = p->request->cursor.last;
    size_t kept = 0;
    if (!p->request->has_cursor)
        return count;
    last.key = &p->request->cursor.key;
    for (size_t i = 0; i < count; i++)
        if (order_compare(&p->order, &all[i], &last) > 0)
            all[kept++] = all[i];
    return kept;
}

static yz_status
write_cursor(page_maker *p, size_t left, result_page *page)
{
    if (!page->count || !left)
        return YZ_OK;
    ranked *last = &page->hits[page->count - 1];
    const order_key *key = order_key_of(&p->order, last);
    if (!key)
        return p->order.status;
    const cursor next = { .query = p->request->hash,
                          .tiers = p->summary->tiers_run,
                          .every_word = p->request->every_word,
                          .sort = p->request->sort,
                          .passed = page->rank_before + page->count,
                          .last = *last,
                          .key = *key };
    page->cursor = cursor_encode(&next, p->kept);
    return page->cursor.data ? YZ_OK : error_nomem(p->err);
}

/* Put those hits on the page that are asked for: they are in order. */
static yz_status
select_page(page_maker *p, const chosen_hits *c, result_page *page)
{
    const request *r = p->request;
    const size_t skipped = r->offset < c->count ? (size_t)r->offset : c->count;
    const size_t rest = c->count - skipped;
    page->count = r->limit < rest ? (size_t)r->limit : rest;
    page->hits = arena_array(p->kept, page->count + 1, sizeof(*page->hits));
    if (!page->hits)
        return error_nomem(p->err);
    if (page->count)
        memcpy(page->hits, c->items + skipped,
               page->count * sizeof(*page->hits));
    return write_cursor(p, c->left_out + rest - page->count, page);
}

/* In all hits, whether or not they are scored. */
static yz_status
count_facets(page_maker *p, result_page *page)
{
    size_t count = 0;
    if (!p->request->facets && !p->request->facet_member_count)
        return YZ_OK;
    ranked *all = arena_uninitialized(p->arena, p->total + 1, sizeof(*all));
    if (!all)
        return error_nomem(p->err);
    for (uint32_t i = 0; i < p->understanding->snapshot->segment_count; i++)
        for (uint32_t j = 0; j < p->sets[i].count; j++)
            all[count++] = page_ranked(p, i, j, 0);
    for (int i = 0; i < YZ_FACET_COUNT; i++)
        if (p->request->facets & YZ_FACET_BIT(i))
            TRY(facet_count((yz_facet)i, p->request->tiers_counted, all, count,
                            p->kept, &page->facets[i], p->err));
    for (int i = YZ_FACET_YEAR; p->request->facet_gaps && i <= YZ_FACET_DAY;
         i++)
        TRY(facet_fill_gaps((yz_facet)i, p->kept, &page->facets[i], p->err));
    page->member_count = p->request->facet_member_count;
    page->members =
        arena_array(p->kept, page->member_count + 1, sizeof(*page->members));
    if (!page->members)
        return error_nomem(p->err);
    for (size_t i = 0; i < page->member_count; i++)
        TRY(facet_count_member(p->request->facet_members[i],
                               p->request->tiers_counted, all, count, p->kept,
                               &page->members[i], p->err));
    return YZ_OK;
}

/* What all matches are, before any is left out. */
static yz_status
take_matches(page_maker *p, const matches *m)
{
    const uint32_t segments = p->understanding->snapshot->segment_count;
    p->scores = arena_array(p->arena, segments + 1, sizeof(*p->scores));
    if (!p->scores)
        return error_nomem(p->err);
    p->matches = m;
    p->sets = m->sets;
    for (uint32_t i = 0; i < segments; i++)
        p->total += m->sets[i].count;
    if (m->lists)
        p->total = m->summary.counts[YZ_TIER_EXACT];
    return YZ_OK;
}

/*
 * The hits that can be on the page, as far as it goes in order.
 * @param ret_proved  false: they must be chosen in another way
 */
static yz_status
choose_hits(page_maker *p, chosen_hits *ret, bool *ret_proved)
{
    chosen_hits c = { 0 };
    TRY(page_hits_find(p, &c.items, &c.count));
    *ret_proved = !p->pruned.gave_up;
    if (!*ret_proved)
        return YZ_OK;
    c.left_out = p->total - c.count;
    c.count = drop_seen(p, c.items, c.count);
    const uint64_t end = page_end(p);
    TRY(order_select(&p->order, c.items, c.count,
                     end < c.count ? (size_t)end : c.count));
    *ret = c;
    return page_hits_prove(p, c.items, c.count, ret_proved);
}

static yz_status
make(page_maker *p, const matches *m, result_page *page)
{
    chosen_hits chosen = { 0 };
    bool proved;
    TRY(take_matches(p, m));
    TRY(count_facets(p, page));
    page->rank_before = p->request->offset + p->request->cursor.passed;
    if (p->request->count_only || !p->total)
        return YZ_OK;
    TRY(page_hits_weigh(p));
    p->pruning = page_hits_pruning(p);
    TRY(choose_hits(p, &chosen, &proved));
    if (!proved) {
        p->pruning = PRUNE_BEST_FIRST;
        TRY(choose_hits(p, &chosen, &proved));
    }
    return select_page(p, &chosen, page);
}

yz_status
page_make(const search_context *c, const matches *m, arena *kept,
          result_page *ret_page)
{
    page_maker p = { .context = c,
                     .request = c->request,
                     .understanding = c->understanding,
                     .summary = &m->summary,
                     .order = { .sort = c->request->sort,
                                .reverse = c->request->reverse,
                                .cancellation = c->cancellation,
                                .arena = kept,
                                .scratch.from = kept->from,
                                .err = c->err },
                     .kept = kept,
                     .arena = c->arena,
                     .err = c->err };
    result_page page = { 0 };
    const yz_status status = make(&p, m, &page);
    arena_dispose(&p.order.scratch);
    *ret_page = page;
    return status;
}
