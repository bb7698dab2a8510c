/* SPDX-License-Identifier: MIT */
#include "query/suggest/terms.h"

#include "core/base/abi.h"
#include "core/base/utf8.h"
#include "core/index/remote.h"
#include "core/text/skeleton.h"
#include "core/text/variant.h"

#include <stdlib.h>
#include <string.h>

static bool
begins_with(yz_str text, yz_str prefix)
{
    return text.size >= prefix.size &&
           !memcmp(text.data, prefix.data, prefix.size);
}

/* ---- one dictionary ------------------------------------------------------ */

/* The current word of a source, without the byte of its field. */
static yz_str
source_word(const term_source *s)
{
    if (s->of_grams)
        return (yz_str){ s->gram, s->gram_size };
    const yz_str term = words_cursor_term(&s->words);
    return (yz_str){ term.data + 1, term.size - 1 };
}

static uint64_t
source_passages(const term_source *s)
{
    return s->of_grams ? s->grams.where.marked : s->words.where.count;
}

static void
gram_write(term_source *s)
{
    const gram_key key = s->grams.key;
    size_t size = utf8_put(s->gram, gram_first(key));
    if (gram_second(key))
        size += utf8_put(s->gram + size, gram_second(key));
    s->gram_size = (uint32_t)size;
}

/* Go to the next gram that is a word. */
static yz_status
grams_step(const yz_terms *t, term_source *s, yz_error *err)
{
    do {
        const yz_status status = grams_cursor_next(&s->grams, err);
        if (status != YZ_OK && status != YZ_DONE)
            return status;
        s->ended = status == YZ_DONE;
        if (s->ended)
            return YZ_OK;
        gram_write(s);
        s->ended = !begins_with(source_word(s), t->gram_prefix);
    } while (!s->ended && !s->grams.where.marked);
    return YZ_OK;
}

static yz_status
source_step(const yz_terms *t, term_source *s, yz_error *err)
{
    if (s->of_grams)
        return grams_step(t, s, err);
    const yz_status status = words_cursor_next(&s->words, err);
    if (status != YZ_OK && status != YZ_DONE)
        return status;
    s->ended = status == YZ_DONE ||
               !begins_with(words_cursor_term(&s->words), t->field_prefix);
    return YZ_OK;
}

/* The first gram that can begin with the prefix. */
static gram_key
gram_from(yz_str prefix)
{
    size_t at = 0;
    if (!prefix.size)
        return 0;
    const uint32_t first = utf8_step(prefix.data, prefix.size, &at);
    if (at == prefix.size)
        return gram_of(first, 0);
    return gram_of(first, utf8_step(prefix.data, prefix.size, &at));
}

static yz_status
source_open(const yz_terms *t, segment *from, bool of_grams, term_source *s,
            yz_error *err)
{
    s->of_grams = of_grams;
    if (of_grams)
        TRY(grams_cursor_open(&from->blobs[BLOB_GRAM],
                              gram_from(t->gram_prefix), &s->grams, err));
    else
        TRY(words_cursor_open(&from->blobs[BLOB_WORD], t->field_prefix,
                              &s->words, err));
    return source_step(t, s, err);
}

/* ---- all of them --------------------------------------------------------- */

yz_status
term_units_make(const yz_index *index, yz_str text, arena *a,
                term_units *ret_units, yz_error *err)
{
    skeleton sk;
    if (text.size > YZ_QUERY_SIZE_MAX)
        return error_set(err, YZ_E_LIMIT, "the text is too long; shorten it");
    if (utf8_valid_prefix(text.data, text.size) != text.size)
        return error_set(err, YZ_E_INVALID, "the text is not UTF-8");
    TRY(skeleton_make(index->fold, text, false, a, &sk, err));
    term_units made = { .length = sk.length };
    made.units = arena_array(a, (size_t)sk.length + 1, sizeof(*made.units));
    made.folded = arena_array(a, (size_t)sk.length + 1, sizeof(*made.folded));
    if (!made.units || !made.folded)
        return error_nomem(err);
    if (sk.length) {
        memcpy(made.units, sk.units, sk.length * sizeof(*sk.units));
        memcpy(made.folded, sk.units, sk.length * sizeof(*sk.units));
    }
    variant_fold_units(index->variants, made.folded, sk.length);
    *ret_units = made;
    return YZ_OK;
}

