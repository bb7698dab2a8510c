/* SPDX-License-Identifier: MIT */
/*
 * There are two kinds of errors: those of one query (it does not parse, it
 * takes too long), and those that every other query would meet too (the value
 * of an option, the index, memory). In a batch, the former are answers; the
 * latter end the run.
 *
 * The file has more than 400 lines, since all ways of showing an answer share
 * the state of one request and what ends it.
 */
#include "query/cli/answer.h"
#include "core/base/display.h"
#include "core/base/translation.h"
#include "query/cli/context.h"
#include "query/cli/crop.h"
#include "query/cli/paths.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

/* One query while it is answered. */
typedef struct request {
    session *session;
    answer answer;
    yz_query *query;
    yz_results *results;
    yz_suggestions *corrections;
    buffer lines; /**< of an explanation */
    yz_error error;
} request;

/* Whether there is somebody to read messages. */
static bool
is_read(const session *s)
{
    return !s->arguments->quiet && !s->is_served;
}

static uint64_t
line_of(const request *q)
{
    return q->session->arguments->batch ? q->answer.index + 1 : 0;
}

static void
put_lines(void *context, yz_str text)
{
    buffer_put_text(context, text);
}

/* The lines that were put, without the last line feed. */
static yz_status
take_lines(request *q, yz_status status, yz_str *ret_lines)
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

/* ---- hits ---------------------------------------------------------------- */

static yz_status
gather_hit(request *q, const yz_hit *hit, shown_hit *h)
{
    const arguments *args = q->session->arguments;
    *h = (shown_hit){ .hit = hit,
                      .path = path_of(hit->passage, (path_form)args->path_form,
                                      &q->session->arena) };
    TRY(yz_results_matches(q->results, &h->matches, &h->match_count,
                           &q->error));
    TRY(yz_results_snippets(q->results, &args->snippet, &h->snippets,
                            &h->snippet_count, &q->error));
    if (args->context)
        TRY(context_gather(q->results, (int32_t)args->context,
                           &q->session->arena, h, &q->error));
    if (args->crop)
        TRY(crop_hit(args, q->answer.index, &q->session->arena, h, &q->error));
    if (!args->explain)
        return YZ_OK;
    q->lines.size = 0;
    return take_lines(
        q, yz_results_explain(q->results, put_lines, &q->lines, &q->error),
        &h->explanation);
}

static yz_status
walk_hits(request *q)
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
        q->answer.shown_in[h.hit->tier]++;
        q->answer.last_rank = hit->rank;
        if (!output_goes_on(&q->session->out))
            return YZ_OK;
    }
}

/* ---- answers ------------------------------------------------------------- */

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

/* Explain why there is nothing to show; not in a batch, as it takes time. */
static yz_status
explain_no_hits(request *q)
{
    const arguments *args = q->session->arguments;
    if (args->batch || args->quiet)
        return YZ_OK;
    if (count_all_tiers(q->results)) {
        if (is_read(q->session))
            message("there are hits, but --offset or --after skips all of "
                    "them");
        return YZ_OK;
    }
    q->lines.size = 0;
    TRY(take_lines(q,
                   yz_results_why(q->results, put_lines, &q->lines, &q->error),
                   &q->answer.why));
    if (!is_read(q->session))
        return YZ_OK;
    message("nothing found for %.*s",
            (int)display_head(q->answer.query, 200).size, q->answer.query.data);
    display_put_lines(stderr, q->answer.why, "  ");
    return YZ_OK;
}

/* Whether there are hits for the whole query, even if misread or reworded. */
static bool
has_whole_hits(const yz_results *results)
{
    for (int tier = 0; tier < YZ_TIER_NEAR; tier++) {
        uint64_t count;
        if (yz_results_tier_count(results, (yz_tier)tier, &count) && count)
            return true;
    }
    return false;
}

