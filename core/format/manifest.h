/* SPDX-License-Identifier: MIT */
/*
 * The manifest: which segments make up the index. It is one value, and the
 * only thing that a commit has to change for its segments to be seen
 * (docs/format.md, "Manifest").
 */
#ifndef YZ_FORMAT_MANIFEST_H
#define YZ_FORMAT_MANIFEST_H

#include "core/base/arena.h"
#include "core/base/buffer.h"
#include "core/base/bytes.h"

/** The blobs of a segment. Values are stored. */
typedef enum blob_kind {
    BLOB_DIRECTORY = 0,
    BLOB_TEXT = 1,
    BLOB_LENGTH = 2,
    BLOB_RECORD = 3,
    BLOB_STRING = 4,
    BLOB_GRAM = 5,
    BLOB_GRAM_LIST = 6,
    BLOB_WORD = 7,
    BLOB_WORD_LIST = 8,
    BLOB_ID = 9,
    BLOB_SOURCE = 10,
    BLOB_BOX = 11,
    BLOB_FREQUENT = 12,
    BLOB_FREQUENT_LIST = 13
} blob_kind;
enum { BLOB_KIND_COUNT = 14 };

/** The spaces in which a passage has a length, and terms of most a score. */
typedef enum length_space {
    LENGTH_WORDS = 0, /**< words of the text */
    LENGTH_HAN = 1,   /**< ideographs of the text: pairs and single ones */
    LENGTH_TITLE = 2, /**< words of the title */
    LENGTH_NOISE = 3  /**< marks of noise in the text; none is ranked by it */
} length_space;
enum { LENGTH_SPACE_COUNT = 4, LENGTH_RANKED_COUNT = 3 };

/**
 * The last id that a segment can have; none is used twice. One more fits into
 * a key, so that walks over keys can go on behind the last.
 */
enum { MANIFEST_SEGMENT_MAX = (1 << 24) - 2 };

typedef struct manifest_segment {
    uint32_t id;       /**< 1 to MANIFEST_SEGMENT_MAX */
    uint32_t passages; /**< deleted ones counted in */
    uint32_t deleted;
    uint32_t strings;                     /**< entries of the string table */
    uint32_t sources;                     /**< runs of the source table */
    uint64_t lengths[LENGTH_SPACE_COUNT]; /**< summed over its passages */
    uint32_t frequent; /**< passages a frequent string has at least; 0: none is
                            listed */
    uint32_t chunks[BLOB_KIND_COUNT];
    uint64_t sum; /**< of the checksums of its chunks */
} manifest_segment;

typedef struct manifest {
    uint32_t next_segment;
    manifest_segment *segments;
    uint32_t count;
} manifest;

void
manifest_encode(const manifest *m, buffer *out);

/** Segments lie in the arena. */
yz_status
manifest_decode(bytes in, arena *a, manifest *ret_manifest, yz_error *err);

#endif /* YZ_FORMAT_MANIFEST_H */
