/* SPDX-License-Identifier: MIT */
/*
 * All values of an index in memory, to be changed and written again with every
 * checksum made again: what somebody can send us who knows docs/format.md.
 */
#ifndef YZ_TESTS_FUZZ_SEALED_INDEX_H
#define YZ_TESTS_FUZZ_SEALED_INDEX_H

#include "core/base/array.h"
#include "core/format/manifest.h"
#include "core/store/store.h"

typedef struct sealed_value {
    store_table table;
    bool sealed; /**< `data` is without the checksum, which is made again */
    buffer key;
    buffer data;
} sealed_value;

typedef struct sealed_index {
    uint32_t next_segment;
    ARRAY_OF(manifest_segment) segments; /**< of the manifest */
    ARRAY_OF(sealed_value) values; /**< all others but checksums of segments */
} sealed_index;

/** The values that a transaction sees. It ends the process on failure. */
void
sealed_index_load(store_txn *txn, sealed_index *ret_index);

void
sealed_index_copy(const sealed_index *from, sealed_index *ret_index);

void
sealed_index_dispose(sealed_index *index);

/** Write them as an index at `path`, a new folder's. */
void
sealed_index_store(sealed_index *index, const char *path);

#endif /* YZ_TESTS_FUZZ_SEALED_INDEX_H */
