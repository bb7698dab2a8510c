/* SPDX-License-Identifier: MIT */
/*
 * A block:
 *
 *     place of its first list (chunk, offset: varints) | entry count u8
 *     | entries: ( term | where )
 *
 * Where: a varint of the posting count << 1 | (some are marked: have a
 * frequency above 1), and, where the bit is set and there are several, one of
 * how many; then for one posting a varint of its passage, and, where it is
 * marked, one of frequency - 2; for more, a varint of the list's size. The
 * lists of a block lie one behind the other in a chunk, so that sizes tell the
 * places.
 *
 * The last chunk:
 *
 *     block count u32 | every 64th key u64 | keys u64 | places u64
 */
#include "core/format/lexicon.h"

enum { BLOCKS_A_SAMPLE = 64 };

yz_status
lexicon_corrupt(yz_error *err)
{
    return error_corrupt(err, "a dictionary cannot be decoded");
}

/* ---- writing ------------------------------------------------------------------ */

static void
flush_block(lexicon_writer *w)
{
    buffer block = { .from = w->entries.from };
    buffer_put_varint(&block, w->base >> 32);
    buffer_put_varint(&block, (uint32_t)w->base);
    buffer_put_u8(&block, (uint8_t)w->count);
    buffer_put_text(&block, buffer_str(&w->entries));
    const blob_place place = blob_append(w->blob, block.data, block.size);
    if (!buffer_ok(&block) || !buffer_ok(&w->entries) ||
        !ARRAY_PUSH(&w->keys, w->key) || !ARRAY_PUSH(&w->places, place))
        w->failed = true;
    buffer_dispose(&block);
    w->entries.size = 0;
    w->count = 0;
    w->base = 0;
    w->has_base = false;
}

bool
lexicon_begin(lexicon_writer *w, uint64_t key, const list_place *where)
{
    const bool elsewhere =
        where->size > 0 && w->has_base && where->place != w->next;
    if (w->count == LEXICON_BLOCK_MAX || elsewhere)
        flush_block(w);
    if (w->count == 0)
        w->key = key;
    if (where->size > 0 && !w->has_base) {
        w->base = w->next = where->place;
        w->has_base = true;
    }
    return w->count == 0;
}

void
lexicon_end(lexicon_writer *w, const list_place *where)
{
    const bool marked = where->marked > 0;
    buffer_put_varint(&w->entries, (uint64_t)where->count << 1 | marked);
    if (where->size > 0) {
        if (marked)
            buffer_put_varint(&w->entries, where->marked);
        buffer_put_varint(&w->entries, where->size);
    } else {
        buffer_put_varint(&w->entries, where->place >> 32);
        if (marked)
            buffer_put_varint(&w->entries, (uint32_t)where->place - 2);
    }
    lexicon_end_coded(w, where->size);
}

void
lexicon_end_coded(lexicon_writer *w, uint32_t size)
{
    w->next += size;
    w->count++;
    w->total++;
}

static void
put_index(lexicon_writer *w)
{
    buffer index = { .from = w->entries.from };
    buffer_put_u32(&index, (uint32_t)w->keys.count);
    for (size_t i = 0; i < w->keys.count; i += BLOCKS_A_SAMPLE)
        buffer_put_u64(&index, w->keys.items[i]);
    for (size_t i = 0; i < w->keys.count; i++)
        buffer_put_u64(&index, w->keys.items[i]);
    for (size_t i = 0; i < w->places.count; i++)
        buffer_put_u64(&index, w->places.items[i]);
    if (buffer_ok(&index))
        blob_append_chunk(w->blob, buffer_str(&index));
    else
        w->failed = true;
    buffer_dispose(&index);
}

bool
lexicon_finish(lexicon_writer *w)
{
    if (w->count > 0)
        flush_block(w);
    if (w->keys.count > 0 && !w->failed)
        put_index(w);
    buffer_dispose(&w->entries);
    ARRAY_DISPOSE(&w->keys);
    ARRAY_DISPOSE(&w->places);
    return !w->failed;
}

/* ---- the index ---------------------------------------------------------------- */

static uint32_t
sample_count(uint32_t blocks)
{
    return (uint32_t)(((uint64_t)blocks + BLOCKS_A_SAMPLE - 1) /
                      BLOCKS_A_SAMPLE);
}

yz_status
lexicon_open(blob_reader *blob, lexicon *ret_lexicon, yz_error *err)
{
    *ret_lexicon = (lexicon){ .blob = blob };
    if (blob->chunk_count == 0)
        return YZ_OK;
    bytes in;
    TRY(blob_chunk(blob, blob->chunk_count - 1, &in, err));
    const uint32_t count = bytes_take_u32(&in);
    ret_lexicon->samples = bytes_take(&in, 8 * (size_t)sample_count(count));
    ret_lexicon->keys = bytes_take(&in, 8 * (size_t)count);
    ret_lexicon->places = bytes_take(&in, 8 * (size_t)count);
    ret_lexicon->block_count = count;
    return in.bad || count == 0 ? lexicon_corrupt(err) : YZ_OK;
}

static uint64_t
u64_at(const uint8_t *array, uint32_t item)
{
    return bytes_u64_at(array + 8 * (size_t)item);
}

/*
 * How many of the `count` keys from `low` on are below `key`. Each step is one
 * conditional move: what a branch would mispredict costs more than the step.
 */
static uint32_t
count_below(const uint8_t *array, uint32_t low, uint32_t count, uint64_t key)
{
    uint32_t below = low;
    while (count > 0) {
        const uint32_t half = (count + 1) / 2;
        below = u64_at(array, below + half - 1) < key ? below + half : below;
        count -= half;
    }
    return below - low;
}

uint32_t
lexicon_lower_bound(const lexicon *l, uint64_t key)
{
    const uint32_t samples =
        count_below(l->samples, 0, sample_count(l->block_count), key);
    if (samples == 0)
        return 0;
    const uint32_t low = (samples - 1) * BLOCKS_A_SAMPLE;
    const uint32_t left = l->block_count - low;
    return low + count_below(l->keys, low,
                             left < BLOCKS_A_SAMPLE ? left : BLOCKS_A_SAMPLE,
                             key);
}

void
lexicon_prefetch_place(const lexicon *l, uint32_t blocks)
{
    if (blocks)
        __builtin_prefetch(l->places + 8 * (size_t)(blocks - 1));
}

/* A block of 32 entries is two or three lines of the cache. */
void
lexicon_prefetch_block(const lexicon *l, uint32_t blocks)
{
    enum { LINE = 64, LINES = 3 };
    bytes in;
    if (!blocks ||
        blob_rest(l->blob, u64_at(l->places, blocks - 1), &in, NULL) != YZ_OK)
        return;
    for (size_t i = 0; i < LINES && bytes_left(&in) > i * LINE; i++)
        __builtin_prefetch(in.at + i * LINE);
}

/* ---- a block ------------------------------------------------------------------ */

yz_status
lexicon_block_open(const lexicon *l, uint32_t block, lexicon_block *ret_block,
                   yz_error *err)
{
    bytes in;
    TRY(blob_rest(l->blob, u64_at(l->places, block), &in, err));
    const uint64_t chunk = bytes_take_varint32(&in);
    const uint64_t offset = bytes_take_varint32(&in);
    const uint32_t count = bytes_take_u8(&in);
    *ret_block = (lexicon_block){ in, count, chunk << 32 | offset };
    if (in.bad || count == 0 || count > LEXICON_BLOCK_MAX)
        return lexicon_corrupt(err);
    return YZ_OK;
}
