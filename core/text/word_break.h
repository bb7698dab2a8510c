/* SPDX-License-Identifier: MIT */
/*
 * Words of running text by ICU's rules and dictionary. They rank; they never
 * decide whether Han text matches.
 */
#ifndef YZ_TEXT_WORD_BREAK_H
#define YZ_TEXT_WORD_BREAK_H

#include "core/base/arena.h"
#include "core/text/word_list.h"

/** A word: units [begin, end) of a skeleton. */
typedef struct word_span {
    uint32_t begin;
    uint32_t end;
} word_span;

/** A word breaker with its state; one thread at a time. */
typedef struct segmenter segmenter;

/** The dictionary (NULL: always ICU) must outlive the segmenter. */
yz_status
segmenter_open(const yz_allocator *memory, word_list *dictionary,
               segmenter **ret_segmenter, yz_error *err);

void
segmenter_close(segmenter *s);

/**
 * The words of the text, in order, without white space and punctuation. Words
 * of letters and digits are those of rule 5 (skeleton_inside_word), all others
 * ICU's. Each character that char_is_gram() is in one of them. The spans lie
 * in the arena.
 */
yz_status
segmenter_words(segmenter *s, const uint16_t *units, uint32_t length, arena *a,
                word_span **ret_spans, size_t *ret_count, yz_error *err);

#endif /* YZ_TEXT_WORD_BREAK_H */
