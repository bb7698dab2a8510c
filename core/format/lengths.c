/* SPDX-License-Identifier: MIT */
/*
 * Each space has as many chunks as its bytes need, all but the last full; the
 * spaces follow one another.
 */
#include "core/format/lengths.h"

enum { LENGTHS_EXACT = 24 };

void
lengths_writer_dispose(lengths_writer *w)
{
    for (int i = 0; i < LENGTH_SPACE_COUNT; i++)
        ARRAY_DISPOSE(&w->codes[i]);
}

bool
lengths_append(lengths_writer *w, const uint32_t *lengths)
{
    for (int i = 0; i < LENGTH_SPACE_COUNT; i++)
        if (!ARRAY_PUSH(&w->codes[i], length_code(lengths[i])))
            return false;
    return true;
}

void
lengths_store(const lengths_writer *w, blob_writer *blob)
{
    for (int i = 0; i < LENGTH_SPACE_COUNT; i++)
        for (size_t at = 0; at < w->codes[i].count; at += BLOB_CHUNK_SIZE) {
            const size_t left = w->codes[i].count - at;
            const yz_str chunk = { (const char *)w->codes[i].items + at,
                                   left < BLOB_CHUNK_SIZE ? left
                                                          : BLOB_CHUNK_SIZE };
            blob_append_chunk(blob, chunk);
        }
}

static uint32_t
chunks_of_space(uint32_t passages)
{
    return passages / BLOB_CHUNK_SIZE + (passages % BLOB_CHUNK_SIZE != 0);
}

yz_status
lengths_check(blob_reader *blob, uint32_t passages, yz_error *err)
{
    static const char what[] =
        "the number of lengths in a segment is not that of its passages";
    const uint64_t chunks = chunks_of_space(passages);
    if (blob->chunk_count != LENGTH_SPACE_COUNT * chunks)
        return error_corrupt(err, what);
    if (!chunks)
        return YZ_OK;
    bytes last;
    TRY(blob_chunk(blob, blob->chunk_count - 1, &last, err));
    return bytes_left(&last) == passages - (chunks - 1) * BLOB_CHUNK_SIZE
               ? YZ_OK
               : error_corrupt(err, what);
}

yz_status
lengths_read(blob_reader *blob, uint32_t passages, length_space space,
             uint32_t first, const uint8_t **ret_codes, uint32_t *ret_count,
             yz_error *err)
{
    bytes chunk;
    const uint32_t number = first / BLOB_CHUNK_SIZE;
    const uint32_t left = passages - number * BLOB_CHUNK_SIZE;
    const uint32_t size = left < BLOB_CHUNK_SIZE ? left : BLOB_CHUNK_SIZE;
    TRY(blob_chunk(blob, space * chunks_of_space(passages) + number, &chunk,
                   err));
    if (first >= passages || bytes_left(&chunk) != size)
        return error_corrupt(err, "a passage has no length");
    *ret_codes = chunk.at + first % BLOB_CHUNK_SIZE;
    *ret_count = size - first % BLOB_CHUNK_SIZE;
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
