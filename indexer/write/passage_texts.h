/* SPDX-License-Identifier: MIT */
/*
 * Goes through the skeletons of the passages of which a segment is made, in
 * their order, any number of times. Skeletons are not kept but made again each
 * time: that is quick, and all of them would take much memory.
 */
#ifndef YZ_WRITE_PASSAGE_TEXTS_H
#define YZ_WRITE_PASSAGE_TEXTS_H

#include "core/index/skeletons.h"
#include "indexer/write/term_input.h"

typedef struct passage_texts {
    const segment_part *parts;
    size_t part_count;
    const packed_fold *fold;
    skeleton_buffer scratch;
    size_t part;   /**< which one it is at */
    uint32_t next; /**< the passage of it that is to come */
} passage_texts;

/** Before the first passage; `parts` and `index` must outlive it. */
passage_texts
passage_texts_of(const yz_index *index, const segment_part *parts,
                 size_t part_count);

void
passage_texts_dispose(passage_texts *t);

/** Bytes of the packed texts, about, dropped ones counted in. */
uint64_t
passage_texts_size(const passage_texts *t);

/** Go back before the first. */
void
passage_texts_rewind(passage_texts *t);

/** The next skeleton, valid until the one after. YZ_DONE: there is none. */
yz_status
passage_texts_next(passage_texts *t, const uint16_t **ret_units,
                   uint32_t *ret_length, yz_error *err);

#endif /* YZ_WRITE_PASSAGE_TEXTS_H */
