/* SPDX-License-Identifier: MIT */
#include "core/format/posting_block.h"

#include "core/base/bit_set.h"

#include <string.h>

enum {
    FREQUENCY_WIDTH_MAX = 16,
    FREQUENCY_WIDTH = 0x1f,
    FREQUENCY_EXCEPTIONS = 0x80
};

yz_status
postings_corrupt(yz_error *err)
{
    return error_corrupt(err, "a posting list cannot be decoded");
}

/* ---- encoding ----------------------------------------------------------------- */

static void
put_packed(const uint32_t *values, uint32_t width, uint32_t count, buffer *out)
{
    uint8_t *at = buffer_extend(out, bitpack_size(width, count));
    if (at)
        bitpack_pack(values, width, count, at);
}

static void
put_bits(const uint32_t *passages, uint32_t count, size_t size, buffer *out)
{
    buffer_put_u16(out, (uint16_t)size);
    uint8_t *at = buffer_extend(out, size);
    if (!at)
        return;
    memset(at, 0, size);
    for (uint32_t i = 0; i < count; i++)
        byte_bits_set(at, passages[i] - passages[0]);
}

/* Packed gaps or a set of bits, whichever is smaller. */
static uint8_t
put_passages(const uint32_t *passages, uint32_t count, buffer *out)
{
    uint32_t gaps[POSTINGS_BLOCK_MAX];
    uint32_t all = 0;
    for (uint32_t i = 1; i < count; i++) {
        gaps[i - 1] = passages[i] - passages[i - 1] - 1;
        all |= gaps[i - 1];
    }
    const uint32_t width = bitpack_width(all);
    const size_t bits_size = (passages[count - 1] - passages[0]) / 8 + 1;
    if (bits_size + 2 < bitpack_size(width, count - 1)) {
        put_bits(passages, count, bits_size, out);
        return BLOCK_FORM_BITS;
    }
    put_packed(gaps, width, count - 1, out);
    return (uint8_t)width;
}

static uint32_t
bits_of(uint32_t value)
{
    return value ? 32 - (uint32_t)__builtin_clz(value) : 0;
}

/* The width that makes packed values and exceptions smallest together. */
static uint32_t
frequency_width(const uint32_t *values, uint32_t count, uint32_t *ret_above)
{
    uint32_t with_bits[33] = { 0 };
    for (uint32_t i = 0; i < count; i++)
        with_bits[bits_of(values[i])]++;
    uint32_t above = count - with_bits[0];
    uint32_t best = 0;
    size_t best_size = SIZE_MAX;
    for (uint32_t width = 0; width <= FREQUENCY_WIDTH_MAX; width++) {
        const size_t size =
            bitpack_size(width, count) + (above ? 1 + 2 * (size_t)above : 0);
        if (size < best_size) {
            best = width;
            best_size = size;
            *ret_above = above;
        }
        if (!above) /* wider ones are only larger */
            break;
        above -= with_bits[width + 1];
    }
    return best;
}

static void
put_exceptions(const uint32_t *values, uint32_t width, uint32_t count,
               uint32_t above, buffer *out)
{
    buffer_put_u8(out, (uint8_t)above);
    for (uint32_t i = 0; i < count; i++)
        if (values[i] >> width) {
            buffer_put_u8(out, (uint8_t)i);
            buffer_put_varint(out, values[i] >> width);
        }
}

static void
put_frequencies(const uint32_t *frequencies, uint32_t count, buffer *out)
{
    uint32_t values[POSTINGS_BLOCK_MAX];
    uint32_t low[POSTINGS_BLOCK_MAX];
    uint32_t above = 0;
    for (uint32_t i = 0; i < count; i++)
        values[i] = frequencies[i] - 1;
    const uint32_t width = frequency_width(values, count, &above);
    for (uint32_t i = 0; i < count; i++)
        low[i] = values[i] & ((1u << width) - 1);
    buffer_put_u8(out, (uint8_t)(width | (above ? FREQUENCY_EXCEPTIONS : 0)));
    put_packed(low, width, count, out);
    if (above)
        put_exceptions(values, width, count, above, out);
}

uint8_t
posting_block_encode(const uint32_t *passages, const uint32_t *frequencies,
                     uint32_t count, buffer *out)
{
    uint8_t form = put_passages(passages, count, out);
    uint32_t greatest = 0;
    for (uint32_t i = 0; i < count; i++)
        greatest |= frequencies[i];
    if (greatest > 1) {
        form |= BLOCK_FORM_FREQUENCIES;
        put_frequencies(frequencies, count, out);
    }
    return form;
}

/* ---- decoding ----------------------------------------------------------------- */

static bytes
block_bytes(const posting_list *list, const posting_block *block)
{
    return bytes_of(list->blocks + block->offset, block->size);
}

/* Take the passages' part of a block: packed gaps, or the bits alone. */
static bytes
take_passages(const posting_block *block, bytes *in)
{
    const size_t size =
        posting_block_is_bits(block)
            ? bytes_take_u16(in)
            : bitpack_size(block->form & BLOCK_FORM_WIDTH, block->count - 1u);
    return bytes_of(bytes_take(in, size), size);
}

