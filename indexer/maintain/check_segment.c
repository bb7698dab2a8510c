/* SPDX-License-Identifier: MIT */
#include "indexer/maintain/check_segment.h"

#include "core/base/hash.h"
#include "core/format/catalog.h"
#include "core/format/id_table.h"
#include "core/index/passages.h"
#include "core/index/user_tables.h"
#include "core/report/record.h"

#include <string.h>

/* ---- names of the parts ------------------------------------------------- */

static const char *const sides[BLOB_KIND_COUNT] = {
    [BLOB_DIRECTORY] = "text",  [BLOB_TEXT] = "text",
    [BLOB_LENGTH] = "lengths",  [BLOB_RECORD] = "records",
    [BLOB_STRING] = "records",  [BLOB_GRAM] = "grams",
    [BLOB_GRAM_LIST] = "grams", [BLOB_WORD] = "words",
    [BLOB_WORD_LIST] = "words", [BLOB_ID] = "ids",
    [BLOB_SOURCE] = "sources",
};

const char *
side_of(blob_kind kind)
{
    return sides[kind];
}

uint64_t
term_sum(uint64_t term, uint64_t frequency)
{
    uint64_t x = term ^ frequency * UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

/* ---- checksums ---------------------------------------------------------- */

static yz_status
chunk_check(segment_check *c, blob_kind kind, uint32_t number, uint64_t sum)
{
    bytes chunk;
    yz_error err;
    const yz_status status =
        blob_chunk(&c->segment->blobs[kind], number, &chunk, &err);
    if (status != YZ_OK) {
        c->changed[kind] = true;
        return problem_of(c->problems, side_of(kind), status, &err);
    }
    c->bytes += bytes_left(&chunk);
    if (hash_bytes(chunk.at, bytes_left(&chunk)) == sum)
        return YZ_OK;
    c->changed[kind] = true;
    problem(c->problems, side_of(kind),
            "part %u of the %s of segment %u is not as it was written", number,
            side_of(kind), c->segment->info.id);
    return YZ_OK;
}

static yz_status
sums_check(segment_check *c)
{
    yz_error err;
    const uint64_t *sums;
    const manifest_segment *info = &c->segment->info;
    problems_begin(c->problems, info->id);
    const yz_status status =
        blob_sums_load(c->snapshot->txn, info, &c->arena, &sums, &err);
    if (status != YZ_OK)
        return problem_of(c->problems, "checksums", status, &err);
    for (int kind = 0; kind < BLOB_KIND_COUNT; kind++)
        for (uint32_t i = 0; i < info->chunks[kind]; i++)
            TRY(chunk_check(c, (blob_kind)kind, i, *sums++));
    return YZ_OK;
}

/* ---- what the texts say ------------------------------------------------- */

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
    if (!batch_take(from->batch, kept, &none) ||
        !ARRAY_PUSH(&from->numbers, number))
        return error_nomem(c->err);
    if (!segment_is_deleted(c->segment, number) &&
        !ARRAY_PUSH(&c->names, hash_pair(kept->report, kept->id)))
        return error_nomem(c->err);
    return batch_is_full(from->batch, BATCH_TEXT_SIZE_MAX) ? batch_end(c, from)
                                                           : YZ_OK;
}

