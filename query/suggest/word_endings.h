/* SPDX-License-Identifier: MIT */
/*
 * Words of Latin letters as they are written in texts. The dictionary has only
 * their stems, so the first passages that have a stem are read.
 */
#ifndef YZ_SUGGEST_WORD_ENDINGS_H
#define YZ_SUGGEST_WORD_ENDINGS_H

#include "core/index/skeletons.h"
#include "core/index/snapshot.h"

typedef struct word_endings {
    yz_snapshot *snapshot;
    skeleton_buffer skeletons; /**< its fold table is set */
    arena *arena;
    yz_error *err;
} word_endings;

/**
 * The rest of a word that has the stem `term` and begins with `begin`; the
 * whole word if `length` is 0. In the arena.
 * @return YZ_DONE if the passages that were read have no such word.
 */
yz_status
word_endings_find(word_endings *f, yz_str term, const uint16_t *begin,
                  uint32_t length, yz_str *ret_rest);

#endif /* YZ_SUGGEST_WORD_ENDINGS_H */
