/* SPDX-License-Identifier: MIT */
/*
 * What the texts of a segment say: each is read and analysed as it was once,
 * and its terms, lengths and names are noted for the other parts to compare.
 */
#include "core/base/hash.h"
#include "core/index/passages.h"
#include "core/report/boxes.h"
#include "indexer/maintain/check_parts.h"
#include "indexer/maintain/places.h"

#include <string.h>

/* What a batch says of the passages that were read into it. */
typedef struct batch_source {
    batch *batch;
    arena arena;
    ARRAY_OF(uint32_t) numbers; /* in the segment, by number in the batch */
} batch_source;

static void
take_grams(segment_check *c, const batch_source *from)
{
    const gram_lists *lists = &from->batch->grams;
    const bool stale = c->snapshot->index->words_are_stale;
    uint32_t at = 0;
    for (uint32_t i = 0; i < lists->count; i++)
        for (; at < lists->ends[i]; at++)
            c->gram_sums[from->numbers.items[lists->passages[at]]] +=
                term_sum(lists->keys[i], stale ? 1 : lists->frequencies[at]);
}

static void
take_words(segment_check *c, const batch_source *from)
{
    const word_lists *lists = &from->batch->words;
    uint32_t at = 0;
    for (uint32_t i = 0; i < lists->count; i++) {
        const uint64_t term = hash_str(lists->terms[i]);
        for (; at < lists->ends[i]; at++)
            c->word_sums[from->numbers.items[lists->passages[at]]] +=
                term_sum(term, lists->frequencies[at]);
    }
}

static void
take_columns(segment_check *c, const batch_source *from)
{
    for (uint32_t i = 0; i < from->batch->passages; i++) {
        const uint32_t number = from->numbers.items[i];
        for (int space = 0; space < LENGTH_SPACE_COUNT; space++)
            c->lengths[space][number] = from->batch->lengths[space][i];
        c->id_hashes[number] = from->batch->id_hashes[i];
        c->readable[number] = 1;
    }
}

/* Analyse what was read, take what it says, and be ready for more. */
static yz_status
batch_end(segment_check *c, batch_source *from)
{
    batch *b = from->batch;
    analysis_run(c->analysis, b);
    const yz_status status = b->status;
    if (status == YZ_OK) {
        take_grams(c, from);
        take_words(c, from);
        take_columns(c, from);
    } else if (c->err) {
        *c->err = b->error;
    }
    batch_free(b);
    from->batch = NULL;
    from->numbers.count = 0;
    arena_dispose(&from->arena);
    return status;
}

static yz_status
take_passage(segment_check *c, batch_source *from, uint32_t number,
             const yz_passage *read)
{
    const record_strings none = { 0 };
    if (!from->batch)
        from->batch = batch_new(c->arena.from);
    yz_passage *kept = arena_alloc(&from->arena, sizeof(*kept));
    if (!from->batch || !kept)
        return error_nomem(c->err);
    *kept = *read;
    if (!batch_take(from->batch, kept, &none, NULL) ||
        !ARRAY_PUSH(&from->numbers, number))
        return error_nomem(c->err);
    if (!segment_is_deleted(c->segment, number) &&
        !ARRAY_PUSH(&c->names, hash_pair(kept->report, kept->id)))
        return error_nomem(c->err);
    return batch_is_full(from->batch, BATCH_TEXT_SIZE_MAX) ? batch_end(c, from)
                                                           : YZ_OK;
}

static yz_status
check_places(segment_check *c, uint32_t number, const yz_passage *read)
{
    yz_error err;
    const yz_status status = places_check(read, &err);
    if (status == YZ_E_CORRUPT)
        problem(c->problems, "records",
                "the record of passage %u of segment %u does not fit its text",
                number, c->segment->info.id);
    return status == YZ_E_NOMEM ? error_nomem(c->err) : YZ_OK;
}

/* Whether the boxes of a passage decode; who reads it may go on without. */
static yz_status
check_boxes(segment_check *c, batch_source *from, uint32_t number,
            const record_strings *strings, yz_passage *read)
{
    yz_error err;
    const yz_status status =
        segment_passage_boxes(c->segment, strings, &from->arena, read, &err);
    if (status == YZ_OK)
        return YZ_OK;
    if (status == YZ_E_CORRUPT) {
        problem(c->problems, "boxes",
                "the boxes of passage %u of segment %u cannot be read", number,
                c->segment->info.id);
        return YZ_OK;
    }
    if (c->err)
        *c->err = err;
    return status;
}

/* Passages that do not decode are reported, and left out of what follows. */
static yz_status
read_passage(segment_check *c, batch_source *from, uint32_t number)
{
    yz_error err;
    yz_passage read;
    record_strings strings;
    const yz_status status = segment_passage_only(
        c->segment, number, &from->arena, &read, &strings, &err);
    if (status == YZ_OK) {
        TRY(check_boxes(c, from, number, &strings, &read));
        TRY(check_places(c, number, &read));
        return take_passage(c, from, number, &read);
    }
    if (status != YZ_E_CORRUPT) {
        if (c->err)
            *c->err = err;
        return status;
    }
    c->unreadable = true;
    const bool record =
        strstr(err.message, "record") || strstr(err.message, "string");
    problem(c->problems, record ? "records" : "text",
            "passage %u of segment %u cannot be read", number,
            c->segment->info.id);
    return YZ_OK;
}

yz_status
check_texts(segment_check *c)
{
    batch_source from = { .arena.from = c->arena.from,
                          .numbers.from = c->arena.from };
    yz_status status = YZ_OK;
    problems_begin(c->problems, c->segment->info.id);
    for (uint32_t i = 0; i < c->segment->info.passages && status == YZ_OK; i++)
        status = read_passage(c, &from, i);
    if (status == YZ_OK && from.batch)
        status = batch_end(c, &from);
    batch_free(from.batch);
    ARRAY_DISPOSE(&from.numbers);
    arena_dispose(&from.arena);
    return status;
}
