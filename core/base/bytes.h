/* SPDX-License-Identifier: MIT */
/*
 * A bounded view of bytes: what every decoder reads from. A read past the end
 * turns the view bad, for good, and gives zeros, so that a decoder checks once
 * at its end. The opposite of core/base/buffer.h, call by call.
 */
#ifndef YZ_BASE_BYTES_H
#define YZ_BASE_BYTES_H

#include "core/base/status.h"

typedef struct bytes {
    const uint8_t *at;
    const uint8_t *end;
    bool bad;
} bytes;

static inline bytes
bytes_of(const void *data, size_t size)
{
    const uint8_t *at = data;
    return (bytes){ at, at ? at + size : at, false };
}

static inline size_t
bytes_left(const bytes *in)
{
    return (size_t)(in->end - in->at);
}

/** `size` bytes in place; NULL, and the view bad, if there are fewer. */
static inline const uint8_t *
bytes_take(bytes *in, size_t size)
{
    if (in->bad || size > bytes_left(in)) {
        in->bad = true;
        return NULL;
    }
    const uint8_t *at = in->at;
    in->at += size;
    return at;
}

/* Little-endian numbers in place; compilers make one load of each. */

static inline uint16_t
bytes_u16_at(const uint8_t *at)
{
    return (uint16_t)((uint32_t)at[0] | (uint32_t)at[1] << 8);
}

static inline uint32_t
bytes_u32_at(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
           (uint32_t)at[3] << 24;
}

static inline uint64_t
bytes_u64_at(const uint8_t *at)
{
    return (uint64_t)bytes_u32_at(at) | (uint64_t)bytes_u32_at(at + 4) << 32;
}

static inline uint8_t
bytes_take_u8(bytes *in)
{
    const uint8_t *at = bytes_take(in, 1);
    return at ? *at : 0;
}

static inline uint16_t
bytes_take_u16(bytes *in)
{
    const uint8_t *at = bytes_take(in, 2);
    return at ? bytes_u16_at(at) : 0;
}

static inline uint32_t
bytes_take_u32(bytes *in)
{
    const uint8_t *at = bytes_take(in, 4);
    return at ? bytes_u32_at(at) : 0;
}

static inline uint64_t
bytes_take_u64(bytes *in)
{
    const uint8_t *at = bytes_take(in, 8);
    return at ? bytes_u64_at(at) : 0;
}

/** A varint of any length; for bytes_take_varint(). */
uint64_t
bytes_take_long_varint(bytes *in);

/** Nearly all are of one byte or two: those are taken without a call. */
static inline uint64_t
bytes_take_varint(bytes *in)
{
    if (in->bad || bytes_left(in) < 2)
        return bytes_take_long_varint(in);
    const uint32_t low = in->at[0];
    const uint32_t high = in->at[1];
    if (low < 0x80) {
        in->at += 1;
        return low;
    }
    if (high < 0x80) {
        in->at += 2;
        return (low & 0x7f) | high << 7;
    }
    return bytes_take_long_varint(in);
}

enum { SHORT_VARINT_SIZE = 3 };

/**
 * For inner loops that have seen to it that SHORT_VARINT_SIZE bytes are there:
 * a varint of no more than these. A longer one gives UINT32_MAX.
 */
static inline uint32_t
bytes_short_varint(const uint8_t **at)
{
    const uint8_t *s = *at;
    const uint32_t low = s[0];
    if (low < 0x80) {
        *at = s + 1;
        return low;
    }
    const uint32_t middle = s[1];
    if (middle < 0x80) {
        *at = s + 2;
        return (low & 0x7f) | middle << 7;
    }
    *at = s + 3;
    return s[2] < 0x80
               ? (low & 0x7f) | (middle & 0x7f) << 7 | (uint32_t)s[2] << 14
               : UINT32_MAX;
}

/** A varint that must fit 32 bits. */
static inline uint32_t
bytes_take_varint32(bytes *in)
{
    const uint64_t value = bytes_take_varint(in);
    if (value > UINT32_MAX)
        in->bad = true;
    return in->bad ? 0 : (uint32_t)value;
}

/** Varint size, then that many bytes, in place. */
static inline yz_str
bytes_take_str(bytes *in)
{
    const uint64_t size = bytes_take_varint(in);
    if (size > bytes_left(in)) {
        in->bad = true;
        return (yz_str){ 0 };
    }
    const uint8_t *at = bytes_take(in, (size_t)size);
    return (yz_str){ (const char *)at, at ? (size_t)size : 0 };
}

#endif /* YZ_BASE_BYTES_H */
