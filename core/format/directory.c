/* SPDX-License-Identifier: MIT */
/*
 * A place is stored as chunk << 18 | offset, since a chunk is smaller than
 * 2^18 bytes (a larger one is one record, at its beginning). A string entry is
 * one place. A row of the directory is
 *
 *     where the first text of the group is u32
 *     | of each other text: how far from the first u16; 0: behind the one
 *         before, as it is not in the chunk of the first, or too far from it
 *     | where the records of the group are u32
 *
 * Both fill each chunk with as many as go in, so that entry n is found by
 * division.
 */
#include "core/format/directory.h"

enum {
    OFFSET_BITS = 18,
    ROW_OFFSETS = 4, /* where they begin */
    ROW_RECORDS = ROW_OFFSETS + 2 * (DIRECTORY_GROUP - 1),
    ROW_SIZE = ROW_RECORDS + 4,
    STRING_ENTRY_SIZE = 4
};

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

/* How far a text is from the first of its group, if that is near. */
static uint16_t
text_offset(const directory_row *row, uint32_t text)
{
    const blob_place first = row->texts[0];
    const blob_place place = row->texts[text];
    const bool near = first >> 32 == place >> 32 && place - first <= UINT16_MAX;
    return near ? (uint16_t)(place - first) : 0;
}

void
directory_append(blob_writer *directory, const directory_row *row)
{
    uint8_t coded[ROW_SIZE];
    buffer out = { .data = coded, .capacity = sizeof(coded) };
    buffer_put_u32(&out, place_pack(row->texts[0]));
    for (uint32_t i = 1; i < DIRECTORY_GROUP; i++)
        buffer_put_u16(&out, i < row->count ? text_offset(row, i) : 0);
    buffer_put_u32(&out, place_pack(row->records));
    blob_append(directory, coded, sizeof(coded));
}

static yz_status
row_at(blob_reader *directory, uint32_t passage, bytes *ret_row, yz_error *err)
{
    return blob_read(directory,
                     entry_place(passage / DIRECTORY_GROUP, ROW_SIZE), ROW_SIZE,
                     ret_row, err);
}

yz_status
directory_find_text(blob_reader *directory, uint32_t passage,
                    directory_text *ret_text, yz_error *err)
{
    bytes row;
    const uint32_t number = passage % DIRECTORY_GROUP;
    size_t known = number;
    uint32_t offset = 0;
    TRY(row_at(directory, passage, &row, err));
    for (; known > 0 && offset == 0; known--)
        offset = bytes_u16_at(row.at + ROW_OFFSETS + 2 * (known - 1));
    known += offset != 0;
    *ret_text = (directory_text){ place_unpack(bytes_u32_at(row.at)) + offset,
                                  number - (uint32_t)known };
    return YZ_OK;
}

yz_status
directory_find_records(blob_reader *directory, uint32_t passage,
                       blob_place *ret_place, yz_error *err)
{
    bytes row;
    TRY(row_at(directory, passage, &row, err));
    *ret_place = place_unpack(bytes_u32_at(row.at + ROW_RECORDS));
    return YZ_OK;
}

static uint32_t
row_count(uint32_t passages)
{
    return passages / DIRECTORY_GROUP + (passages % DIRECTORY_GROUP != 0);
}

yz_status
directory_check(blob_reader *directory, uint32_t passages, yz_error *err)
{
    return blob_check_rows(
        directory, row_count(passages), ROW_SIZE,
        "the number of passages in a segment is not that in the manifest", err);
}

const uint8_t *
directory_peek(const blob_reader *directory, uint32_t passage)
{
    const blob_place place = entry_place(passage / DIRECTORY_GROUP, ROW_SIZE);
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
