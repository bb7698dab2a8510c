/* SPDX-License-Identifier: MIT */
/*
 * A number v with parameter k: v >> k ones, a zero, the k lowest bits of v. Of
 * UNARY_MAX ones and more: as many ones, and all 32 bits. k is the least for
 * which 2^k is not below the mean.
 */
#include "core/base/bit_stream.h"

enum { UNARY_MAX = 20, COUNT_MAX = 16, PARAMETER_MAX = 31 };

static uint32_t
parameter_of(const bit_mean *mean)
{
    uint32_t k = 0;
    while (k < PARAMETER_MAX && (uint64_t)mean->count << k < mean->sum)
        k++;
    return k;
}

static void
mean_add(bit_mean *mean, uint32_t number)
{
    mean->sum += number;
    mean->count++;
    if (mean->count < COUNT_MAX)
        return;
    mean->sum /= 2;
    mean->count /= 2;
}

void
bit_put(bit_writer *w, uint32_t bits, uint32_t count)
{
    w->held |= (uint64_t)bits << w->held_count;
    w->held_count += count;
    for (; w->held_count >= 8; w->held_count -= 8, w->held >>= 8)
        buffer_put_u8(w->out, (uint8_t)w->held);
}

void
bit_put_number(bit_writer *w, bit_mean *mean, uint32_t number)
{
    const uint32_t k = parameter_of(mean);
    const uint32_t ones = number >> k;
    if (ones < UNARY_MAX) {
        bit_put(w, (1u << ones) - 1, ones + 1);
        bit_put(w, number & (uint32_t)((UINT64_C(1) << k) - 1), k);
    } else {
        bit_put(w, (1u << UNARY_MAX) - 1, UNARY_MAX);
        bit_put(w, number, 32);
    }
    mean_add(mean, number);
}

void
bit_put_signed(bit_writer *w, bit_mean *mean, int64_t number)
{
    const uint64_t doubled = (uint64_t)number << 1;
    bit_put_number(w, mean, (uint32_t)(number < 0 ? ~doubled : doubled));
}

void
bit_flush(bit_writer *w)
{
    if (w->held_count)
        bit_put(w, 0, 8 - w->held_count);
}

uint32_t
bit_take(bit_reader *r, uint32_t count)
{
    while (r->held_count < count) {
        r->held |= (uint64_t)bytes_take_u8(&r->in) << r->held_count;
        r->held_count += 8;
    }
    const uint32_t bits = (uint32_t)(r->held & ((UINT64_C(1) << count) - 1));
    r->held >>= count;
    r->held_count -= count;
    return bits;
}

uint32_t
bit_take_number(bit_reader *r, bit_mean *mean)
{
    const uint32_t k = parameter_of(mean);
    uint32_t ones = 0;
    while (ones < UNARY_MAX && bit_take(r, 1))
        ones++;
    uint64_t number = ones;
    if (ones < UNARY_MAX)
        number = number << k | bit_take(r, k);
    else
        number = bit_take(r, 32);
    if (number > UINT32_MAX)
        r->in.bad = true;
    if (r->in.bad)
        number = 0;
    mean_add(mean, (uint32_t)number);
    return (uint32_t)number;
}

int64_t
bit_take_signed(bit_reader *r, bit_mean *mean)
{
    const uint32_t coded = bit_take_number(r, mean);
    return (int64_t)(coded >> 1) ^ -(int64_t)(coded & 1);
}

size_t
bit_left(const bit_reader *r)
{
    return r->in.bad ? 0 : bytes_left(&r->in) * 8 + r->held_count;
}
