/* SPDX-License-Identifier: MIT */
/*
 * A growing run of bytes: what every encoder writes into. Failure is sticky:
 * once memory ran out, appends do nothing, and buffer_ok() tells at the end,
 * so that encoders are straight lines. Numbers are little-endian.
 */
#ifndef YZ_BASE_BUFFER_H
#define YZ_BASE_BUFFER_H

#include "core/base/memory.h"

typedef struct buffer {
    uint8_t *data;
    size_t size;
    size_t capacity;
    bool failed;
    const yz_allocator *from;
} buffer;

/** A buffer begins as all zeros, but for whom its memory is from. */
void
buffer_dispose(buffer *b);

static inline bool
buffer_ok(const buffer *b)
{
    return !b->failed;
}

/** buffer_extend() where there is no room yet. */
uint8_t *
buffer_extend_slowly(buffer *b, size_t size);

/** Room for `size` bytes at the end, counted in; NULL when it failed. */
static inline uint8_t *
buffer_extend(buffer *b, size_t size)
{
    if (b->failed || !b->data || b->capacity - b->size < size)
        return buffer_extend_slowly(b, size);
    uint8_t *at = b->data + b->size;
    b->size += size;
    return at;
}

void
buffer_put(buffer *b, const void *data, size_t size);
static inline void
buffer_put_u8(buffer *b, uint8_t value)
{
    uint8_t *at = buffer_extend(b, 1);
    if (at)
        *at = value;
}
void
buffer_put_u16(buffer *b, uint16_t value);
void
buffer_put_u32(buffer *b, uint32_t value);
void
buffer_put_u64(buffer *b, uint64_t value);
/** buffer_put_varint() of more than one byte. */
void
buffer_put_long_varint(buffer *b, uint64_t value);
/** LEB128: seven bits a byte, the lowest first. */
static inline void
buffer_put_varint(buffer *b, uint64_t value)
{
    if (value < 0x80)
        buffer_put_u8(b, (uint8_t)value);
    else
        buffer_put_long_varint(b, value);
}
/** Varint size, then the bytes. */
void
buffer_put_str(buffer *b, yz_str text);
/** The text alone. */
void
buffer_put_text(buffer *b, yz_str text);
void
buffer_printf(buffer *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** What it holds, as text. Borrowed until the next append. */
yz_str
buffer_str(const buffer *b);

#endif /* YZ_BASE_BUFFER_H */
