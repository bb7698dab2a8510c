/* SPDX-License-Identifier: MIT */
/*
 * A text as tokens, for indexes of other engines: each character of its
 * skeleton by itself, but the words that no match may cut as a whole (rule 5).
 * A phrase is an exact match where its tokens follow each other in the text.
 * The space between two words is left out: nothing else can be there.
 *
 *     text      工会 驿站，GDP of 2.5%
 *     tokens    工 会 驿 站 , gdp of 2.5 %
 */
#include "core/base/abi.h"
#include "core/base/utf8.h"
#include "core/text/charclass.h"
#include "core/text/fold.h"
#include "core/text/skeleton.h"
#include "core/text/variant.h"

#include <string.h>

struct yz_tokenizer {
    yz_allocator allocator;
    const yz_allocator *memory; /* `allocator`, or NULL */
    fold_table *fold;
    variant_table *variants; /* NULL: forms of a character stay apart */
    arena text;              /* for the text at hand */
};

/* ---- the tables --------------------------------------------------------- */

static yz_status
fold_load(yz_tokenizer *t, yz_error *err)
{
    buffer dump = { .from = t->memory };
    yz_status status = fold_table_dump(&dump, err);
    if (status == YZ_OK)
        status = fold_table_load(t->memory, bytes_of(dump.data, dump.size),
                                 &t->fold, err);
    buffer_dispose(&dump);
    return status;
}

static yz_status
variants_load(yz_tokenizer *t, yz_error *err)
{
    buffer dump = { .from = t->memory };
    yz_status status = variant_table_dump(&dump, err);
    if (status == YZ_OK)
        status = variant_table_load(t->memory, bytes_of(dump.data, dump.size),
                                    &t->variants, err);
    buffer_dispose(&dump);
    return status;
}

yz_status
yz_tokenizer_new(const yz_tokenizer_options *options,
                 yz_tokenizer **ret_tokenizer, yz_error *reterr)
{
    yz_tokenizer_options own = YZ_OPTIONS(yz_tokenizer_options);
    TRY(abi_take_options(&own, options, reterr));
    TRY(abi_check_flags(own.flags, YZ_TOKENIZER_VARIANTS, reterr));
    TRY(memory_check(own.allocator, reterr));
    yz_tokenizer *t = memory_zeroed(own.allocator, 1, sizeof(*t));
    if (!t)
        return error_nomem(reterr);
    t->memory = memory_keep(&t->allocator, own.allocator);
    t->text.from = t->memory;
    yz_status status = fold_load(t, reterr);
    if (status == YZ_OK && own.flags & YZ_TOKENIZER_VARIANTS)
        status = variants_load(t, reterr);
    if (status != YZ_OK)
        yz_tokenizer_free(t);
    else
        *ret_tokenizer = t;
    return status;
}

void
yz_tokenizer_free(yz_tokenizer *tokenizer)
{
    if (!tokenizer)
        return;
    fold_table_free(tokenizer->fold);
    variant_table_free(tokenizer->variants);
    arena_dispose(&tokenizer->text);
    const yz_allocator copy = tokenizer->allocator;
    memory_release(tokenizer->memory ? &copy : NULL, tokenizer);
}

/* ---- tokens ------------------------------------------------------------- */

/* The text with `?` for each byte that is not UTF-8, so that places stay. */
static yz_status
mend(yz_tokenizer *t, yz_str *text, yz_error *err)
{
    size_t at = utf8_valid_prefix(text->data, text->size);
    if (at == text->size)
        return YZ_OK;
    const yz_str copy = arena_str(&t->text, *text);
    char *data = (char *)copy.data;
    if (!data)
        return error_nomem(err);
    while (at < copy.size) {
        data[at++] = '?';
        at += utf8_valid_prefix(data + at, copy.size - at);
    }
    *text = copy;
    return YZ_OK;
}

/* Where the token that begins at unit `at` ends. */
static uint32_t
token_end(const skeleton *s, uint32_t at)
{
    uint32_t width;
    do {
        skeleton_char(s->units, s->length, at, &width);
        at += width;
    } while (skeleton_inside_word(s->units, s->length, at));
    return at;
}

static bool
is_word(const skeleton *s, uint32_t at)
{
    uint32_t width;
    return char_is_word(skeleton_char(s->units, s->length, at, &width));
}

/* Whether unit `at` is the space between two words. */
static bool
is_gap(const skeleton *s, uint32_t at)
{
    return s->units[at] == ' ' && at > 0 && at + 1 < s->length &&
           char_is_word(skeleton_char_before(s->units, at)) &&
           is_word(s, at + 1);
}

/* UTF-8 of a token. Its room was reserved for the longest. */
static yz_str
token_text(const yz_tokenizer *t, const skeleton *s, uint32_t begin,
           uint32_t end, char *room)
{
    uint32_t width;
    if (t->variants && !is_word(s, begin)) {
        const uint32_t c = skeleton_char(s->units, end, begin, &width);
        return (yz_str){ room, utf8_put(room, variant_group(t->variants, c)) };
    }
    return (yz_str){ room,
                     skeleton_utf8_put(s->units + begin, end - begin, room) };
}

static yz_status
tokens_see(yz_tokenizer *t, const skeleton *s, yz_token_fn see, void *context,
           yz_error *err)
{
    char *room = arena_uninitialized(&t->text, (size_t)s->length + 2, 3);
    if (!room)
        return error_nomem(err);
    uint32_t end;
    for (uint32_t at = 0; at < s->length; at = end) {
        end = token_end(s, at);
        if (is_gap(s, at))
            continue;
        const yz_token token = { token_text(t, s, at, end, room),
                                 { s->begin[at], s->end[end - 1] },
                                 is_word(s, at) };
        if (see(context, &token))
            break;
    }
    return YZ_OK;
}

yz_status
yz_tokenize(yz_tokenizer *tokenizer, yz_str text, yz_token_fn see,
            void *context, yz_error *reterr)
{
    TRY(abi_require(tokenizer, "tokenizer", reterr));
    TRY(abi_require(see, "callback", reterr));
    skeleton s;
    yz_status status = mend(tokenizer, &text, reterr);
    if (status == YZ_OK)
        status = skeleton_make(tokenizer->fold, text, true, &tokenizer->text,
                               &s, reterr);
    if (status == YZ_OK)
        status = tokens_see(tokenizer, &s, see, context, reterr);
    arena_clear(&tokenizer->text);
    return status;
}
