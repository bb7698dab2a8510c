/* SPDX-License-Identifier: MIT */
#include "indexer/write/term_input.h"

yz_status
term_input_open(const segment_part *part, term_kind kind, arena *a,
                term_input *ret_input, yz_error *err)
{
    term_input in = { .part = part, .kind = kind };
    if (!part->batch && kind == TERM_GRAM) {
        in.grams = arena_alloc(a, sizeof(*in.grams));
        if (!in.grams)
            return error_nomem(err);
        TRY(grams_cursor_open(&part->segment->blobs[BLOB_GRAM], 0, in.grams,
                              err));
    }
    if (!part->batch && kind == TERM_WORD) {
        in.words = arena_alloc(a, sizeof(*in.words));
        if (!in.words)
            return error_nomem(err);
        TRY(words_cursor_open(&part->segment->blobs[BLOB_WORD], (yz_str){ 0 },
                              in.words, err));
    }
    *ret_input = in;
    return YZ_OK;
}

static yz_status
batch_next(term_input *in)
{
    const batch *b = in->part->batch;
    const uint32_t count =
        in->kind == TERM_GRAM ? b->grams.count : b->words.count;
    if (in->next == count)
        return YZ_DONE;
    if (in->kind == TERM_GRAM) {
        in->key = b->grams.keys[in->next++];
        return YZ_OK;
    }
    in->term = b->words.terms[in->next++];
    in->key = words_key(in->term);
    return YZ_OK;
}

yz_status
term_input_next(term_input *in, yz_error *err)
{
    if (in->part->batch)
        return batch_next(in);
    if (in->kind == TERM_GRAM) {
        const yz_status status = grams_cursor_next(in->grams, err);
        in->key = in->grams->key;
        return status;
    }
    const yz_status status = words_cursor_next(in->words, err);
    in->term = words_cursor_term(in->words);
    in->key = words_key(in->term);
    return status;
}

static void
batch_copy_grams(const term_input *in, postings_writer *list)
{
    const gram_lists *grams = &in->part->batch->grams;
    const uint32_t entry = in->next - 1;
    for (uint32_t i = entry ? grams->ends[entry - 1] : 0;
         i < grams->ends[entry]; i++)
        postings_writer_add(list, in->part->base + grams->passages[i],
                            grams->frequencies[i]);
}

static void
batch_copy_words(const term_input *in, postings_writer *list)
{
    const word_lists *words = &in->part->batch->words;
    const uint32_t entry = in->next - 1;
    for (uint32_t i = entry ? words->ends[entry - 1] : 0;
         i < words->ends[entry]; i++)
        postings_writer_add(list, in->part->base + words->passages[i],
                            words->frequencies[i]);
}

/* A list of one posting, as most are, lies in its place. */
static yz_status
copy_single(const term_input *in, const list_place *where,
            postings_writer *list, yz_error *err)
{
    const segment_part *part = in->part;
    posting old;
    if (!list_place_single(where, part->segment->info.passages, &old))
        return error_corrupt(err, "a posting list cannot be decoded");
    const uint32_t passage =
        part->map ? part->map[old.passage] : part->base + old.passage;
    if (passage != PASSAGE_DROPPED)
        postings_writer_add(list, passage, old.frequency);
    return YZ_OK;
}

yz_status
term_input_copy(const term_input *in, postings_writer *list, yz_error *err)
{
    posting_list from;
    segment *s = in->part->segment;
    const bool is_gram = in->kind == TERM_GRAM;
    if (in->part->batch) {
        if (is_gram)
            batch_copy_grams(in, list);
        else
            batch_copy_words(in, list);
        return YZ_OK;
    }
    const list_place *where = is_gram ? &in->grams->where : &in->words->where;
    if (where->count == 1)
        return copy_single(in, where, list, err);
    TRY(postings_open(&s->blobs[is_gram ? BLOB_GRAM_LIST : BLOB_WORD_LIST],
                      where, s->info.passages, &from, err));
    return postings_writer_copy(list, &from, in->part->base, in->part->map,
                                err);
}

int
term_input_compare(const term_input *x, const term_input *y)
{
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    const int by_term = str_compare(x->term, y->term);
    if (by_term)
        return by_term;
    return (x->part->base > y->part->base) - (x->part->base < y->part->base);
}
