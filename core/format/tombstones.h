/* SPDX-License-Identifier: MIT */
/*
 * Which passages of a segment are deleted: a bit each, in parts small enough
 * that deleting one passage rewrites a page, not a bitmap (docs/format.md,
 * "Tombstones").
 */
#ifndef YZ_FORMAT_TOMBSTONES_H
#define YZ_FORMAT_TOMBSTONES_H

#include "core/format/manifest.h"
#include "core/store/store.h"

/**
 * All bits of a segment, byte-addressed (core/base/bit_set.h); NULL where none
 * is deleted. What is allocated is bounded by `info->passages`.
 * @return YZ_E_CORRUPT, too, if they are not as many as the manifest counts
 */
yz_status
tombstones_load(store_txn *txn, const manifest_segment *info, arena *a,
                const uint8_t **ret_bits, yz_error *err);

/** Bytes that tombstones_load() gives, and tombstones_store() takes. */
size_t
tombstones_size(uint32_t passages);

/** Write the bits of a segment, those parts of them that are new. */
yz_status
tombstones_store(store_txn *txn, uint32_t segment, uint32_t passages,
                 const uint8_t *bits, yz_error *err);

/** Forget the bits of a segment that is gone. */
yz_status
tombstones_delete_segment(store_txn *txn, uint32_t segment, uint32_t passages,
                          yz_error *err);

#endif /* YZ_FORMAT_TOMBSTONES_H */