yz_status
postings_block_passages(const posting_list *list, const posting_block *block,
                        uint32_t *ret_passages, yz_error *err)
{
    bytes in = block_bytes(list, block);
    const bytes part = take_passages(block, &in);
    if (in.bad)
        return postings_corrupt(err);
    bool sound;
    ret_passages[0] = block->first;
    if (posting_block_is_bits(block))
        sound = bitpack_expand_bits(list->kernels, part.at, bytes_left(&part),
                                    block->count, block->first, ret_passages);
    else
        sound = bitpack_unpack_gaps(list->kernels, part.at, list->readable,
                                    block->form & BLOCK_FORM_WIDTH,
                                    block->count - 1u, block->first,
                                    ret_passages + 1);
    const uint32_t last = ret_passages[block->count - 1];
    if (!sound || ret_passages[0] != block->first || last < block->first ||
        last >= block->limit)
        return postings_corrupt(err);
    return YZ_OK;
}

/* Add what is above the width to the values that have it. */
static void
take_exceptions(bytes *in, uint32_t width, uint32_t count, uint32_t *values)
{
    const uint32_t exceptions = bytes_take_u8(in);
    for (uint32_t i = 0; i < exceptions; i++) {
        const uint32_t which = bytes_take_u8(in);
        const uint32_t above = bytes_take_varint32(in);
        if (in->bad || which >= count || above >= UINT32_MAX >> width) {
            in->bad = true;
            return;
        }
        values[which] += above << width;
    }
}

static void
take_frequencies(const posting_list *list, bytes *in, uint32_t count,
                 uint32_t *ret_frequencies)
{
    const uint8_t head = bytes_take_u8(in);
    const uint32_t width = head & FREQUENCY_WIDTH;
    const uint8_t *packed = bytes_take(in, bitpack_size(width, count));
    if (in->bad || width > FREQUENCY_WIDTH_MAX) {
        in->bad = true;
        return;
    }
    bitpack_unpack(list->kernels, packed, list->readable, width, count, 1,
                   ret_frequencies);
    if (head & FREQUENCY_EXCEPTIONS)
        take_exceptions(in, width, count, ret_frequencies);
}

yz_status
postings_block_frequencies(const posting_list *list, const posting_block *block,
                           uint32_t *ret_frequencies, yz_error *err)
{
    const uint32_t same = list->only_frequency ? list->only_frequency : 1;
    if (!(block->form & BLOCK_FORM_FREQUENCIES)) {
        bitpack_unpack(list->kernels, list->blocks, list->readable, 0,
                       block->count, same, ret_frequencies);
        return YZ_OK;
    }
    bytes in = block_bytes(list, block);
    take_passages(block, &in);
    take_frequencies(list, &in, block->count, ret_frequencies);
    return in.bad ? postings_corrupt(err) : YZ_OK;
}

yz_status
posting_block_test(const posting_list *list, const posting_block *block,
                   uint32_t passage, bool *ret_has, yz_error *err)
{
    bytes in = block_bytes(list, block);
    const bytes bits = take_passages(block, &in);
    if (in.bad)
        return postings_corrupt(err);
    const uint32_t bit = passage - block->first;
    *ret_has = passage >= block->first && bit / 8 < bytes_left(&bits) &&
               byte_bits_test(bits.at, bit);
    return YZ_OK;
}

/* ---- into bits ------------------------------------------------------------ */

/* Up to eight bytes, of which those that are not there are 0. */
static uint64_t
word_at(const uint8_t *at, size_t size)
{
    uint64_t word = 0;
    if (size >= sizeof(word))
        return bytes_u64_at(at);
    for (size_t i = 0; i < size; i++)
        word |= (uint64_t)at[i] << 8 * i;
    return word;
}

/* Set the bits of a word from bit `first` on. */
static void
mark_word(uint64_t *bits, uint32_t first, uint64_t word)
{
    const uint64_t above =
        first % 64 ? word >> (64 - first % 64) : 0; /* of the next word */
    bits[first / 64] |= word << first % 64;
    if (above)
        bits[first / 64 + 1] |= above;
}

/* What is set must be the first, below the limit, and as many as there are. */
static yz_status
mark_bits(const posting_block *block, bytes part, uint64_t *bits, yz_error *err)
{
    uint32_t count = 0;
    uint32_t first = block->first;
    for (size_t left = bytes_left(&part); left > 0; first += 64) {
        const size_t size = left < 8 ? left : 8;
        const uint64_t word = word_at(part.at, size);
        const uint32_t last = word ? 63 - (uint32_t)__builtin_clzll(word) : 0;
        if ((first == block->first && !(word & 1)) ||
            (word && last >= block->limit - first))
            return postings_corrupt(err);
        if (word)
            mark_word(bits, first, word);
        count += word_count(word);
        part.at += size;
        left -= size;
        if (left > 0 && block->limit - first <= 64)
            return postings_corrupt(err);
    }
    return count == block->count ? YZ_OK : postings_corrupt(err);
}

yz_status
posting_block_mark(const posting_list *list, const posting_block *block,
                   uint64_t *bits, yz_error *err)
{
    uint32_t passages[POSTINGS_BLOCK_MAX];
    if (posting_block_is_bits(block)) {
        bytes in = block_bytes(list, block);
        const bytes part = take_passages(block, &in);
        return in.bad || block->first >= block->limit
                   ? postings_corrupt(err)
                   : mark_bits(block, part, bits, err);
    }
    TRY(postings_block_passages(list, block, passages, err));
    for (uint32_t i = 0; i < block->count; i++)
        bits_set(bits, passages[i]);
    return YZ_OK;
}
