/* SPDX-License-Identifier: MIT */
/*
 * The frequent strings of a segment: those of 3 to 6 ideographs that are in
 * many of its passages, each with its list (docs/format.md, "Frequent
 * strings"). Sorted unit by unit.
 *
 * A list is small, since it refers to the list of a part of the string, which
 * has few passages more: it says which of them the string has.
 */
#ifndef YZ_FORMAT_FREQUENT_H
#define YZ_FORMAT_FREQUENT_H

#include "core/format/lexicon.h"

enum {
    FREQUENT_LENGTH_MIN = 3,
    FREQUENT_LENGTH_MAX = 6,
    FREQUENT_LEAST_MIN = 2 /**< passages that one has */
};

/** A string: four units, the first in the highest bits, and the last two. */
typedef struct frequent_key {
    uint64_t head;
    uint32_t tail;
} frequent_key;

/** Whether a frequent string may have this unit. Stays so in later Unicodes. */
static inline bool
frequent_unit(uint16_t unit)
{
    return (uint16_t)(unit - 0x4e00) < 0x5200 ||
           (uint16_t)(unit - 0x3400) < 0x19c0 || unit == 0x3005 ||
           unit == 0x3007;
}

/** The key of 1 to FREQUENT_LENGTH_MAX units, none of which is 0. */
static inline frequent_key
frequent_key_of(const uint16_t *units, uint32_t length)
{
    uint64_t head = 0;
    uint32_t tail = 0;
    for (uint32_t i = 0; i < 4; i++)
        head = head << 16 | (i < length ? units[i] : 0);
    for (uint32_t i = 4; i < 6; i++)
        tail = tail << 16 | (i < length ? units[i] : 0);
    return (frequent_key){ head, tail };
}

static inline bool
frequent_key_equal(frequent_key a, frequent_key b)
{
    return a.head == b.head && a.tail == b.tail;
}

static inline int
frequent_key_compare(frequent_key a, frequent_key b)
{
    if (a.head != b.head)
        return a.head < b.head ? -1 : 1;
    return (a.tail > b.tail) - (a.tail < b.tail);
}

/** Unit `i` of a string; 0 behind its last. */
static inline uint16_t
frequent_key_unit(frequent_key key, uint32_t i)
{
    const uint64_t shifted =
        i < 4 ? key.head >> (48 - 16 * i) : key.tail >> (80 - 16 * i);
    return (uint16_t)shifted;
}

static inline uint32_t
frequent_key_length(frequent_key key)
{
    uint32_t length = 0;
    while (length < FREQUENT_LENGTH_MAX && frequent_key_unit(key, length))
        length++;
    return length;
}

/** The part of a string among whose passages its own are. Values are stored. */
typedef enum frequent_within {
    WITHIN_ALL = 0,   /**< no part: all passages of the segment */
    WITHIN_FIRST = 1, /**< without its last unit */
    WITHIN_LAST = 2   /**< without its first */
} frequent_within;

/** The part of a string of 3 units or more; `within` is not WITHIN_ALL. */
static inline frequent_key
frequent_key_part(frequent_key key, frequent_within within)
{
    uint16_t units[FREQUENT_LENGTH_MAX] = { 0 };
    const uint32_t first = within == WITHIN_LAST;
    const uint32_t length = frequent_key_length(key);
    for (uint32_t i = 0; i + 1 < length; i++)
        units[i] = frequent_key_unit(key, first + i);
    return frequent_key_of(units, length - 1);
}

/** What the dictionary says of a string. */
typedef struct frequent_entry {
    uint32_t count; /**< passages that have it: the document frequency */
    frequent_within within;
    bool others; /**< its list is of the other postings of the part */
    /** Where its list is; size 0: it has the same passages as the part. Its
     *  numbers are those of postings of the part. */
    list_place where;
} frequent_entry;

/** A dictionary being made: .lexicon is set, the rest all zeros. */
typedef struct frequent_writer {
    lexicon_writer lexicon;
    frequent_key before;
} frequent_writer;

/** Append an entry; keys come in rising order. */
void
frequent_append(frequent_writer *w, frequent_key key,
                const frequent_entry *entry);

/** Write what is left and free what the writer holds. false: no memory. */
bool
frequent_finish(frequent_writer *w);

/** The entry of a string. @return YZ_OK, YZ_DONE if it is none, an error. */
yz_status
frequent_find(blob_reader *dictionary, frequent_key key,
              frequent_entry *ret_entry, yz_error *err);

/** Goes through entries in order. */
typedef struct frequent_cursor {
    lexicon lexicon;
    uint32_t block; /**< the next one to open */
    lexicon_block entries;
    frequent_key key; /**< of the entry it stands at */
    frequent_entry entry;
} frequent_cursor;

/** Stand before the first entry. */
yz_status
frequent_cursor_open(blob_reader *dictionary, frequent_cursor *ret_cursor,
                     yz_error *err);

/** Go to the next entry: c->key, c->entry. YZ_DONE: there is none. */
yz_status
frequent_cursor_next(frequent_cursor *c, yz_error *err);

#endif /* YZ_FORMAT_FREQUENT_H */
