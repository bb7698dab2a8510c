/* SPDX-License-Identifier: MIT */
#include "bindings/python/extension/answer.h"

#include <stdio.h>
#include <time.h>

static yz_status
no_memory(yz_error *err)
{
    *err = (yz_error){ .status = YZ_E_NOMEM };
    (void)snprintf(err->message, sizeof(err->message), "out of memory");
    return YZ_E_NOMEM;
}

/* ---- cancellation ---------------------------------------------------------- */

/* Asking Python takes its lock, so it is asked every 20 ms only. */
enum { PATIENCE_NS = 20000000 };

typedef struct impatience {
    void *context;
    struct timespec last;
} impatience;

/* Defined in Python (yizhan/_calls.py). */
int
python_asks_to_stop(void *context);

static bool
ask(void *context)
{
    impatience *i = context;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    const long long passed = (now.tv_sec - i->last.tv_sec) * 1000000000LL +
                             now.tv_nsec - i->last.tv_nsec;
    if (passed < PATIENCE_NS)
        return false;
    const bool stop = python_asks_to_stop(i->context) != 0;
    clock_gettime(CLOCK_MONOTONIC, &i->last);
    return stop;
}

/* Have the search of a call ask Python. */
static void
listen(search_call *call, void *context, impatience *i)
{
    *i = (impatience){ .context = context };
    if (!context)
        return;
    clock_gettime(CLOCK_MONOTONIC, &i->last);
    call->options.cancel = ask;
    call->options.cancel_context = i;
}

/* ---- a hit ------------------------------------------------------------------ */

static void
pack_edits(pack *p, size_t place, const yz_hit *hit)
{
    size_t at = pack_set_array(p, place, hit->edit_count, EDIT_WORDS);
    for (size_t i = 0; i < hit->edit_count; i++, at += EDIT_WORDS) {
        pack_set_str(p, at + EDIT_QUERY, hit->edits[i].query);
        pack_set_str(p, at + EDIT_TEXT, hit->edits[i].text);
        pack_set_double(p, at + EDIT_WEIGHT, hit->edits[i].weight);
        pack_set(p, at + EDIT_TYPE, (uint64_t)hit->edits[i].type);
    }
}

static void
pack_highlights(pack *p, size_t place, const yz_snippet *s)
{
    size_t at = pack_set_array(p, place, s->highlight_count, SPAN_WORDS);
    for (size_t i = 0; i < s->highlight_count; i++, at += SPAN_WORDS) {
        pack_set(p, at, s->highlights[i].begin);
        pack_set(p, at + 1, s->highlights[i].end);
    }
}

static yz_status
pack_snippets(pack *p, size_t place, yz_results *results,
              const yz_snippet_options *options, yz_error *err)
{
    const yz_snippet *snippets;
    size_t count;
    const yz_status status =
        yz_results_snippets(results, options, &snippets, &count, err);
    if (status != YZ_OK)
        return status;
    size_t at = pack_set_array(p, place, count, SNIPPET_WORDS);
    for (size_t i = 0; i < count; i++, at += SNIPPET_WORDS) {
        pack_set_str(p, at + SNIPPET_TEXT, snippets[i].text);
        pack_highlights(p, at + SNIPPET_HIGHLIGHTS, &snippets[i]);
    }
    return YZ_OK;
}

static void
pack_places(pack *p, size_t place, const yz_match *match)
{
    size_t at = pack_set_array(p, place, match->box_count, PLACE_WORDS);
    for (size_t i = 0; i < match->box_count; i++, at += PLACE_WORDS) {
        const yz_box box = match->boxes[i].box;
        pack_set(p, at + PLACE_PAGE, match->boxes[i].page);
        pack_set(p, at + PLACE_BOX, box.x0);
        pack_set(p, at + PLACE_BOX + 1, box.y0);
        pack_set(p, at + PLACE_BOX + 2, box.x1);
        pack_set(p, at + PLACE_BOX + 3, box.y1);
    }
}

static void
pack_match(pack *p, size_t at, const yz_match *match)
{
    pack_set(p, at + MATCH_TEXT, match->text.begin);
    pack_set(p, at + MATCH_TEXT + 1, match->text.end);
    pack_set(p, at + MATCH_LINE, match->line);
    pack_set(p, at + MATCH_COLUMN, match->column);
    pack_set(p, at + MATCH_BYTES, match->byte_begin);
    pack_set(p, at + MATCH_BYTES + 1, match->byte_end);
    pack_set_str(p, at + MATCH_SURFACE, match->surface);
    pack_set(p, at + MATCH_PAGE, match->page);
    pack_set(p, at + MATCH_ORIGIN, (uint64_t)match->box_origin);
    pack_places(p, at + MATCH_PLACES, match);
}

