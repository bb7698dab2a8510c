/* SPDX-License-Identifier: MIT */
#include "tests/fuzz/mutations.h"
#include "tests/fuzz/fuzz.h"

#include "core/base/bit_set.h"
#include "core/format/blob.h"

#include <string.h>

/* A value is not made larger than that, a table not fuller. */
enum { VALUE_SIZE_MAX = 1 << 16, VALUES_MAX = 1 << 10, CHANGES_MAX = 12 };

/* Numbers that counts and sizes are compared with. */
static const uint64_t numbers[] = { 0,
                                    1,
                                    2,
                                    0x7f,
                                    0x80,
                                    0xff,
                                    0x100,
                                    0x7fff,
                                    0xffff,
                                    32448,
                                    32766,
                                    65532,
                                    262128,
                                    262129,
                                    0x7fffffff,
                                    0x80000000,
                                    0xfffffffe,
                                    0xffffffff,
                                    UINT64_C(0x7fffffffffffffff),
                                    UINT64_MAX };

/* ---- choosing ------------------------------------------------------------- */

static uint32_t
choose(bytes *in, size_t limit)
{
    return limit ? bytes_take_u16(in) % (uint32_t)limit : 0;
}

static uint64_t
choose_number(bytes *in, uint64_t old)
{
    switch (choose(in, 5)) {
    case 0:
        return old + 1;
    case 1:
        return old - 1;
    case 2:
        return old * 2;
    case 3:
        return bytes_take_u8(in);
    default:
        return numbers[choose(in, ARRAY_LENGTH(numbers))];
    }
}

/* Of all tables alike, or blobs and the rest would hardly be met. */
static sealed_value *
choose_value(sealed_index *index, bytes *in)
{
    const uint32_t first = choose(in, index->values.count);
    const uint32_t table = choose(in, STORE_TABLE_COUNT + 4);
    for (size_t i = 0; i < index->values.count; i++) {
        const size_t at = (first + i) % index->values.count;
        sealed_value *v = &index->values.items[at];
        if (table >= STORE_TABLE_COUNT || v->table == (store_table)table)
            return v;
    }
    return &index->values.items[first];
}

/* ---- bytes ---------------------------------------------------------------- */

static void
splice(buffer *b, size_t at, size_t gone, const void *data, size_t size)
{
    buffer out = { 0 };
    gone = gone > b->size - at ? b->size - at : gone;
    buffer_put(&out, b->data, at);
    buffer_put(&out, data, size);
    buffer_put(&out, b->data + at + gone, b->size - at - gone);
    FUZZ_REQUIRE(buffer_ok(&out));
    if (out.size > VALUE_SIZE_MAX && out.size > b->size) {
        buffer_dispose(&out);
        return;
    }
    buffer_dispose(b);
    *b = out;
}

/* A number instead of another, as each coding has it. */
static void
put_number(buffer *b, size_t at, bytes *in)
{
    buffer coded = { 0 };
    const uint32_t coding = choose(in, 4);
    const size_t sizes[] = { 2, 4, 8 };
    const uint64_t n = choose_number(in, at < b->size ? b->data[at] : 0);
    if (coding == 0)
        buffer_put_u16(&coded, (uint16_t)n);
    else if (coding == 1)
        buffer_put_u32(&coded, (uint32_t)n);
    else if (coding == 2)
        buffer_put_u64(&coded, n);
    else
        buffer_put_varint(&coded, n);
    splice(b, at, coding < 3 ? sizes[coding] : 1, coded.data, coded.size);
    buffer_dispose(&coded);
}

/* Bytes of the value itself, or of another, in another place. */
static void
put_copy(sealed_index *index, buffer *b, size_t at, bytes *in)
{
    buffer copy = { 0 };
    const buffer *from = choose(in, 2) ? b : &choose_value(index, in)->data;
    const size_t begin = choose(in, from->size);
    const size_t left = from->size - begin;
    const size_t size = 1 + choose(in, 64);
    buffer_put(&copy, from->data ? from->data + begin : NULL,
               size < left ? size : left);
    splice(b, at, choose(in, 2) ? copy.size : 0, copy.data, copy.size);
    buffer_dispose(&copy);
}

static void
change_bytes(sealed_index *index, bytes *in)
{
    buffer *b = &choose_value(index, in)->data;
    const size_t at = choose(in, choose(in, 3) ? b->size : b->size % 40);
    uint8_t more[64];
    switch (choose(in, 8)) {
    case 0:
        if (at < b->size)
            b->data[at] ^= (uint8_t)(1u << choose(in, 8));
        break;
    case 1:
        if (at < b->size)
            b->data[at] = bytes_take_u8(in);
        break;
    case 2:
    case 3:
        put_number(b, at, in);
        break;
    case 4:
        put_copy(index, b, at, in);
        break;
    case 5:
        splice(b, at, 1 + choose(in, 8), NULL, 0);
        break;
    case 6:
        b->size = at;
        break;
    default:
        memset(more, choose(in, 2) ? 0xff : 0, sizeof(more));
        splice(b, choose(in, 2) ? at : b->size, 0, more,
               1 + choose(in, sizeof(more)));
        break;
    }
}

/* ---- the manifest ------------------------------------------------------------ */

static manifest_segment *
choose_segment(sealed_index *index, bytes *in)
{
    return index->segments.count
               ? &index->segments.items[choose(in, index->segments.count)]
               : NULL;
}

