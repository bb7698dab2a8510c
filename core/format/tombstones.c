/* SPDX-License-Identifier: MIT */
/*
 * Key: segment << 40 | part. Value: PART_SIZE bytes, the last part of a
 * segment as well, and their checksum. A part without a deleted passage is not
 * there.
 */
#include "core/format/tombstones.h"
#include "core/base/seal.h"

#include <string.h>

enum { PART_SIZE = 4056, PART_PASSAGES = PART_SIZE * 8 };

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
    const yz_status status =
        store_get(txn, STORE_TOMBSTONES, store_key_str(&key), ret_part, err);
    if (status == YZ_DONE) {
        *ret_part = (bytes){ 0 };
        return YZ_OK;
    }
    if (status == YZ_OK &&
        (!seal_take(ret_part) || bytes_left(ret_part) != PART_SIZE))
        return error_corrupt(err, "what is deleted in a segment is not as it "
                                  "was written");
    return status;
}

size_t
tombstones_size(uint32_t passages)
{
    return ((size_t)passages / PART_PASSAGES + 1) * PART_SIZE;
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

/* A part that is the same is left, so that little is written for a deletion. */
static yz_status
part_write(store_txn *txn, uint32_t segment, uint32_t part, const uint8_t *bits,
           yz_error *err)
{
    static const uint8_t none[PART_SIZE];
    bytes old;
    TRY(part_read(txn, segment, part, &old, err));
    if (!memcmp(bits, old.at ? old.at : none, PART_SIZE))
        return YZ_OK;
    const store_key key = part_key(segment, part);
    buffer value = { .from = store_txn_memory(txn) };
    buffer_put(&value, bits, PART_SIZE);
    seal_put(&value);
    const yz_status status =
        buffer_ok(&value)
            ? store_put(txn, STORE_TOMBSTONES, store_key_str(&key),
                        buffer_str(&value), err)
            : error_nomem(err);
    buffer_dispose(&value);
    return status;
}

yz_status
tombstones_store(store_txn *txn, uint32_t segment, uint32_t passages,
                 const uint8_t *bits, yz_error *err)
{
    for (uint32_t i = 0; i <= passages / PART_PASSAGES; i++)
        TRY(part_write(txn, segment, i, bits + (size_t)i * PART_SIZE, err));
    return YZ_OK;
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
