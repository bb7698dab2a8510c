/* SPDX-License-Identifier: MIT */
/*
 * Passages come in rising order, so the postings of each word are in order
 * when they are gathered by a counting sort that keeps it.
 */
#include "indexer/write/word_stream.h"

#include <stdlib.h>

void
word_stream_dispose(word_stream *s)
{
    term_table_dispose(&s->words);
    ARRAY_DISPOSE(&s->latest);
    ARRAY_DISPOSE(&s->occurrences);
}

bool
word_stream_add(word_stream *s, yz_str term, uint16_t passage)
{
    uint32_t word;
    if (!term_table_number(&s->words, term, &word))
        return false;
    if (word == s->latest.count && !ARRAY_PUSH(&s->latest, UINT32_MAX))
        return false;
    const uint32_t latest = s->latest.items[word];
    if (latest != UINT32_MAX &&
        s->occurrences.items[latest].passage == passage) {
        word_occurrence *last = &s->occurrences.items[latest];
        if (last->frequency < UINT16_MAX)
            last->frequency++;
        return true;
    }
    s->latest.items[word] = (uint32_t)s->occurrences.count;
    return ARRAY_PUSH(&s->occurrences, (word_occurrence){ word, passage, 1 });
}

/* A word to be sorted by its bytes. */
typedef struct sorted_word {
    yz_str term;
    uint32_t number;
} sorted_word;

static int
sorted_word_compare(const void *a, const void *b)
{
    const sorted_word *x = a;
    const sorted_word *y = b;
    return str_compare(x->term, y->term);
}

/*
 * Put the terms in order, copied into the arena, and where the postings of
 * each word begin into `places`, by number.
 */
static bool
place_words(const word_stream *s, arena *a, sorted_word *sorted,
            uint32_t *places, word_lists *lists)
{
    const size_t count = s->words.terms.count;
    for (size_t i = 0; i < count; i++)
        sorted[i] = (sorted_word){ s->words.terms.items[i], (uint32_t)i };
    qsort(sorted, count, sizeof(*sorted), sorted_word_compare);
    for (size_t i = 0; i < s->occurrences.count; i++)
        places[s->occurrences.items[i].word]++;
    uint32_t end = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t postings = places[sorted[i].number];
        places[sorted[i].number] = end;
        end += postings;
        lists->ends[i] = end;
        lists->terms[i] = arena_str(a, sorted[i].term);
        lists->term_size += sorted[i].term.size;
        if (!lists->terms[i].data)
            return false;
    }
    lists->count = (uint32_t)count;
    return true;
}

static void
gather_postings(const word_stream *s, uint32_t *places, word_lists *lists)
{
    for (size_t i = 0; i < s->occurrences.count; i++) {
        const word_occurrence *o = &s->occurrences.items[i];
        const uint32_t place = places[o->word]++;
        lists->passages[place] = o->passage;
        lists->frequencies[place] = o->frequency;
    }
}

yz_status
word_stream_lists(word_stream *s, arena *a, word_lists *ret_lists,
                  yz_error *err)
{
    const size_t words = s->words.terms.count;
    const size_t postings = s->occurrences.count;
    sorted_word *sorted = memory_zeroed(a->from, words + 1, sizeof(*sorted));
    uint32_t *places = memory_zeroed(a->from, words + 1, sizeof(*places));
    word_lists lists = {
        .terms = arena_array(a, words + 1, sizeof(*lists.terms)),
        .ends = arena_array(a, words + 1, sizeof(*lists.ends)),
        .passages = arena_array(a, postings + 1, sizeof(*lists.passages)),
        .frequencies = arena_array(a, postings + 1, sizeof(*lists.frequencies)),
    };
    const bool made = sorted && places && lists.terms && lists.ends &&
                      lists.passages && lists.frequencies &&
                      place_words(s, a, sorted, places, &lists);
    if (made)
        gather_postings(s, places, &lists);
    memory_release(a->from, sorted);
    memory_release(a->from, places);
    if (!made)
        return error_nomem(err);
    term_table_dispose(&s->words);
    s->latest.count = 0;
    s->occurrences.count = 0;
    *ret_lists = lists;
    return YZ_OK;
}
