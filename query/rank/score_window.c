/* SPDX-License-Identifier: MIT */
#include "query/rank/score_window.h"
#include "core/base/bit_set.h"

#include <string.h>

/* Codes are read in place, but for a window that lies in two chunks. */
static yz_status
read_codes(score_window *w, length_space space)
{
    uint8_t *copy = w->code_copies[space];
    uint32_t count;
    TRY(segment_lengths(w->segment, space, w->begin, &w->codes[space], &count,
                        w->err));
    if (count >= w->end - w->begin)
        return YZ_OK;
    memcpy(copy, w->codes[space], count);
    for (uint32_t at = w->begin + count; at < w->end; at += count) {
        const uint8_t *codes;
        TRY(segment_lengths(w->segment, space, at, &codes, &count, w->err));
        if (count > w->end - at)
            count = w->end - at;
        memcpy(copy + (at - w->begin), codes, count);
    }
    w->codes[space] = copy;
    return YZ_OK;
}

yz_status
score_window_move(score_window *w, uint32_t passage)
{
    const uint32_t passages = w->segment->info.passages;
    w->begin = passage / WINDOW_SIZE * WINDOW_SIZE;
    w->end =
        passages - w->begin > WINDOW_SIZE ? w->begin + WINDOW_SIZE : passages;
    for (int space = 0; space < LENGTH_RANKED_COUNT; space++)
        TRY(read_codes(w, (length_space)space));
    return YZ_OK;
}

void
score_window_start(score_window *w, const uint32_t *hits, uint32_t count,
                   const certain_terms *certain)
{
    const uint8_t *codes = w->codes[LENGTH_HAN];
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t at = hits[i] - w->begin;
        w->sums[at] = certain_terms_bounds(certain, codes[at]).sum;
    }
}

/* ---- adding a term ------------------------------------------------------- */

static void
add_once(score_window *w, const term_scorer *s, const uint32_t *passages,
         uint32_t count)
{
    const uint8_t *codes = w->codes[s->space];
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t at = passages[i] - w->begin;
        w->sums[at] += s->weight * s->curve->once[codes[at]];
    }
}

static void
add_counted(score_window *w, const term_scorer *s, const uint32_t *passages,
            const uint32_t *frequencies, uint32_t count)
{
    const uint8_t *codes = w->codes[s->space];
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t at = passages[i] - w->begin;
        const uint32_t frequency = term_count(s->lists.mode, frequencies[i]);
        if (!frequency || (s->lists.count > 1 && !bits_add(w->counted, at)))
            continue;
        w->sums[at] += term_scorer_score(s, frequency, codes[at]);
    }
}

/* Add the postings of a block that are in the window. */
static yz_status
add_block(score_window *w, const term_scorer *s, const posting_list *list,
          const posting_block *block, bool *ret_ends_later)
{
    uint32_t passages[POSTINGS_BLOCK_MAX];
    uint32_t frequencies[POSTINGS_BLOCK_MAX] = { 0 };
    uint32_t first = 0;
    uint32_t last = block->count;
    TRY(postings_block_passages(list, block, passages, w->err));
    while (first < last && passages[first] < w->begin)
        first++;
    while (last > first && passages[last - 1] >= w->end)
        last--;
    *ret_ends_later = last < block->count;
    if (s->lists.mode == COUNT_ONCE && s->lists.count == 1) {
        add_once(w, s, passages + first, last - first);
        return YZ_OK;
    }
    if (s->lists.mode != COUNT_ONCE)
        TRY(postings_block_frequencies(list, block, frequencies, w->err));
    add_counted(w, s, passages + first, frequencies + first, last - first);
    return YZ_OK;
}

static yz_status
add_list(score_window *w, term_scorer *s, uint32_t number)
{
    const posting_list *list = &s->lists.items[number];
    uint32_t *next = &s->next_blocks[number];
    for (; *next < list->block_count; ++*next) {
        posting_block block;
        bool ends_later;
        TRY(postings_block(list, *next, &block, w->err));
        if (block.first >= w->end)
            break;
        if (block.limit <= w->begin)
            continue;
        TRY(add_block(w, s, list, &block, &ends_later));
        if (ends_later)
            break;
    }
    return YZ_OK;
}

yz_status
score_window_add(score_window *w, term_scorer *s)
{
    if (s->lists.count > 1)
        memset(w->counted, 0, sizeof(w->counted));
    for (uint32_t i = 0; i < s->lists.count; i++)
        TRY(add_list(w, s, i));
    return YZ_OK;
}
