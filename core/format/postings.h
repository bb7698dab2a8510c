/* SPDX-License-Identifier: MIT */
/*
 * A posting list: the passages of a segment that have a term, in rising order,
 * and how often each has it (docs/format.md, "Posting lists").
 *
 * A list of one posting lies in its dictionary entry. Others are cut into
 * blocks of at most 128, each one packed gaps or, where smaller, a set of
 * bits. Lists of more than 128 have a directory of their blocks: where each
 * begins, and a bound of what it can score. A block is self-contained, so that
 * a merge copies it as it is and shifts only its entry in the directory.
 *
 * Nothing that lies in an index can make these functions read or write where
 * they should not: what does not decode is YZ_E_CORRUPT.
 */
#ifndef YZ_FORMAT_POSTINGS_H
#define YZ_FORMAT_POSTINGS_H

#include "core/format/bitpack.h"
#include "core/format/blob.h"

enum { POSTINGS_BLOCK_MAX = BITPACK_COUNT_MAX };

/** The passage of a cursor behind its end. No passage has this number. */
#define POSTINGS_END UINT32_MAX

typedef struct posting {
    uint32_t passage;   /**< its number in the segment */
    uint32_t frequency; /**< from 1 */
} posting;

/** What a dictionary says of a term: where its posting list is. */
typedef struct list_place {
    uint32_t count; /**< of postings: the document frequency */
    uint32_t size;  /**< in bytes; 0 if `place` is the one posting itself */
    blob_place place;
    uint32_t marked; /**< postings with a frequency above 1 */
} list_place;

/**
 * The one posting that lies in the place itself, in a segment of `passages`
 * passages. false: there is none such.
 */
static inline bool
list_place_single(const list_place *where, uint32_t passages,
                  posting *ret_posting)
{
    *ret_posting = (posting){ .passage = (uint32_t)(where->place >> 32),
                              .frequency = (uint32_t)where->place };
    return where->count == 1 && where->size == 0 &&
           ret_posting->passage < passages && ret_posting->frequency;
}

/**
 * No passage scores more than one with this frequency and this length would:
 * the greatest frequency and the smallest length, of different passages maybe.
 */
typedef struct posting_bound {
    uint8_t frequency; /**< POSTING_BOUND_OPEN: that or any more */
    uint8_t length;    /**< length_code() */
} posting_bound;
enum { POSTING_BOUND_OPEN = 255 };

/** A block as the directory tells it, not decoded yet. */
typedef struct posting_block {
    uint32_t first; /**< its first passage */
    uint32_t limit; /**< the first of the next block, or all passages */
    uint32_t offset;
    uint32_t size; /**< in bytes */
    uint16_t count;
    uint8_t form;
    posting_bound bound;
} posting_block;

/** An open list: a view, valid as long as its blob. */
typedef struct posting_list {
    const bitpack_kernels *kernels;
    const uint8_t *directory; /**< NULL: `only` is its one block */
    const uint8_t *blocks;
    uint32_t blocks_size;
    const uint8_t *readable; /**< the end of what may be loaded */
    uint32_t count;          /**< of postings */
    uint32_t passages;       /**< of the segment */
    uint32_t block_count;
    posting_bound bound; /**< of the whole list */
    posting_block only;
    uint32_t only_frequency; /**< of a list of one posting, else 0 */
} posting_list;

/* ---- reading ------------------------------------------------------------------ */

/** Open the list that a dictionary entry names, in a segment of `passages`. */
yz_status
postings_open(blob_reader *lists, const list_place *where, uint32_t passages,
              posting_list *ret_list, yz_error *err);

/**
 * Decode all `list->count` postings.
 * @param ret_passages     room for `list->count` numbers
 * @param ret_frequencies  the same, or NULL where they are not wanted
 */
yz_status
postings_decode(const posting_list *list, uint32_t *ret_passages,
                uint32_t *ret_frequencies, yz_error *err);

/**
 * Set the bit of every passage of the list, as in core/base/bit_set.h.
 * @param bits  for list->passages bits
 */
yz_status
postings_mark(const posting_list *list, uint64_t *bits, yz_error *err);

/** Block number `number` < list->block_count, from the directory alone. */
yz_status
postings_block(const posting_list *list, uint32_t number,
               posting_block *ret_block, yz_error *err);

/** Decode the `block->count` passages of a block. */
yz_status
postings_block_passages(const posting_list *list, const posting_block *block,
                        uint32_t *ret_passages, yz_error *err);

