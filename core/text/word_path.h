/* SPDX-License-Identifier: MIT */
/*
 * The least costly way to read a run of ideographs and kana as words of the
 * dictionary: what ICU's dictionary breaker finds, to the letter.
 */
#ifndef YZ_TEXT_WORD_PATH_H
#define YZ_TEXT_WORD_PATH_H

#include "core/base/array.h"
#include "core/text/word_trie.h"

/** A place in the run, and the best way to it. */
typedef struct path_step {
    uint32_t cost; /**< of the words up to here */
    uint32_t from; /**< where the last of them begins */
    uint32_t to;   /**< where the next word of the whole best way ends */
} path_step;

/** The steps of one run, one more than it has units. Begins as zeros. */
typedef ARRAY_OF(path_step) word_path;

/**
 * Find the best way through units that are all UNIT_LISTED. Its words follow
 * each other: one begins at 0 and ends at path->items[0].to, and so on.
 * false: out of memory.
 */
bool
word_path_find(word_path *path, const word_trie *trie, const uint16_t *units,
               uint32_t length);

#endif /* YZ_TEXT_WORD_PATH_H */
