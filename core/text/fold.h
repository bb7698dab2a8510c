/* SPDX-License-Identifier: MIT */
/*
 * What each character of the basic plane becomes in a skeleton, in one look-up
 * a UTF-16 unit: NFKC_Casefold and the classes of layout composed. The table
 * is dumped from ICU when an index is made and stored in the index, so that
 * what an old index matches never depends on the ICU of today. What is not one
 * unit for one unit is marked, and left to ICU.
 */
#ifndef YZ_TEXT_FOLD_H
#define YZ_TEXT_FOLD_H

#include "core/base/buffer.h"
#include "core/base/bytes.h"

/** What becomes of a unit. */
typedef enum fold_kind {
    FOLD_LOOSE,   /**< one unit; white space beside it may stay */
    FOLD_TIGHT,   /**< one unit; white space beside it goes */
    FOLD_SPACE,   /**< white space: nothing, or one space */
    FOLD_DROPPED, /**< nothing */
    FOLD_SLOW /**< ask ICU: other than one unit, or bound to the one before */
} fold_kind;

/*
 * An entry: the unit it folds to in the low 16 bits (itself, if that is not
 * one unit), and above it what follows.
 */
enum {
    FOLD_KIND_SHIFT = 16, /* fold_kind of the unit in a source text */
    FOLD_JOINS = 1 << 19, /* no boundary before it: folds with what precedes */
    /* Of the unit as it stands, in a skeleton or in folded text: */
    FOLD_CLASS_SHIFT = 20,  /* fold_kind again, but never FOLD_SLOW */
    FOLD_GRAM = 1 << 22,    /* char_is_gram() */
    FOLD_WORD = 1 << 23,    /* char_is_word() */
    FOLD_DIGIT = 1 << 24,   /* char_is_digit(), char_is_raised_digit() */
    FOLD_SIGN = 1 << 25,    /* char_begins_omissible() */
    FOLD_NUMERAL = 1 << 26, /* char_is_numeral() */
    FOLD_UNIT_COUNT = 0x10000
};

typedef struct fold_table {
    const yz_allocator *memory;
    uint64_t hash; /**< of the stored form */
    uint32_t entries[FOLD_UNIT_COUNT];
} fold_table;

/** Append the table of today's ICU to `out`, in its stored form. */
yz_status
fold_table_dump(buffer *out, yz_error *err);

/** Read a stored table. It copies what it needs; free it with _free(). */
yz_status
fold_table_load(const yz_allocator *memory, bytes in, fold_table **ret_table,
                yz_error *err);

void
fold_table_free(fold_table *table);

/**
 * What becomes of a unit of a source text that stands before a unit which is
 * not FOLD_SLOW, and the unit it becomes. Surrogates are FOLD_SLOW.
 */
static inline fold_kind
fold_unit(const fold_table *table, uint16_t unit, uint16_t *ret_unit)
{
    const uint32_t entry = table->entries[unit];
    *ret_unit = (uint16_t)entry;
    return (fold_kind)(entry >> FOLD_KIND_SHIFT & 7);
}

/** A character as it is in a skeleton, if that is one character. */
static inline uint32_t
fold_table_char(const fold_table *table, uint32_t c)
{
    uint16_t unit;
    return c < FOLD_UNIT_COUNT &&
                   fold_unit(table, (uint16_t)c, &unit) <= FOLD_TIGHT
               ? unit
               : c;
}

/** The class of a unit of folded text; a surrogate has no class of its own. */
static inline fold_kind
fold_class(const fold_table *table, uint16_t unit)
{
    return (fold_kind)(table->entries[unit] >> FOLD_CLASS_SHIFT & 3);
}

#endif /* YZ_TEXT_FOLD_H */
