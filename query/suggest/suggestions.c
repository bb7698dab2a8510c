/* SPDX-License-Identifier: MIT */
#include "query/suggest/suggestions.h"

#include <string.h>

enum { LIMIT_DEFAULT = 10, LIMIT_MAX = 100 };

yz_status
suggestions_new(const yz_allocator *memory, const yz_suggest_options *options,
                yz_suggestions **ret_suggestions, yz_error *err)
{
    const uint32_t limit = options->limit ? options->limit : LIMIT_DEFAULT;
    if (limit > LIMIT_MAX)
        return error_set(err, YZ_E_LIMIT,
                         "the limit of suggestions is at most %d", LIMIT_MAX);
    yz_suggestions *s = memory_zeroed(memory, 1, sizeof(*s));
    if (!s)
        return error_nomem(err);
    s->arena.from = memory_keep(&s->allocator, memory);
    s->limit = limit;
    s->items = arena_array(&s->arena, (size_t)limit + 1, sizeof(*s->items));
    if (!s->items) {
        yz_suggestions_free(s);
        return error_nomem(err);
    }
    *ret_suggestions = s;
    return YZ_OK;
}

bool
suggestions_have(const yz_suggestions *s, yz_str text)
{
    for (size_t i = 0; i < s->count; i++)
        if (str_equal(s->items[i].text, text))
            return true;
    return false;
}

void
suggestions_insert(yz_suggestions *s, yz_suggestion found)
{
    size_t at = s->count;
    while (at > 0 && s->items[at - 1].passages < found.passages)
        at--;
    if (at == s->limit)
        return;
    if (s->count < s->limit)
        s->count++;
    memmove(&s->items[at + 1], &s->items[at],
            (s->count - 1 - at) * sizeof(found));
    s->items[at] = found;
}

yz_status
suggestion_count(yz_snapshot *snapshot, yz_str text, uint32_t query_flags,
                 const yz_suggest_options *options, uint64_t *ret_count,
                 yz_error *err)
{
    yz_query *query;
    yz_results *results;
    yz_query_options how = YZ_OPTIONS(yz_query_options);
    yz_search_options search = YZ_OPTIONS(yz_search_options);
    how.flags = query_flags;
    how.allocator = snapshot->index->memory;
    search.flags = YZ_SEARCH_COUNT_ONLY;
    search.cancel = options->cancel;
    search.cancel_context = options->cancel_context;
    TRY(yz_query_parse(text, &how, &query, err));
    const yz_status status = yz_search(snapshot, query, &search, &results, err);
    if (status == YZ_OK) {
        *ret_count = yz_results_count(results);
        yz_results_close(results);
    }
    yz_query_free(query);
    return status;
}

yz_status
suggest_poll(const yz_suggest_options *options, yz_error *err)
{
    if (!options->cancel || !options->cancel(options->cancel_context))
        return YZ_OK;
    return error_set(err, YZ_E_CANCELLED,
                     "the search for suggestions was cancelled");
}

/* ---- for the caller ------------------------------------------------------ */

size_t
yz_suggestions_count(const yz_suggestions *suggestions)
{
    return suggestions ? suggestions->count : 0;
}

yz_suggestion
yz_suggestions_at(const yz_suggestions *suggestions, size_t i)
{
    return i < yz_suggestions_count(suggestions) ? suggestions->items[i]
                                                 : (yz_suggestion){ 0 };
}

void
yz_suggestions_free(yz_suggestions *suggestions)
{
    if (!suggestions)
        return;
    arena_dispose(&suggestions->arena);
    const yz_allocator copy = suggestions->allocator;
    memory_release(suggestions->arena.from ? &copy : NULL, suggestions);
}
