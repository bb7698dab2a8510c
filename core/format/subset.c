/* SPDX-License-Identifier: MIT */
/*
 * A block of 128 numbers, the last of fewer:
 *
 *     form u8    width of the gaps, or 63: bits
 *     gaps       number - number before - 1, of that width
 *     or bits    size u16, then a bit for each number behind the one before
 *
 * Before the first number is -1. In here numbers are one more than they are,
 * so that it is 0.
 */
#include "core/format/subset.h"

#include "core/base/bit_set.h"
#include "core/format/bitpack.h"

#include <string.h>

enum { BLOCK_MAX = BITPACK_COUNT_MAX, FORM_BITS = 63 };

/* ---- writing ------------------------------------------------------------------ */

static void
put_bits(const uint32_t *numbers, uint32_t count, uint32_t before, size_t size,
         buffer *out)
{
    buffer_put_u8(out, FORM_BITS);
    buffer_put_u16(out, (uint16_t)size);
    uint8_t *at = buffer_extend(out, size);
    if (!at)
        return;
    memset(at, 0, size);
    for (uint32_t i = 0; i < count; i++)
        byte_bits_set(at, numbers[i] - before - 1);
}

static void
put_block(const uint32_t *numbers, uint32_t count, uint32_t before, buffer *out)
{
    uint32_t gaps[BLOCK_MAX];
    uint32_t all = 0;
    for (uint32_t i = 0; i < count; i++) {
        gaps[i] = numbers[i] - (i ? numbers[i - 1] : before) - 1;
        all |= gaps[i];
    }
    const uint32_t width = bitpack_width(all);
    const size_t size = bitpack_size(width, count);
    const size_t bits_size = (numbers[count - 1] - before - 1) / 8 + 1;
    if (bits_size + 2 < size) {
        put_bits(numbers, count, before, bits_size, out);
        return;
    }
    buffer_put_u8(out, (uint8_t)width);
    uint8_t *at = buffer_extend(out, size);
    if (at)
        bitpack_pack(gaps, width, count, at);
}

/* The numbers of one side, block after block. */
typedef struct subset_writer {
    uint32_t pending[BLOCK_MAX];
    uint32_t count;
    uint32_t before;
    buffer *out;
} subset_writer;

static void
flush(subset_writer *w)
{
    if (!w->count)
        return;
    put_block(w->pending, w->count, w->before, w->out);
    w->before = w->pending[w->count - 1];
    w->count = 0;
}

static void
put(subset_writer *w, uint32_t number)
{
    w->pending[w->count++] = number + 1;
    if (w->count == BLOCK_MAX)
        flush(w);
}

bool
subset_encode(const uint32_t *numbers, uint32_t count, uint32_t limit,
              buffer *out)
{
    subset_writer w = { .out = out };
    const bool others = count > limit / 2;
    uint32_t next = 0;
    for (uint32_t i = 0; i < count; i++) {
        for (; others && next < numbers[i]; next++)
            put(&w, next);
        next = numbers[i] + 1;
        if (!others)
            put(&w, numbers[i]);
    }
    for (; others && next < limit; next++)
        put(&w, next);
    flush(&w);
    return others;
}

/* ---- reading ------------------------------------------------------------------ */

/* The next `count` numbers, up to `most`. false: they do not decode. */
static bool
take_block(const subset *s, bytes *in, uint32_t count, uint32_t before,
           uint32_t most, uint32_t *ret_numbers)
{
    const bitpack_kernels *kernels = bitpack_kernels_best();
    const uint8_t form = bytes_take_u8(in);
    const bool bits = form == FORM_BITS;
    if (!bits && !bitpack_width_valid(form))
        return false;
    const size_t size = bits ? bytes_take_u16(in) : bitpack_size(form, count);
    const uint8_t *at = bytes_take(in, size);
    if (!at)
        return false;
    const bool sound = bits
                           ? bitpack_expand_bits(kernels, at, size, count,
                                                 before + 1, ret_numbers)
                           : bitpack_unpack_gaps(kernels, at, s->readable, form,
                                                 count, before, ret_numbers);
    return sound && ret_numbers[0] > before &&
           ret_numbers[count - 1] >= ret_numbers[0] &&
           ret_numbers[count - 1] <= most;
}

/* Where items go, one after the other. */
typedef struct taking {
    const uint32_t *from;
    uint32_t *to;
    uint32_t count;
} taking;

static inline void
take_item(taking *t, uint32_t number)
{
    t->to[t->count++] = t->from ? t->from[number] : number;
}

static void
take_range(taking *t, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++)
        take_item(t, i);
}

/* Take what a block says; `before` is the last number before it, plus 1. */
static void
take_numbers(taking *t, bool others, const uint32_t *numbers, uint32_t count,
             uint32_t before)
{
    for (uint32_t i = 0; i < count; i++) {
        if (others)
            take_range(t, i ? numbers[i - 1] : before, numbers[i] - 1);
        else
            take_item(t, numbers[i] - 1);
    }
}

/* It is written to by way of `taking`. */
yz_status /* NOLINTNEXTLINE(readability-non-const-parameter) */
subset_take(const subset *s, const uint32_t *from, uint32_t *ret_to,
            yz_error *err)
{
    uint32_t numbers[BLOCK_MAX];
    bytes in = s->in;
    uint32_t before = 0;
    taking t = { from, ret_to, 0 };
    if (s->count > s->limit)
        return error_corrupt(err, "a list has more passages than its part");
    uint32_t left = s->others ? s->limit - s->count : s->count;
    while (left > 0) {
        const uint32_t count = left < BLOCK_MAX ? left : BLOCK_MAX;
        left -= count;
        /* The numbers to come need room below the limit: so no more than
           s->count items lie between those of others. */
        if (!take_block(s, &in, count, before, s->limit - left, numbers))
            return error_corrupt(err, "a list of a string cannot be decoded");
        take_numbers(&t, s->others, numbers, count, before);
        before = numbers[count - 1];
    }
    if (s->others)
        take_range(&t, before, s->limit);
    if (t.count != s->count || bytes_left(&in))
        return error_corrupt(err, "a list of a string cannot be decoded");
    return YZ_OK;
}
