/* SPDX-License-Identifier: MIT */
/*
 * A place is stored as chunk << 18 | offset, since a chunk is smaller than
 * 2^18 bytes (a larger one is one record, at its beginning). A directory entry
 * is two places, of text and record; a string entry is one. Both fill each
 * chunk with as many as go in, so that entry n is found by division.
 */
#include "core/format/directory.h"

enum { OFFSET_BITS = 18, DIRECTORY_ENTRY_SIZE = 8, STRING_ENTRY_SIZE = 4 };

static blob_place
entry_place(uint32_t number, uint32_t entry_size)
{
    const uint32_t a_chunk = BLOB_CHUNK_SIZE / entry_size;
    return (uint64_t)(number / a_chunk) << 32 |
           (uint64_t)(number % a_chunk) * entry_size;
}

bool
directory_reaches(blob_place place)
{
    return place >> 32 < 1u << (32 - OFFSET_BITS);
}

uint32_t
place_pack(blob_place place)
{
    return (uint32_t)(place >> 32) << OFFSET_BITS | (uint32_t)place;
}

blob_place
place_unpack(uint32_t packed)
{
    return (uint64_t)(packed >> OFFSET_BITS) << 32 |
           (packed & ((1u << OFFSET_BITS) - 1));
}

void
directory_append(blob_writer *directory, const directory_entry *entry)
{
    uint8_t coded[DIRECTORY_ENTRY_SIZE];
    buffer out = { .data = coded, .capacity = sizeof(coded) };
    buffer_put_u32(&out, place_pack(entry->text));
    buffer_put_u32(&out, place_pack(entry->record));
    blob_append(directory, coded, sizeof(coded));
}

yz_status
directory_read(blob_reader *directory, uint32_t passage,
               directory_entry *ret_entry, yz_error *err)
{
    bytes in;
    TRY(blob_read(directory, entry_place(passage, DIRECTORY_ENTRY_SIZE),
                  DIRECTORY_ENTRY_SIZE, &in, err));
    ret_entry->text = place_unpack(bytes_take_u32(&in));
    ret_entry->record = place_unpack(bytes_take_u32(&in));
    return YZ_OK;
}

yz_status
directory_check(blob_reader *directory, uint32_t passages, yz_error *err)
{
    return blob_check_rows(
        directory, passages, DIRECTORY_ENTRY_SIZE,
        "the number of passages in a segment is not that in the manifest", err);
}

const uint8_t *
directory_peek(const blob_reader *directory, uint32_t passage)
{
    const blob_place place = entry_place(passage, DIRECTORY_ENTRY_SIZE);
    const uint32_t chunk = (uint32_t)(place >> 32);
    const uint32_t offset = (uint32_t)place;
    if (chunk >= directory->chunk_count ||
        bytes_left(&directory->chunks[chunk]) <= offset)
        return NULL;
    return directory->chunks[chunk].at + offset;
}

void
strings_append(blob_writer *strings, blob_place place)
{
    uint8_t coded[STRING_ENTRY_SIZE];
    buffer out = { .data = coded, .capacity = sizeof(coded) };
    buffer_put_u32(&out, place_pack(place));
    blob_append(strings, coded, sizeof(coded));
}

yz_status
strings_check(blob_reader *strings, uint32_t count, yz_error *err)
{
    return blob_check_rows(
        strings, count, STRING_ENTRY_SIZE,
        "the number of shared strings in a segment is not that in the manifest",
        err);
}

yz_status
strings_read(blob_reader *strings, uint32_t number, blob_place *ret_place,
             yz_error *err)
{
    bytes in;
    TRY(blob_read(strings, entry_place(number, STRING_ENTRY_SIZE),
                  STRING_ENTRY_SIZE, &in, err));
    *ret_place = place_unpack(bytes_take_u32(&in));
    return YZ_OK;
}
