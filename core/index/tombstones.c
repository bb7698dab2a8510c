/* SPDX-License-Identifier: MIT */
/*
 * Key: segment << 40 | part. Value: PART_SIZE bytes, the last part of a
 * segment as well. A part without a deleted passage is not there.
 */
#include "core/index/tombstones.h"

#include <string.h>

enum { PART_SIZE = 4064, PART_PASSAGES = PART_SIZE * 8 };

static store_key
part_key(uint32_t segment, uint32_t part)
{
    return store_key_of((uint64_t)segment << 40 | part);
}

/* The bytes of a part; `at` is NULL where nothing in it is deleted. */
static yz_status
part_read(store_txn *txn, uint32_t segment, uint32_t part, bytes *ret_part,
          yz_error *err)
{
    const store_key key = part_key(segment, part);
    const yz_status status = store_get(txn, STORE_TOMBSTONES,
                                       store_key_str(&key), ret_part, err);
    if (status == YZ_DONE) {
        *ret_part = (bytes){ 0 };
        return YZ_OK;
    }
    if (status == YZ_OK && bytes_left(ret_part) != PART_SIZE)
        return error_corrupt(err, "a tombstone bitmap has the wrong size");
    return status;
}

yz_status
tombstones_load(store_txn *txn, uint32_t segment, uint32_t passages, arena *a,
                const uint8_t **ret_bits, yz_error *err)
{
    const uint32_t parts = passages / PART_PASSAGES + 1;
    uint8_t *bits = arena_array(a, parts, PART_SIZE);
    if (!bits)
        return error_nomem(err);
    for (uint32_t i = 0; i < parts; i++) {
        bytes part;
        TRY(part_read(txn, segment, i, &part, err));
        if (part.at)
            memcpy(bits + (size_t)i * PART_SIZE, part.at, PART_SIZE);
    }
    *ret_bits = bits;
    return YZ_OK;
}

yz_status
tombstones_set(store_txn *txn, uint32_t segment, uint32_t passage,
               bool *ret_new, yz_error *err)
{
    const uint32_t part = passage / PART_PASSAGES;
    const uint32_t bit = passage % PART_PASSAGES;
    uint8_t bits[PART_SIZE] = { 0 };
    bytes old;
    TRY(part_read(txn, segment, part, &old, err));
    if (old.at)
        memcpy(bits, old.at, PART_SIZE);
    const uint8_t mask = (uint8_t)(1u << bit % 8);
    *ret_new = !(bits[bit / 8] & mask);
    if (!*ret_new)
        return YZ_OK;
    bits[bit / 8] |= mask;
    const store_key key = part_key(segment, part);
    return store_put(txn, STORE_TOMBSTONES, store_key_str(&key),
                     (yz_str){ (const char *)bits, PART_SIZE }, err);
}

yz_status
tombstones_delete_segment(store_txn *txn, uint32_t segment, uint32_t passages,
                          yz_error *err)
{
    for (uint32_t i = 0; i <= passages / PART_PASSAGES; i++) {
        const store_key key = part_key(segment, i);
        TRY(store_delete(txn, STORE_TOMBSTONES, store_key_str(&key), err));
    }
    return YZ_OK;
}
