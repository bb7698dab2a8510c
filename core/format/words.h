/* SPDX-License-Identifier: MIT */
/*
 * The word dictionary of a segment: the terms that rank, each with its posting
 * list. A term is bytes; its first byte names its field (WORD_TEXT, WORD_TITLE,
 * WORD_OTHER or WORD_FIELD). Sorted by bytes; in a block each term but the first
 * is coded as what it shares with the one before, and the rest.
 */
#ifndef YZ_FORMAT_WORDS_H
#define YZ_FORMAT_WORDS_H

#include "core/format/lexicon.h"

enum {
    WORD_TEXT = 'w',
    WORD_TITLE = 't',
    WORD_OTHER = 'o',    /**< of the text, where it is not spelt as its term */
    WORD_FIELD = 'f',    /**< the value of a declared field */
    WORD_SIZE_MAX = 4097 /**< bytes of a term, its field counted in */
};

/** A dictionary being made: .lexicon and .before.from are set. */
typedef struct words_writer {
    lexicon_writer lexicon;
    buffer before; /**< the term before */
} words_writer;

/** The first eight bytes of a term, as a number in whose order terms are. */
uint64_t
words_key(yz_str term);

/**
 * Append an entry; terms come in rising order. One of more than WORD_SIZE_MAX
 * bytes is left out: it cannot be asked for.
 */
void
words_append(words_writer *w, yz_str term, const list_place *where);

/** Write what is left and free what the writer holds. false: no memory. */
bool
words_finish(words_writer *w);

/** The entry of a term. @return YZ_OK, YZ_DONE if there is none, an error. */
yz_status
words_find(blob_reader *dictionary, yz_str term, list_place *ret_where,
           yz_error *err);

/** Goes through entries in order. */
typedef struct words_cursor {
    lexicon lexicon;
    uint32_t block; /**< the next one to open */
    lexicon_block entries;
    uint32_t size;    /**< of `term` */
    list_place where; /**< of the entry it stands at */
    bool waiting;     /**< that entry was not given out yet */
    char term[WORD_SIZE_MAX];
} words_cursor;

/**
 * Stand before the first entry that is not before `from` (empty: all). Terms
 * that begin with a prefix are those from it on, as long as they begin so.
 */
yz_status
words_cursor_open(blob_reader *dictionary, yz_str from,
                  words_cursor *ret_cursor, yz_error *err);

/** Go to the next entry. YZ_DONE: there is none. */
yz_status
words_cursor_next(words_cursor *c, yz_error *err);

/** The term where it stands. Borrowed until the cursor moves. */
static inline yz_str
words_cursor_term(const words_cursor *c)
{
    return (yz_str){ c->term, c->size };
}

#endif /* YZ_FORMAT_WORDS_H */