static yz_status
pack_matches(pack *p, size_t place, yz_results *results, yz_error *err)
{
    const yz_match *matches;
    size_t count;
    const yz_status status = yz_results_matches(results, &matches, &count, err);
    if (status != YZ_OK)
        return status;
    const size_t at = pack_set_array(p, place, count, MATCH_WORDS);
    for (size_t i = 0; i < count; i++)
        pack_match(p, at + i * MATCH_WORDS, &matches[i]);
    return YZ_OK;
}

/* What `write` writes, as a string. */
static yz_status
pack_written(pack *p, size_t place, yz_results *results,
             yz_status (*write)(yz_results *, yz_write_fn, void *, yz_error *),
             yz_error *err)
{
    const size_t begin = p->text_size;
    const yz_status status = write(results, pack_write, p, err);
    pack_set(p, place, begin);
    pack_set(p, place + 1, p->text_size - begin);
    return status;
}

static yz_status
pack_hit(pack *p, size_t at, const search_call *call, yz_results *results,
         const yz_hit *hit, yz_error *err)
{
    yz_status status = YZ_OK;
    pack_set(p, at + HIT_RANK, hit->rank);
    pack_set_double(p, at + HIT_SCORE, hit->score);
    pack_set(p, at + HIT_TIER, (uint64_t)hit->tier);
    pack_edits(p, at + HIT_EDITS, hit);
    pack_set(p, at + HIT_PASSAGE, pack_passage(p, hit->passage));
    if (call->parts & WITH_SNIPPETS)
        status =
            pack_snippets(p, at + HIT_SNIPPETS, results, &call->snippets, err);
    if (status == YZ_OK && call->parts & WITH_MATCHES)
        status = pack_matches(p, at + HIT_MATCHES, results, err);
    if (status == YZ_OK && call->parts & WITH_EXPLANATIONS)
        status = pack_written(p, at + HIT_EXPLANATION, results,
                              yz_results_explain, err);
    return status;
}

/* ---- an answer -------------------------------------------------------------- */

/*
 * The records of hits are not one array, since what belongs to a hit follows
 * it: the array that is set at the end has the index of each.
 */
static yz_status
pack_hits(pack *p, const search_call *call, yz_results *results, yz_error *err)
{
    const yz_hit *hit;
    size_t previous = 0;
    size_t count = 0;
    yz_status status;
    while ((status = yz_results_next(results, &hit, err)) == YZ_OK) {
        /* A chain, from the last to the first: the word before a record. */
        const size_t at = pack_words(p, 1 + HIT_WORDS);
        pack_set(p, at, previous);
        status = pack_hit(p, at + 1, call, results, hit, err);
        if (status != YZ_OK || p->failed)
            break;
        previous = at + 1;
        count++;
    }
    const size_t first = pack_set_array(p, ANSWER_HITS, count, 1);
    for (size_t i = count; i > 0 && !p->failed; i--) {
        p->words[first + i - 1] = previous;
        previous = (size_t)p->words[previous - 1];
    }
    return status == YZ_DONE ? YZ_OK : status;
}

static void
pack_counts(pack *p, size_t place, const yz_facet_count *counts, size_t count)
{
    size_t at = pack_set_array(p, place, count, FACET_WORDS);
    for (size_t i = 0; i < count; i++, at += FACET_WORDS) {
        pack_set_str(p, at + FACET_VALUE, counts[i].value);
        pack_set_str(p, at + FACET_PATH, counts[i].path);
        pack_set(p, at + FACET_COUNT, counts[i].count);
    }
}

static void
pack_facets(pack *p, const search_call *call, const yz_results *results)
{
    const yz_facet_count *counts;
    for (size_t i = 0; i < YZ_FACET_COUNT; i++)
        if (call->options.facets & YZ_FACET_BIT(i)) {
            const size_t count =
                yz_results_facet(results, (yz_facet)i, &counts);
            pack_counts(p, ANSWER_FACETS + 2 * i, counts, count);
        }
    const size_t members =
        pack_set_array(p, ANSWER_MEMBERS, call->member_count, 2);
    for (size_t i = 0; i < call->member_count; i++) {
        const size_t count = yz_results_facet_member(results, i, &counts);
        pack_counts(p, members + 2 * i, counts, count);
    }
}

