/* SPDX-License-Identifier: MIT */
/*
 * Which of some numbered items are taken: their numbers, or those of the
 * others where these are fewer, in blocks of 128, each one packed gaps or a set
 * of bits (docs/format.md, "Frequent strings"). It is read from end to end.
 */
#ifndef YZ_FORMAT_SUBSET_H
#define YZ_FORMAT_SUBSET_H

#include "core/base/buffer.h"
#include "core/base/bytes.h"

/**
 * Append rising numbers below `limit`.
 * @return whether they are those that are not taken
 */
bool
subset_encode(const uint32_t *numbers, uint32_t count, uint32_t limit,
              buffer *out);

/** A subset to read. */
typedef struct subset {
    bytes in;                /**< nothing but the subset */
    const uint8_t *readable; /**< the end of what may be loaded */
    uint32_t count;          /**< of those that are taken */
    uint32_t limit;          /**< of all */
    bool others;             /**< the numbers are of those that are not taken */
} subset;

/**
 * Take the items.
 * @param from    `limit` items; NULL: each is its number
 * @param ret_to  room for `count` items; may be `from`
 * @return        YZ_E_CORRUPT if it does not decode to that
 */
yz_status
subset_take(const subset *s, const uint32_t *from, uint32_t *ret_to,
            yz_error *err);

#endif /* YZ_FORMAT_SUBSET_H */
