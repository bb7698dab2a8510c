/* SPDX-License-Identifier: MIT */
/*
 * A text while it is decoded: its characters, the file's byte of each, what
 * was bad, and where the bytes of the file no longer follow from the text.
 */
#ifndef YZ_TEXT_DECODING_H
#define YZ_TEXT_DECODING_H

#include "core/base/array.h"
#include "core/text/charset.h"
#include "core/text/charset_private.h"

typedef struct decoding {
    const char *data;
    size_t size; /**< what is decoded of it */
    const char *encoding;
    private_set set;
    bool strict; /**< the first bad byte ends it */
    buffer text;
    ARRAY_OF(uint64_t) places;
    ARRAY_OF(size_t) seams;
    ARRAY_OF(decode_fault) faults;
    uint64_t bad_bytes;
    uint64_t bad_end; /**< where the latest bad bytes end */
    private_use private_use;
    uint32_t line; /**< at `line_at` in the text */
    size_t line_at;
    bool failed; /**< more is bad than a text may have */
} decoding;

void
decoding_begin(decoding *d, const char *data, size_t size, const char *encoding,
               bool strict, arena *a);

void
decoding_dispose(decoding *d);

/** Append what the file has at `place`. A zero character counts as bad. */
void
decoding_put(decoding *d, uint32_t c, uint64_t place);

/** Append valid UTF-8 that stands at `place` in the file. */
void
decoding_put_utf8(decoding *d, yz_str text, uint64_t place);

/** Append U+FFFD for bad bytes; one for those that follow each other. */
void
decoding_put_bad(decoding *d, uint64_t place, size_t size);

/**
 * Copy what was decoded into the arena, without a byte-order mark.
 * @return YZ_E_SOURCE with the place of the first bad byte where there are
 *         more than a text may have.
 */
yz_status
decoding_finish(decoding *d, arena *a, decoded *ret_decoded, yz_error *err);

#endif /* YZ_TEXT_DECODING_H */
