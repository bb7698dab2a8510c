/* SPDX-License-Identifier: MIT */
/*
 * At most half of the spare width is used in front of the match: from the
 * beginning of its sentence, or as many whole clauses as fit. Then as much as
 * fits after it, to the end of a sentence if that is not far from the edge.
 * Width that is left over is used in front again, so that the last match of a
 * passage is shown with what leads to it.
 */
#include "query/show/extent.h"

static uint32_t
smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* `at` - `by`, but not below `least`. */
static uint32_t
back_from(uint32_t at, uint32_t by, uint32_t least)
{
    return at - least < by ? least : at - by;
}

/* The characters that an extract around a core may include. */
static extent
reach_of(const characters *c, extent core, uint32_t far)
{
    uint32_t begin = core.begin;
    uint32_t end = core.end;
    while (begin > c->first && core.begin - begin < far &&
           !c->items[begin - 1].shown)
        begin--;
    while (end < c->last && end - core.end < far && !c->items[end].shown)
        end++;
    return (extent){ begin, end };
}

/* Whether an extract that ends here cuts off nothing that is not shown. */
static bool
is_border(const characters *c, uint32_t at)
{
    return at <= c->first || at >= c->last || c->items[at].shown ||
           c->items[at - 1].shown;
}

static cut
cut_at(const characters *c, uint32_t at)
{
    return is_border(c, at) ? CUT_SENTENCE : (cut)c->items[at].cut;
}

/* The first position of [from, to] with such a cut, or `none`. */
static uint32_t
first_cut(const characters *c, uint32_t from, uint32_t to, cut least,
          uint32_t none)
{
    for (uint32_t at = from; at <= to; at++)
        if (cut_at(c, at) >= least)
            return at;
    return none;
}

static uint32_t
last_cut(const characters *c, uint32_t from, uint32_t to, cut least,
         uint32_t none)
{
    for (uint32_t at = to + 1; at-- > from;)
        if (cut_at(c, at) >= least)
            return at;
    return none;
}

static uint32_t
begin_near(const characters *c, extent reach, uint32_t low, uint32_t high)
{
    const uint32_t none = UINT32_MAX;
    uint32_t at = last_cut(c, low, high, CUT_SENTENCE, none);
    if (at == none)
        at = first_cut(c, low, high, CUT_CLAUSE, none);
    if (at == none)
        at = first_cut(c, low, high, CUT_EDGE, none);
    if (at == none)
        at = last_cut(c, reach.begin, low, CUT_EDGE, none);
    return at == none ? low : at;
}

static uint32_t
end_near(const characters *c, extent reach, uint32_t low, uint32_t high)
{
    const uint32_t none = UINT32_MAX;
    /* Up to half of what could be shown is given up for a better end. */
    const uint32_t half = low + (high - low) / 2;
    uint32_t at = last_cut(c, half, high, CUT_SENTENCE, none);
    if (at == none)
        at = last_cut(c, half, high, CUT_CLAUSE, none);
    if (at == none)
        at = last_cut(c, low, high, CUT_EDGE, none);
    if (at == none)
        at = first_cut(c, high, smaller(reach.end, high + EXTENT_SLACK),
                       CUT_EDGE, none);
    return at == none ? high : at;
}

/*
 * Use the width that the end left over: extend the beginning by whole
 * sentences, or as far as the cut is no worse than now; by clauses too if much
 * is left.
 */
static uint32_t
begin_filled(const characters *c, uint32_t low, uint32_t begin, uint32_t width)
{
    if (low >= begin)
        return begin;
    const cut now = cut_at(c, begin);
    const cut most = begin - low > width / 3 ? CUT_CLAUSE : CUT_SENTENCE;
    const cut least = now < most ? now : most;
    const uint32_t sentence = first_cut(c, low, begin, CUT_SENTENCE, begin);
    if (sentence < begin)
        return sentence;
    return first_cut(c, low, begin, least > CUT_EDGE ? least : CUT_EDGE, begin);
}

static extent
trimmed(const characters *c, extent e, extent core)
{
    while (e.begin < core.begin && c->items[e.begin].space)
        e.begin++;
    while (e.end > core.end && c->items[e.end - 1].space)
        e.end--;
    return e;
}

extent
extent_around(const characters *c, extent core, uint32_t width)
{
    const uint32_t size = core.end - core.begin;
    const uint32_t spare = width > size ? width - size : 0;
    const extent reach = reach_of(c, core, spare + EXTENT_SLACK);
    extent e;
    e.begin = begin_near(
        c, reach, back_from(core.begin, spare / 2, reach.begin), core.begin);
    const uint32_t left = spare - smaller(spare, core.begin - e.begin);
    e.end = end_near(c, reach, core.end,
                     core.end + smaller(left, reach.end - core.end));
    const uint32_t used = e.end - core.begin;
    e.begin = begin_filled(
        c, back_from(core.begin, width - smaller(width, used), reach.begin),
        e.begin, width);
    return trimmed(c, e, core);
}
