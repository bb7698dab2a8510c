/* SPDX-License-Identifier: MIT */
/*
 * Some thousand passages on their way into a segment. The writer fills a
 * batch, one worker analyses it, alone, and then it is only read. What it
 * holds by then is small, so that many batches fit into memory before they
 * become a segment. Its passages are numbers from 0 on.
 */
#ifndef YZ_WRITE_BATCH_H
#define YZ_WRITE_BATCH_H

#include "core/format/manifest.h"
#include "core/report/record.h"
#include "core/report/report.h"
#include "indexer/write/gram_stream.h"
#include "indexer/write/word_stream.h"

enum {
    BATCH_PASSAGES_MAX = UINT16_MAX,
    BATCH_TEXT_SIZE_MAX = 2 << 20 /**< bytes of text in a full batch */
};

/** A passage as it was given, and its shared strings. */
typedef struct batch_input {
    const yz_passage *passage; /**< of a report of the batch, or `given` */
    record_strings strings;
    size_t page_first; /**< of `page_strings`: its pages */
} batch_input;

typedef struct batch {
    _Atomic size_t held; /**< bytes: as it was given, then as it was made */

    /* What is given. */
    ARRAY_OF(yz_report *) reports; /**< kept until the batch is analysed */
    ARRAY_OF(batch_input) inputs;
    ARRAY_OF(uint32_t) page_strings; /**< numbers, passage by passage */
    arena given;                     /**< passages that came without a report */
    size_t text_size;                /**< bytes of their texts */

    /* What was made of it. */
    arena arena;
    uint32_t passages;
    buffer texts; /**< packed, one behind the other */
    uint32_t *text_ends;
    buffer records;
    uint32_t *record_ends;
    buffer boxes;
    uint32_t *box_ends; /**< of those without boxes: the same as before */
    uint32_t *id_hashes;
    uint8_t *lengths[LENGTH_SPACE_COUNT]; /**< length_code() */
    uint64_t length_sums[LENGTH_SPACE_COUNT];
    gram_lists grams;
    word_lists words;
    yz_status status; /**< how it went */
    yz_error error;
} batch;

/** NULL: out of memory. */
batch *
batch_new(const yz_allocator *memory);

void
batch_free(batch *b);

static inline bool
batch_is_full(const batch *b, size_t text_size_max)
{
    return b->inputs.count >= BATCH_PASSAGES_MAX ||
           b->text_size >= text_size_max;
}

/** Keep a report until the batch is analysed. false: no memory. */
bool
batch_keep(batch *b, yz_report *report);

/** A copy of a passage, kept as long; NULL: no memory. */
const yz_passage *
batch_copy(batch *b, const yz_passage *passage);

/**
 * Append a passage that the batch keeps. false: no memory.
 * @param pages  the numbers of the shared strings of its pages
 */
bool
batch_take(batch *b, const yz_passage *passage, const record_strings *strings,
           const uint32_t *pages);

/** Forget what was given: the reports, too. */
void
batch_drop_inputs(batch *b);

/** The batch is analysed: what it holds now is counted. */
void
batch_settle(batch *b);

#endif /* YZ_WRITE_BATCH_H */
