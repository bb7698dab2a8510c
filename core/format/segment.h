/* SPDX-License-Identifier: MIT */
/*
 * A segment as a snapshot sees it: everything a search asks of it, in place on
 * the mapped pages. Passages are numbers from 0 on.
 */
#ifndef YZ_FORMAT_SEGMENT_H
#define YZ_FORMAT_SEGMENT_H

#include "core/base/bit_set.h"
#include "core/format/directory.h"
#include "core/format/frequent.h"
#include "core/format/grams.h"
#include "core/format/lengths.h"
#include "core/format/packed_text.h"
#include "core/format/source_runs.h"
#include "core/format/words.h"

/** Where the lists of grams asked for lately are. */
typedef struct gram_cache gram_cache;

typedef struct segment {
    manifest_segment info;
    const packed_fold *fold; /**< how its texts fold */
    blob_reader blobs[BLOB_KIND_COUNT];
    const uint8_t *deleted; /**< a bit a passage; NULL: none is */
    gram_cache *cache;      /**< NULL: not made yet */
    arena *arena;           /**< where it lies */
} segment;

/**
 * Open a segment; what it needs lies in the arena. `fold` is borrowed. Counts
 * of the manifest are compared with the sizes of what is there before anything
 * is allocated by them; no page of a blob is read for that.
 */
yz_status
segment_open(store_txn *txn, const manifest_segment *info,
             const packed_fold *fold, arena *a, segment *ret_segment,
             yz_error *err);

/** The same without what is deleted: no passage is. For repair. */
yz_status
segment_open_whole(store_txn *txn, const manifest_segment *info,
                   const packed_fold *fold, arena *a, segment *ret_segment,
                   yz_error *err);

/** The same, comparing nothing: the caller has counted what is there. */
yz_status
segment_open_unchecked(store_txn *txn, const manifest_segment *info,
                       const packed_fold *fold, arena *a, segment *ret_segment,
                       yz_error *err);

/**
 * Compare every blob with its checksum, before it becomes part of another.
 * @return YZ_E_CORRUPT if one is not as it was written
 */
yz_status
segment_verify(segment *s, store_txn *txn, yz_error *err);

static inline bool
segment_is_deleted(const segment *s, uint32_t passage)
{
    return s->deleted && byte_bits_test(s->deleted, passage);
}

/** The text as it is stored, on the mapped page. */
yz_status
segment_packed_text(segment *s, uint32_t passage, packed_text *ret_text,
                    yz_error *err);

/** Fetch what segment_packed_text() will touch first, then what it reads. */
void
segment_prefetch_entry(const segment *s, uint32_t passage);
void
segment_prefetch_text(segment *s, uint32_t passage);

/** Fetch the record and the beginning of the text. */
void
segment_prefetch_passage(segment *s, uint32_t passage);

/** The same as bytes, to be copied. */
yz_status
segment_packed_bytes(segment *s, uint32_t passage, bytes *ret_bytes,
                     yz_error *err);

/** The text itself, in the arena or on the mapped page. */
yz_status
segment_text(segment *s, uint32_t passage, arena *a, yz_str *ret_text,
             yz_error *err);

/** Length codes from `first` on, see lengths_read(). */
yz_status
segment_lengths(segment *s, length_space space, uint32_t first,
                const uint8_t **ret_codes, uint32_t *ret_count, yz_error *err);

/** What begins with the records of the passage's group; more may follow. */
yz_status
segment_record_group(segment *s, uint32_t passage, bytes *ret_records,
                     yz_error *err);

/** What begins at the place of a passage's boxes, which its record has. */
yz_status
segment_boxes(segment *s, uint32_t place, bytes *ret_record, yz_error *err);

yz_status
segment_string(segment *s, uint32_t number, yz_str *ret_string, yz_error *err);

/**
 * Run `number` of the source table; it lies within the segment. Runs share the
 * passages out among them: `covered`, 0 before the first, adds up what a walk
 * has seen, so that no walk is longer than the segment.
 */
yz_status
segment_source_run(segment *s, uint32_t number, uint32_t *covered,
                   source_run *ret_run, yz_error *err);

/** Goes through the runs of one source in a segment. */
typedef struct source_finder {
    segment *segment;
    yz_str name; /**< borrowed */
    uint64_t hash;
    uint32_t next;
    uint32_t covered; /**< passages of the runs before */
} source_finder;

yz_status
segment_find_source(segment *s, yz_str name, source_finder *ret_finder,
                    yz_error *err);

/** The next run; it lies within the segment. YZ_DONE: there is none. */
yz_status
source_finder_next(source_finder *f, source_run *ret_run, yz_error *err);

/** The list of a gram. @return YZ_OK, YZ_DONE if no passage has it. */
yz_status
segment_gram(segment *s, gram_key key, list_place *ret_where, yz_error *err);

/**
 * Look several grams up at once, for segment_gram() to know, and fetch the
 * beginnings of their lists: one after the other would take several times as
 * long.
 * @param count  those beyond GRAMS_AT_ONCE are left to segment_gram()
 */
yz_status
segment_find_grams(segment *s, const gram_key *keys, size_t count,
                   yz_error *err);

/** The list of a term of a field (WORD_TEXT and its like). */
yz_status
segment_word(segment *s, char field, yz_str term, list_place *ret_where,
             yz_error *err);

/**
 * What is known of a string of 3 to 6 units. YZ_DONE: it is not listed, as it
 * is in fewer than `s->info.frequent` passages (any number, where that is 0),
 * or not of ideographs alone.
 */
yz_status
segment_frequent(segment *s, frequent_key key, frequent_entry *ret_entry,
                 yz_error *err);

/**
 * The `entry->count` passages that have a string which was found, deleted ones
 * among them, in the arena.
 */
yz_status
segment_frequent_passages(segment *s, frequent_key key,
                          const frequent_entry *entry, arena *a,
                          uint32_t **ret_passages, yz_error *err);

/** Open lists found by segment_gram() and segment_word(). */
yz_status
segment_gram_list(segment *s, const list_place *where, posting_list *ret_list,
                  yz_error *err);
yz_status
segment_word_list(segment *s, const list_place *where, posting_list *ret_list,
                  yz_error *err);
#endif /* YZ_FORMAT_SEGMENT_H */
