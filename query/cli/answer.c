/* SPDX-License-Identifier: MIT */
/*
 * Every error is of one of two kinds: the query's own (it does not parse, it
 * takes too long), or one that would meet every other query too (an option's
 * value, the index, the memory). The former is an answer in a batch; the
 * latter ends the run.
 */
#include "query/cli/answer.h"
#include "core/base/display.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

/* One query on its way. */
typedef struct asking {
    session *session;
    answer answer;
    yz_query *query;
    yz_results *results;
    yz_suggestions *meant;
    buffer lines; /**< explanations of a hit, or of none */
    yz_error error;
} asking;

static uint64_t
line_of(const asking *q)
{
    return q->session->arguments->batch ? q->answer.index + 1 : 0;
}

static void
put_lines(void *context, yz_str text)
{
    buffer_put_text(context, text);
}

/* Lines are told without the last line feed. */
static yz_status
lines_told(asking *q, yz_status status, yz_str *ret_lines)
{
    if (status != YZ_OK)
        return status;
    if (!buffer_ok(&q->lines))
        return error_nomem(&q->error);
    *ret_lines = buffer_str(&q->lines);
    while (ret_lines->size && ret_lines->data[ret_lines->size - 1] == '\n')
        ret_lines->size--;
    return YZ_OK;
}

/* ---- a hit and what stands around it ---------------------------------- */

static bool
passage_copy(arena *a, const yz_passage *from, yz_passage *to)
{
    *to = (yz_passage){ .kind = from->kind, .truncated = from->truncated };
    to->report = arena_str(a, from->report);
    to->id = arena_str(a, from->id);
    to->section = arena_str(a, from->section);
    to->text = arena_str(a, from->text);
    to->path = arena_str(a, from->path);
    yz_block *blocks = arena_array(a, from->block_count, sizeof(*blocks));
    if (!to->report.data || !to->id.data || !to->section.data ||
        !to->text.data || !to->path.data || !blocks)
        return false;
    if (from->block_count)
        memcpy(blocks, from->blocks, from->block_count * sizeof(*blocks));
    to->blocks = blocks;
    to->block_count = from->block_count;
    return true;
}

/* YZ_DONE where the report ends. */
static yz_status
copy_neighbour(asking *q, int32_t distance, neighbour *to)
{
    const yz_passage *passage;
    TRY(yz_results_neighbour(q->results, distance, &passage, &q->error));
    to->distance = distance;
    if (!passage_copy(&q->session->arena, passage, &to->passage))
        return error_nomem(&q->error);
    return YZ_OK;
}

/* How many passages the report has on one side of the hit, `most` at most. */
static yz_status
count_neighbours(asking *q, int32_t most, int32_t step, int32_t *ret_count)
{
    const yz_passage *passage;
    *ret_count = 0;
    for (int32_t i = 1; i <= most; i++) {
        const yz_status status =
            yz_results_neighbour(q->results, i * step, &passage, &q->error);
        if (status == YZ_DONE)
            return YZ_OK;
        TRY(status);
        *ret_count = i;
        if (i == most)
            break;
    }
    return YZ_OK;
}

static yz_status
gather_neighbours(asking *q, shown_hit *h)
{
    const int32_t most = (int32_t)q->session->arguments->context;
    int32_t before;
    int32_t behind;
    TRY(count_neighbours(q, most, -1, &before));
    TRY(count_neighbours(q, most, 1, &behind));
    neighbour *all = arena_array(&q->session->arena,
                                 (size_t)before + (size_t)behind, sizeof(*all));
    if (!all)
        return error_nomem(&q->error);
    h->neighbours = all;
    for (int32_t i = -before; i <= behind; i++)
        if (i != 0)
            TRY(copy_neighbour(q, i, &all[h->neighbour_count++]));
    return YZ_OK;
}

static yz_status
gather_hit(asking *q, const yz_hit *hit, shown_hit *h)
{
    const arguments *args = q->session->arguments;
    *h = (shown_hit){ .hit = hit };
    TRY(yz_results_matches(q->results, &h->matches, &h->match_count,
                           &q->error));
    TRY(yz_results_snippets(q->results, &args->snippet, &h->snippets,
                            &h->snippet_count, &q->error));
    if (args->context)
        TRY(gather_neighbours(q, h));
    if (!args->explain)
        return YZ_OK;
    q->lines.size = 0;
    return lines_told(
        q, yz_results_explain(q->results, put_lines, &q->lines, &q->error),
        &h->explanation);
}

