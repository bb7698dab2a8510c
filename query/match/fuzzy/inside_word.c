/* SPDX-License-Identifier: MIT */
#include "query/match/fuzzy/inside_word.h"

#include <string.h>

/* Units on either side of a character that are cut into words. */
enum { WORD_WINDOW = 100 };

/* The part of a text that is cut into words, and the character it is for. */
typedef struct word_window {
    uint16_t units[2 * WORD_WINDOW + 4];
    uint32_t length;
    uint32_t begin; /* of the character */
    uint32_t end;
} word_window;

/* With the text's characters in it (query 0), or the query's instead. */
static void
window_make(const departure *d, uint32_t query, word_window *w)
{
    const uint32_t before = d->begin < WORD_WINDOW ? d->begin : WORD_WINDOW;
    const uint32_t left = d->length - d->end;
    const uint32_t after = left < WORD_WINDOW ? left : WORD_WINDOW;
    memcpy(w->units, d->units + d->begin - before, before * sizeof(*w->units));
    w->length = w->begin = before;
    if (query)
        w->length += skeleton_char_put(w->units + w->length, query);
    for (uint32_t at = d->begin; !query && at < d->end && at < d->begin + 2;)
        w->units[w->length++] = d->units[at++];
    w->end = w->length;
    memcpy(w->units + w->length, d->units + d->end, after * sizeof(*w->units));
    w->length += after;
}

yz_status
departure_is_inside_word(const departure *d, uint32_t query, analyzer *an,
                         arena *scratch, bool *ret_is_inside, yz_error *err)
{
    word_window w;
    word_token *tokens;
    size_t count;
    window_make(d, query, &w);
    arena_clear(scratch);
    *ret_is_inside = false;
    TRY(analyzer_words(an, w.units, w.length, scratch, &tokens, &count, err));
    for (size_t i = 0; i < count && !*ret_is_inside; i++)
        *ret_is_inside = tokens[i].begin <= w.begin && tokens[i].end >= w.end &&
                         tokens[i].end - tokens[i].begin > w.end - w.begin;
    return YZ_OK;
}
