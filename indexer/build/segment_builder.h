/* SPDX-License-Identifier: MIT */
/*
 * A segment while it is being made, in memory: passages go in, are analysed
 * and inverted at once, and come out as the blobs of one segment.
 */
#ifndef YZ_BUILD_SEGMENT_BUILDER_H
#define YZ_BUILD_SEGMENT_BUILDER_H

#include "core/index/id_table.h"
#include "core/index/segment.h"
#include "core/text/analyzer.h"
#include "indexer/build/invert.h"

typedef struct segment_builder {
    analyzer *analyzer;
    const fold_table *fold; /**< borrowed */
    arena scratch;          /**< for one passage */
    packer *packer;
    buffer packed; /**< the text of one passage */
    blob_writer blobs[BLOB_KIND_COUNT];
    lengths_writer length_codes;
    ARRAY_OF(id_entry) ids; /**< sorted once the segment is stored */
    inverter grams;
    inverter words;
    term_table strings;
    uint32_t passages;
    uint64_t lengths[LENGTH_SPACE_COUNT];
} segment_builder;

/** The tables must outlive the builder. */
yz_status
segment_builder_open(const char *language, const fold_table *fold,
                     const variant_table *variants, word_dictionary *dictionary,
                     const packed_fold *quick, segment_builder *ret_builder,
                     yz_error *err);

/** Free what it holds; accepts an all-zero builder. */
void
segment_builder_dispose(segment_builder *b);

/** Forget the passages, keep the analyzer. */
void
segment_builder_clear(segment_builder *b);

/** Add a passage; its number is the count before. */
yz_status
segment_builder_add(segment_builder *b, const yz_passage *passage,
                    yz_error *err);

/** Bytes held in memory, about. */
size_t
segment_builder_size(const segment_builder *b);

/** Write the segment and say what the manifest must know of it. */
yz_status
segment_builder_store(segment_builder *b, store_txn *txn, uint32_t id,
                      manifest_segment *ret_info, yz_error *err);

#endif /* YZ_BUILD_SEGMENT_BUILDER_H */
