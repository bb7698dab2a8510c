/* SPDX-License-Identifier: MIT */
/*
 * Reading a whole segment and holding its parts against each other. The text
 * is what all else is made of; so everything is computed from it again, and
 * where a part says something else, the checksums tell which of both changed.
 */
#ifndef YZ_MAINTAIN_CHECK_SEGMENT_H
#define YZ_MAINTAIN_CHECK_SEGMENT_H

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

/** Check one segment. What is wrong is told; errors are of the system. */
yz_status
segment_check_run(segment_check *c);

/** Read the tables of the user's, which belong to no segment. */
yz_status
check_user_tables(segment_check *c);

/** Hold the dictionaries and lists against what the texts say. */
yz_status
check_terms(segment_check *c);

/** "grams", "words", ...: the side of a blob. */
const char *
side_of(blob_kind kind);

/** What a term and its frequency add to the sum of a passage. */
uint64_t
term_sum(uint64_t term, uint64_t frequency);

void
segment_check_dispose(segment_check *c);

#endif /* YZ_MAINTAIN_CHECK_SEGMENT_H */
