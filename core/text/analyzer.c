/* SPDX-License-Identifier: MIT */
/*
 * The characters are folded to their variants before the text is cut, so that
 * a text in traditional and one in simplified characters give the same words.
 * No letter or digit has variants, so what is folded is ideographs alone.
 */
#include "core/text/analyzer.h"

#include "core/text/charclass.h"
#include "core/text/latin_fold.h"

#include <string.h>

struct analyzer {
    const yz_allocator *memory;
    const variant_table *variants; /* borrowed */
    segmenter *segmenter;
    stemmer *stemmer;
};

yz_status
analyzer_open(const yz_allocator *memory, const char *language,
              const variant_table *variants, word_list *dictionary,
              analyzer **ret_analyzer, yz_error *err)
{
    analyzer *an = memory_zeroed(memory, 1, sizeof(*an));
    if (!an)
        return error_nomem(err);
    an->memory = memory;
    an->variants = variants;
    yz_status status = stemmer_open(memory, language, &an->stemmer, err);
    if (status == YZ_OK)
        status = segmenter_open(memory, dictionary, &an->segmenter, err);
    if (status != YZ_OK) {
        analyzer_close(an);
        return status;
    }
    *ret_analyzer = an;
    return YZ_OK;
}

void
analyzer_close(analyzer *an)
{
    if (!an)
        return;
    segmenter_close(an->segmenter);
    stemmer_close(an->stemmer);
    memory_release(an->memory, an);
}

/* Whether a word of letters and digits has letters and marks only. */
static bool
is_inflected(const uint16_t *units, uint32_t length)
{
    uint32_t width;
    for (uint32_t at = 0; at < length; at += width) {
        const uint32_t c = skeleton_char(units, length, at, &width);
        if (!char_is_word(c) || char_is_digit(c))
            return false;
    }
    return true;
}

/* The stem of a word of letters and digits; itself if it is a number. */
static yz_str
latin_stem(analyzer *an, const uint16_t *units, uint32_t length, yz_str word)
{
    return is_inflected(units, length) ? stemmer_stem(an->stemmer, word) : word;
}

yz_status
analyzer_latin_term(analyzer *an, const uint16_t *units, uint32_t length,
                    arena *a, yz_str *ret_term, yz_error *err)
{
    if (!latin_fold(units, length, a, &units, &length))
        return error_nomem(err);
    const yz_str word = skeleton_utf8(units, length, a);
    if (!word.data)
        return error_nomem(err);
    yz_str term = latin_stem(an, units, length, word);
    if (term.data && term.data != word.data)
        term = arena_str(a, term);
    if (!term.data)
        return error_nomem(err);
    *ret_term = term;
    return YZ_OK;
}

/* Terms are written one behind the other: `to` has room for all of them. */
static yz_status
token_fill(analyzer *an, const uint16_t *units, word_span span, char *to,
           arena *a, word_token *token, yz_error *err)
{
    uint32_t width;
    uint32_t length = span.end - span.begin;
    units += span.begin;
    const bool latin = char_is_word(skeleton_char(units, length, 0, &width));
    if (latin && !latin_fold(units, length, a, &units, &length))
        return error_nomem(err);
    *token = (word_token){ { to, skeleton_utf8_put(units, length, to) },
                           span.begin,
                           span.end,
                           latin };
    if (!token->latin)
        return YZ_OK;
    const yz_str stem = latin_stem(an, units, length, token->term);
    if (stem.data == to)
        return YZ_OK;
    /* Few stems are longer than the word. */
    if (stem.data && stem.size > token->term.size)
        token->term = arena_str(a, stem);
    else if (stem.data)
        token->term = (yz_str){ memcpy(to, stem.data, stem.size), stem.size };
    return stem.data && token->term.data ? YZ_OK : error_nomem(err);
}

static yz_status
tokens_make(analyzer *an, const uint16_t *units, const word_span *spans,
            size_t count, arena *a, word_token *tokens, yz_error *err)
{
    size_t size = 0;
    for (size_t i = 0; i < count; i++)
        size += 3 * (size_t)(spans[i].end - spans[i].begin);
    char *to = arena_alloc(a, size + 1);
    if (!to)
        return error_nomem(err);
    for (size_t i = 0; i < count; i++) {
        TRY(token_fill(an, units, spans[i], to, a, &tokens[i], err));
        to += 3 * (size_t)(spans[i].end - spans[i].begin);
    }
    return YZ_OK;
}

yz_status
analyzer_words(analyzer *an, const uint16_t *units, uint32_t length, arena *a,
               word_token **ret_tokens, size_t *ret_count, yz_error *err)
{
    uint16_t *folded = arena_array(a, length, sizeof(*folded));
    if (!folded)
        return error_nomem(err);
    if (length)
        memcpy(folded, units, length * sizeof(*folded));
    variant_fold_units(an->variants, folded, length);
    word_span *spans;
    size_t count;
    TRY(segmenter_words(an->segmenter, folded, length, a, &spans, &count, err));
    word_token *tokens = arena_array(a, count, sizeof(*tokens));
    if (!tokens)
        return error_nomem(err);
    TRY(tokens_make(an, folded, spans, count, a, tokens, err));
    *ret_tokens = tokens;
    *ret_count = count;
    return YZ_OK;
}
