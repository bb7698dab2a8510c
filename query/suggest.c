/* SPDX-License-Identifier: MIT */
/*
 * How what was typed may go on. Chinese has no blanks, so where the last word
 * begins is not known: every ending of the last run may be the beginning of a
 * word. The words that begin so are proposals, the most frequent first; a
 * proposal is a suggestion if the run with the rest of the word behind it does
 * stand somewhere. Words of Latin letters are indexed by their stems, so their
 * rest is taken from a passage that has them.
 */
#include "core/base/abi.h"
#include "core/base/utf8.h"
#include "core/text/charclass.h"
#include "query/terms.h"

#include <stdlib.h>
#include <string.h>

enum {
    LIMIT_DEFAULT = 10,
    LIMIT_MAX = 100,
    TAIL_UNITS_MAX = 16, /* of a run that is taken for a word's beginning */
    PROPOSALS_MAX = 32,  /* that are looked up, for each ending */
    TERMS_MAX = 4096,    /* that are looked at, for each ending */
    PASSAGES_TRIED = 8,  /* to find a Latin word as it stands */
    POLL_INTERVAL = 64
};

struct yz_suggestions {
    arena arena;
    yz_suggestion *items; /* sorted */
    size_t count;
};

typedef struct proposal {
    yz_str rest; /* of the word, behind what was typed of it */
    uint64_t passages;
} proposal;

/* An ending of the run, which a word may begin with. */
typedef struct beginning {
    const uint16_t *units;
    uint32_t length;
    yz_str text;
    bool latin;
} beginning;

typedef struct suggester {
    yz_snapshot *snapshot;
    yz_suggest_options options;
    yz_suggestions *out;
    yz_str text;      /* as it was typed */
    yz_str run;       /* the end of it that has no blank */
    term_units units; /* of the run */
    proposal proposals[PROPOSALS_MAX];
    size_t proposal_count;
    skeleton_room room;
    arena arena;
    yz_error *err;
} suggester;

static yz_status
poll(const suggester *s)
{
    if (!s->options.cancel || !s->options.cancel(s->options.cancel_context))
        return YZ_OK;
    return error_set(s->err, YZ_E_CANCELLED, "the suggestions were stopped");
}

/* ---- proposals ------------------------------------------------------------- */

/* Keep the most frequent ones, in order. */
static yz_status
propose(suggester *s, yz_str rest, uint64_t passages)
{
    size_t at = s->proposal_count;
    while (at > 0 && s->proposals[at - 1].passages < passages)
        at--;
    if (at == PROPOSALS_MAX)
        return YZ_OK;
    const yz_str own = arena_str(&s->arena, rest);
    if (!own.data)
        return error_nomem(s->err);
    if (s->proposal_count < PROPOSALS_MAX)
        s->proposal_count++;
    memmove(&s->proposals[at + 1], &s->proposals[at],
            (s->proposal_count - 1 - at) * sizeof(proposal));
    s->proposals[at] = (proposal){ own, passages };
    return YZ_OK;
}

/* Where the word that begins at `at` ends, if the term is its stem; else 0. */
static yz_status
word_end(suggester *s, const uint16_t *units, uint32_t length, uint32_t at,
         yz_str term, uint32_t *ret_end)
{
    analyzer *an;
    yz_str stem;
    uint32_t end = at + 1;
    while (end < length && skeleton_inside_word(units, length, end))
        end++;
    TRY(snapshot_analyzer(s->snapshot, &an, s->err));
    TRY(analyzer_latin_term(an, units + at, end - at, &s->arena, &stem,
                            s->err));
    *ret_end = str_equal(stem, term) ? end : 0;
    return YZ_OK;
}

/* What stands behind the tail in a word of the term; empty: nothing does. */
static yz_status
find_rest(suggester *s, const uint16_t *units, uint32_t length,
          const beginning *tail, yz_str term, yz_str *ret_rest)
{
    *ret_rest = (yz_str){ 0 };
    for (uint32_t at = 0; at + tail->length < length; at++) {
        uint32_t end;
        if (memcmp(units + at, tail->units,
                   tail->length * sizeof(*tail->units)) ||
            skeleton_inside_word(units, length, at))
            continue;
        TRY(word_end(s, units, length, at, term, &end));
        if (end <= at + tail->length)
            continue;
        *ret_rest = skeleton_utf8(units + at + tail->length,
                                  end - at - tail->length, &s->arena);
        return ret_rest->data ? YZ_OK : error_nomem(s->err);
    }
    return YZ_OK;
}

