/* SPDX-License-Identifier: MIT */
/*
 * The table of variants in memory, for the two files that read it.
 */
#ifndef YZ_TEXT_VARIANT_TABLE_H
#define YZ_TEXT_VARIANT_TABLE_H

#include "core/text/variant.h"

enum {
    UNIT_COUNT = 0x10000,
    /* The characters that may have partners. */
    RELATED_FIRST = 0x2e80,
    RELATED_END = 0x32400,
    RELATED_COUNT = RELATED_END - RELATED_FIRST
};

typedef struct variant_pair {
    uint16_t representative;
    uint16_t unit;
} variant_pair;

struct variant_table {
    const yz_allocator *memory;
    uint16_t fold[UNIT_COUNT];
    uint8_t varied[UNIT_COUNT / 8]; /* a bit by unit with a class */
    /* Partners of character c: [starts[i], starts[i + 1]), i from the first. */
    uint16_t starts[RELATED_COUNT + 1];
    uint32_t *partners;
    uint32_t *groups; /* at starts[i]: towards the least character connected */
    size_t count;
    variant_pair pairs[];
};

/** Read the relation, which is all of `in`, into a table of zeros. */
yz_status
variant_relation_load(variant_table *table, bytes in, yz_error *err);

#endif /* YZ_TEXT_VARIANT_TABLE_H */