static void
pack_warnings(pack *p, const yz_query *query)
{
    const size_t count = yz_query_warning_count(query);
    size_t at = pack_set_array(p, ANSWER_WARNINGS, count, WARNING_WORDS);
    for (size_t i = 0; i < count; i++, at += WARNING_WORDS) {
        const yz_warning warning = yz_query_warning(query, i);
        pack_set_str(p, at + WARNING_MESSAGE, warning.message);
        pack_set(p, at + WARNING_SPAN, warning.span.begin);
        pack_set(p, at + WARNING_SPAN + 1, warning.span.end);
        pack_set(p, at + WARNING_COLUMN, warning.column);
    }
}

static void
pack_summary(pack *p, const yz_results *results)
{
    uint64_t tried = 0;
    uint64_t count;
    for (size_t tier = 0; tier < YZ_TIER_COUNT; tier++)
        if (yz_results_tier_count(results, (yz_tier)tier, &count)) {
            tried |= YZ_TIER_BIT(tier);
            pack_set(p, ANSWER_TIERS + tier, count);
        }
    pack_set(p, ANSWER_TRIED, tried);
    pack_set(p, ANSWER_COUNT, yz_results_count(results));
    pack_set(p, ANSWER_CAPPED, yz_results_is_capped(results));
    pack_set_str(p, ANSWER_CURSOR, yz_results_cursor(results));
}

static yz_status
pack_answer(pack *p, const search_call *call, yz_results *results,
            yz_error *err)
{
    (void)pack_words(p, ANSWER_WORDS);
    pack_summary(p, results);
    pack_facets(p, call, results);
    pack_warnings(p, yz_results_query(results));
    yz_status status = pack_hits(p, call, results, err);
    const bool found = yz_results_count(results) > 0 ||
                       (!p->failed && p->words[ANSWER_HITS + 1] > 0);
    if (status == YZ_OK && call->parts & WITH_EXPLANATIONS && !found)
        status = pack_written(p, ANSWER_WHY, results, yz_results_why, err);
    pack_set(p, ANSWER_TOOK, yz_results_took_us(results));
    return status == YZ_OK && p->failed ? no_memory(err) : status;
}

/* ---- calls ------------------------------------------------------------------ */

void
search_call_init(search_call *call)
{
    *call = (search_call){ .options = YZ_OPTIONS(yz_search_options),
                           .snippets = YZ_OPTIONS(yz_snippet_options) };
}

static yz_status
parse(const search_call *call, yz_snapshot *snapshot, yz_query **ret_query,
      yz_error *err)
{
    yz_query_options options = YZ_OPTIONS(yz_query_options);
    options.flags = call->query_flags;
    const yz_status status = yz_snapshot_fields(snapshot, &options.fields, err);
    return status == YZ_OK
               ? yz_query_parse(call->text, &options, ret_query, err)
               : status;
}

yz_status
search_call_run(search_call *call, yz_snapshot *snapshot, void *context,
                pack *answer, yz_error *err)
{
    yz_query *query = NULL;
    yz_results *results = NULL;
    impatience i;
    listen(call, context, &i);
    yz_status status = parse(call, snapshot, &query, err);
    if (status == YZ_OK)
        status = yz_search(snapshot, query, &call->options, &results, err);
    if (status == YZ_OK)
        status = pack_answer(answer, call, results, err);
    yz_results_close(results);
    yz_query_free(query);
    return status;
}

yz_status
search_call_run_newest(search_call *call, yz_index *index,
                       yz_snapshot **snapshot, void *context, pack *answer,
                       yz_error *err)
{
    const yz_status status = *snapshot ? yz_snapshot_renew(snapshot, NULL, err)
                                       : yz_snapshot_open(index, snapshot, err);
    return status == YZ_OK
               ? search_call_run(call, *snapshot, context, answer, err)
               : status;
}

yz_status
collocate(search_call *call, yz_snapshot *snapshot, const yz_query *query,
          void *context, const yz_collocate_options *options,
          yz_collocates **ret_collocates, yz_error *err)
{
    impatience i;
    listen(call, context, &i);
    return yz_collocate_query(snapshot, query, &call->options, options,
                              ret_collocates, err);
}

yz_status
passages_pack(yz_passages *passages, size_t most, pack *p, yz_error *err)
{
    const yz_passage *passage;
    yz_status status = YZ_OK;
    const size_t places = pack_words(p, 1 + most);
    size_t count = 0;
    while (count < most && !p->failed && status == YZ_OK) {
        status = yz_passages_next(passages, &passage, err);
        if (status == YZ_OK)
            pack_set(p, places + 1 + count++, pack_passage(p, passage));
    }
    pack_set(p, places, count);
    return p->failed && status >= 0 ? no_memory(err) : status;
}
