/* SPDX-License-Identifier: MIT */
/*
 * In a block, a term is two varints, how many bytes it shares with the one
 * before (the first: none) and how many it has beyond them, and these. The key
 * of a block is the first eight bytes of its first term, as a big-endian
 * number, zeros behind a shorter one; where keys are alike, the terms decide.
 */
#include "core/format/words.h"

#include <string.h>

uint64_t
words_key(yz_str term)
{
    uint64_t key = 0;
    for (size_t i = 0; i < 8; i++)
        key = key << 8 | (i < term.size ? (uint8_t)term.data[i] : 0);
    return key;
}

static size_t
shared_size(yz_str a, yz_str b)
{
    const size_t most = a.size < b.size ? a.size : b.size;
    size_t shared = 0;
    while (shared < most && a.data[shared] == b.data[shared])
        shared++;
    return shared;
}

void
words_append(words_writer *w, yz_str term, const list_place *where)
{
    if (term.size > WORD_SIZE_MAX)
        return;
    if (lexicon_begin(&w->lexicon, words_key(term), where))
        w->before.size = 0;
    const size_t shared = shared_size(buffer_str(&w->before), term);
    buffer_put_varint(&w->lexicon.entries, shared);
    buffer_put_str(&w->lexicon.entries,
                   (yz_str){ term.data + shared, term.size - shared });
    lexicon_end(&w->lexicon, where);
    w->before.size = 0;
    buffer_put_text(&w->before, term);
}

bool
words_finish(words_writer *w)
{
    if (!buffer_ok(&w->before))
        w->lexicon.failed = true;
    buffer_dispose(&w->before);
    return lexicon_finish(&w->lexicon);
}

/* Step to the next entry of the open block. */
static yz_status
take_entry(words_cursor *c, yz_error *err)
{
    bytes *in = &c->entries.in;
    const uint64_t shared = bytes_take_varint(in);
    const yz_str rest = bytes_take_str(in);
    if (in->bad || shared > c->size || rest.size > WORD_SIZE_MAX - shared)
        return lexicon_corrupt(err);
    memcpy(c->term + shared, rest.data, rest.size);
    c->size = (uint32_t)(shared + rest.size);
    lexicon_take(&c->entries, &c->where);
    return in->bad ? lexicon_corrupt(err) : YZ_OK;
}

static yz_status
open_block(words_cursor *c, uint32_t block, yz_error *err)
{
    c->block = block + 1;
    c->size = 0;
    return lexicon_block_open(&c->lexicon, block, &c->entries, err);
}

/* The first of the blocks [low, high) that begins behind `term`, or `high`. */
static yz_status
blocks_up_to(words_cursor *c, yz_str term, uint32_t low, uint32_t high,
             uint32_t *ret_blocks, yz_error *err)
{
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        TRY(open_block(c, middle, err));
        TRY(take_entry(c, err));
        if (str_compare(words_cursor_term(c), term) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    *ret_blocks = low;
    return YZ_OK;
}

/* Go to the first entry of the open block that is not before `term`. */
static yz_status
skip_to(words_cursor *c, yz_str term, yz_error *err)
{
    while (c->entries.left > 0 && !c->waiting) {
        TRY(take_entry(c, err));
        c->waiting = str_compare(words_cursor_term(c), term) >= 0;
    }
    return YZ_OK;
}

yz_status
words_cursor_open(blob_reader *dictionary, yz_str from,
                  words_cursor *ret_cursor, yz_error *err)
{
    words_cursor *c = ret_cursor;
    const uint64_t key = words_key(from);
    c->entries.left = 0;
    c->waiting = false;
    c->block = 0;
    TRY(lexicon_open(dictionary, &c->lexicon, err));
    const uint32_t low = lexicon_lower_bound(&c->lexicon, key);
    const uint32_t high = key < UINT64_MAX
                              ? lexicon_lower_bound(&c->lexicon, key + 1)
                              : c->lexicon.block_count;
    uint32_t blocks;
    TRY(blocks_up_to(c, from, low, high, &blocks, err));
    c->entries.left = 0;
    c->block = 0;
    if (blocks == 0)
        return YZ_OK;
    TRY(open_block(c, blocks - 1, err));
    return skip_to(c, from, err);
}

yz_status
words_cursor_next(words_cursor *c, yz_error *err)
{
    if (c->waiting) {
        c->waiting = false;
        return YZ_OK;
    }
    if (c->entries.left == 0) {
        if (c->block >= c->lexicon.block_count)
            return YZ_DONE;
        TRY(open_block(c, c->block, err));
    }
    return take_entry(c, err);
}

yz_status
words_find(blob_reader *dictionary, yz_str term, list_place *ret_where,
           yz_error *err)
{
    words_cursor c;
    TRY(words_cursor_open(dictionary, term, &c, err));
    if (!c.waiting || !str_equal(words_cursor_term(&c), term))
        return YZ_DONE;
    *ret_where = c.where;
    return YZ_OK;
}
