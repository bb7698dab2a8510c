/* SPDX-License-Identifier: MIT */
/*
 * The gram dictionary of a segment: single characters and pairs of adjacent
 * ones, each with its posting list. Sorted by key, so that the pairs that
 * begin with one character lie together behind it.
 */
#ifndef YZ_INDEX_GRAMS_H
#define YZ_INDEX_GRAMS_H

#include "core/index/blob.h"
#include "core/index/postings.h"

/** A gram: first code point << 21 | second, 0 for a single character. */
typedef uint64_t gram_key;

static inline gram_key
gram_of(uint32_t first, uint32_t second)
{
    return (gram_key)first << 21 | second;
}

/** Where a term's posting list is. */
typedef struct list_place {
    uint32_t count; /**< of postings: the document frequency */
    uint32_t size;  /**< in bytes; 0 if `place` is the one posting itself */
    blob_place place;
} list_place;

/** Encode a list into `lists`, or into the place if it has one posting. */
list_place
list_append(blob_writer *lists, buffer *scratch, const posting *list,
            uint32_t count);

/** Decode a list of `where->count` postings. */
yz_status
list_read(blob_reader *lists, const list_place *where, uint32_t passages,
          posting *ret_list, yz_error *err);

/** Append an entry; keys come in rising order. */
void
grams_append(blob_writer *dictionary, gram_key key, const list_place *where);

/** The entry of a key. @return YZ_OK, YZ_DONE if there is none, an error. */
yz_status
grams_find(blob_reader *dictionary, uint32_t entries, gram_key key,
           list_place *ret_where, yz_error *err);

#endif /* YZ_INDEX_GRAMS_H */
