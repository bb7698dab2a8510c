/* SPDX-License-Identifier: MIT */
/*
 * The whole dictionary of Latin words is compared with the word: it is small
 * beside that of Chinese, and only queries that find nothing come here.
 */
#include "query/suggest/word_spelling.h"
#include "query/suggest/suggestions.h"
#include "query/suggest/terms.h"
#include "query/suggest/word_endings.h"

#include <string.h>

enum {
    LETTERS_MAX = 32, /* in a word that is compared */
    LONG_WORD = 6,    /* letters, from which on 2 edits are allowed */
    POLL_INTERVAL = 1024
};

static uint32_t
min3(uint32_t x, uint32_t y, uint32_t z)
{
    const uint32_t least = x < y ? x : y;
    return least < z ? least : z;
}

/*
 * Optimal string alignment distance: substitutions, deletions, insertions and
 * transpositions of neighbours (Damerau 1964, in the restricted form), of which
 * three rows are kept.
 */
static uint32_t
edit_distance(yz_str x, yz_str y)
{
    uint32_t rows[3][LETTERS_MAX + 1];
    uint32_t *before = rows[0];
    uint32_t *last = rows[1];
    uint32_t *row = rows[2];
    for (uint32_t j = 0; j <= y.size; j++)
        last[j] = j;
    for (uint32_t i = 1; i <= x.size; i++) {
        row[0] = i;
        for (uint32_t j = 1; j <= y.size; j++) {
            const uint32_t same = x.data[i - 1] == y.data[j - 1] ? 0 : 1;
            row[j] = min3(last[j - 1] + same, last[j] + 1, row[j - 1] + 1);
            if (i > 1 && j > 1 && x.data[i - 1] == y.data[j - 2] &&
                x.data[i - 2] == y.data[j - 1] && before[j - 2] + 1 < row[j])
                row[j] = before[j - 2] + 1;
        }
        uint32_t *oldest = before;
        before = last;
        last = row;
        row = oldest;
    }
    return last[y.size];
}

/* 0: not near enough. */
static double
closeness_of(yz_str wanted, yz_str word)
{
    const uint32_t most = wanted.size >= LONG_WORD ? 2 : 1;
    const size_t longer = wanted.size > word.size ? wanted.size : word.size;
    const size_t shorter = wanted.size < word.size ? wanted.size : word.size;
    if (longer - shorter > most || longer > LETTERS_MAX)
        return 0;
    const uint32_t distance = edit_distance(wanted, word);
    return distance <= most ? 1 - 0.4 * distance : 0;
}

static void
keep(spellings *out, spelling found)
{
    if (out->count < SPELLINGS_MAX)
        out->items[out->count++] = found;
}

/* Words of Latin letters come first in the dictionary. */
static yz_status
walk_words(yz_terms *terms, yz_str wanted, const yz_suggest_options *options,
           arena *a, spellings *out, yz_error *err)
{
    for (uint32_t i = 0;; i++) {
        const yz_term *term;
        if (i % POLL_INTERVAL == 0)
            TRY(suggest_poll(options, err));
        const yz_status status = yz_terms_next(terms, &term, err);
        if (status != YZ_OK)
            return status == YZ_DONE ? YZ_OK : status;
        if (!term->text.size || (unsigned char)term->text.data[0] >= 0x80)
            return YZ_OK;
        const double closeness = closeness_of(wanted, term->text);
        if (closeness <= 0)
            continue;
        const yz_str copy = arena_str(a, term->text);
        if (!copy.data)
            return error_nomem(err);
        keep(out, (spelling){ .text = copy,
                              .key = copy,
                              .closeness = closeness,
                              .passages = (uint32_t)term->passages });
    }
}

/* Replace stems by words as written; drop those that no passage shows. */
static yz_status
terms_to_words(yz_snapshot *snapshot, arena *a, spellings *s, yz_error *err)
{
    size_t kept = 0;
    word_endings f = { .snapshot = snapshot,
                       .skeletons = skeleton_buffer_of(snapshot->index->memory,
                                                       snapshot->index->fold),
                       .arena = a,
                       .err = err };
    yz_status status = YZ_OK;
    for (size_t i = 0; i < s->count; i++) {
        spelling found = s->items[i];
        status = word_endings_find(&f, found.text, NULL, 0, &found.text);
        if (status == YZ_OK)
            s->items[kept++] = found;
        else if (status != YZ_DONE)
            break;
    }
    s->count = kept;
    skeleton_buffer_dispose(&f.skeletons);
    return status == YZ_DONE ? YZ_OK : status;
}

yz_status
word_spelling_find(yz_snapshot *snapshot, const plan_leaf *leaf,
                   const yz_suggest_options *options, arena *a, spellings *out,
                   yz_error *err)
{
    yz_terms *terms;
    if (leaf->word_count != 1 || !leaf->words[0].latin ||
        leaf->words[0].term.size > LETTERS_MAX)
        return YZ_OK;
    TRY(yz_terms_open(snapshot, (yz_str){ 0 }, &terms, err));
    const yz_status status =
        walk_words(terms, leaf->words[0].term, options, a, out, err);
    yz_terms_close(terms);
    TRY(status);
    return terms_to_words(snapshot, a, out, err);
}
