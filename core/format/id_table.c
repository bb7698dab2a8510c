/* SPDX-License-Identifier: MIT */
/*
 * Entries are u64; each chunk holds as many as go in. Hashes are spread
 * evenly, so a search begins where the hash would lie if they were spread
 * perfectly, strides away from there in growing steps until it is past the
 * place, and halves what is between: two or three pages are touched.
 */
#include "core/format/id_table.h"
#include "core/base/hash.h"

enum { ENTRY_SIZE = 8, STRIDE = 32 };
static const uint32_t ENTRIES_A_CHUNK = BLOB_CHUNK_SIZE / ENTRY_SIZE;

uint32_t
id_hash(yz_str report, yz_str id)
{
    return (uint32_t)(hash_pair(report, id) >> 32);
}

void
id_table_store(const id_entry *sorted, size_t count, blob_writer *blob)
{
    for (size_t i = 0; i < count; i++) {
        uint8_t coded[ENTRY_SIZE];
        buffer out = { .data = coded, .capacity = sizeof(coded) };
        buffer_put_u64(&out, sorted[i]);
        blob_append(blob, coded, sizeof(coded));
    }
}

yz_status
id_table_check(blob_reader *blob, uint32_t count, yz_error *err)
{
    return blob_check_rows(
        blob, count, ENTRY_SIZE,
        "the number of ids in a segment is not that of its passages", err);
}

yz_status
id_table_entry(blob_reader *blob, uint32_t at, id_entry *ret_entry,
               yz_error *err)
{
    bytes in;
    const blob_place place = (uint64_t)(at / ENTRIES_A_CHUNK) << 32 |
                             (uint64_t)(at % ENTRIES_A_CHUNK) * ENTRY_SIZE;
    TRY(blob_read(blob, place, ENTRY_SIZE, &in, err));
    *ret_entry = bytes_take_u64(&in);
    return YZ_OK;
}

static yz_status
is_below(blob_reader *blob, uint32_t at, uint32_t hash, bool *ret_below,
         yz_error *err)
{
    id_entry entry;
    TRY(id_table_entry(blob, at, &entry, err));
    *ret_below = id_entry_hash(entry) < hash;
    return YZ_OK;
}

/* Move `*begin` down until nothing from there on can be missed. */
static yz_status
stride_down(blob_reader *blob, uint32_t hash, uint32_t *begin, uint32_t *end,
            yz_error *err)
{
    bool below = false;
    for (uint32_t stride = STRIDE; *begin > 0; stride *= 2) {
        TRY(is_below(blob, *begin - 1, hash, &below, err));
        if (below)
            return YZ_OK;
        *end = *begin - 1;
        *begin = *end > stride ? *end - stride : 0;
    }
    return YZ_OK;
}

/* Move `*end` up until the entry there, if any, is not below the hash. */
static yz_status
stride_up(blob_reader *blob, uint32_t count, uint32_t hash, uint32_t *begin,
          uint32_t *end, yz_error *err)
{
    bool below = true;
    for (uint32_t stride = STRIDE; *end < count; stride *= 2) {
        TRY(is_below(blob, *end, hash, &below, err));
        if (!below)
            return YZ_OK;
        *begin = *end + 1;
        *end = count - *begin > stride ? *begin + stride : count;
    }
    return YZ_OK;
}

yz_status
id_table_seek(blob_reader *blob, uint32_t count, uint32_t hash,
              uint32_t *ret_at, yz_error *err)
{
    uint32_t begin = (uint32_t)((uint64_t)hash * count >> 32);
    uint32_t end = begin;
    TRY(stride_up(blob, count, hash, &begin, &end, err));
    TRY(stride_down(blob, hash, &begin, &end, err));
    while (begin < end) {
        bool below;
        const uint32_t middle = begin + (end - begin) / 2;
        TRY(is_below(blob, middle, hash, &below, err));
        if (below)
            begin = middle + 1;
        else
            end = middle;
    }
    *ret_at = begin;
    return YZ_OK;
}
