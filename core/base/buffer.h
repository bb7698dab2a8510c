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

/** Room for `size` bytes at the end, counted in; NULL when it failed. */
uint8_t *
buffer_extend(buffer *b, size_t size);

void
buffer_put(buffer *b, const void *data, size_t size);
void
buffer_put_u8(buffer *b, uint8_t value);
void
buffer_put_u16(buffer *b, uint16_t value);
void
buffer_put_u32(buffer *b, uint32_t value);
void
buffer_put_u64(buffer *b, uint64_t value);
/** LEB128: seven bits a byte, the lowest first. */
void
buffer_put_varint(buffer *b, uint64_t value);
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
