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
