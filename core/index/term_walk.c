/* SPDX-License-Identifier: MIT */
#include "core/index/term_walk.h"

#include "core/base/utf8.h"

#include <string.h>

/* A place in the dictionary of grams, or of words, of one segment. */
typedef struct entry_cursor {
    union {
        grams_cursor grams;
        words_cursor words;
    } in;
    bool of_grams;
    bool ended;
    char gram[8];
    uint32_t gram_size;
} entry_cursor;

/* The term as it is sorted: of a word with the byte of its field. */
static yz_str
entry_key(const entry_cursor *c)
{
    return c->of_grams ? (yz_str){ c->gram, c->gram_size }
                       : words_cursor_term(&c->in.words);
}

static const list_place *
entry_place(const entry_cursor *c)
{
    return c->of_grams ? &c->in.grams.where : &c->in.words.where;
}

static bool
begins_with(yz_str text, yz_str prefix)
{
    return text.size >= prefix.size &&
           !memcmp(text.data, prefix.data, prefix.size);
}

static void
gram_write(entry_cursor *c)
{
    const gram_key key = c->in.grams.key;
    size_t size = utf8_put(c->gram, gram_first(key));
    if (gram_second(key))
        size += utf8_put(c->gram + size, gram_second(key));
    c->gram_size = (uint32_t)size;
}

static yz_status
entry_next(entry_cursor *c, yz_str prefix, yz_error *err)
{
    const yz_status status = c->of_grams ? grams_cursor_next(&c->in.grams, err)
                                         : words_cursor_next(&c->in.words, err);
    if (status != YZ_OK && status != YZ_DONE)
        return status;
    if (status == YZ_OK && c->of_grams)
        gram_write(c);
    c->ended = status == YZ_DONE || !begins_with(entry_key(c), prefix);
    return YZ_OK;
}

gram_key
gram_of_text(yz_str text)
{
    size_t at = 0;
    if (!text.size)
        return 0;
    const uint32_t first = utf8_step(text.data, text.size, &at);
    return gram_of(first,
                   at < text.size ? utf8_step(text.data, text.size, &at) : 0);
}

static yz_status
entry_open(segment *s, bool of_grams, yz_str prefix, entry_cursor *c,
           yz_error *err)
{
    c->of_grams = of_grams;
    if (of_grams)
        TRY(grams_cursor_open(&s->blobs[BLOB_GRAM], gram_of_text(prefix),
                              &c->in.grams, err));
    else
        TRY(words_cursor_open(&s->blobs[BLOB_WORD], prefix, &c->in.words, err));
    return entry_next(c, prefix, err);
}

/* Terms of one kind in one or more segments, each once, in order. */
typedef struct term_walk {
    entry_cursor *cursors; /* one for each segment */
    uint32_t count;
    yz_term_kind kind;
    yz_str prefix; /* of the key */
} term_walk;

static yz_status
term_walk_open(term_walk *w, segment *segments, const yz_allocator *memory,
               yz_error *err)
{
    w->cursors =
        memory_zeroed(memory, (size_t)w->count + 1, sizeof(*w->cursors));
    if (!w->cursors)
        return error_nomem(err);
    for (uint32_t i = 0; i < w->count; i++)
        TRY(entry_open(&segments[i], w->kind == YZ_TERM_GRAM, w->prefix,
                       &w->cursors[i], err));
    return YZ_OK;
}

/* The cursor that stands at the least term; NULL: all have ended. */
static const entry_cursor *
least(const term_walk *w)
{
    const entry_cursor *found = NULL;
    for (uint32_t i = 0; i < w->count; i++) {
        const entry_cursor *c = &w->cursors[i];
        if (!c->ended &&
            (!found || str_compare(entry_key(c), entry_key(found)) < 0))
            found = c;
    }
    return found;
}

/* Copy the least term, add up what the segments say of it, and go on. */
static yz_status
term_walk_next(term_walk *w, buffer *key, yz_inspected_term *ret_term,
               list_place *ret_place, yz_error *err)
{
    const entry_cursor *first = least(w);
    if (!first)
        return YZ_DONE;
    *ret_place = *entry_place(first);
    key->size = 0;
    buffer_put_text(key, entry_key(first));
    if (!buffer_ok(key))
        return error_nomem(err);
    yz_inspected_term term = { .kind = w->kind };
    for (uint32_t i = 0; i < w->count; i++) {
        entry_cursor *c = &w->cursors[i];
        if (c->ended || !str_equal(entry_key(c), buffer_str(key)))
            continue;
        term.passages += entry_place(c)->count;
        term.bytes += entry_place(c)->size;
        TRY(entry_next(c, w->prefix, err));
    }
    const size_t field = w->kind == YZ_TERM_GRAM ? 0 : 1;
    term.text = (yz_str){ (const char *)key->data + field, key->size - field };
    *ret_term = term;
    return YZ_OK;
}

static yz_status
visit_terms(term_walk *walk, buffer *key, term_visit visit, void *context,
            yz_error *err)
{
    yz_inspected_term term;
    list_place where;
    yz_status status;
    while ((status = term_walk_next(walk, key, &term, &where, err)) == YZ_OK)
        TRY(visit(context, &term, &where, err));
    return status == YZ_DONE ? YZ_OK : status;
}

yz_status
each_term(const term_range *range, term_visit visit, void *context,
          yz_error *err)
{
    buffer prefix = { .from = range->memory };
    buffer key = { .from = range->memory };
    static const char fields[] = { [YZ_TERM_WORD] = WORD_TEXT,
                                   [YZ_TERM_TITLE] = WORD_TITLE,
                                   [YZ_TERM_FIELD] = WORD_FIELD };
    if (range->kind != YZ_TERM_GRAM)
        buffer_put_u8(&prefix, (uint8_t)fields[range->kind]);
    buffer_put_text(&prefix, range->prefix);
    term_walk walk = { .count = range->count,
                       .kind = range->kind,
                       .prefix = buffer_str(&prefix) };
    yz_status status = buffer_ok(&prefix) ? YZ_OK : error_nomem(err);
    if (status == YZ_OK)
        status = term_walk_open(&walk, range->segments, range->memory, err);
    if (status == YZ_OK)
        status = visit_terms(&walk, &key, visit, context, err);
    memory_release(range->memory, walk.cursors);
    buffer_dispose(&prefix);
    buffer_dispose(&key);
    return status;
}
