/* SPDX-License-Identifier: MIT */
/*
 * What the parts of a segment's check share: the segment, what its texts say,
 * and where problems are reported.
 *
 * The text is what all else is made of; so everything is computed from it
 * again, and where a part says something else, the checksums tell which of
 * both changed.
 */
#ifndef YZ_MAINTAIN_CHECK_STATE_H
#define YZ_MAINTAIN_CHECK_STATE_H

#include "core/base/array.h"
#include "core/index/snapshot.h"
#include "indexer/maintain/problems.h"
#include "indexer/write/analysis.h"

typedef struct segment_check {
    problems *problems;
    yz_snapshot *snapshot;
    segment *segment;
    analysis *analysis;
    arena arena;                   /**< for the segment */
    bool changed[BLOB_KIND_COUNT]; /**< a checksum is not that of the blob */
    bool unreadable;               /**< a passage could not be read */
    uint64_t bytes;                /**< of the chunks */

    /* What the texts say, by passage: sums of hashes of (term, frequency). */
    uint64_t *gram_sums;
    uint64_t *word_sums;
    uint8_t *lengths[LENGTH_SPACE_COUNT];
    uint32_t *id_hashes;
    uint8_t *readable;        /**< by passage: what stands here is known */
    ARRAY_OF(uint64_t) names; /**< of live passages: hashes of report and id */
    yz_error *err;
} segment_check;

/** Make room for the next segment, `c->segment`, and forget the last. */
yz_status
check_state_begin(segment_check *c);

void
check_state_dispose(segment_check *c);

/** Whether the text is as it was written: then it is the lists that are not. */
bool
check_text_is_whole(const segment_check *c);

/** "grams", "words", ...: the side of a blob. */
const char *
side_of(blob_kind kind);

/** What a term and its frequency add to the sum of a passage. */
uint64_t
term_sum(uint64_t term, uint64_t frequency);

#endif /* YZ_MAINTAIN_CHECK_STATE_H */
