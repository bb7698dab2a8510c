/* SPDX-License-Identifier: MIT */
/*
 * What the dictionaries of a segment share: sorted entries in blocks of
 * LEXICON_BLOCK_MAX, each block a record of a blob, and an index of the blocks
 * in the last chunk, by a 64-bit key that rises (not strictly) with the terms.
 *
 * The index is searched in two steps, in an array of every 64th key and then
 * among 64, so that a cold look-up touches some five pages: two of the index,
 * one of the places, one or two of the block.
 *
 * How a term is coded in a block is the affair of grams.c, words.c, frequent.c
 * (docs/format.md, "Dictionaries").
 */
#ifndef YZ_FORMAT_LEXICON_H
#define YZ_FORMAT_LEXICON_H

#include "core/format/postings.h"

enum { LEXICON_BLOCK_MAX = 32 };

/** A dictionary being made. Begins as lexicon_writer_of(). */
typedef struct lexicon_writer {
    blob_writer *blob;
    buffer entries; /**< of the block being filled */
    uint32_t count;
    uint64_t key;    /**< of its first entry */
    blob_place base; /**< of its first list that is not inline */
    blob_place next; /**< where the next list must lie to belong to it */
    bool has_base;
    ARRAY_OF(uint64_t) keys;
    ARRAY_OF(blob_place) places;
    uint32_t total; /**< entries of all blocks */
    bool failed;
} lexicon_writer;

static inline lexicon_writer
lexicon_writer_of(blob_writer *blob)
{
    const yz_allocator *memory = blob->chunks.from;
    return (lexicon_writer){ .blob = blob,
                             .entries.from = memory,
                             .keys.from = memory,
                             .places.from = memory };
}

/**
 * Begin an entry. @return true if it is the first of its block, so that its
 * term must be coded whole. The caller appends the term to `w->entries`.
 */
bool
lexicon_begin(lexicon_writer *w, uint64_t key, const list_place *where);

/** End the entry that was begun. */
void
lexicon_end(lexicon_writer *w, const list_place *where);

/** End it where the caller coded where its list is, of `size` bytes. */
void
lexicon_end_coded(lexicon_writer *w, uint32_t size);

/** Write what is left, and the index. false: no memory. Frees the writer. */
bool
lexicon_finish(lexicon_writer *w);

/** A dictionary to read; a view, as cheap as the blob it stands on. */
typedef struct lexicon {
    blob_reader *blob;
    const uint8_t *samples;
    const uint8_t *keys;
    const uint8_t *places;
    uint32_t block_count; /**< 0: it has no entries */
} lexicon;

yz_status
lexicon_open(blob_reader *blob, lexicon *ret_lexicon, yz_error *err);

/** How many blocks have a key below `key`. */
uint32_t
lexicon_lower_bound(const lexicon *l, uint64_t key);

/** Fetch what tells where block `blocks` - 1 lies; then the block itself. */
void
lexicon_prefetch_place(const lexicon *l, uint32_t blocks);
void
lexicon_prefetch_block(const lexicon *l, uint32_t blocks);

/** Entries of a block that are still to come. */
typedef struct lexicon_block {
    bytes in;
    uint32_t left;
    blob_place next;
} lexicon_block;

yz_status
lexicon_block_open(const lexicon *l, uint32_t block, lexicon_block *ret_block,
                   yz_error *err);

/**
 * Take where the list of an entry is, its term having been taken. Inline, and
 * alike for lists in and out of the entry, as a look-up does this for half the
 * entries of a block.
 */
static inline void
lexicon_take(lexicon_block *b, list_place *ret_where)
{
    const uint64_t head = bytes_take_varint(&b->in);
    const uint32_t count = (uint32_t)(head >> 1);
    const bool single = count == 1;
    const bool several = head & 1 && !single;
    const uint32_t marked = several ? bytes_take_varint32(&b->in) : head & 1;
    const uint64_t coded = bytes_take_varint32(&b->in);
    const uint64_t frequency =
        head & 1 && single ? bytes_take_varint32(&b->in) + UINT64_C(2) : 1;
    if (head >> 1 > UINT32_MAX || frequency > UINT32_MAX || marked > count ||
        count == 0 || (!single && coded == 0))
        b->in.bad = true;
    *ret_where = (list_place){
        count,
        single ? 0 : (uint32_t)coded,
        single ? coded << 32 | frequency : b->next,
        marked,
    };
    b->next += single ? 0 : coded;
    b->left--;
}

/** Where the list of an entry is, as it is coded. */
typedef struct short_list {
    uint32_t count;
    uint32_t marked;
    uint32_t coded;
    uint32_t more; /**< of the one posting's frequency, beyond 1 */
} short_list;

/** Bytes behind which an entry of six short numbers ends for certain. */
enum { SHORT_ENTRY_ROOM = 6 * SHORT_VARINT_SIZE };

/**
 * What lexicon_take() takes, of short numbers, where there is room for them.
 * false: they are not short, or no list; lexicon_take() is to decide.
 */
static inline bool
short_list_take(const uint8_t **at, short_list *ret_list)
{
    const uint32_t head = bytes_short_varint(at);
    const uint32_t count = head >> 1;
    const bool some = head & 1;
    const bool single = count == 1;
    const uint32_t marked = some && !single ? bytes_short_varint(at) : some;
    const uint32_t coded = bytes_short_varint(at);
    const uint32_t more = some && single ? bytes_short_varint(at) + 1 : 0;
    *ret_list = (short_list){ count, marked, coded, more };
    return head < UINT32_MAX && coded < UINT32_MAX && marked <= count &&
           count > 0 && (single ? more > 0 || !some : coded > 0);
}

/** The same as lexicon_take() tells it; `next` is where a next list lies. */
static inline list_place
short_list_place(const short_list *l, blob_place next)
{
    const bool single = l->count == 1;
    return (list_place){
        l->count,
        single ? 0 : l->coded,
        single ? (uint64_t)l->coded << 32 | (l->more + 1) : next,
        l->marked,
    };
}

/** The error of a block that does not decode. */
yz_status
lexicon_corrupt(yz_error *err);

#endif /* YZ_FORMAT_LEXICON_H */
