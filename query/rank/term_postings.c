/* SPDX-License-Identifier: MIT */
#include "query/rank/term_postings.h"

static yz_status
make_room(term_postings *p, uint32_t count, bool counts, arena *a,
          yz_error *err)
{
    const size_t room = (size_t)count + 1;
    *p = (term_postings){
        .passages = arena_uninitialized(a, room, sizeof(uint32_t)),
        .frequencies =
            counts ? arena_uninitialized(a, room, sizeof(uint32_t)) : NULL,
    };
    return p->passages && (p->frequencies || !counts) ? YZ_OK
                                                      : error_nomem(err);
}

/* Leave out those that the term does not occur in. */
static void
count_term(count_mode mode, term_postings *p)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < p->count; i++) {
        const uint32_t frequency = term_count(mode, p->frequencies[i]);
        p->passages[count] = p->passages[i];
        p->frequencies[count] = frequency;
        count += frequency > 0;
    }
    p->count = count;
}

static yz_status
decode_list(const posting_list *list, count_mode mode, arena *a,
            term_postings *ret, yz_error *err)
{
    TRY(make_room(ret, list->count, mode != COUNT_ONCE, a, err));
    TRY(postings_decode(list, ret->passages, ret->frequencies, err));
    ret->count = list->count;
    if (mode != COUNT_ONCE)
        count_term(mode, ret);
    return YZ_OK;
}

static void
push(term_postings *to, const term_postings *from, uint32_t i)
{
    if (to->frequencies)
        to->frequencies[to->count] = from->frequencies[i];
    to->passages[to->count++] = from->passages[i];
}

/* Those of both; what x has counts as in x. */
static yz_status
unite(const term_postings *x, const term_postings *y, arena *a,
      term_postings *ret, yz_error *err)
{
    uint32_t i = 0;
    uint32_t j = 0;
    TRY(make_room(ret, x->count + y->count, x->frequencies, a, err));
    while (i < x->count || j < y->count) {
        const uint32_t of_x = i < x->count ? x->passages[i] : POSTINGS_END;
        const uint32_t of_y = j < y->count ? y->passages[j] : POSTINGS_END;
        if (of_x <= of_y)
            push(ret, x, i);
        else
            push(ret, y, j);
        i += of_x <= of_y;
        j += of_y <= of_x;
    }
    return YZ_OK;
}

yz_status
term_postings_decode(const term_lists *lists, arena *a,
                     term_postings *ret_postings, yz_error *err)
{
    term_postings all = { 0 };
    for (uint32_t i = 0; i < lists->count; i++) {
        term_postings one;
        const term_postings before = all;
        TRY(decode_list(&lists->items[i], lists->mode, a, &one, err));
        all = one;
        if (i)
            TRY(unite(&before, &one, a, &all, err));
    }
    *ret_postings = all;
    return YZ_OK;
}
