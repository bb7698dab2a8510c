/* SPDX-License-Identifier: MIT */
/*
 * From a skeleton to the terms that rank it. A term is UTF-8: a word with its
 * characters folded to their variant class, a Latin word as its stem. One
 * analyzer a thread.
 */
#ifndef YZ_TEXT_ANALYZER_H
#define YZ_TEXT_ANALYZER_H

#include "core/text/skeleton.h"
#include "core/text/stem.h"
#include "core/text/variant.h"
#include "core/text/word_break.h"

/** One word of a text. */
typedef struct word_token {
    yz_str term;    /**< in the arena */
    uint32_t begin; /**< its units in the skeleton */
    uint32_t end;
    bool latin; /**< of letters and digits (rule 5), not of ideographs */
} word_token;

typedef struct analyzer analyzer;

/**
 * The variants and the dictionary (NULL: let ICU cut all words) are borrowed:
 * they must outlive the analyzer.
 */
yz_status
analyzer_open(const yz_allocator *memory, const char *language,
              const variant_table *variants, word_list *dictionary,
              analyzer **ret_analyzer, yz_error *err);

void
analyzer_close(analyzer *an);

/** The words of a skeleton, in order, in the arena. */
yz_status
analyzer_words(analyzer *an, const uint16_t *units, uint32_t length, arena *a,
               word_token **ret_tokens, size_t *ret_count, yz_error *err);

/** The term of one word of letters and digits: its stem. In the arena. */
yz_status
analyzer_latin_term(analyzer *an, const uint16_t *units, uint32_t length,
                    arena *a, yz_str *ret_term, yz_error *err);

#endif /* YZ_TEXT_ANALYZER_H */
