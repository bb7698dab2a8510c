/* SPDX-License-Identifier: MIT */
#include "serve/report_search.h"

#include <string.h>

enum { FOUND_MAX = 10000 };

/* The name as a glob that means nothing else. */
static const char *
escaped_glob(arena *a, yz_str name)
{
    char *to = arena_alloc(a, 2 * name.size + 1);
    size_t size = 0;
    for (size_t i = 0; to && i < name.size; i++) {
        if (strchr("\\*?[", name.data[i]))
            to[size++] = '\\';
        to[size++] = name.data[i];
    }
    return to;
}

/* A glob also takes reports whose path ends so. */
static bool
is_shown(const report_query *asked, const yz_hit *hit)
{
    return str_equal(hit->passage->report, asked->report) &&
           (hit->tier < YZ_TIER_NEAR || str_equal(hit->passage->id, asked->id));
}

static yz_status
see_hits(const report_query *asked, yz_results *results, report_hit_fn see,
         void *context, yz_error *err)
{
    yz_status status;
    shown_hit h = { 0 };
    yz_snippet_options whole = YZ_OPTIONS(yz_snippet_options);
    whole.full = 1;
    while ((status = yz_results_next(results, &h.hit, err)) == YZ_OK) {
        if (!is_shown(asked, h.hit))
            continue;
        TRY(yz_results_matches(results, &h.matches, &h.match_count, err));
        TRY(yz_results_snippets(results, &whole, &h.snippets, &h.snippet_count,
                                err));
        if (h.snippet_count)
            TRY(see(context, &h, err));
    }
    return status == YZ_DONE ? YZ_OK : status;
}

yz_status
report_search(const service *s, exchange *e, yz_snapshot *snapshot,
              const report_query *asked, report_hit_fn see, void *context,
              yz_error *err)
{
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    yz_query *query = NULL;
    yz_results *results = NULL;
    if (!asked->text.size)
        return YZ_OK;
    options.limit = FOUND_MAX;
    options.timeout_ms = s->options->timeout_ms;
    options.memory_max = s->options->memory_max;
    options.report = escaped_glob(&e->arena, asked->report);
    if (!options.report)
        return error_nomem(err);
    yz_status status = yz_query_parse(asked->text, NULL, &query, err);
    if (status == YZ_OK)
        status = yz_search(snapshot, query, &options, &results, err);
    if (status == YZ_OK)
        status = see_hits(asked, results, see, context, err);
    yz_results_close(results);
    yz_query_free(query);
    return status;
}