/** Decode their frequencies (1 each, where the list was written without). */
yz_status
postings_block_frequencies(const posting_list *list, const posting_block *block,
                           uint32_t *ret_frequencies, yz_error *err);

/**
 * Keep those of `*count` rising passages that are in the list, too: by looking
 * into the blocks that can hold them, and no others.
 */
yz_status
postings_intersect(const posting_list *list, uint32_t *passages,
                   uint32_t *count, yz_error *err);

/* ---- a cursor ----------------------------------------------------------------- */

/**
 * A place in a list that moves forward only. It decodes a block when a posting
 * of it is asked for; blocks that are skipped are not touched.
 */
typedef struct posting_cursor {
    const posting_list *list;
    uint32_t passage; /**< where it stands; POSTINGS_END: behind the last */
    uint32_t number;  /**< of the block */
    posting_block block;
    uint32_t at; /**< in `passages` */
    bool has_passages;
    bool has_frequencies;
    uint32_t passages[POSTINGS_BLOCK_MAX];
    uint32_t frequencies[POSTINGS_BLOCK_MAX];
} posting_cursor;

/** Stand at the first posting. The list must outlive the cursor. */
yz_status
posting_cursor_open(const posting_list *list, posting_cursor *ret_cursor,
                    yz_error *err);

/** Go to the next posting. At the end it stays there. */
yz_status
posting_cursor_next(posting_cursor *c, yz_error *err);

/** Go to the first posting that is not before `passage`. Never goes back. */
yz_status
posting_cursor_seek(posting_cursor *c, uint32_t passage, yz_error *err);

/** How often the passage where it stands has the term. */
yz_status
posting_cursor_frequency(posting_cursor *c, uint32_t *ret_frequency,
                         yz_error *err);

/**
 * Go to the block that can hold `passage`, or stay in a later one, without
 * decoding it: `c->block` tells its bound and up to where it holds. The cursor
 * stands at no posting then (`c->passage` is not defined) until it seeks.
 */
yz_status
posting_cursor_block(posting_cursor *c, uint32_t passage, yz_error *err);

/**
 * Whether the list has `passage`; ask in rising order. A block that is a set
 * of bits answers without being decoded. As posting_cursor_block() for where
 * the cursor stands.
 */
yz_status
posting_cursor_has(posting_cursor *c, uint32_t passage, bool *ret_has,
                   yz_error *err);

/* ---- writing ------------------------------------------------------------------ */

/**
 * Encodes one list after the other. Begins as all zeros but for what the
 * caller sets; failure is sticky and shows in the blob.
 */
typedef struct postings_writer {
    bool frequencies;       /**< set by the caller: write them */
    const uint8_t *lengths; /**< length_code() by passage, for the bounds;
                                 NULL: none are known */
    buffer directory;
    buffer blocks;
    buffer record; /**< the list as it is appended */
    uint32_t block_count;
    posting_bound bound;
    uint32_t count;  /**< of postings, pending ones counted in */
    uint32_t marked; /**< of these, those with a frequency above 1 */
    uint32_t next;   /**< the least passage that may come */
    bool disordered; /**< a passage came that was below; for good */
    uint32_t pending;
    uint32_t pending_passages[POSTINGS_BLOCK_MAX];
    uint32_t pending_frequencies[POSTINGS_BLOCK_MAX];
} postings_writer;

void
postings_writer_dispose(postings_writer *w);

/**
 * Append a posting; passages rise. One that does not is left out, and the
 * writer is `disordered`: lists of an older segment may be damaged.
 */
void
postings_writer_add(postings_writer *w, uint32_t passage, uint32_t frequency);

/** Of a passage that is not taken over into the new segment. */
#define PASSAGE_DROPPED UINT32_MAX

/**
 * Append a list of an older segment, whose passages lie behind all that were
 * appended so far. Blocks are copied as they are where all their passages
 * shift alike.
 *
 * @param base  added to every passage, if `map` is NULL
 * @param map   the new number of each old passage, rising, or PASSAGE_DROPPED
 */
yz_status
postings_writer_copy(postings_writer *w, const posting_list *list,
                     uint32_t base, const uint32_t *map, yz_error *err);

/**
 * End the list: append it to `lists` (one posting goes into the place itself)
 * and be ready for the next. An empty list has count 0 and is not to be
 * entered into a dictionary.
 */
list_place
postings_writer_finish(postings_writer *w, blob_writer *lists);

#endif /* YZ_FORMAT_POSTINGS_H */
