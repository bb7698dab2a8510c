/* SPDX-License-Identifier: MIT */
#include "query/search/request.h"

#include "core/base/hash.h"
#include "core/report/date.h"

#include <string.h>

enum { LIMIT_DEFAULT = 10 };

static const uint32_t TIERS_DEFAULT =
    YZ_TIER_BIT(YZ_TIER_EXACT) | YZ_TIER_BIT(YZ_TIER_VARIANT) |
    YZ_TIER_BIT(YZ_TIER_LOOKALIKE) | YZ_TIER_BIT(YZ_TIER_PINYIN) |
    YZ_TIER_BIT(YZ_TIER_SYNONYM) | YZ_TIER_BIT(YZ_TIER_NEAR) |
    YZ_TIER_BIT(YZ_TIER_WORDS) | YZ_TIER_BIT(YZ_TIER_SOME);
static const uint32_t TIERS_COUNTED =
    YZ_TIER_BIT(YZ_TIER_EXACT) | YZ_TIER_BIT(YZ_TIER_VARIANT);

static yz_status
check_choices(const yz_search_options *o, yz_error *err)
{
    if (o->sort > YZ_SORT_SOURCE)
        return error_set(err, YZ_E_INVALID, "unknown sort order");
    if (o->ocr > YZ_OCR_LOOSE)
        return error_set(err, YZ_E_INVALID, "unknown value of the option ocr");
    if (o->tiers >= 1u << YZ_TIER_COUNT)
        return error_set(err, YZ_E_INVALID, "unknown tier");
    return YZ_OK;
}

static void
read_tiers(const yz_search_options *o, const plan *p, request *r)
{
    r->strict = (o->flags & YZ_SEARCH_STRICT) != 0;
    r->tiers = o->tiers ? o->tiers : TIERS_DEFAULT;
    r->tiers_counted = o->tiers ? o->tiers : TIERS_COUNTED;
    /* Who asks by sound wants to know how many there are. */
    if (p->sound_count && !o->tiers)
        r->tiers_counted |= YZ_TIER_BIT(YZ_TIER_PINYIN);
    if (r->strict)
        r->tiers = r->tiers_counted = YZ_TIER_BIT(YZ_TIER_EXACT);
    /* A bare count needs no tier that it does not report. */
    if (r->count_only)
        r->tiers &= r->tiers_counted;
}

static yz_status
read_date(const char *text, date_span *ret_span, yz_error *err)
{
    *ret_span = (date_span){ 0 };
    if (!text || date_read(str_of(text), ret_span))
        return YZ_OK;
    return error_set(err, YZ_E_INVALID,
                     "\"%s\" is not a date; write YYYY, YYYY-MM or YYYY-MM-DD",
                     text);
}

/* The pattern of a section; NULL where there is nothing to compare. */
static yz_status
read_section(const char *text, pattern_context *patterns, arena *a,
             const pattern **ret_section, yz_error *err)
{
    skeleton sk;
    *ret_section = NULL;
    if (!text)
        return YZ_OK;
    TRY(skeleton_make(patterns->fold, str_of(text), false, a, &sk, err));
    const pattern_source source = { .units = sk.units,
                                    .length = sk.length,
                                    .literal = true };
    pattern *section = arena_alloc(a, sizeof(*section));
    if (!section)
        return error_nomem(err);
    TRY(pattern_make(&source, patterns, a, section, err));
    *ret_section = sk.length ? section : NULL;
    return YZ_OK;
}

static yz_status
read_filter(const yz_search_options *o, pattern_context *patterns, arena *a,
            filter *ret_filter, yz_error *err)
{
    date_span since;
    date_span until;
    TRY(read_date(o->since, &since, err));
    TRY(read_date(o->until, &until, err));
    *ret_filter = (filter){ .kinds = o->kinds,
                            .date_first = since.first,
                            .date_last = until.last,
                            .report_glob = o->report };
    return read_section(o->section, patterns, a, &ret_filter->section, err);
}

