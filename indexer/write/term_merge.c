/* SPDX-License-Identifier: MIT */
/*
 * A heap holds the inputs, the one that stands at the first term on top. All
 * that stand at one term are taken in the order of their parts, so that its
 * passages rise.
 */
#include "indexer/write/term_merge.h"

#include "core/base/heap.h"

/* Between two looks at how much waits in memory to be stored. */
enum { TERMS_BETWEEN_LOOKS = 4096 };

typedef struct merger {
    term_kind kind;
    term_input *inputs;
    term_input **heap;
    size_t count; /* of those in the heap */
    bool any;     /* a term was merged; */
    uint64_t key; /* its key */
    const uint8_t *const *lengths;
    postings_writer list;
    grams_writer grams;
    words_writer words;
    segment_writer *out;
    yz_error *err;
} merger;

static inline bool
comes_first(const void *unused, term_input *const *x, term_input *const *y)
{
    (void)unused;
    return term_input_compare(*x, *y) < 0;
}

HEAP_OF(input_heap, term_input *, const void *, comes_first)

/* The top goes on to its next term, and to its new place. */
static yz_status
advance_top(merger *m)
{
    const yz_status status = term_input_next(m->heap[0], m->err);
    if (status == YZ_DONE)
        m->heap[0] = m->heap[--m->count];
    else if (status != YZ_OK)
        return status;
    input_heap_sink(NULL, m->heap, m->count, 0);
    return YZ_OK;
}

static yz_status
fill_heap(merger *m, const segment_part *parts, size_t count, arena *a)
{
    m->inputs = arena_array(a, count + 1, sizeof(*m->inputs));
    m->heap = arena_array(a, count + 1, sizeof(*m->heap));
    if (!m->inputs || !m->heap)
        return error_nomem(m->err);
    for (size_t i = 0; i < count; i++) {
        term_input *in = &m->inputs[i];
        TRY(term_input_open(&parts[i], m->kind, a, in, m->err));
        const yz_status status = term_input_next(in, m->err);
        if (status == YZ_OK)
            m->heap[m->count++] = in;
        else if (status != YZ_DONE)
            return status;
    }
    input_heap_make(NULL, m->heap, m->count);
    return YZ_OK;
}

/* The space in which passages have lengths for the term on top. */
static length_space
space_of(const merger *m)
{
    if (m->kind == TERM_GRAM)
        return LENGTH_HAN;
    return m->heap[0]->term.data[0] == WORD_TITLE ? LENGTH_TITLE : LENGTH_WORDS;
}

static void
enter(merger *m, uint64_t key, yz_str term, const list_place *where)
{
    if (where->count == 0)
        return; /* all its passages are gone */
    if (m->kind == TERM_GRAM)
        grams_append(&m->grams, key, where);
    else
        words_append(&m->words, term, where);
}

/* Whether the term on top comes behind the one before: a damaged one may not. */
static bool
rises(const merger *m, uint64_t key_before, yz_str term_before)
{
    const term_input *top = m->heap[0];
    return top->key != key_before ? top->key > key_before
                                  : str_compare(top->term, term_before) > 0;
}

/* Merge the lists of the term on top, from all inputs that stand at it. */
static yz_status
merge_term(merger *m, buffer *term)
{
    const uint64_t key = m->heap[0]->key;
    if (m->any && !rises(m, m->key, buffer_str(term)))
        return error_corrupt(m->err, "the terms of a segment are out of order");
    m->any = true;
    m->key = key;
    term->size = 0;
    buffer_put_text(term, m->heap[0]->term);
    if (!buffer_ok(term))
        return error_nomem(m->err);
    m->list.lengths = m->lengths[space_of(m)];
    do {
        TRY(term_input_copy(m->heap[0], &m->list, m->err));
        TRY(advance_top(m));
    } while (m->count && m->heap[0]->key == key &&
             str_equal(m->heap[0]->term, buffer_str(term)));
    if (m->list.disordered)
        return error_corrupt(m->err, "a posting list is out of order");
    const list_place where = postings_writer_finish(
        &m->list,
        &m->out->blobs[m->kind == TERM_GRAM ? BLOB_GRAM_LIST : BLOB_WORD_LIST]);
    enter(m, key, buffer_str(term), &where);
    return YZ_OK;
}

static yz_status
merge_all(merger *m)
{
    buffer term = { .from = m->out->index->memory };
    yz_status status = YZ_OK;
    for (size_t i = 0; m->count && status == YZ_OK; i++) {
        status = merge_term(m, &term);
        if (status == YZ_OK && i % TERMS_BETWEEN_LOOKS == 0)
            status = segment_writer_relieve(m->out, m->err);
    }
    buffer_dispose(&term);
    return status;
}

yz_status
term_merge(const segment_part *parts, size_t count, term_kind kind,
           const uint8_t *const lengths[LENGTH_SPACE_COUNT],
           segment_writer *out, yz_error *err)
{
    const yz_allocator *memory = out->index->memory;
    arena a = { .from = memory };
    merger m = { .kind = kind,
                 .lengths = lengths,
                 .list = { .frequencies = true,
                           .directory.from = memory,
                           .blocks.from = memory,
                           .record.from = memory },
                 .grams = { lexicon_writer_of(&out->blobs[BLOB_GRAM]), 0 },
                 .words = { .lexicon =
                                lexicon_writer_of(&out->blobs[BLOB_WORD]),
                            .before.from = memory },
                 .out = out,
                 .err = err };
    yz_status status = fill_heap(&m, parts, count, &a);
    if (status == YZ_OK)
        status = merge_all(&m);
    const bool finished =
        kind == TERM_GRAM ? grams_finish(&m.grams) : words_finish(&m.words);
    if (status == YZ_OK && !finished)
        status = error_nomem(err);
    postings_writer_dispose(&m.list);
    arena_dispose(&a);
    return status;
}
