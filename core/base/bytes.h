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

static inline uint64_t
bytes_take_little_endian(bytes *in, size_t size)
{
    const uint8_t *at = bytes_take(in, size);
    uint64_t value = 0;
    for (size_t i = 0; at && i < size; i++)
        value |= (uint64_t)at[i] << (8 * i);
    return value;
}

static inline uint8_t
bytes_take_u8(bytes *in)
{
    return (uint8_t)bytes_take_little_endian(in, 1);
}

static inline uint16_t
bytes_take_u16(bytes *in)
{
    return (uint16_t)bytes_take_little_endian(in, 2);
}

static inline uint32_t
bytes_take_u32(bytes *in)
{
    return (uint32_t)bytes_take_little_endian(in, 4);
}

static inline uint64_t
bytes_take_u64(bytes *in)
{
    return bytes_take_little_endian(in, 8);
}

static inline uint64_t
bytes_take_varint(bytes *in)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const uint8_t byte = bytes_take_u8(in);
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return value;
    }
    in->bad = true;
    return 0;
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
