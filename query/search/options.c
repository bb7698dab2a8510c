/* SPDX-License-Identifier: MIT */
/*
 * The options of a search: from the caller's struct to tiers, filter and
 * cursor.
 */
#include "core/base/hash.h"
#include "core/report/date.h"
#include "query/search/search.h"

enum { LIMIT_DEFAULT = 10 };

static const uint32_t TIERS_DEFAULT =
    YZ_TIER_BIT(YZ_TIER_EXACT) | YZ_TIER_BIT(YZ_TIER_VARIANT) |
    YZ_TIER_BIT(YZ_TIER_LOOKALIKE) | YZ_TIER_BIT(YZ_TIER_PINYIN) |
    YZ_TIER_BIT(YZ_TIER_SYNONYM) | YZ_TIER_BIT(YZ_TIER_NEAR) |
    YZ_TIER_BIT(YZ_TIER_WORDS) | YZ_TIER_BIT(YZ_TIER_SOME);
static const uint32_t TIERS_COUNTED =
    YZ_TIER_BIT(YZ_TIER_EXACT) | YZ_TIER_BIT(YZ_TIER_VARIANT);

static yz_status
read_tiers(search *s)
{
    const yz_search_options *o = s->options;
    yz_results *r = s->results;
    if (o->tiers >= 1u << YZ_TIER_COUNT)
        return error_set(s->err, YZ_E_INVALID, "there is no such tier");
    r->strict = (o->flags & YZ_SEARCH_STRICT) != 0;
    s->tiers = o->tiers ? o->tiers : TIERS_DEFAULT;
    r->tiers_counted = o->tiers ? o->tiers : TIERS_COUNTED;
    /* Who asks by sound wants to know how many there are. */
    if (r->plan.sound_count && !o->tiers)
        r->tiers_counted |= YZ_TIER_BIT(YZ_TIER_PINYIN);
    if (r->strict)
        s->tiers = r->tiers_counted = YZ_TIER_BIT(YZ_TIER_EXACT);
    /* A bare count needs no tier that it does not tell. */
    if (o->flags & YZ_SEARCH_COUNT_ONLY)
        s->tiers &= r->tiers_counted;
    return YZ_OK;
}

static yz_status
read_date(search *s, const char *text, date_span *ret_span)
{
    *ret_span = (date_span){ 0 };
    if (!text || date_read(str_of(text), ret_span))
        return YZ_OK;
    return error_set(s->err, YZ_E_INVALID,
                     "\"%s\" is not a date; write YYYY, YYYY-MM or YYYY-MM-DD",
                     text);
}

static yz_status
read_filter(search *s)
{
    const yz_search_options *o = s->options;
    date_span since;
    date_span until;
    s->filter.kinds = o->kinds;
    s->filter.report_glob = o->report;
    TRY(read_date(s, o->since, &since));
    TRY(read_date(s, o->until, &until));
    s->filter.date_first = since.first;
    s->filter.date_last = until.last;
    if (!o->section)
        return YZ_OK;
    skeleton sk;
    TRY(skeleton_make(s->results->context.fold, str_of(o->section), false,
                      &s->arena, &sk, s->err));
    const pattern_source source = { .units = sk.units,
                                    .length = sk.length,
                                    .literal = true };
    TRY(pattern_make(&source, &s->results->context, &s->arena, &s->section,
                     s->err));
    if (sk.length)
        s->filter.section = &s->section;
    return YZ_OK;
}

uint64_t
search_hash(const search *s)
{
    const yz_query *q = s->results->query;
    const yz_search_options *o = s->options;
    const uint32_t how[] = { q->flags, o->flags, o->kinds, o->sort, o->ocr };
    const char *const filters[] = { o->report, o->section, o->since, o->until };
    uint64_t hash =
        hash_pair(q->text, (yz_str){ (const char *)how, sizeof(how) });
    for (size_t i = 0; i < ARRAY_LENGTH(filters); i++)
        hash = hash_pair((yz_str){ (const char *)&hash, sizeof(hash) },
                         str_of(filters[i]));
    return hash;
}

static yz_status
read_cursor(search *s)
{
    const yz_str text = s->options->cursor;
    if (!text.size)
        return YZ_OK;
    TRY(cursor_decode(text, &s->arena, &s->after, s->err));
    if (s->after.query != search_hash(s))
        return error_set(s->err, YZ_E_INVALID,
                         "the cursor belongs to another query, or to other "
                         "options");
    s->after.last.key = &s->after.key;
    s->tiers = s->after.tiers & ((1u << YZ_TIER_COUNT) - 1);
    s->goes_on = true;
    return YZ_OK;
}

yz_status
search_read_options(search *s)
{
    const yz_search_options *o = s->options;
    if (o->sort > YZ_SORT_SOURCE)
        return error_set(s->err, YZ_E_INVALID, "there is no such order");
    if (o->ocr > YZ_OCR_LOOSE)
        return error_set(s->err, YZ_E_INVALID,
                         "misread characters cannot be followed so");
    s->results->sort = s->order.sort = (yz_sort)o->sort;
    s->limit = o->limit ? o->limit : LIMIT_DEFAULT;
    if (o->flags & YZ_SEARCH_COUNT_ONLY)
        s->limit = 0;
    if (o->timeout_ms)
        s->cancellation.deadline_ns =
            s->results->began_ns + (uint64_t)o->timeout_ms * 1000000;
    s->cancellation.cancel = o->cancel;
    s->cancellation.cancel_context = o->cancel_context;
    TRY(read_tiers(s));
    TRY(read_filter(s));
    return read_cursor(s);
}