static void
change_count(sealed_index *index, bytes *in)
{
    manifest_segment *s = choose_segment(index, in);
    uint32_t *counts[] = { &s->passages, &s->deleted, &s->strings, &s->sources,
                           &s->id };
    const uint32_t which =
        choose(in, ARRAY_LENGTH(counts) + LENGTH_SPACE_COUNT + 1);
    if (which < ARRAY_LENGTH(counts))
        *counts[which] = (uint32_t)choose_number(in, *counts[which]);
    else if (which < ARRAY_LENGTH(counts) + LENGTH_SPACE_COUNT)
        s->lengths[which - ARRAY_LENGTH(counts)] =
            choose_number(in, s->lengths[which - ARRAY_LENGTH(counts)]);
    else
        index->next_segment = (uint32_t)choose_number(in, index->next_segment);
}

/* Segments of another order, twice, or left out. */
static void
change_segments(sealed_index *index, bytes *in)
{
    manifest_segment *x = choose_segment(index, in);
    manifest_segment *y = choose_segment(index, in);
    const manifest_segment kept = *x;
    switch (choose(in, 3)) {
    case 0:
        *x = *y;
        *y = kept;
        break;
    case 1:
        if (index->segments.count < VALUES_MAX)
            FUZZ_REQUIRE(ARRAY_PUSH(&index->segments, kept));
        break;
    default:
        *x = index->segments.items[--index->segments.count];
        break;
    }
}

/* ---- chunks and keys --------------------------------------------------------- */

static void
add_value(sealed_index *index, store_table table, const void *key, size_t size,
          const buffer *data)
{
    sealed_value v = { .table = table,
                       .sealed = table == STORE_TOMBSTONES ||
                                 table == STORE_SOURCES };
    if (index->values.count == VALUES_MAX)
        return;
    buffer_put(&v.key, key, size);
    if (data)
        buffer_put_text(&v.data, buffer_str(data));
    FUZZ_REQUIRE(buffer_ok(&v.key) && buffer_ok(&v.data) &&
                 ARRAY_PUSH(&index->values, v));
}

/* A chunk more than there was, or less, and the manifest counts it. */
static void
change_chunks(sealed_index *index, bytes *in)
{
    manifest_segment *s = choose_segment(index, in);
    const uint32_t kind = choose(in, BLOB_KIND_COUNT);
    const store_key key =
        store_key_of((uint64_t)s->id << BLOB_KEY_SEGMENT_SHIFT |
                     (uint64_t)kind << BLOB_KEY_KIND_SHIFT | s->chunks[kind]);
    const uint32_t what = choose(in, 3);
    if (what == 0 && s->chunks[kind])
        s->chunks[kind]--;
    else if (what == 1)
        s->chunks[kind] = (uint32_t)choose_number(in, s->chunks[kind]);
    else if (s->chunks[kind] < VALUES_MAX) {
        const buffer copy = choose_value(index, in)->data;
        add_value(index, STORE_BLOB, key.bytes, sizeof(key.bytes), &copy);
        s->chunks[kind]++;
    }
}

/* A key of another length, or the value of one key under another. */
static void
change_keys(sealed_index *index, bytes *in)
{
    sealed_value *x = choose_value(index, in);
    sealed_value *y = choose_value(index, in);
    const buffer kept = x->data;
    uint8_t key[16] = { 0 };
    const size_t size = 1 + choose(in, sizeof(key) - 1);
    switch (choose(in, 3)) {
    case 0:
        x->data = y->data;
        y->data = kept;
        break;
    case 1:
        memcpy(key, x->key.data, x->key.size < size ? x->key.size : size);
        add_value(index, x->table, key, size, &y->data);
        break;
    default:
        if (x->key.size)
            x->key.data[choose(in, x->key.size)] = bytes_take_u8(in);
        break;
    }
}

/* ---- what is deleted ---------------------------------------------------------- */

/* Bits of the input in the first part, counted by the manifest or not. */
static void
change_deleted(sealed_index *index, bytes *in)
{
    enum { PART_SIZE = 4056 };
    manifest_segment *s = choose_segment(index, in);
    uint8_t part[PART_SIZE] = { 0 };
    const uint32_t first = choose(in, 3) ? 0 : choose(in, PART_SIZE);
    const store_key key =
        store_key_of((uint64_t)s->id << 40 | (choose(in, 8) == 7));
    for (uint32_t i = 0; i < 8 && first + i < PART_SIZE; i++)
        part[first + i] = bytes_take_u8(in);
    if (choose(in, 4)) /* nothing behind the last passage */
        for (size_t n = s->passages; n < 8 * (size_t)PART_SIZE; n++)
            byte_bits_clear(part, n);
    const buffer bits = { .data = part, .size = sizeof(part) };
    add_value(index, STORE_TOMBSTONES, key.bytes, sizeof(key.bytes), &bits);
    if (choose(in, 4))
        s->deleted = (uint32_t)byte_bits_count(part, sizeof(part) * 8);
}

/* ---- all of it ---------------------------------------------------------------- */

void
mutate_index(sealed_index *index, bytes choices)
{
    for (int i = 0; i < CHANGES_MAX && bytes_left(&choices) >= 4; i++) {
        const uint32_t what = bytes_take_u8(&choices) % 64;
        if (!index->segments.count || what >= 12)
            change_bytes(index, &choices);
        else if (what < 3)
            change_count(index, &choices);
        else if (what < 4)
            change_segments(index, &choices);
        else if (what < 6)
            change_chunks(index, &choices);
        else if (what < 8)
            change_keys(index, &choices);
        else
            change_deleted(index, &choices);
    }
}
