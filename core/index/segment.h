/* SPDX-License-Identifier: MIT */
/*
 * A segment as a snapshot sees it: everything a search asks of it, in place on
 * the mapped pages. Passages are numbers from 0 on.
 */
#ifndef YZ_INDEX_SEGMENT_H
#define YZ_INDEX_SEGMENT_H

#include "core/index/directory.h"
#include "core/index/words.h"

typedef struct segment {
    manifest_segment info;
    blob_reader blobs[BLOB_KIND_COUNT];
    const uint8_t *deleted; /**< a bit a passage; NULL: none is */
} segment;

/** Open a segment; what it needs lies in the arena. */
yz_status
segment_open(store_txn *txn, const manifest_segment *info, arena *a,
             segment *ret_segment, yz_error *err);

static inline bool
segment_is_deleted(const segment *s, uint32_t passage)
{
    return s->deleted && (s->deleted[passage / 8] >> passage % 8 & 1);
}

yz_status
segment_entry(segment *s, uint32_t passage, directory_entry *ret_entry,
              yz_error *err);

yz_status
segment_text(segment *s, uint32_t passage, yz_str *ret_text, yz_error *err);

/** The skeleton, on the mapped page. */
yz_status
segment_skeleton(segment *s, uint32_t passage, const uint16_t **ret_units,
                 uint32_t *ret_length, yz_error *err);

yz_status
segment_record(segment *s, uint32_t passage, bytes *ret_record,
               yz_error *err);

yz_status
segment_string(segment *s, uint32_t number, yz_str *ret_string,
               yz_error *err);

/** The list of a gram. @return YZ_OK, YZ_DONE if no passage has it. */
yz_status
segment_gram(segment *s, gram_key key, list_place *ret_where, yz_error *err);

/** The list of a term of a field (WORD_TEXT, WORD_TITLE). */
yz_status
segment_word(segment *s, char field, yz_str term, list_place *ret_where,
             yz_error *err);

/** Decode lists found by segment_gram() and segment_word(). */
yz_status
segment_gram_list(segment *s, const list_place *where, posting *ret_list,
                  yz_error *err);
yz_status
segment_word_list(segment *s, const list_place *where, posting *ret_list,
                  yz_error *err);

#endif /* YZ_INDEX_SEGMENT_H */
