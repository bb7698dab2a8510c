/* SPDX-License-Identifier: MIT */
/*
 * A block is found by its first passage: galloping from where the cursor
 * stands, then bisecting, in the directory alone.
 */
#include "core/format/posting_block.h"
#include "core/format/postings_directory.h"

static yz_status
enter_block(posting_cursor *c, uint32_t number, yz_error *err)
{
    c->number = number;
    c->at = 0;
    c->has_passages = false;
    c->has_frequencies = false;
    return postings_block(c->list, number, &c->block, err);
}

yz_status
posting_cursor_open(const posting_list *list, posting_cursor *ret_cursor,
                    yz_error *err)
{
    ret_cursor->list = list;
    TRY(enter_block(ret_cursor, 0, err));
    ret_cursor->passage = ret_cursor->block.first;
    return YZ_OK;
}

/* The last block that begins at or before `passage`, from this one on. */
static uint32_t
find_block(const posting_cursor *c, uint32_t passage)
{
    const uint32_t count = c->list->block_count;
    uint32_t low = c->number;
    uint32_t step = 1;
    while (step < count - low &&
           directory_first(c->list, low + step) <= passage) {
        low += step;
        step *= 2;
    }
    uint32_t high = step < count - low ? low + step : count;
    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;
        if (directory_first(c->list, middle) <= passage)
            low = middle;
        else
            high = middle;
    }
    return low;
}

yz_status
posting_cursor_block(posting_cursor *c, uint32_t passage, yz_error *err)
{
    if (passage < c->block.limit || c->number + 1 == c->list->block_count)
        return YZ_OK;
    return enter_block(c, find_block(c, passage), err);
}

static yz_status
need_passages(posting_cursor *c, yz_error *err)
{
    if (c->has_passages)
        return YZ_OK;
    TRY(postings_block_passages(c->list, &c->block, c->passages, err));
    c->has_passages = true;
    return YZ_OK;
}

/* Go to the first of the block's passages, from `at` on, not before. */
static void
find_passage(posting_cursor *c, uint32_t passage)
{
    uint32_t at = c->at;
    uint32_t left = c->block.count - at;
    while (left > 0) {
        const uint32_t half = left / 2;
        const bool before = c->passages[at + half] < passage;
        at = before ? at + half + 1 : at;
        left = before ? left - half - 1 : half;
    }
    c->at = at;
}

/* Stand at posting `at`, which may be the first of the next block. */
static yz_status
stand(posting_cursor *c, yz_error *err)
{
    if (c->at < c->block.count) {
        c->passage = c->passages[c->at];
        return YZ_OK;
    }
    if (c->number + 1 == c->list->block_count) {
        c->passage = POSTINGS_END;
        return YZ_OK;
    }
    TRY(enter_block(c, c->number + 1, err));
    c->passage = c->block.first;
    return YZ_OK;
}

yz_status
posting_cursor_next(posting_cursor *c, yz_error *err)
{
    if (c->passage == POSTINGS_END)
        return YZ_OK;
    TRY(need_passages(c, err));
    c->at++;
    return stand(c, err);
}

yz_status
posting_cursor_seek(posting_cursor *c, uint32_t passage, yz_error *err)
{
    TRY(posting_cursor_block(c, passage, err));
    if (passage <= c->block.first && c->at == 0) {
        c->passage = c->block.first;
        return YZ_OK;
    }
    TRY(need_passages(c, err));
    find_passage(c, passage);
    return stand(c, err);
}

yz_status
posting_cursor_frequency(posting_cursor *c, uint32_t *ret_frequency,
                         yz_error *err)
{
    if (!c->has_frequencies)
        TRY(postings_block_frequencies(c->list, &c->block, c->frequencies,
                                       err));
    c->has_frequencies = true;
    *ret_frequency = c->at < c->block.count ? c->frequencies[c->at] : 0;
    return YZ_OK;
}

yz_status
posting_cursor_has(posting_cursor *c, uint32_t passage, bool *ret_has,
                   yz_error *err)
{
    TRY(posting_cursor_block(c, passage, err));
    *ret_has = passage == c->block.first;
    if (passage <= c->block.first)
        return YZ_OK;
    if (posting_block_is_bits(&c->block) && !c->has_passages)
        return posting_block_test(c->list, &c->block, passage, ret_has, err);
    TRY(need_passages(c, err));
    find_passage(c, passage);
    *ret_has = c->at < c->block.count && c->passages[c->at] == passage;
    return YZ_OK;
}
