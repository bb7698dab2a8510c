/* SPDX-License-Identifier: MIT */
#include "query/rank/score_list.h"

#include <string.h>

score_list
score_list_make(segment *s, uint32_t capacity, arena *a)
{
    const size_t room = (size_t)capacity + 1;
    score_list l = {
        .segment = s,
        .capacity = capacity,
        .passages = arena_uninitialized(a, room, sizeof(uint32_t)),
        .numbers = arena_uninitialized(a, room, sizeof(uint32_t)),
        .counted = arena_uninitialized(a, room, sizeof(bool)),
    };
    if (l.passages && l.numbers && l.counted)
        l.sums = arena_uninitialized(a, room, sizeof(float));
    return l;
}

bool
score_list_reserve(score_list *l, uint32_t more, arena *a)
{
    if (more <= l->capacity - l->count)
        return true;
    const uint32_t capacity = 2 * l->capacity + more;
    score_list wider = score_list_make(l->segment, capacity, a);
    if (!wider.sums)
        return false;
    memcpy(wider.passages, l->passages, l->count * sizeof(*l->passages));
    memcpy(wider.numbers, l->numbers, l->count * sizeof(*l->numbers));
    memcpy(wider.sums, l->sums, l->count * sizeof(*l->sums));
    wider.count = l->count;
    *l = wider;
    return true;
}

/* The code of a passage's length; runs of codes are read one after the other. */
typedef struct code_run {
    const uint8_t *codes;
    uint32_t first;
    uint32_t count;
} code_run;

static inline yz_status
code_of(const score_list *l, length_space space, code_run *run,
        uint32_t passage, uint8_t *ret_code, yz_error *err)
{
    if (passage - run->first >= run->count) {
        run->first = passage;
        TRY(segment_lengths(l->segment, space, passage, &run->codes,
                            &run->count, err));
    }
    *ret_code = run->codes[passage - run->first];
    return YZ_OK;
}

yz_status
score_list_start(score_list *l, const float certain[256], yz_error *err)
{
    code_run run = { 0 };
    for (uint32_t i = 0; i < l->count; i++) {
        uint8_t code;
        TRY(code_of(l, LENGTH_HAN, &run, l->passages[i], &code, err));
        l->sums[i] = certain[code];
    }
    return YZ_OK;
}

yz_status
score_list_begin(score_list *l, uint32_t begin, const float certain[256],
                 const term_scorer *term, yz_error *err)
{
    code_run run = { 0 };
    code_run words = { 0 };
    for (uint32_t i = begin; i < l->count; i++) {
        uint8_t code;
        const uint32_t frequency = l->numbers[i];
        TRY(code_of(l, LENGTH_HAN, &run, l->passages[i], &code, err));
        l->sums[i] = certain[code];
        if (!frequency)
            continue;
        TRY(code_of(l, term->space, &words, l->passages[i], &code, err));
        l->sums[i] += term_scorer_score(term, frequency, code);
    }
    return YZ_OK;
}

/* ---- adding a term ------------------------------------------------------- */

/* What adding one list works on. */
typedef struct list_adder {
    score_list *to;
    const term_scorer *scorer;
    const posting_list *list;
    code_run run;
    uint32_t at; /* the first hit that was not compared yet */
    yz_error *err;
} list_adder;

static inline yz_status
count_hit(list_adder *a, uint32_t hit, uint32_t posting_frequency)
{
    score_list *l = a->to;
    uint8_t code;
    const uint32_t frequency =
        term_count(a->scorer->lists.mode, posting_frequency);
    if (!frequency || (a->scorer->lists.count > 1 && l->counted[hit]))
        return YZ_OK;
    TRY(code_of(l, a->scorer->space, &a->run, l->passages[hit], &code, a->err));
    l->counted[hit] = true;
    l->sums[hit] += term_scorer_score(a->scorer, frequency, code);
    return YZ_OK;
}

/* Seek each hit: the list is much longer than that of the hits. */
static yz_status
add_sparse(list_adder *a)
{
    score_list *l = a->to;
    posting_cursor cursor;
    TRY(posting_cursor_open(a->list, &cursor, a->err));
    for (uint32_t i = 0; i < l->count; i++) {
        uint32_t frequency = 1;
        bool has;
        if (a->scorer->lists.mode == COUNT_ONCE) {
            TRY(posting_cursor_has(&cursor, l->passages[i], &has, a->err));
        } else {
            TRY(posting_cursor_seek(&cursor, l->passages[i], a->err));
            has = cursor.passage == l->passages[i];
            if (has)
                TRY(posting_cursor_frequency(&cursor, &frequency, a->err));
        }
        if (has)
            TRY(count_hit(a, i, frequency));
    }
    return YZ_OK;
}

/* Score the hits that a block has. */
static yz_status
add_block(list_adder *a, const posting_block *block)
{
    const score_list *l = a->to;
    uint32_t passages[POSTINGS_BLOCK_MAX];
    uint32_t frequencies[POSTINGS_BLOCK_MAX] = { 1 };
    bool known = a->scorer->lists.mode == COUNT_ONCE;
    uint32_t i = a->at;
    uint32_t j = 0;
    TRY(postings_block_passages(a->list, block, passages, a->err));
    while (j < block->count && i < l->count) {
        const uint32_t listed = passages[j];
        const uint32_t hit = l->passages[i];
        if (listed == hit) {
            if (!known)
                TRY(postings_block_frequencies(a->list, block, frequencies,
                                               a->err));
            known = true;
            TRY(count_hit(a, i, frequencies[j]));
        }
        j += listed <= hit;
        i += hit <= listed;
    }
    a->at = i;
    return YZ_OK;
}

/* Read the blocks that can hold hits, from end to end. */
static yz_status
add_dense(list_adder *a)
{
    const score_list *l = a->to;
    for (uint32_t b = 0; b < a->list->block_count && a->at < l->count; b++) {
        posting_block block;
        TRY(postings_block(a->list, b, &block, a->err));
        while (a->at < l->count && l->passages[a->at] < block.first)
            a->at++;
        if (a->at < l->count && l->passages[a->at] < block.limit)
            TRY(add_block(a, &block));
    }
    return YZ_OK;
}

yz_status
score_list_add(score_list *l, const term_scorer *s, yz_error *err)
{
    if (s->lists.count > 1)
        memset(l->counted, 0, l->count * sizeof(*l->counted));
    for (uint32_t i = 0; i < s->lists.count; i++) {
        list_adder a = {
            .to = l, .scorer = s, .list = &s->lists.items[i], .err = err
        };
        if (a.list->count / SEEK_COST > l->count)
            TRY(add_sparse(&a));
        else
            TRY(add_dense(&a));
    }
    return YZ_OK;
}

void
score_list_drop_from(score_list *l, uint32_t begin, float least)
{
    uint32_t count = begin;
    for (uint32_t i = begin; i < l->count; i++) {
        l->passages[count] = l->passages[i];
        l->numbers[count] = l->numbers[i];
        l->sums[count] = l->sums[i];
        count += l->sums[i] >= least;
    }
    l->count = count;
}

void
score_list_drop(score_list *l, float least)
{
    score_list_drop_from(l, 0, least);
}
