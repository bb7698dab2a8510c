/* SPDX-License-Identifier: MIT */
/*
 * Which passages of a segment are deleted: a bit each, in parts small enough
 * that deleting one passage rewrites a page, not a bitmap.
 */
#ifndef YZ_INDEX_TOMBSTONES_H
#define YZ_INDEX_TOMBSTONES_H

#include "core/base/arena.h"
#include "core/store/store.h"

/** All bits of a segment, passage n at bit n % 8 of byte n / 8. */
yz_status
tombstones_load(store_txn *txn, uint32_t segment, uint32_t passages, arena *a,
                const uint8_t **ret_bits, yz_error *err);

/** Set a bit; `*ret_new` tells whether it was clear. */
yz_status
tombstones_set(store_txn *txn, uint32_t segment, uint32_t passage,
               bool *ret_new, yz_error *err);

/** Forget the bits of a segment that is gone. */
yz_status
tombstones_delete_segment(store_txn *txn, uint32_t segment, uint32_t passages,
                          yz_error *err);

#endif /* YZ_INDEX_TOMBSTONES_H */
