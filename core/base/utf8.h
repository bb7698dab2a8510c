/* SPDX-License-Identifier: MIT */
/*
 * UTF-8, one code point at a time. Everything inside the library is valid
 * UTF-8; what comes from outside is validated once, at the door.
 */
#ifndef YZ_BASE_UTF8_H
#define YZ_BASE_UTF8_H

#include "core/base/status.h"

/**
 * Decode the code point at `text[*at]`, `*at < size`, and step past it. A byte
 * that begins no well-formed sequence gives U+FFFD and is stepped over alone.
 */
uint32_t
utf8_next(const char *text, size_t size, size_t *at);

/**
 * utf8_next() for long loops: what nearly all of our text is made of, ASCII
 * and the three bytes of an ideograph, is decoded without a call.
 */
static inline uint32_t
utf8_step(const char *text, size_t size, size_t *at)
{
    const unsigned char *s = (const unsigned char *)text + *at;
    const uint32_t lead = s[0];
    if (lead < 0x80) {
        *at += 1;
        return lead;
    }
    /* After 0xe0 and 0xed not all that looks well-formed is. */
    if (lead > 0xe0 && lead < 0xf0 && lead != 0xed && size - *at >= 3) {
        const uint32_t second = s[1] ^ 0x80u;
        const uint32_t third = s[2] ^ 0x80u;
        if ((second | third) < 0x40) {
            *at += 3;
            return (lead & 0xf) << 12 | second << 6 | third;
        }
    }
    return utf8_next(text, size, at);
}

/**
 * For loops over ideographs and the marks between them: the code point at `at`
 * of valid text, if it takes three bytes and is not below U+1000; else 0. So
 * is the last one of a text, where four bytes cannot be loaded at once.
 */
static inline uint32_t
utf8_three_at(const char *text, size_t size, size_t at)
{
    const unsigned char *s = (const unsigned char *)text + at;
    if (size - at < 4)
        return 0;
    const uint32_t four = (uint32_t)s[0] | (uint32_t)s[1] << 8 |
                          (uint32_t)s[2] << 16 | (uint32_t)s[3] << 24;
    const uint32_t c =
        (four & 0xf) << 12 | (four >> 2 & 0xfc0) | (four >> 16 & 0x3f);
    return (four & 0xc0c0f0) == 0x8080e0 && c >= 0x1000 ? c : 0;
}

/** Decode the code point that ends at `*at` > 0, and step before it. */
uint32_t
utf8_previous(const char *text, size_t *at);

/** Write `c` at `to` (4 bytes of room). @return the bytes written, 1 to 4. */
size_t
utf8_put(char *to, uint32_t c);

/** Bytes of the longest well-formed beginning; `size` if all is valid. */
size_t
utf8_valid_prefix(const char *text, size_t size);

/** Code points in valid text. */
size_t
utf8_count(const char *text, size_t size);

#endif /* YZ_BASE_UTF8_H */