/* The rest of a word of a term, from the first passages of a segment. */
static yz_status
rest_in_segment(suggester *s, segment *from, const beginning *tail, yz_str term,
                yz_str *ret_rest)
{
    list_place where;
    posting_list list;
    posting_cursor c;
    TRY(segment_word(from, WORD_TEXT, term, &where, s->err));
    TRY(segment_word_list(from, &where, &list, s->err));
    TRY(posting_cursor_open(&list, &c, s->err));
    for (int i = 0; i < PASSAGES_TRIED && c.passage != POSTINGS_END; i++) {
        const uint16_t *units;
        uint32_t length;
        TRY(segment_skeleton(from, c.passage, &s->room, &units, &length,
                             s->err));
        TRY(find_rest(s, units, length, tail, term, ret_rest));
        if (ret_rest->size)
            return YZ_OK;
        TRY(posting_cursor_next(&c, s->err));
    }
    return YZ_DONE;
}

static yz_status
propose_latin(suggester *s, const yz_term *term, const beginning *tail)
{
    for (uint32_t i = 0; i < s->snapshot->segment_count; i++) {
        yz_str rest;
        const yz_status status = rest_in_segment(s, &s->snapshot->segments[i],
                                                 tail, term->text, &rest);
        if (status == YZ_OK)
            return propose(s, rest, term->passages);
        if (status != YZ_DONE)
            return status;
    }
    return YZ_OK;
}

/* Words that begin with an ending of the run. */
static yz_status
propose_words(suggester *s, yz_terms *terms, const beginning *tail)
{
    for (uint32_t i = 0; i < TERMS_MAX; i++) {
        const yz_term *term;
        if (i % POLL_INTERVAL == 0)
            TRY(poll(s));
        const yz_status status = yz_terms_next(terms, &term, s->err);
        if (status != YZ_OK)
            return status == YZ_DONE ? YZ_OK : status;
        if (tail->latin)
            TRY(propose_latin(s, term, tail));
        else if (term->text.size > tail->text.size)
            TRY(propose(s,
                        (yz_str){ term->text.data + tail->text.size,
                                  term->text.size - tail->text.size },
                        term->passages));
    }
    return YZ_OK;
}

static yz_status
propose_for(suggester *s, uint32_t begin)
{
    yz_terms *terms;
    uint32_t width;
    beginning tail = { .units = s->units.units + begin,
                       .length = s->units.length - begin };
    tail.text = skeleton_utf8(tail.units, tail.length, &s->arena);
    if (!tail.text.data)
        return error_nomem(s->err);
    tail.latin =
        char_is_word(skeleton_char(tail.units, tail.length, 0, &width));
    s->proposal_count = 0;
    TRY(terms_open(s->snapshot, &s->units, begin, &terms, s->err));
    const yz_status status = propose_words(s, terms, &tail);
    yz_terms_close(terms);
    return status;
}

/* ---- suggestions ------------------------------------------------------------ */

/* In how many passages a text stands, as a raw string or a variant of it. */
static yz_status
count_run(suggester *s, yz_str run, uint64_t *ret_count)
{
    yz_query *query;
    yz_results *results;
    yz_query_options how = YZ_OPTIONS(yz_query_options);
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    how.flags = YZ_QUERY_LITERAL;
    options.flags = YZ_SEARCH_COUNT_ONLY;
    options.cancel = s->options.cancel;
    options.cancel_context = s->options.cancel_context;
    TRY(yz_query_parse(run, &how, &query, s->err));
    const yz_status status =
        yz_search(s->snapshot, query, &options, &results, s->err);
    if (status == YZ_OK) {
        *ret_count = yz_results_count(results);
        yz_results_close(results);
    }
    yz_query_free(query);
    return status;
}

static bool
is_known(const yz_suggestions *out, yz_str text)
{
    for (size_t i = 0; i < out->count; i++)
        if (str_equal(out->items[i].text, text))
            return true;
    return false;
}

