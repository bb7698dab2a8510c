/* SPDX-License-Identifier: MIT */
/*
 * A directory entry is 40 bytes: text, skeleton and record place (u64 each),
 * text, skeleton and record size (u32 each), three length codes and a zero. A
 * string entry is 12 bytes: place u64, size u32; the bytes themselves lie in
 * the record blob. Both fill each chunk with as many as go in, so that entry
 * number n is found by division.
 */
#include "core/index/directory.h"

enum {
    DIRECTORY_ENTRY_SIZE = 40,
    DIRECTORY_A_CHUNK = BLOB_CHUNK_SIZE / DIRECTORY_ENTRY_SIZE,
    STRING_ENTRY_SIZE = 12,
    STRINGS_A_CHUNK = BLOB_CHUNK_SIZE / STRING_ENTRY_SIZE,
    LENGTHS_EXACT = 24
};

static blob_place
place_of(uint32_t number, uint32_t a_chunk, uint32_t entry_size)
{
    return (uint64_t)(number / a_chunk) << 32 |
           (uint64_t)(number % a_chunk) * entry_size;
}

void
directory_append(blob_writer *directory, const directory_entry *entry)
{
    uint8_t coded[DIRECTORY_ENTRY_SIZE];
    buffer out = { .data = coded, .capacity = sizeof(coded) };
    buffer_put_u64(&out, entry->text);
    buffer_put_u64(&out, entry->skeleton);
    buffer_put_u64(&out, entry->record);
    buffer_put_u32(&out, entry->text_size);
    buffer_put_u32(&out, entry->skeleton_size);
    buffer_put_u32(&out, entry->record_size);
    buffer_put(&out, entry->lengths, LENGTH_SPACE_COUNT);
    buffer_put_u8(&out, 0);
    blob_append(directory, coded, sizeof(coded), 1);
}

yz_status
directory_read(blob_reader *directory, uint32_t passage,
               directory_entry *ret_entry, yz_error *err)
{
    bytes in;
    TRY(blob_read(directory,
                  place_of(passage, DIRECTORY_A_CHUNK, DIRECTORY_ENTRY_SIZE),
                  DIRECTORY_ENTRY_SIZE, &in, err));
    ret_entry->text = bytes_take_u64(&in);
    ret_entry->skeleton = bytes_take_u64(&in);
    ret_entry->record = bytes_take_u64(&in);
    ret_entry->text_size = bytes_take_u32(&in);
    ret_entry->skeleton_size = bytes_take_u32(&in);
    ret_entry->record_size = bytes_take_u32(&in);
    for (int i = 0; i < LENGTH_SPACE_COUNT; i++)
        ret_entry->lengths[i] = bytes_take_u8(&in);
    return YZ_OK;
}

void
strings_append(blob_writer *strings, blob_place place, uint32_t size)
{
    uint8_t coded[STRING_ENTRY_SIZE];
    buffer out = { .data = coded, .capacity = sizeof(coded) };
    buffer_put_u64(&out, place);
    buffer_put_u32(&out, size);
    blob_append(strings, coded, sizeof(coded), 1);
}

yz_status
strings_read(blob_reader *strings, uint32_t number, blob_place *ret_place,
             uint32_t *ret_size, yz_error *err)
{
    bytes in;
    TRY(blob_read(strings,
                  place_of(number, STRINGS_A_CHUNK, STRING_ENTRY_SIZE),
                  STRING_ENTRY_SIZE, &in, err));
    *ret_place = bytes_take_u64(&in);
    *ret_size = bytes_take_u32(&in);
    return YZ_OK;
}

/*
 * What is beyond the exact ones is a float of four significant bits, the first
 * of them implied: shift + 1 in the upper bits of the code, three bits below.
 */
static uint32_t
float4_of(uint32_t value)
{
    uint32_t bits = 0;
    while (value >> bits > 15)
        bits++;
    if (value < 8)
        return value;
    return (value >> bits & 7) | (bits + 1) << 3;
}

static uint32_t
float4_value(uint32_t code)
{
    if (code >> 3 == 0)
        return code;
    return (8 | (code & 7)) << ((code >> 3) - 1);
}

uint8_t
length_code(uint32_t length)
{
    if (length < LENGTHS_EXACT)
        return (uint8_t)length;
    const uint32_t rest = length - LENGTHS_EXACT;
    /* 2^31 - 1 has the largest code of Lucene's form, 231 */
    const uint32_t capped = rest > INT32_MAX ? INT32_MAX : rest;
    return (uint8_t)(LENGTHS_EXACT + float4_of(capped));
}

uint32_t
length_of_code(uint8_t code)
{
    if (code < LENGTHS_EXACT)
        return code;
    const uint32_t rest = code - LENGTHS_EXACT;
    return LENGTHS_EXACT + (rest > 231 ? INT32_MAX : float4_value(rest));
}