static yz_status
prefixes_make(yz_terms *t, const term_units *prefix, uint32_t begin,
              yz_error *err)
{
    const uint32_t length = prefix->length - begin;
    const yz_str folded =
        skeleton_utf8(prefix->folded + begin, length, &t->arena);
    t->gram_prefix = skeleton_utf8(prefix->units + begin, length, &t->arena);
    if (folded.data)
        t->field_prefix = arena_printf(&t->arena, "%c%.*s", WORD_TEXT,
                                       (int)folded.size, folded.data);
    return t->gram_prefix.data && t->field_prefix.data ? YZ_OK
                                                       : error_nomem(err);
}

static yz_status
sources_open(yz_terms *t, yz_error *err)
{
    const uint32_t segments = t->snapshot->segment_count;
    t->sources =
        arena_array(&t->arena, 2 * (size_t)segments + 1, sizeof(*t->sources));
    if (!t->sources)
        return error_nomem(err);
    for (uint32_t i = 0; i < 2 * segments; i++) {
        segment *from = &t->snapshot->segments[i / 2];
        TRY(source_open(t, from, i % 2, &t->sources[t->source_count++], err));
    }
    return YZ_OK;
}

yz_status
terms_open(yz_snapshot *snapshot, const term_units *prefix, uint32_t begin,
           yz_terms **ret_terms, yz_error *err)
{
    TRY(store_check_process(snapshot->index->store, err));
    yz_terms *t = memory_zeroed(snapshot->index->memory, 1, sizeof(*t));
    if (!t)
        return error_nomem(err);
    t->snapshot = snapshot_retain(snapshot);
    t->arena.from = snapshot->index->memory;
    yz_status status = prefixes_make(t, prefix, begin, err);
    if (status == YZ_OK)
        status = sources_open(t, err);
    if (status != YZ_OK) {
        yz_terms_close(t);
        return status;
    }
    *ret_terms = t;
    return YZ_OK;
}

yz_status
yz_terms_open(yz_snapshot *snapshot, yz_str prefix, yz_terms **ret_terms,
              yz_error *reterr)
{
    TRY(abi_require(snapshot, "snapshot", reterr));
    TRY(remote_refuses(snapshot->index, "listing terms", reterr));
    arena a = { .from = snapshot->index->memory };
    term_units units;
    yz_status status =
        term_units_make(snapshot->index, prefix, &a, &units, reterr);
    if (status == YZ_OK)
        status = terms_open(snapshot, &units, 0, ret_terms, reterr);
    arena_dispose(&a);
    return status;
}

/* The source whose word comes first; NULL: no word is left. */
static const term_source *
find_first(const yz_terms *t)
{
    const term_source *first = NULL;
    for (uint32_t i = 0; i < t->source_count; i++) {
        const term_source *s = &t->sources[i];
        if (!s->ended &&
            (!first || str_compare(source_word(s), source_word(first)) < 0))
            first = s;
    }
    return first;
}

yz_status
yz_terms_next(yz_terms *t, const yz_term **ret_term, yz_error *reterr)
{
    TRY(abi_require(t, "terms iterator", reterr));
    const term_source *first = find_first(t);
    if (!first)
        return YZ_DONE;
    const yz_str found = source_word(first);
    const yz_str word = { t->text, found.size };
    memcpy(t->text, found.data, found.size);
    t->term = (yz_term){ word, 0 };
    for (uint32_t i = 0; i < t->source_count; i++) {
        term_source *s = &t->sources[i];
        if (s->ended || !str_equal(source_word(s), word))
            continue;
        t->term.passages += source_passages(s);
        TRY(source_step(t, s, reterr));
    }
    *ret_term = &t->term;
    return YZ_OK;
}

void
yz_terms_close(yz_terms *t)
{
    if (!t)
        return;
    yz_snapshot *snapshot = t->snapshot;
    arena_dispose(&t->arena);
    memory_release(t->arena.from, t);
    yz_snapshot_close(snapshot);
}