static void
insert(suggester *s, yz_suggestion found)
{
    yz_suggestions *out = s->out;
    size_t at = out->count;
    while (at > 0 && out->items[at - 1].passages < found.passages)
        at--;
    if (at == s->options.limit)
        return;
    if (out->count < s->options.limit)
        out->count++;
    memmove(&out->items[at + 1], &out->items[at],
            (out->count - 1 - at) * sizeof(found));
    out->items[at] = found;
}

static yz_status
suggest_with(suggester *s, yz_str rest)
{
    yz_suggestion found;
    found.text = arena_printf(&s->out->arena, "%.*s%.*s", (int)s->text.size,
                              s->text.data, (int)rest.size, rest.data);
    if (!found.text.data)
        return error_nomem(s->err);
    if (is_known(s->out, found.text))
        return YZ_OK;
    const size_t head = s->text.size - s->run.size;
    const yz_str run = { found.text.data + head, found.text.size - head };
    TRY(count_run(s, run, &found.passages));
    if (found.passages)
        insert(s, found);
    return YZ_OK;
}

/* The longest ending first: what it suggests is likeliest meant. */
static yz_status
suggest_all(suggester *s)
{
    const uint32_t length = s->units.length;
    uint32_t begin = length > TAIL_UNITS_MAX ? length - TAIL_UNITS_MAX : 0;
    for (; begin < length; begin++) {
        if (skeleton_inside_word(s->units.units, length, begin))
            continue;
        TRY(propose_for(s, begin));
        for (size_t i = 0; i < s->proposal_count; i++) {
            TRY(poll(s));
            TRY(suggest_with(s, s->proposals[i].rest));
        }
        if (s->out->count == s->options.limit)
            break;
    }
    return YZ_OK;
}

/* What stands behind the last blank. */
static yz_str
last_run(yz_str text)
{
    size_t begin = text.size;
    while (begin > 0) {
        size_t before = begin;
        if (char_is_space(utf8_previous(text.data, &before)))
            break;
        begin = before;
    }
    return (yz_str){ text.data + begin, text.size - begin };
}

static yz_status
suggest(suggester *s)
{
    yz_suggestions *out = s->out;
    if (!s->options.limit)
        s->options.limit = LIMIT_DEFAULT;
    if (s->options.limit > LIMIT_MAX)
        return error_set(s->err, YZ_E_LIMIT, "at most %d can be suggested",
                         LIMIT_MAX);
    out->items =
        arena_array(&out->arena, s->options.limit + 1, sizeof(*out->items));
    if (!out->items)
        return error_nomem(s->err);
    s->run = last_run(s->text);
    TRY(term_units_make(s->snapshot->index, s->run, &s->arena, &s->units,
                        s->err));
    TRY(suggest_all(s));
    /* Texts may have simplified characters where the run has others. */
    if (!memcmp(s->units.units, s->units.folded,
                s->units.length * sizeof(*s->units.units)))
        return YZ_OK;
    s->units.units = s->units.folded;
    return suggest_all(s);
}

yz_status
yz_suggest(yz_snapshot *snapshot, yz_str text,
           const yz_suggest_options *options, yz_suggestions **ret_suggestions,
           yz_error *reterr)
{
    suggester s = { .snapshot = snapshot,
                    .options = YZ_OPTIONS(yz_suggest_options),
                    .text = text,
                    .room = { .fold = snapshot->index->fold },
                    .err = reterr };
    TRY(abi_take_options(&s.options, options, reterr));
    s.out = calloc(1, sizeof(*s.out));
    if (!s.out)
        return error_nomem(reterr);
    const yz_status status = suggest(&s);
    skeleton_room_dispose(&s.room);
    arena_dispose(&s.arena);
    if (status == YZ_OK)
        *ret_suggestions = s.out;
    else
        yz_suggestions_free(s.out);
    return status;
}

size_t
yz_suggestions_count(const yz_suggestions *suggestions)
{
    return suggestions->count;
}

yz_suggestion
yz_suggestions_at(const yz_suggestions *suggestions, size_t i)
{
    return i < suggestions->count ? suggestions->items[i]
                                  : (yz_suggestion){ 0 };
}

void
yz_suggestions_free(yz_suggestions *suggestions)
{
    if (!suggestions)
        return;
    arena_dispose(&suggestions->arena);
    free(suggestions);
}
