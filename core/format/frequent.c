/* SPDX-License-Identifier: MIT */
/*
 * An entry of a block:
 *
 *     units - 3 | within << 2 | others << 4
 *         | units that it shares with the one before << 5 u8
 *     | the rest of its units u16 each
 *     | postings, bytes of its list: varints
 *
 * The key of a block is the head of its first string. Few strings have the
 * same head, but a block may begin with the one that another ends with.
 */
#include "core/format/frequent.h"

enum { WITHIN_SHIFT = 2, OTHERS = 1 << 4, SHARED_SHIFT = 5, FIELD_MASK = 3 };

/* ---- writing ------------------------------------------------------------------ */

static uint32_t
shared_length(frequent_key a, frequent_key b)
{
    uint32_t shared = 0;
    while (shared < FREQUENT_LENGTH_MAX && frequent_key_unit(a, shared) &&
           frequent_key_unit(a, shared) == frequent_key_unit(b, shared))
        shared++;
    return shared;
}

void
frequent_append(frequent_writer *w, frequent_key key,
                const frequent_entry *entry)
{
    if (lexicon_begin(&w->lexicon, key.head, &entry->where))
        w->before = (frequent_key){ 0 };
    const uint32_t shared = shared_length(w->before, key);
    const uint32_t length = frequent_key_length(key);
    buffer *out = &w->lexicon.entries;
    buffer_put_u8(out, (uint8_t)((length - FREQUENT_LENGTH_MIN) |
                                 (uint32_t)entry->within << WITHIN_SHIFT |
                                 (entry->others ? OTHERS : 0) |
                                 shared << SHARED_SHIFT));
    for (uint32_t i = shared; i < length; i++)
        buffer_put_u16(out, frequent_key_unit(key, i));
    buffer_put_varint(out, entry->count);
    buffer_put_varint(out, entry->where.size);
    lexicon_end_coded(&w->lexicon, entry->where.size);
    w->before = key;
}

bool
frequent_finish(frequent_writer *w)
{
    return lexicon_finish(&w->lexicon);
}

/* ---- reading ------------------------------------------------------------------ */

/* The rest of a string's units. false: it is none. */
static bool
take_key(bytes *in, uint8_t head, frequent_key *key)
{
    uint16_t units[FREQUENT_LENGTH_MAX];
    const uint32_t length = FREQUENT_LENGTH_MIN + (head & FIELD_MASK);
    const uint32_t shared = head >> SHARED_SHIFT;
    if (shared >= length)
        return false;
    for (uint32_t i = 0; i < length; i++) {
        units[i] = i < shared ? frequent_key_unit(*key, i) : bytes_take_u16(in);
        if (!frequent_unit(units[i]))
            return false;
    }
    *key = frequent_key_of(units, length);
    return !in->bad;
}

static yz_status
take_entry(frequent_cursor *c, yz_error *err)
{
    bytes *in = &c->entries.in;
    const uint8_t head = bytes_take_u8(in);
    const uint32_t within = head >> WITHIN_SHIFT & FIELD_MASK;
    if (within > WITHIN_LAST || !take_key(in, head, &c->key))
        return lexicon_corrupt(err);
    const uint32_t count = bytes_take_varint32(in);
    const uint32_t size = bytes_take_varint32(in);
    if (in->bad || count < FREQUENT_LEAST_MIN)
        return lexicon_corrupt(err);
    c->entry = (frequent_entry){ count,
                                 (frequent_within)within,
                                 head & OTHERS,
                                 { count, size, c->entries.next, 0 } };
    c->entries.next += size;
    c->entries.left--;
    return YZ_OK;
}

static yz_status
open_block(frequent_cursor *c, uint32_t block, yz_error *err)
{
    c->block = block + 1;
    c->key = (frequent_key){ 0 };
    return lexicon_block_open(&c->lexicon, block, &c->entries, err);
}

yz_status
frequent_cursor_open(blob_reader *dictionary, frequent_cursor *ret_cursor,
                     yz_error *err)
{
    *ret_cursor = (frequent_cursor){ 0 };
    return lexicon_open(dictionary, &ret_cursor->lexicon, err);
}

yz_status
frequent_cursor_next(frequent_cursor *c, yz_error *err)
{
    if (c->entries.left == 0) {
        if (c->block >= c->lexicon.block_count)
            return YZ_DONE;
        TRY(open_block(c, c->block, err));
    }
    return take_entry(c, err);
}

/* Whether the string is in the block, as far as that goes on. */
static yz_status
find_in_block(frequent_cursor *c, uint32_t block, frequent_key key,
              yz_error *err)
{
    TRY(open_block(c, block, err));
    while (c->entries.left > 0) {
        TRY(take_entry(c, err));
        const int order = frequent_key_compare(c->key, key);
        if (order >= 0)
            return order == 0 ? YZ_OK : YZ_DONE;
    }
    return YZ_DONE;
}

yz_status
frequent_find(blob_reader *dictionary, frequent_key key,
              frequent_entry *ret_entry, yz_error *err)
{
    frequent_cursor c;
    TRY(frequent_cursor_open(dictionary, &c, err));
    /* Blocks that begin with the same head, and the one before them. */
    const uint32_t low = lexicon_lower_bound(&c.lexicon, key.head);
    const uint32_t high = lexicon_lower_bound(&c.lexicon, key.head + 1);
    for (uint32_t block = low ? low - 1 : 0; block < high; block++) {
        const yz_status found = find_in_block(&c, block, key, err);
        if (found == YZ_OK)
            *ret_entry = c.entry;
        if (found != YZ_DONE)
            return found;
    }
    return YZ_DONE;
}
