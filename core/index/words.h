/* SPDX-License-Identifier: MIT */
/*
 * The word dictionary of a segment: the terms that rank, each with its posting
 * list. A term is bytes; its first byte names its field (WORD_TEXT or
 * WORD_TITLE). Sorted by bytes.
 */
#ifndef YZ_INDEX_WORDS_H
#define YZ_INDEX_WORDS_H

#include "core/index/grams.h"

enum { WORD_TEXT = 'w', WORD_TITLE = 't' };

/** A dictionary being made. Begins as all zeros. */
typedef struct words_writer {
    blob_writer *blob;
    buffer entries;
    ARRAY_OF(uint32_t) offsets;
    bool failed;
} words_writer;

/** Append an entry; terms come in rising order. */
void
words_append(words_writer *w, yz_str term, const list_place *where);

/** Write the last chunk and free what the writer holds. false: no memory. */
bool
words_finish(words_writer *w);

/** The entry of a term. @return YZ_OK, YZ_DONE if there is none, an error. */
yz_status
words_find(blob_reader *dictionary, yz_str term, list_place *ret_where,
           yz_error *err);

#endif /* YZ_INDEX_WORDS_H */
