/* SPDX-License-Identifier: MIT */
/*
 * A character is one number of 64 bits, its combining class on top, then its
 * place, so that any sort is a stable one. Only the marks between two starters
 * (class 0) are sorted; the mapping comes first since it makes starters of
 * some marks (U+0345 is a small iota when folded) and nothing of others.
 */
#include "core/text/cluster.h"

#include "core/base/array.h"
#include "core/text/icu.h"
#include "core/text/skeleton.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/utf16.h>

enum { MAPPING_LENGTH_MAX = 32, PLACE_SHIFT = 21, CLASS_SHIFT = 56 };

typedef ARRAY_OF(uint64_t) keys;

static uint32_t
key_char(uint64_t key)
{
    return key & ((1u << PLACE_SHIFT) - 1);
}

static bool
key_is_mark(uint64_t key)
{
    return key >> CLASS_SHIFT != 0;
}

static int
key_compare(const void *left, const void *right)
{
    const uint64_t a = *(const uint64_t *)left;
    const uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static bool
key_push(keys *k, uint32_t c)
{
    const uint64_t class = u_getCombiningClass((UChar32)c);
    const uint64_t place = k->count;
    return ARRAY_PUSH(k, class << CLASS_SHIFT | place << PLACE_SHIFT | c);
}

/* Push the characters that `c` is mapped to. */
static yz_status
mapping_push(const UNormalizer2 *fold, uint32_t c, keys *k, yz_error *err)
{
    UChar mapping[MAPPING_LENGTH_MAX];
    UErrorCode code = U_ZERO_ERROR;
    uint32_t width;
    const int32_t length = unorm2_getDecomposition(fold, (UChar32)c, mapping,
                                                   MAPPING_LENGTH_MAX, &code);
    if (U_FAILURE(code))
        return icu_error(code, "fold a text", err);
    if (length < 0)
        return key_push(k, c) ? YZ_OK : error_nomem(err);
    for (uint32_t at = 0; at < (uint32_t)length; at += width)
        if (!key_push(k, skeleton_char(mapping, (uint32_t)length, at, &width)))
            return error_nomem(err);
    return YZ_OK;
}

static void
keys_sort(keys *k)
{
    for (size_t begin = 0; begin < k->count; begin++) {
        size_t end = begin;
        while (end < k->count && key_is_mark(k->items[end]))
            end++;
        if (end > begin)
            qsort(k->items + begin, end - begin, sizeof(*k->items),
                  key_compare);
        begin = end;
    }
}

static yz_status
keys_write(const keys *k, arena *a, uint16_t **ret_units, size_t *ret_length,
           yz_error *err)
{
    uint16_t *units = arena_array(a, 2 * k->count, sizeof(*units));
    size_t length = 0;
    if (!units)
        return error_nomem(err);
    for (size_t i = 0; i < k->count; i++) {
        const uint32_t c = key_char(k->items[i]);
        U16_APPEND_UNSAFE(units, length, c);
    }
    *ret_units = units;
    *ret_length = length;
    return YZ_OK;
}

yz_status
cluster_sort(const UNormalizer2 *fold, const uint16_t *units, uint32_t length,
             arena *a, uint16_t **ret_units, size_t *ret_length, yz_error *err)
{
    keys k = { .from = a->from };
    yz_status status = YZ_OK;
    uint32_t width;
    for (uint32_t at = 0; status == YZ_OK && at < length; at += width)
        status = mapping_push(fold, skeleton_char(units, length, at, &width),
                              &k, err);
    if (status == YZ_OK) {
        keys_sort(&k);
        status = keys_write(&k, a, ret_units, ret_length, err);
    }
    ARRAY_DISPOSE(&k);
    return status;
}
