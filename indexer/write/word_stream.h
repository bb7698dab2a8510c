/* SPDX-License-Identifier: MIT */
/*
 * The words of a batch: each different one gets a number, and what is kept of
 * a text is which numbers it has how often.
 */
#ifndef YZ_WRITE_WORD_STREAM_H
#define YZ_WRITE_WORD_STREAM_H

#include "core/format/words.h"
#include "indexer/write/term_table.h"

/** Words in byte order, the postings of each one end to end. */
typedef struct word_lists {
    yz_str *terms;
    size_t term_size; /**< bytes of all terms */
    uint32_t *ends;   /**< by word: where its postings end */
    uint16_t *passages;
    uint16_t *frequencies; /**< from 1; UINT16_MAX: that or more */
    uint32_t count;        /**< of words */
} word_lists;

typedef struct word_occurrence {
    uint32_t word;
    uint16_t passage;
    uint16_t frequency;
} word_occurrence;

typedef struct word_stream {
    term_table words;
    ARRAY_OF(uint32_t) latest; /**< by word: its last occurrence's place */
    ARRAY_OF(word_occurrence) occurrences;
} word_stream;

static inline word_stream
word_stream_of(const yz_allocator *memory)
{
    return (word_stream){ .words = term_table_of(memory),
                          .latest.from = memory,
                          .occurrences.from = memory };
}

void
word_stream_dispose(word_stream *s);

/** The passage has the term, once more; passages rise. false: no memory. */
bool
word_stream_add(word_stream *s, yz_str term, uint16_t passage);

/** Sort what was taken into lists, in the arena, and begin again. */
yz_status
word_stream_lists(word_stream *s, arena *a, word_lists *ret_lists,
                  yz_error *err);

#endif /* YZ_WRITE_WORD_STREAM_H */