static void
ask_what_was_meant(const yz_suggestions *corrections)
{
    for (size_t i = 0; i < yz_suggestions_count(corrections); i++) {
        const yz_suggestion s = yz_suggestions_at(corrections, i);
        const yz_str head = display_head(s.text, 200);
        message(s.passages == 1 ? N_("%s %.*s (%" PRIu64 " passage)?")
                                : N_("%s %.*s (%" PRIu64 " passages)?"),
                translated(i ? N_("or") : N_("did you mean")), (int)head.size,
                head.data, s.passages);
    }
}

/* Suggest corrections of the query; not in a batch either. */
static yz_status
suggest_corrections(request *q)
{
    enum { CORRECTIONS_MAX = 3 };
    const arguments *args = q->session->arguments;
    yz_suggest_options options = YZ_OPTIONS(yz_suggest_options);
    options.limit = CORRECTIONS_MAX;
    if (args->batch || args->quiet || has_whole_hits(q->results))
        return YZ_OK;
    TRY(yz_correct(q->session->snapshot, q->query, &options, &q->corrections,
                   &q->error));
    q->answer.corrections = q->corrections;
    if (is_read(q->session))
        ask_what_was_meant(q->corrections);
    return YZ_OK;
}

static yz_status
show_hits(request *q)
{
    output *out = &q->session->out;
    const printer *p = q->session->printer;
    if (p->begin)
        p->begin(out, &q->answer);
    yz_status status = walk_hits(q);
    if (status == YZ_OK && !q->answer.shown)
        status = explain_no_hits(q);
    if (status == YZ_OK)
        status = suggest_corrections(q);
    if (status != YZ_OK)
        q->answer.error = &q->error;
    if (p->end)
        p->end(out, &q->answer);
    q->session->found |= q->answer.shown > 0;
    return status;
}

static yz_status
count_matches(request *q, uint64_t *ret_count)
{
    yz_status status;
    const yz_hit *hit;
    *ret_count = 0;
    while ((status = yz_results_next(q->results, &hit, &q->error)) == YZ_OK) {
        const yz_match *matches;
        size_t count;
        TRY(yz_results_matches(q->results, &matches, &count, &q->error));
        *ret_count += count;
    }
    return status == YZ_DONE ? YZ_OK : status;
}

static yz_status
count(request *q)
{
    const yz_facet_count *reports;
    q->answer.counted = yz_results_count(q->results);
    switch ((counted)q->session->arguments->counted) {
    case COUNT_PASSAGES:
        break;
    case COUNT_MATCHES:
        return count_matches(q, &q->answer.counted);
    case COUNT_REPORTS:
        q->answer.counted = answer_reports(&q->answer, &reports);
        break;
    }
    return YZ_OK;
}

static yz_status
show_counts(request *q)
{
    session *s = q->session;
    const printer *p = s->printer;
    const bool found = yz_results_count(q->results) > 0;
    TRY(count(q));
    if (!found)
        TRY(explain_no_hits(q));
    if (s->arguments->show == SHOW_COUNT) {
        p->count(&s->out, &q->answer);
    } else if (s->arguments->show == SHOW_REPORTS) {
        p->reports(&s->out, &q->answer);
    } else {
        if (p->begin)
            p->begin(&s->out, &q->answer);
        if (p->end)
            p->end(&s->out, &q->answer);
    }
    s->found |= found;
    return YZ_OK;
}

static yz_status
show_collocates(request *q)
{
    session *s = q->session;
    yz_collocates *words = NULL;
    yz_collocate_options options = YZ_OPTIONS(yz_collocate_options);
    options.window = s->arguments->window;
    options.limit = s->arguments->search.limit < UINT32_MAX
                        ? (uint32_t)s->arguments->search.limit
                        : UINT32_MAX;
    TRY(yz_collocate_query(s->snapshot, q->query, &s->arguments->search,
                           &options, &words, &q->error));
    s->found |= yz_collocates_count(words) > 0;
    s->printer->collocates(&s->out, &q->answer, words);
    yz_collocates_free(words);
    return YZ_OK;
}

