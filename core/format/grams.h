/* SPDX-License-Identifier: MIT */
/*
 * The gram dictionary of a segment: single characters and pairs of adjacent
 * ones, each with its posting list. Sorted by first character, then by second;
 * a single character is a pair with second 0, so the pairs that begin with a
 * character stand together behind it and are read as one range.
 */
#ifndef YZ_FORMAT_GRAMS_H
#define YZ_FORMAT_GRAMS_H

#include "core/format/lexicon.h"

/** A gram: first code point << 21 | second, 0 for a single character. */
typedef uint64_t gram_key;

static inline gram_key
gram_of(uint32_t first, uint32_t second)
{
    return (gram_key)first << 21 | second;
}

static inline uint32_t
gram_first(gram_key key)
{
    return (uint32_t)(key >> 21);
}

static inline uint32_t
gram_second(gram_key key)
{
    return (uint32_t)(key & 0x1fffff);
}

/*
 * Keys above all characters. They have lists of their own behind those of the
 * grams: of what a text has in another form than a query may ask for it.
 */
enum { GRAM_ACROSS = 0x110000, GRAM_NUMBER = 0x1f0000 };

/** Two characters with signs between them that may be omitted, by groups. */
static inline gram_key
gram_across(uint32_t first_group, uint32_t second_group)
{
    return gram_of(GRAM_ACROSS + first_group, second_group);
}

/** A number in Han digits, given in digits of ASCII; of many, the last. */
static inline gram_key
gram_number(const char *digits, size_t count)
{
    const gram_key limit = UINT64_C(1) << 37;
    gram_key value = 0;
    for (size_t i = 0; i < count; i++)
        value = (value * 10 + (gram_key)(digits[i] - '0')) % limit;
    return gram_of(GRAM_NUMBER, 0) + value;
}

/** Whether it is one of characters, not of those above them. */
static inline bool
gram_is_plain(gram_key key)
{
    return gram_first(key) < GRAM_ACROSS;
}

/** A dictionary being made: .lexicon is set, the rest all zeros. */
typedef struct grams_writer {
    lexicon_writer lexicon;
    gram_key before;
} grams_writer;

/** Append an entry; keys come in rising order. */
void
grams_append(grams_writer *w, gram_key key, const list_place *where);

/** Write what is left and free what the writer holds. false: no memory. */
bool
grams_finish(grams_writer *w);

/** The entry of a key. @return YZ_OK, YZ_DONE if there is none, an error. */
yz_status
grams_find(blob_reader *dictionary, gram_key key, list_place *ret_where,
           yz_error *err);

/** Keys that are looked up at a time. */
enum { GRAMS_AT_ONCE = 32 };

/**
 * grams_find() of several keys. Memory is waited for once, not once a key.
 * @param count       at most GRAMS_AT_ONCE
 * @param ret_places  of each; count 0: there is none
 */
yz_status
grams_find_all(blob_reader *dictionary, const gram_key *keys, size_t count,
               list_place *ret_places, yz_error *err);

/** Goes through entries in order. */
typedef struct grams_cursor {
    lexicon lexicon;
    uint32_t block; /**< the next one to open */
    lexicon_block entries;
    gram_key key;     /**< of the entry it stands at */
    list_place where; /**< the same */
    bool waiting;     /**< that entry was not given out yet */
} grams_cursor;

/** Stand before the first entry that is not before `from` (0: all). */
yz_status
grams_cursor_open(blob_reader *dictionary, gram_key from,
                  grams_cursor *ret_cursor, yz_error *err);

/** Go to the next entry: c->key, c->where. YZ_DONE: there is none. */
yz_status
grams_cursor_next(grams_cursor *c, yz_error *err);

#endif /* YZ_FORMAT_GRAMS_H */