static uint64_t
hash_of(const yz_search_options *o, const yz_query *q)
{
    const uint32_t how[] = { q->flags, o->flags, o->kinds, o->sort, o->ocr };
    const char *const filters[] = { o->report, o->section, o->since, o->until };
    uint64_t hash =
        hash_pair(q->text, (yz_str){ (const char *)how, sizeof(how) });
    for (size_t i = 0; i < ARRAY_LENGTH(filters); i++)
        hash = hash_pair((yz_str){ (const char *)&hash, sizeof(hash) },
                         str_of(filters[i]));
    return hash;
}

/* A page behind a cursor has the tiers that the first one had. */
static yz_status
read_cursor(yz_str text, arena *a, request *r, yz_error *err)
{
    if (!text.size)
        return YZ_OK;
    TRY(cursor_decode(text, a, &r->cursor, err));
    if (r->cursor.query != r->hash)
        return error_set(err, YZ_E_INVALID,
                         "the cursor belongs to another query, or to other "
                         "options");
    r->tiers = r->cursor.tiers & ((1u << YZ_TIER_COUNT) - 1);
    r->has_cursor = true;
    return YZ_OK;
}

/* How far misread characters are followed. */
static void
read_ocr(const yz_search_options *o, request *r)
{
    static const misread_reach reaches[] = { [YZ_OCR_AUTO] = REACH_AUTO,
                                             [YZ_OCR_OFF] = REACH_AUTO,
                                             [YZ_OCR_ON] = REACH_ON,
                                             [YZ_OCR_LOOSE] = REACH_LOOSE };
    r->reach = reaches[o->ocr];
    r->follow_misreads =
        o->ocr != YZ_OCR_OFF && (r->tiers & YZ_TIER_BIT(YZ_TIER_LOOKALIKE));
}

/* Names separated by commas. */
static yz_status
read_members(yz_str names, arena *a, request *r, yz_error *err)
{
    size_t most = 1;
    for (size_t i = 0; i < names.size; i++)
        most += names.data[i] == ',';
    r->facet_members = arena_array(a, most, sizeof(*r->facet_members));
    if (!r->facet_members)
        return error_nomem(err);
    while (names.size) {
        const char *comma = memchr(names.data, ',', names.size);
        const size_t size = comma ? (size_t)(comma - names.data) : names.size;
        const size_t step = size + (comma != NULL);
        r->facet_members[r->facet_member_count++] =
            (yz_str){ names.data, size };
        names = (yz_str){ names.data + step, names.size - step };
    }
    return YZ_OK;
}

cancellation
request_cancellation(const yz_search_options *o, uint64_t began_ns)
{
    cancellation stop = { .cancel = o->cancel,
                          .cancel_context = o->cancel_context };
    if (o->timeout_ms)
        stop.deadline_ns = began_ns + (uint64_t)o->timeout_ms * 1000000;
    return stop;
}

yz_status
request_read(const yz_search_options *o, understanding *u, arena *a,
             request *ret_request, yz_error *err)
{
    const bool count_only = (o->flags & YZ_SEARCH_COUNT_ONLY) != 0;
    request r = {
        .offset = o->offset,
        .limit = o->limit ? o->limit : LIMIT_DEFAULT,
        .facets = o->facets,
        .count_only = count_only,
        .reverse = (o->flags & YZ_SEARCH_REVERSE) != 0,
        .facet_gaps = (o->flags & YZ_SEARCH_FACET_GAPS) != 0,
        .hash = hash_of(o, u->asked),
    };
    TRY(check_choices(o, err));
    r.sort = (yz_sort)o->sort;
    if (count_only)
        r.limit = 0;
    read_tiers(o, &u->plan, &r);
    TRY(read_filter(o, &u->patterns, a, &r.filter, err));
    TRY(read_cursor(o->cursor, a, &r, err));
    read_ocr(o, &r);
    TRY(read_members(o->facet_members, a, &r, err));
    r.every_word = r.has_cursor ? r.cursor.every_word
                                : (o->tiers & YZ_TIER_BIT(YZ_TIER_SOME)) != 0;
    r.every_tier = r.has_cursor || o->tiers || count_only;
    *ret_request = r;
    return YZ_OK;
}
