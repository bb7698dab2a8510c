/* SPDX-License-Identifier: MIT */
/*
 * Words of Latin letters as they stand in texts: the dictionary has but their
 * stems, so the first passages that have one are looked at.
 */
#ifndef YZ_SUGGEST_WORD_ENDINGS_H
#define YZ_SUGGEST_WORD_ENDINGS_H

#include "core/index/skeletons.h"
#include "core/index/snapshot.h"

typedef struct word_endings {
    yz_snapshot *snapshot;
    skeleton_buffer room; /**< its fold table is set */
    arena *arena;
    yz_error *err;
} word_endings;

/**
 * What stands behind `begin` in a word of the term that begins with it; with
 * nothing to begin with, the whole word. In the arena.
 * @return YZ_DONE if no such word was seen.
 */
yz_status
word_endings_find(word_endings *f, yz_str term, const uint16_t *begin,
                  uint32_t length, yz_str *ret_rest);

#endif /* YZ_SUGGEST_WORD_ENDINGS_H */
