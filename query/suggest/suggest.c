/* SPDX-License-Identifier: MIT */
/*
 * Completion of what was typed. Chinese has no spaces between words, so it is
 * not known where the last word begins: every suffix of the last run may be the
 * prefix of a word. The words with that prefix are proposals, the most frequent
 * first. A proposal becomes a suggestion if the run, completed by the rest of
 * the word, occurs in the index. Words of Latin letters are indexed by their
 * stems, so their rest is taken from a passage that has them.
 */
#include "core/base/abi.h"
#include "core/base/utf8.h"
#include "core/index/remote.h"
#include "core/text/charclass.h"
#include "query/suggest/suggestions.h"
#include "query/suggest/terms.h"
#include "query/suggest/word_endings.h"

#include <stdlib.h>
#include <string.h>

enum {
    SUFFIX_UNITS_MAX = 16, /* of a suffix that is taken for a word's prefix */
    PROPOSALS_MAX = 32,    /* that are searched for, of each suffix */
    TERMS_MAX = 4096,      /* that are read, of each suffix */
    POLL_INTERVAL = 64
};

typedef struct proposal {
    yz_str rest; /* of the word, after what was typed of it */
    uint64_t passages;
} proposal;

/* A suffix of the run, which may be the prefix of a word. */
typedef struct word_prefix {
    const uint16_t *units;
    uint32_t length;
    yz_str text;
    bool latin;
} word_prefix;

typedef struct suggester {
    yz_snapshot *snapshot;
    yz_suggest_options options;
    yz_suggestions *out;
    yz_str text;      /* as it was typed */
    yz_str run;       /* what follows its last space */
    term_units units; /* of the run */
    proposal proposals[PROPOSALS_MAX];
    size_t proposal_count;
    word_endings words;
    arena arena;
    yz_error *err;
} suggester;

/* ---- proposals ----------------------------------------------------------- */

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

static yz_status
propose_latin(suggester *s, const yz_term *term, const word_prefix *prefix)
{
    yz_str rest;
    const yz_status status = word_endings_find(
        &s->words, term->text, prefix->units, prefix->length, &rest);
    if (status == YZ_OK)
        return propose(s, rest, term->passages);
    return status == YZ_DONE ? YZ_OK : status;
}

/* The words that have the prefix. */
static yz_status
propose_words(suggester *s, yz_terms *terms, const word_prefix *prefix)
{
    for (uint32_t i = 0; i < TERMS_MAX; i++) {
        const yz_term *term;
        if (i % POLL_INTERVAL == 0)
            TRY(suggest_poll(&s->options, s->err));
        const yz_status status = yz_terms_next(terms, &term, s->err);
        if (status != YZ_OK)
            return status == YZ_DONE ? YZ_OK : status;
        if (prefix->latin)
            TRY(propose_latin(s, term, prefix));
        else if (term->text.size > prefix->text.size)
            TRY(propose(s,
                        (yz_str){ term->text.data + prefix->text.size,
                                  term->text.size - prefix->text.size },
                        term->passages));
    }
    return YZ_OK;
}

static yz_status
propose_for(suggester *s, uint32_t begin)
{
    yz_terms *terms;
    uint32_t width;
    word_prefix prefix = { .units = s->units.units + begin,
                           .length = s->units.length - begin };
    prefix.text = skeleton_utf8(prefix.units, prefix.length, &s->arena);
    if (!prefix.text.data)
        return error_nomem(s->err);
    prefix.latin =
        char_is_word(skeleton_char(prefix.units, prefix.length, 0, &width));
    s->proposal_count = 0;
    TRY(terms_open(s->snapshot, &s->units, begin, &terms, s->err));
    const yz_status status = propose_words(s, terms, &prefix);
    yz_terms_close(terms);
    return status;
}

/* ---- suggestions --------------------------------------------------------- */

static yz_status
suggest_with(suggester *s, yz_str rest)
{
    yz_suggestion found;
    found.text = arena_printf(&s->out->arena, "%.*s%.*s", (int)s->text.size,
                              s->text.data, (int)rest.size, rest.data);
    if (!found.text.data)
        return error_nomem(s->err);
    if (suggestions_have(s->out, found.text))
        return YZ_OK;
    const size_t head = s->text.size - s->run.size;
    const yz_str run = { found.text.data + head, found.text.size - head };
    TRY(suggestion_count(s->snapshot, run, YZ_QUERY_LITERAL, &s->options,
                         &found.passages, s->err));
    if (found.passages)
        suggestions_insert(s->out, found);
    return YZ_OK;
}

/* The longest suffix first: what it suggests is the likeliest. */
static yz_status
suggest_all(suggester *s)
{
    const uint32_t length = s->units.length;
    uint32_t begin = length > SUFFIX_UNITS_MAX ? length - SUFFIX_UNITS_MAX : 0;
    for (; begin < length; begin++) {
        if (skeleton_inside_word(s->units.units, length, begin))
            continue;
        TRY(propose_for(s, begin));
        for (size_t i = 0; i < s->proposal_count; i++) {
            TRY(suggest_poll(&s->options, s->err));
            TRY(suggest_with(s, s->proposals[i].rest));
        }
        if (s->out->count == s->out->limit)
            break;
    }
    return YZ_OK;
}

/* What follows the last space. */
static yz_str
last_run(yz_str text)
{
    size_t begin = text.size;
    if (!begin)
        return text;
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
    s->run = last_run(s->text);
    TRY(term_units_make(s->snapshot->index, s->run, &s->arena, &s->units,
                        s->err));
    TRY(suggest_all(s));
    /* Texts may have simplified characters where the run has traditional. */
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
    TRY(abi_require(snapshot, "snapshot", reterr));
    TRY(remote_refuses(snapshot->index, "completing what was typed", reterr));
    const yz_allocator *memory = snapshot->index->memory;
    suggester s = { .snapshot = snapshot,
                    .options = YZ_OPTIONS(yz_suggest_options),
                    .text = text,
                    .arena.from = memory,
                    .err = reterr };
    TRY(abi_take_options(&s.options, options, reterr));
    TRY(abi_check_flags(s.options.flags, 0, reterr));
    TRY(suggestions_new(memory, &s.options, &s.out, reterr));
    s.words = (word_endings){ .snapshot = snapshot,
                              .skeletons = skeleton_buffer_of(
                                  memory, snapshot->index->fold),
                              .arena = &s.arena,
                              .err = reterr };
    const yz_status status = suggest(&s);
    skeleton_buffer_dispose(&s.words.skeletons);
    arena_dispose(&s.arena);
    if (status == YZ_OK)
        *ret_suggestions = s.out;
    else
        yz_suggestions_free(s.out);
    return status;
}
