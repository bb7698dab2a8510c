/* SPDX-License-Identifier: MIT */
/*
 * An entry is 24 bytes: key u64, place u64, count u32, size u32. A chunk holds
 * GRAMS_A_CHUNK of them, so that entry number n is found by division and a
 * key by bisection, on the mapped bytes.
 */
#include "core/index/grams.h"

enum {
    GRAM_ENTRY_SIZE = 24,
    GRAMS_A_CHUNK = BLOB_CHUNK_SIZE / GRAM_ENTRY_SIZE
};

list_place
list_append(blob_writer *lists, buffer *scratch, const posting *list,
            uint32_t count)
{
    if (count == 1)
        return (list_place){ 1, 0,
                             (uint64_t)list->passage << 32 | list->frequency };
    scratch->size = 0;
    postings_encode(list, count, scratch);
    if (!buffer_ok(scratch))
        lists->failed = true;
    const blob_place place =
        blob_append(lists, scratch->data, scratch->size, 1);
    return (list_place){ count, (uint32_t)scratch->size, place };
}

yz_status
list_read(blob_reader *lists, const list_place *where, uint32_t passages,
          posting *ret_list, yz_error *err)
{
    if (where->size > 0) {
        bytes in;
        TRY(blob_read(lists, where->place, where->size, &in, err));
        return postings_decode(in, where->count, passages, ret_list, err);
    }
    const posting only = { (uint32_t)(where->place >> 32),
                           (uint32_t)where->place };
    if (where->count != 1 || only.passage >= passages || !only.frequency)
        return error_corrupt(err, "a posting list does not decode");
    ret_list[0] = only;
    return YZ_OK;
}

void
grams_append(blob_writer *dictionary, gram_key key, const list_place *where)
{
    uint8_t entry[GRAM_ENTRY_SIZE];
    buffer out = { .data = entry, .capacity = sizeof(entry) };
    buffer_put_u64(&out, key);
    buffer_put_u64(&out, where->place);
    buffer_put_u32(&out, where->count);
    buffer_put_u32(&out, where->size);
    blob_append(dictionary, entry, sizeof(entry), 1);
}

static yz_status
entry_read(blob_reader *dictionary, uint32_t entry, gram_key *ret_key,
           list_place *ret_where, yz_error *err)
{
    const blob_place place = (uint64_t)(entry / GRAMS_A_CHUNK) << 32 |
                             entry % GRAMS_A_CHUNK * GRAM_ENTRY_SIZE;
    bytes in;
    TRY(blob_read(dictionary, place, GRAM_ENTRY_SIZE, &in, err));
    *ret_key = bytes_take_u64(&in);
    ret_where->place = bytes_take_u64(&in);
    ret_where->count = bytes_take_u32(&in);
    ret_where->size = bytes_take_u32(&in);
    return YZ_OK;
}

yz_status
grams_find(blob_reader *dictionary, uint32_t entries, gram_key key,
           list_place *ret_where, yz_error *err)
{
    uint32_t low = 0;
    uint32_t high = entries;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        gram_key found;
        list_place where;
        TRY(entry_read(dictionary, middle, &found, &where, err));
        if (found == key) {
            *ret_where = where;
            return YZ_OK;
        }
        if (found < key)
            low = middle + 1;
        else
            high = middle;
    }
    return YZ_DONE;
}