static yz_status
walk_hits(asking *q)
{
    const printer *p = q->session->printer;
    for (;;) {
        const yz_hit *hit;
        shown_hit h;
        const yz_status status = yz_results_next(q->results, &hit, &q->error);
        if (status == YZ_DONE)
            return YZ_OK;
        TRY(status);
        arena_clear(&q->session->arena);
        TRY(gather_hit(q, hit, &h));
        p->hit(&q->session->out, &q->answer, &h);
        q->answer.shown++;
        q->answer.last_rank = hit->rank;
        if (!output_goes_on(&q->session->out))
            return YZ_OK;
    }
}

/* ---- the forms of an answer ------------------------------------------- */

static uint64_t
count_all_tiers(const yz_results *results)
{
    uint64_t sum = 0;
    for (int tier = 0; tier < YZ_TIER_COUNT; tier++) {
        uint64_t count;
        if (yz_results_tier_count(results, (yz_tier)tier, &count))
            sum += count;
    }
    return sum;
}

/* Why there is nothing to show. In a batch nobody asks, and it takes time. */
static yz_status
tell_why(asking *q)
{
    const arguments *args = q->session->arguments;
    if (args->batch || args->quiet)
        return YZ_OK;
    if (count_all_tiers(q->results)) {
        message("there are hits, but --offset or --after skips all of them");
        return YZ_OK;
    }
    q->lines.size = 0;
    TRY(lines_told(q,
                   yz_results_why(q->results, put_lines, &q->lines, &q->error),
                   &q->answer.why));
    message("nothing found for %.*s",
            (int)display_head(q->answer.query, 200).size, q->answer.query.data);
    display_put_lines(stderr, q->answer.why, "  ");
    return YZ_OK;
}

/* Is it found as it was asked for, if misread or in other words? */
static bool
is_found_whole(const yz_results *results)
{
    for (int tier = 0; tier < YZ_TIER_NEAR; tier++) {
        uint64_t count;
        if (yz_results_tier_count(results, (yz_tier)tier, &count) && count)
            return true;
    }
    return false;
}

/* What was probably meant instead. In a batch nobody asks here either. */
static yz_status
tell_meant(asking *q)
{
    enum { MEANT_MAX = 3 };
    const arguments *args = q->session->arguments;
    yz_suggest_options options = YZ_OPTIONS(yz_suggest_options);
    options.limit = MEANT_MAX;
    if (args->batch || args->quiet || is_found_whole(q->results))
        return YZ_OK;
    TRY(yz_correct(q->session->snapshot, q->query, &options, &q->meant,
                   &q->error));
    q->answer.meant = q->meant;
    for (size_t i = 0; i < yz_suggestions_count(q->meant); i++) {
        const yz_suggestion s = yz_suggestions_at(q->meant, i);
        const yz_str head = display_head(s.text, 200);
        message("%s %.*s (%" PRIu64 " passage%s)?", i ? "or" : "did you mean",
                (int)head.size, head.data, s.passages,
                s.passages == 1 ? "" : "s");
    }
    return YZ_OK;
}

static yz_status
show_hits(asking *q)
{
    output *out = &q->session->out;
    const printer *p = q->session->printer;
    if (p->begin)
        p->begin(out, &q->answer);
    yz_status status = walk_hits(q);
    if (status == YZ_OK && !q->answer.shown)
        status = tell_why(q);
    if (status == YZ_OK)
        status = tell_meant(q);
    if (status != YZ_OK)
        q->answer.error = &q->error;
    if (p->end)
        p->end(out, &q->answer);
    q->session->found |= q->answer.shown > 0;
    return status;
}

static yz_status
show_counts(asking *q)
{
    session *s = q->session;
    yz_status status = YZ_OK;
    const bool found = yz_results_count(q->results) > 0;
    if (!found)
        status = tell_why(q);
    if (status == YZ_OK && s->arguments->show == SHOW_COUNT)
        s->printer->count(&s->out, &q->answer);
    else if (status == YZ_OK)
        s->printer->reports(&s->out, &q->answer);
    s->found |= found;
    return status;
}

