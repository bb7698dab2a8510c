/* SPDX-License-Identifier: MIT */
/*
 * One of the dictionaries that are merged into that of a new segment: the
 * sorted lists of a batch, or the dictionary of an older segment. Both are
 * read in order, term by term.
 */
#ifndef YZ_WRITE_TERM_INPUT_H
#define YZ_WRITE_TERM_INPUT_H

#include "core/format/segment.h"
#include "indexer/write/batch.h"

/** The parts that a segment is made of. */
typedef struct segment_part {
    const batch *batch; /**< or NULL: */
    segment *segment;
    uint32_t base; /**< the number of its first passage in the new segment */
    /**
     * New numbers of its passages, PASSAGE_DROPPED for those that are deleted.
     * NULL: all are taken, from `base` on.
     */
    const uint32_t *map;
    const uint32_t *strings; /**< of a segment: new numbers of its strings */
} segment_part;

typedef enum term_kind { TERM_GRAM, TERM_WORD } term_kind;

typedef struct term_input {
    const segment_part *part;
    term_kind kind;
    uint32_t next; /**< of a batch: the entry to come */
    grams_cursor *grams;
    words_cursor *words;

    /* Where it stands. */
    uint64_t key; /**< a gram; of a word the first eight bytes */
    yz_str term;  /**< the word; empty for a gram */
} term_input;

/** Stand before the first term. Cursors lie in the arena. */
yz_status
term_input_open(const segment_part *part, term_kind kind, arena *a,
                term_input *ret_input, yz_error *err);

/** Go to the next term. YZ_DONE: there is none. */
yz_status
term_input_next(term_input *in, yz_error *err);

/** Append the postings of the term where it stands. */
yz_status
term_input_copy(const term_input *in, postings_writer *list, yz_error *err);

/** The order of the terms where two inputs stand; then that of their parts. */
int
term_input_compare(const term_input *x, const term_input *y);

#endif /* YZ_WRITE_TERM_INPUT_H */
