/* SPDX-License-Identifier: MIT */
/*
 * ICU's dictionary of Chinese and Japanese words, in a form that is many times
 * faster than ICU's own and gives the same words. It takes a while to make, so
 * it is made when so much text has been cut that it would have paid; until
 * then, and for good where ICU is not the one we know, ICU cuts. One is shared
 * by all threads that work on an index.
 */
#ifndef YZ_TEXT_WORD_LIST_H
#define YZ_TEXT_WORD_LIST_H

#include "core/base/status.h"
#include "core/text/word_trie.h"

/** What a unit is where words are cut. */
typedef enum unit_class {
    UNIT_BETWEEN, /**< in no word */
    UNIT_WORD,    /**< of letters and digits (rule 5) */
    UNIT_LISTED,  /**< its words are those of the word_list */
    UNIT_OTHER    /**< ask the classes of characters, and ICU */
} unit_class;

/** Never changed once it is made. */
typedef struct word_tables {
    uint8_t classes[TRIE_UNIT_COUNT];
    word_trie *trie;
} word_tables;

typedef struct word_list word_list;

/** A dictionary that has read nothing yet. */
yz_status
dictionary_new(const yz_allocator *memory, word_list **ret_dictionary,
               yz_error *err);

void
dictionary_free(word_list *d);

/**
 * The tables for cutting `length` units more. NULL: let ICU cut, as not enough
 * has been cut yet, another thread is making them, or they cannot be made; so
 * it is with `d` NULL too. Any thread.
 */
const word_tables *
dictionary_tables(word_list *d, uint32_t length);

/** Make the tables now. NULL if they cannot be made. Any thread. */
const word_tables *
dictionary_build(word_list *d);

#endif /* YZ_TEXT_WORD_LIST_H */