static yz_status
show_understanding(asking *q)
{
    session *s = q->session;
    yz_str lines;
    const yz_status status = yz_query_explain(q->query, s->snapshot, put_lines,
                                              &q->lines, &q->error);
    TRY(lines_told(q, status, &lines));
    s->printer->understanding(&s->out, &q->answer, lines);
    s->found = true;
    return YZ_OK;
}

/* An answer that is an error. */
static void
show_error(asking *q)
{
    session *s = q->session;
    const printer *p = s->printer;
    q->answer.error = &q->error;
    switch (s->arguments->show) {
    case SHOW_COUNT:
        p->count(&s->out, &q->answer);
        return;
    case SHOW_REPORTS:
        p->reports(&s->out, &q->answer);
        return;
    case SHOW_UNDERSTANDING:
        p->understanding(&s->out, &q->answer, (yz_str){ 0 });
        return;
    default:
        break;
    }
    if (p->begin)
        p->begin(&s->out, &q->answer);
    if (p->end)
        p->end(&s->out, &q->answer);
}

/* ---- the whole -------------------------------------------------------- */

static yz_status
ask(asking *q)
{
    const session *s = q->session;
    TRY(yz_query_parse(q->answer.query, &s->arguments->parse, &q->query,
                       &q->error));
    q->answer.parsed = q->query;
    if (!s->arguments->quiet && !s->printer->tells_warnings)
        message_query_warnings(q->query, line_of(q));
    if (s->arguments->show == SHOW_UNDERSTANDING)
        return YZ_OK;
    TRY(yz_search(s->snapshot, q->query, &s->arguments->search, &q->results,
                  &q->error));
    q->answer.results = q->results;
    if (!s->arguments->quiet && yz_results_is_capped(q->results))
        message("too many passages may contain misread characters; not all "
                "were compared; use a longer phrase");
    return YZ_OK;
}

static yz_status
show_answer(asking *q)
{
    switch (q->session->arguments->show) {
    case SHOW_COUNT:
    case SHOW_REPORTS:
        return show_counts(q);
    case SHOW_UNDERSTANDING:
        return show_understanding(q);
    default:
        return show_hits(q);
    }
}

/* Is it this query's own error, so that a batch goes on? */
static bool
is_own_error(const asking *q, yz_status status)
{
    switch (status) {
    case YZ_E_SYNTAX:
    case YZ_E_LIMIT:
    case YZ_E_CANCELLED:
        return true;
    case YZ_E_UNSUPPORTED: /* of the parser; else it is an option's */
        return !q->query;
    default:
        return false;
    }
}

/* Full pages are what a reader waits for, so each answer goes out whole. A
 * reader who has seen enough is no trouble: the run ends as it stands. */
static exit_code
finish(output *out)
{
    fflush(out->file);
    if (output_goes_on(out) || out->os_error == EPIPE)
        return EXIT_FOUND;
    message("cannot write the results: %s", strerror(out->os_error));
    return EXIT_SYSTEM;
}

exit_code
answer_query(session *s, yz_str query, uint64_t index)
{
    asking q = { .session = s, .answer = { .query = query, .index = index } };
    exit_code code = EXIT_FOUND;
    yz_status status = ask(&q);
    const bool own = status != YZ_OK && is_own_error(&q, status);
    if ((status == YZ_OK || (own && s->arguments->batch)) && !s->out.opened) {
        s->out.opened = true;
        if (s->printer->open)
            s->printer->open(&s->out, &q.answer);
    }
    if (status == YZ_OK)
        status = show_answer(&q);
    else if (own && s->arguments->batch)
        show_error(&q);
    if (status != YZ_OK) {
        if (!s->printer->tells_warnings || !s->arguments->batch || !own)
            message_query_error(&q.error, query, line_of(&q));
        s->failed |= status == YZ_E_CANCELLED;
        if (!own || !s->arguments->batch)
            code = exit_code_of(status);
    }
    if (code == EXIT_FOUND)
        code = finish(&s->out);
    yz_suggestions_free(q.meant);
    yz_results_close(q.results);
    yz_query_free(q.query);
    buffer_dispose(&q.lines);
    return code;
}

exit_code
answer_close(session *s)
{
    if (s->out.opened && s->printer->close && output_goes_on(&s->out))
        s->printer->close(&s->out);
    return finish(&s->out);
}
