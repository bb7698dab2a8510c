/* SPDX-License-Identifier: MIT */
/*
 * Whether words may be close together in a packed text. The places where each
 * word may end are found from the marks of its characters, then gone through in
 * order: one of each word must lie within the span. Only ideographs are
 * counted, of which a skeleton has as many as its text, so that what folding
 * drops and what it adds makes no difference.
 */
#include "core/base/bit_set.h"
#include "core/format/packed_phrase.h"

#include <assert.h>

void
packed_close_make(const packed_fold *fold, const packed_forms *forms,
                  const uint32_t *ends, uint32_t word_count, uint32_t distance,
                  packed_close *ret_close)
{
    uint32_t shortest = UINT32_MAX;
    assert(word_count > 1 && word_count <= CLOSE_WORDS_MAX);
    packed_phrase_make(fold, forms, ends[word_count - 1], &ret_close->phrase);
    ret_close->word_count = word_count;
    for (uint32_t i = 0; i < word_count; i++) {
        const uint32_t length = ends[i] - (i ? ends[i - 1] : 0);
        shortest = length < shortest ? length : shortest;
        ret_close->ends[i] = ends[i];
    }
    /* What lies between, and all words but the first. */
    const uint64_t span =
        (uint64_t)(word_count - 1) * distance + ends[word_count - 1] - shortest;
    ret_close->span = span < INT32_MAX ? (uint32_t)span : INT32_MAX;
}

/* The places where characters [begin, end) of the phrase end, instead of those
 * of the last one. false: there are none. */
static bool
ends_of_word(uint32_t begin, uint32_t end, uint32_t words, phrase_marks *marks)
{
    uint64_t any = 0;
    uint64_t *last = marks->at[end - 1];
    uint8_t carries[PACKED_PHRASE_MAX] = { 0 };
    for (uint32_t w = 0; w < words; w++) {
        uint64_t here = marks->at[begin][w];
        for (uint32_t i = begin + 1; i < end; i++) {
            uint64_t next;
            phrase_pass_over(here, marks->odd[w], &carries[i], &next);
            here = next & marks->at[i][w];
        }
        last[w] = here;
        any |= here;
    }
    return any;
}

/* What is known while the places are gone through. */
typedef struct closeness {
    const packed_close *close;
    const phrase_marks *marks;
    int64_t last[CLOSE_WORDS_MAX]; /**< ideographs before it */
} closeness;

/* Words end at `place`, behind `before` ideographs: are all close? */
static bool
visit(closeness *c, uint32_t place, int64_t before)
{
    bool all = true;
    for (uint32_t j = 0; j < c->close->word_count; j++) {
        const uint64_t *ends = c->marks->at[c->close->ends[j] - 1];
        if (bits_test(ends, place))
            c->last[j] = before;
        all = all && before - c->last[j] <= c->close->span;
    }
    return all;
}

static bool
are_close(const packed_close *close, const phrase_marks *marks, uint32_t words)
{
    closeness c = { .close = close, .marks = marks };
    int64_t before = 0;
    for (uint32_t j = 0; j < close->word_count; j++)
        c.last[j] = INT32_MIN;
    for (uint32_t w = 0; w < words; w++) {
        const uint64_t han = ~marks->odd[w];
        uint64_t left = 0;
        for (uint32_t j = 0; j < close->word_count; j++)
            left |= marks->at[close->ends[j] - 1][w];
        for (; left; left &= left - 1) {
            const uint32_t bit = word_lowest(left);
            if (visit(&c, w * 64 + bit,
                      before + word_count(han & word_mask(bit))))
                return true;
        }
        before += word_count(han);
    }
    return false;
}

bool
packed_text_may_be_close(const packed_text *t, const packed_close *close)
{
    phrase_marks marks;
    const uint32_t words = (uint32_t)bits_words(t->count);
    if (!packed_phrase_mark(&close->phrase, t, &marks))
        return true;
    for (uint32_t j = 0; j < close->word_count; j++)
        if (!ends_of_word(j ? close->ends[j - 1] : 0, close->ends[j], words,
                          &marks))
            return false;
    return are_close(close, &marks, words);
}