static yz_status
show_understanding(request *q)
{
    session *s = q->session;
    yz_str lines;
    const yz_status status = yz_query_explain(q->query, s->snapshot, put_lines,
                                              &q->lines, &q->error);
    TRY(take_lines(q, status, &lines));
    s->printer->understanding(&s->out, &q->answer, lines);
    s->found = true;
    return YZ_OK;
}

/* Print an error as the answer. */
static void
show_error(request *q)
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

/* ---- one query ----------------------------------------------------------- */

/* Warnings of the query, as far as it was understood, that no printer has. */
static void
warn(const request *q)
{
    const session *s = q->session;
    if (is_read(s) && !s->printer->has_warnings)
        message_query_warnings(q->answer.parsed, line_of(q));
}

static yz_status
search(request *q)
{
    const session *s = q->session;
    TRY(yz_query_parse(q->answer.query, &s->arguments->parse, &q->query,
                       &q->error));
    q->answer.parsed = q->query;
    if (s->arguments->show == SHOW_UNDERSTANDING ||
        s->arguments->show == SHOW_COLLOCATES) {
        warn(q);
        return YZ_OK;
    }
    const yz_status status = yz_search(
        s->snapshot, q->query, &s->arguments->search, &q->results, &q->error);
    q->answer.results = q->results;
    if (status == YZ_OK)
        q->answer.parsed = yz_results_query(q->results);
    warn(q);
    if (status != YZ_OK)
        return status;
    if (is_read(s) && yz_results_is_capped(q->results))
        message("too many passages may contain misread characters; not all "
                "were compared; use a longer phrase");
    return YZ_OK;
}

static yz_status
show_answer(request *q)
{
    switch (q->session->arguments->show) {
    case SHOW_COUNT:
    case SHOW_REPORTS:
    case SHOW_FACETS:
        return show_counts(q);
    case SHOW_COLLOCATES:
        return show_collocates(q);
    case SHOW_UNDERSTANDING:
        return show_understanding(q);
    default:
        return show_hits(q);
    }
}

/* Whether the error is of this query alone, so that a batch goes on. */
static bool
is_own_error(const request *q, yz_status status)
{
    if (q->session->is_served)
        return true;
    switch (status) {
    case YZ_E_SYNTAX:
    case YZ_E_LIMIT:
    case YZ_E_CANCELLED:
        return true;
    case YZ_E_UNSUPPORTED: /* the parser's; else it is an option's */
        return !q->query;
    default:
        return false;
    }
}

/* Each answer is flushed, as readers wait for it. A reader that closes the pipe
 * is no error: the run just ends. */
static exit_code
finish(output *out)
{
    fflush(out->file);
    if (output_goes_on(out) || out->os_error == EPIPE)
        return EXIT_FOUND;
    message("cannot write the results: %s",
            translated(strerror(out->os_error)));
    return EXIT_SYSTEM;
}

/* Report the error, unless it was printed as the answer. */
static exit_code
end_with_error(const request *q, yz_status status, bool is_answer)
{
    session *s = q->session;
    if (!s->is_served && (!s->printer->has_warnings || !is_answer))
        message_query_error(&q->error, q->answer.query, line_of(q));
    s->failed |= status == YZ_E_CANCELLED;
    return is_answer ? EXIT_FOUND : exit_code_of(status);
}

exit_code
answer_query(session *s, yz_str query, uint64_t index)
{
    request q = { .session = s, .answer = { .query = query, .index = index } };
    exit_code code = EXIT_FOUND;
    yz_status status = search(&q);
    const bool is_answer = (s->arguments->batch || s->is_served) &&
                           status != YZ_OK && is_own_error(&q, status);
    if ((status == YZ_OK || is_answer) && !s->out.opened) {
        s->out.opened = true;
        if (s->printer->open)
            s->printer->open(&s->out, &q.answer);
    }
    if (status == YZ_OK)
        status = show_answer(&q);
    else if (is_answer)
        show_error(&q);
    s->last = status;
    if (status != YZ_OK)
        code = end_with_error(&q, status, is_answer);
    if (code == EXIT_FOUND)
        code = finish(&s->out);
    yz_suggestions_free(q.corrections);
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