/* Passages that do not decode are told, and left out of what follows. */
static yz_status
read_passage(segment_check *c, batch_source *from, uint32_t number)
{
    yz_error err;
    yz_passage read;
    const yz_status status =
        segment_passage(c->segment, number, &from->arena, &read, &err);
    if (status == YZ_OK)
        return take_passage(c, from, number, &read);
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

static yz_status
read_passages(segment_check *c)
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

/* ---- columns ------------------------------------------------------------ */

static yz_status
space_check(segment_check *c, length_space space, uint64_t *sum)
{
    yz_error err;
    const manifest_segment *info = &c->segment->info;
    for (uint32_t i = 0; i < info->passages; i++) {
        const uint8_t *code;
        uint32_t count;
        const yz_status status =
            segment_lengths(c->segment, space, i, &code, &count, &err);
        if (status != YZ_OK)
            return problem_of(c->problems, "lengths", status, &err);
        *sum += length_of_code(*code);
        if (c->readable[i] && *code != c->lengths[space][i])
            problem(c->problems, "lengths",
                    "passage %u of segment %u has another length than its "
                    "text",
                    i, info->id);
    }
    return YZ_OK;
}

static yz_status
all_lengths_check(segment_check *c)
{
    const manifest_segment *info = &c->segment->info;
    const bool stale = c->snapshot->index->words_are_stale;
    problems_begin(c->problems, info->id);
    for (int i = 0; i < LENGTH_SPACE_COUNT; i++) {
        uint64_t sum = 0;
        if (stale && i != LENGTH_HAN)
            continue;
        TRY(space_check(c, (length_space)i, &sum));
        if (sum != info->lengths[i])
            problem(c->problems, "lengths",
                    "the lengths of segment %u do not add up to what the "
                    "manifest says",
                    info->id);
    }
    return YZ_OK;
}

/* Each passage once, in the order of hashes that are those of its names. */
static yz_status
ids_check(segment_check *c)
{
    const uint32_t count = c->segment->info.passages;
    const uint32_t id = c->segment->info.id;
    id_entry before = 0;
    problems_begin(c->problems, id);
    for (uint32_t i = 0; i < count; i++) {
        id_entry entry;
        yz_error err;
        const yz_status status =
            id_table_entry(&c->segment->blobs[BLOB_ID], i, &entry, &err);
        if (status != YZ_OK)
            return problem_of(c->problems, "ids", status, &err);
        const uint32_t passage = id_entry_passage(entry);
        if (passage >= count || (i > 0 && entry <= before))
            problem(c->problems, "ids",
                    "entry %u of the ids of segment %u is out of order", i, id);
        else if (c->readable[passage] &&
                 c->id_hashes[passage] != id_entry_hash(entry))
            problem(c->problems, "ids",
                    "passage %u of segment %u is entered under another name",
                    passage, id);
        before = entry;
    }
    return YZ_OK;
}

/* ---- sources ------------------------------------------------------------ */

/* A source of which something lives is in the catalogue, but for the nameless
 * one: that is of passages that a program put without a report of their own. */
static yz_status
entry_check(segment_check *c, const source_run *run, yz_str name)
{
    yz_error err;
    source_entry entry;
    bool live = false;
    for (uint32_t i = 0; i < run->count && !live; i++)
        live = !segment_is_deleted(c->segment, run->first + i);
    const yz_status known =
        catalog_find_source(c->snapshot->txn, name, &c->arena, &entry, &err);
    if (known != YZ_DONE)
        return problem_of(c->problems, "catalogue", known, &err);
    if (live && name.size)
        problem(c->problems, "catalogue",
                "the source of passages %u to %u of segment %u is not in the "
                "catalogue",
                run->first, run->first + run->count - 1, c->segment->info.id);
    return YZ_OK;
}

static yz_status
run_check(segment_check *c, const source_run *run)
{
    yz_str name;
    yz_error err;
    const manifest_segment *info = &c->segment->info;
    const yz_status found = segment_string(c->segment, run->name, &name, &err);
    if (found != YZ_OK)
        return problem_of(c->problems, "records", found, &err);
    if (hash_str(name) != run->hash)
        problem(c->problems, "sources",
                "a source of segment %u has another name than it was entered "
                "under",
                info->id);
    return entry_check(c, run, name);
}

static yz_status
sources_check(segment_check *c)
{
    uint32_t covered = 0;
    uint64_t before = 0;
    const manifest_segment *info = &c->segment->info;
    problems_begin(c->problems, info->id);
    for (uint32_t i = 0; i < info->sources; i++) {
        source_run run;
        yz_error err;
        const yz_status status =
            segment_source_run(c->segment, i, &covered, &run, &err);
        if (status != YZ_OK)
            return problem_of(c->problems, "sources", status, &err);
        if (run.hash < before)
            problem(c->problems, "sources",
                    "the sources of segment %u are out of order", info->id);
        before = run.hash;
        TRY(run_check(c, &run));
    }
    if (covered != info->passages)
        problem(c->problems, "sources",
                "the sources of segment %u gave %u passages, and it has %u",
                info->id, covered, info->passages);
    return YZ_OK;
}

/* ---- the whole ---------------------------------------------------------- */

static yz_status
make_room(segment_check *c)
{
    const size_t count = (size_t)c->segment->info.passages + 1;
    c->gram_sums = arena_array(&c->arena, count, sizeof(*c->gram_sums));
    c->word_sums = arena_array(&c->arena, count, sizeof(*c->word_sums));
    c->id_hashes = arena_array(&c->arena, count, sizeof(*c->id_hashes));
    c->readable = arena_array(&c->arena, count, 1);
    bool made = c->gram_sums && c->word_sums && c->id_hashes && c->readable;
    for (int i = 0; i < LENGTH_SPACE_COUNT; i++) {
        c->lengths[i] = arena_array(&c->arena, count, 1);
        made = made && c->lengths[i];
    }
    return made ? YZ_OK : error_nomem(c->err);
}

yz_status
check_user_tables(segment_check *c)
{
    yz_error err;
    const user_tables *unused;
    problems_begin(c->problems, 0);
    const yz_status status = snapshot_user_tables(c->snapshot, &unused, &err);
    return problem_of(c->problems, "tables", status, &err);
}

yz_status
segment_check_run(segment_check *c)
{
    memset(c->changed, 0, sizeof(c->changed));
    c->unreadable = false;
    arena_clear(&c->arena);
    TRY(make_room(c));
    TRY(sums_check(c));
    TRY(read_passages(c));
    TRY(all_lengths_check(c));
    TRY(ids_check(c));
    TRY(sources_check(c));
    return check_terms(c);
}

void
segment_check_dispose(segment_check *c)
{
    arena_dispose(&c->arena);
    ARRAY_DISPOSE(&c->names);
}
