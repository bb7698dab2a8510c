/* SPDX-License-Identifier: MIT */
/*
 * The grams of a batch: every single character and every pair of neighbours,
 * as records of (gram, passage) that are sorted once the batch is full.
 */
#ifndef YZ_WRITE_GRAM_STREAM_H
#define YZ_WRITE_GRAM_STREAM_H

#include "core/base/array.h"
#include "core/format/grams.h"
#include "core/text/fold.h"
#include "core/text/skeleton.h"
#include "core/text/variant.h"

/** Grams in order, the passages of each one end to end. */
typedef struct gram_lists {
    gram_key *keys;
    uint32_t *ends;       /**< by gram: where its passages end */
    uint16_t *passages;   /**< rising within a gram, each once */
    uint8_t *frequencies; /**< 1, and 1 more each time it is a word */
    uint32_t count;       /**< of grams */
} gram_lists;

typedef struct gram_stream {
    const fold_table *fold;        /**< borrowed */
    const variant_table *variants; /**< borrowed */
    ARRAY_OF(uint64_t) records;    /**< of the basic plane */
    ARRAY_OF(uint64_t) rare;       /**< with a character of another plane */
    ARRAY_OF(uint64_t) scratch;
    uint32_t *latest; /**< by unit: 1 + the passage that had it last */
} gram_stream;

static inline gram_stream
gram_stream_of(const yz_allocator *memory, const fold_table *fold,
               const variant_table *variants)
{
    return (gram_stream){ .fold = fold,
                          .variants = variants,
                          .records.from = memory,
                          .rare.from = memory,
                          .scratch.from = memory };
}

void
gram_stream_dispose(gram_stream *g);

/**
 * Take the grams of passage number `passage`; passages rise.
 * @param ret_characters  how many gram characters are not of Latin words
 * @return false: out of memory
 */
bool
gram_stream_add(gram_stream *g, const skeleton *sk, uint16_t passage,
                uint32_t *ret_characters);

/**
 * A gram of that passage, which was taken, is a word there. `second` 0: a
 * single character. false: out of memory.
 */
bool
gram_stream_mark(gram_stream *g, uint16_t first, uint16_t second,
                 uint16_t passage);

/** Sort what was taken into lists, in the arena, and begin again. */
yz_status
gram_stream_lists(gram_stream *g, arena *a, gram_lists *ret_lists,
                  yz_error *err);

#endif /* YZ_WRITE_GRAM_STREAM_H */
