/* SPDX-License-Identifier: MIT */
/*
 * Han characters by their sound. A query in pinyin becomes, for each of its
 * syllables, the class of all characters that have such a reading; and, where
 * letters part into syllables in more than one way, more than one row of them.
 */
#ifndef YZ_TEXT_PINYIN_H
#define YZ_TEXT_PINYIN_H

#include "core/base/arena.h"
#include "core/base/bit_set.h"

enum {
    PINYIN_FIRST = 0x4e00, /**< the characters that have readings here */
    PINYIN_LAST = 0x9fff,
    PINYIN_SYLLABLES_MAX = 32, /**< in one query */
    PINYIN_ROWS_MAX = 32       /**< ways to part it that are followed */
};

/** The characters of one syllable, as a set of bits. */
typedef struct pinyin_class {
    uint64_t bits[(PINYIN_LAST - PINYIN_FIRST + 64) / 64];
} pinyin_class;

/** One way to part a query: a class for each character. */
typedef struct pinyin_row {
    const pinyin_class **classes;
    size_t count;
} pinyin_row;

typedef struct pinyin_query {
    pinyin_row *rows;
    size_t count;      /**< 0: it is no pinyin */
    uint32_t initials; /**< letters that are in no whole syllable */
} pinyin_query;

static inline bool
pinyin_class_has(const pinyin_class *class, uint32_t c)
{
    return c >= PINYIN_FIRST && c <= PINYIN_LAST &&
           bits_test(class->bits, c - PINYIN_FIRST);
}

/**
 * Part a query into syllables, in the arena: `gonghuiyizhan`, `gong hui yi
 * zhan`, `gōng hui4`, `ghyz`, `gonghyz`. Letters that are no whole syllables
 * are initials; as few of them as can be. No tone means any tone.
 */
yz_status
pinyin_parse(yz_str text, arena *a, pinyin_query *ret_query, yz_error *err);

/**
 * The characters that share a reading with `c`, whatever the tone, in the
 * arena. YZ_DONE: no reading of it is known.
 */
yz_status
pinyin_same_sound(uint32_t c, arena *a, const pinyin_class **ret_class,
                  yz_error *err);

#endif /* YZ_TEXT_PINYIN_H */
