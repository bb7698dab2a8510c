/* SPDX-License-Identifier: MIT */
/*
 * Key: segment << 40 | part. Value: PART_SIZE bytes, the last part of a
 * segment as well, and their checksum. A part without a deleted passage is not
 * there.
 */
#include "core/format/tombstones.h"

#include "core/base/bit_set.h"
#include "core/base/seal.h"

#include <string.h>

enum { PART_SIZE = 4056, PART_PASSAGES = PART_SIZE * 8, PART_BITS = 40 };
static const uint64_t PART_MASK = ((uint64_t)1 << PART_BITS) - 1;

static yz_status
tombstones_corrupt(yz_error *err)
{
    return error_corrupt(
        err, "the deletions of a segment are not as they were written");
}

static store_key
part_key(uint32_t segment, uint32_t part)
{
    return store_key_of((uint64_t)segment << PART_BITS | part);
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
        return tombstones_corrupt(err);
    return status;
}

size_t
tombstones_size(uint32_t passages)
{
    return ((size_t)passages / PART_PASSAGES + 1) * PART_SIZE;
}

/* The parts of a segment while they are read. */
typedef struct tombstones_reader {
    uint32_t segment;
    uint32_t parts;
    size_t size;
    uint8_t *bits; /* NULL: no part was there yet */
    arena *arena;
    yz_error *err;
} tombstones_reader;

static yz_status
see_part(void *context, yz_str key, bytes value)
{
    tombstones_reader *r = context;
    if (!store_key_is_number(key))
        return YZ_OK;
    const uint64_t number = store_key_number(key);
    const uint64_t part = number & PART_MASK;
    if (number >> PART_BITS != r->segment)
        return YZ_DONE;
    if (part >= r->parts || !seal_take(&value) ||
        bytes_left(&value) != PART_SIZE)
        return tombstones_corrupt(r->err);
    if (!r->bits)
        r->bits = arena_array(r->arena, r->size, 1);
    if (!r->bits)
        return error_nomem(r->err);
    memcpy(r->bits + part * PART_SIZE, value.at, PART_SIZE);
    return YZ_OK;
}

/* Whether a bit behind the last passage is set. */
static bool
marks_beyond(const tombstones_reader *r, uint32_t passages)
{
    const uint8_t *const end = r->bits + r->size;
    const uint8_t *at = r->bits + passages / 8;
    if (*at >> passages % 8)
        return true;
    while (++at < end)
        if (*at)
            return true;
    return false;
}

/* As many passages are marked as the manifest counts, and nothing else is. */
static bool
counts_agree(const tombstones_reader *r, const manifest_segment *info)
{
    if (!r->bits)
        return info->deleted == 0;
    return byte_bits_count(r->bits, info->passages) == info->deleted &&
           !marks_beyond(r, info->passages);
}

yz_status
tombstones_load(store_txn *txn, const manifest_segment *info, arena *a,
                const uint8_t **ret_bits, yz_error *err)
{
    tombstones_reader r = { .segment = info->id,
                            .parts = info->passages / PART_PASSAGES + 1,
                            .size = tombstones_size(info->passages),
                            .arena = a,
                            .err = err };
    const store_key first = part_key(info->id, 0);
    const yz_status status = store_scan(
        txn, STORE_TOMBSTONES, store_key_str(&first), see_part, &r, err);
    if (status != YZ_OK && status != YZ_DONE)
        return status;
    if (!counts_agree(&r, info))
        return error_corrupt(err, "the number of deleted passages in a segment "
                                  "is not that in the manifest");
    *ret_bits = r.bits;
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
