/* SPDX-License-Identifier: MIT */
#include "core/base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void
buffer_dispose(buffer *b)
{
    memory_release(b->from, b->data);
    *b = (buffer){ .from = b->from };
}

static bool
buffer_grow(buffer *b, size_t more)
{
    size_t capacity = b->capacity ? b->capacity : 256;
    while (capacity - b->size < more) {
        if (capacity > SIZE_MAX / 2)
            return false;
        capacity *= 2;
    }
    uint8_t *grown = memory_resize(b->from, b->data, capacity);
    if (!grown)
        return false;
    b->data = grown;
    b->capacity = capacity;
    return true;
}

uint8_t *
buffer_extend_slowly(buffer *b, size_t size)
{
    if (b->failed)
        return NULL;
    if (!buffer_grow(b, size)) {
        b->failed = true;
        return NULL;
    }
    uint8_t *at = b->data + b->size;
    b->size += size;
    return at;
}

void
buffer_put(buffer *b, const void *data, size_t size)
{
    uint8_t *at = buffer_extend(b, size);
    if (at && size)
        memcpy(at, data, size);
}

static void
buffer_put_little_endian(buffer *b, uint64_t value, size_t size)
{
    uint8_t *at = buffer_extend(b, size);
    for (size_t i = 0; at && i < size; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

void
buffer_put_u16(buffer *b, uint16_t value)
{
    buffer_put_little_endian(b, value, 2);
}

void
buffer_put_u32(buffer *b, uint32_t value)
{
    buffer_put_little_endian(b, value, 4);
}

void
buffer_put_u64(buffer *b, uint64_t value)
{
    buffer_put_little_endian(b, value, 8);
}

void
buffer_put_long_varint(buffer *b, uint64_t value)
{
    size_t size = 1;
    for (uint64_t rest = value; rest >= 0x80; rest >>= 7)
        size++;
    uint8_t *at = buffer_extend(b, size);
    if (!at)
        return;
    for (; value >= 0x80; value >>= 7)
        *at++ = (uint8_t)(value | 0x80);
    *at = (uint8_t)value;
}

void
buffer_put_str(buffer *b, yz_str text)
{
    buffer_put_varint(b, text.size);
    buffer_put(b, text.data, text.size);
}

void
buffer_put_text(buffer *b, yz_str text)
{
    buffer_put(b, text.data, text.size);
}

void
buffer_printf(buffer *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0) {
        b->failed = true;
        return;
    }
    uint8_t *at = buffer_extend(b, (size_t)length + 1);
    if (!at)
        return;
    va_start(args, format);
    vsnprintf((char *)at, (size_t)length + 1, format, args);
    va_end(args);
    b->size--; /* the NUL is not part of it */
}

yz_str
buffer_str(const buffer *b)
{
    return (yz_str){ (const char *)b->data, b->size };
}
