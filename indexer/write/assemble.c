/* SPDX-License-Identifier: MIT */
/*
 * Column by column: what each passage has by itself first, then the two
 * dictionaries, which need the lengths of all passages.
 */
#include "indexer/write/assemble.h"

#include "core/format/directory.h"
#include "core/format/id_table.h"
#include "core/format/lengths.h"
#include "core/index/records.h"
#include "core/report/box_record.h"
#include "indexer/write/sort.h"
#include "indexer/write/string_lists.h"
#include "indexer/write/term_merge.h"

#include <assert.h>

static_assert((int)RECORDS_MAX == (int)DIRECTORY_GROUP,
              "a row of the directory is of one group of records");

/* Passages between two looks at how much waits in memory. */
enum { PASSAGES_BETWEEN_LOOKS = 1024 };

typedef struct assembly {
    segment_writer *out;
    manifest_segment info;
    lengths_writer lengths;
    ARRAY_OF(id_entry) ids;
    directory_row row;        /* of the group that is gathered */
    record_group group;       /* its records */
    buffer records;           /* the same, coded */
    buffer boxes;             /* of one passage, its pages renumbered */
    ARRAY_OF(uint32_t) pages; /* numbers of the pages of one passage */
    arena scratch;            /* for a group */
    yz_error *err;
} assembly;

/* ---- passages ----------------------------------------------------------- */

/* What a passage brings, whichever part it comes from. */
typedef struct column_values {
    yz_str text;
    yz_passage passage; /* what its record says */
    record_strings strings;
    yz_str boxes; /* empty: it has none */
    uint32_t id_hash;
    uint8_t lengths[LENGTH_SPACE_COUNT]; /* codes */
} column_values;

/* The boxes of a passage. */
static yz_status
add_boxes(assembly *as, column_values *v)
{
    const blob_place place =
        blob_append(&as->out->blobs[BLOB_BOX], v->boxes.data, v->boxes.size);
    if (!directory_reaches(place))
        return error_set(as->err, YZ_E_LIMIT,
                         "the boxes are too large for one segment; give less "
                         "memory (--memory)");
    v->strings.boxes = place_pack(place);
    return YZ_OK;
}

/* Append the records of the passages that were gathered. */
static yz_status
finish_group(assembly *as)
{
    blob_writer *blobs = as->out->blobs;
    if (as->row.count == 0)
        return YZ_OK;
    as->records.size = 0;
    record_group_finish(&as->group, &as->records);
    if (!buffer_ok(&as->records))
        return error_nomem(as->err);
    as->row.records =
        blob_append(&blobs[BLOB_RECORD], as->records.data, as->records.size);
    if (!directory_reaches(as->row.texts[as->row.count - 1]) ||
        !directory_reaches(as->row.records))
        return error_set(as->err, YZ_E_LIMIT,
                         "the texts are too large for one segment; give less "
                         "memory (--memory)");
    directory_append(&blobs[BLOB_DIRECTORY], &as->row);
    as->row.count = 0;
    arena_clear(&as->scratch);
    return YZ_OK;
}

static yz_status
add_passage(assembly *as, column_values *v)
{
    if (v->boxes.size)
        TRY(add_boxes(as, v));
    as->row.texts[as->row.count++] =
        blob_append(&as->out->blobs[BLOB_TEXT], v->text.data, v->text.size);
    record_group_add(&as->group, &v->passage, &v->strings);
    for (int i = 0; i < LENGTH_SPACE_COUNT; i++)
        if (!ARRAY_PUSH(&as->lengths.codes[i], v->lengths[i]))
            return error_nomem(as->err);
    const uint32_t number = as->info.passages++;
    if (!ARRAY_PUSH(&as->ids, id_entry_of(v->id_hash, number)))
        return error_nomem(as->err);
    if (as->row.count == DIRECTORY_GROUP)
        TRY(finish_group(as));
    return number % PASSAGES_BETWEEN_LOOKS
               ? YZ_OK
               : segment_writer_relieve(as->out, as->err);
}

static yz_str
slice(const buffer *from, const uint32_t *ends, uint32_t number)
{
    const uint32_t begin = number ? ends[number - 1] : 0;
    const uint32_t size = ends[number] - begin;
    return (yz_str){ size ? (const char *)from->data + begin : NULL, size };
}

static yz_status
add_batch(assembly *as, const batch *b)
{
    for (uint32_t i = 0; i < b->passages; i++) {
        column_values v = { .text = slice(&b->texts, b->text_ends, i),
                            .boxes = slice(&b->boxes, b->box_ends, i),
                            .id_hash = b->id_hashes[i] };
        const yz_str record = slice(&b->records, b->record_ends, i);
        TRY(record_decode(bytes_of(record.data, record.size), 0, &as->scratch,
                          &v.passage, &v.strings, as->err));
        for (int space = 0; space < LENGTH_SPACE_COUNT; space++)
            v.lengths[space] = b->lengths[space][i];
        TRY(add_passage(as, &v));
    }
    for (int space = 0; space < LENGTH_SPACE_COUNT; space++)
        as->info.lengths[space] += b->length_sums[space];
    return YZ_OK;
}

/* The hash of each passage, from the table that is sorted by them. */
static yz_status
id_hashes_of(const yz_allocator *memory, segment *s, uint32_t **ret_hashes,
             yz_error *err)
{
    uint32_t *hashes =
        memory_zeroed(memory, (size_t)s->info.passages + 1, sizeof(*hashes));
    yz_status status = hashes ? YZ_OK : error_nomem(err);
    for (uint32_t i = 0; i < s->info.passages && status == YZ_OK; i++) {
        id_entry entry;
        status = id_table_entry(&s->blobs[BLOB_ID], i, &entry, err);
        if (status == YZ_OK && id_entry_passage(entry) >= s->info.passages)
            status = error_corrupt(err, "an id refers to no passage");
        else if (status == YZ_OK)
            hashes[id_entry_passage(entry)] = id_entry_hash(entry);
    }
    if (status != YZ_OK) {
        memory_release(memory, hashes);
        return status;
    }
    *ret_hashes = hashes;
    return YZ_OK;
}

static yz_status
copy_lengths(assembly *as, segment *s, uint32_t number, column_values *v)
{
    for (int space = 0; space < LENGTH_SPACE_COUNT; space++) {
        const uint8_t *code;
        uint32_t count;
        TRY(segment_lengths(s, (length_space)space, number, &code, &count,
                            as->err));
        v->lengths[space] = *code;
    }
    return YZ_OK;
}

static bool
renumber(const segment_part *part, uint32_t *number)
{
    if (*number >= part->segment->info.strings)
        return false;
    *number = part->strings[*number];
    return true;
}

/* The boxes again, with the new numbers of its pages. */
static yz_status
copy_boxes(assembly *as, const segment_part *part, uint32_t place,
           column_values *v)
{
    bytes record;
    box_record_head head;
    TRY(segment_boxes(part->segment, place, &record, as->err));
    TRY(box_record_peek(record, &as->scratch, &head, as->err));
    as->pages.count = 0;
    for (uint32_t i = 0; i < head.page_count; i++) {
        uint32_t number = head.pages[i];
        if (!renumber(part, &number))
            return error_corrupt(as->err, "the boxes of a passage refer to a "
                                          "page that does not exist");
        if (!ARRAY_PUSH(&as->pages, number))
            return error_nomem(as->err);
    }
    as->boxes.size = 0;
    box_record_put(&head, as->pages.items, &as->boxes);
    v->boxes = buffer_str(&as->boxes);
    return buffer_ok(&as->boxes) ? YZ_OK : error_nomem(as->err);
}

/* What the record says, with the new numbers of its shared strings. */
static yz_status
copy_record(assembly *as, const segment_part *part, uint32_t number,
            column_values *v)
{
    record_strings *strings = &v->strings;
    TRY(segment_record_decode(part->segment, number, &as->scratch, &v->passage,
                              strings, as->err));
    if (!renumber(part, &strings->report) ||
        !renumber(part, &strings->section) ||
        !renumber(part, &strings->title) || !renumber(part, &strings->path) ||
        !renumber(part, &strings->encoding))
        return error_corrupt(as->err,
                             "a record refers to a string that does not exist");
    return strings->has_boxes ? copy_boxes(as, part, strings->boxes, v) : YZ_OK;
}

static yz_status
copy_passage(assembly *as, const segment_part *part, uint32_t number,
             column_values *v)
{
    bytes packed;
    TRY(segment_packed_bytes(part->segment, number, &packed, as->err));
    v->text = (yz_str){ (const char *)packed.at, bytes_left(&packed) };
    TRY(copy_record(as, part, number, v));
    return copy_lengths(as, part->segment, number, v);
}

static yz_status
add_segment(assembly *as, const segment_part *part)
{
    segment *s = part->segment;
    uint32_t *hashes;
    yz_status status = id_hashes_of(as->ids.from, s, &hashes, as->err);
    if (status != YZ_OK)
        return status;
    for (uint32_t i = 0; i < s->info.passages && status == YZ_OK; i++) {
        column_values v = { .id_hash = hashes[i] };
        if (segment_is_deleted(s, i))
            continue;
        status = copy_passage(as, part, i, &v);
        if (status == YZ_OK)
            status = add_passage(as, &v);
        /* Sums are of the codes here: the lengths themselves are not kept. */
        for (int space = 0; space < LENGTH_SPACE_COUNT; space++)
            as->info.lengths[space] += length_of_code(v.lengths[space]);
    }
    memory_release(as->ids.from, hashes);
    return status;
}

static yz_status
add_passages(assembly *as, const ingredients *from)
{
    for (size_t i = 0; i < from->part_count; i++) {
        const segment_part *part = &from->parts[i];
        TRY(part->batch ? add_batch(as, part->batch) : add_segment(as, part));
    }
    return finish_group(as);
}

/* ---- what all passages share -------------------------------------------- */

/* Passages rise as they stand, so it is enough to sort them by hash. */
static yz_status
add_ids(assembly *as)
{
    enum { HASH_BEGIN = 32, HASH_END = 64 };
    const size_t count = as->ids.count;
    id_entry *scratch =
        memory_zeroed(as->ids.from, count + 1, sizeof(*scratch));
    if (!scratch)
        return error_nomem(as->err);
    sort_records(as->ids.items, scratch, count, HASH_BEGIN, HASH_END);
    memory_release(as->ids.from, scratch);
    id_table_store(as->ids.items, count, &as->out->blobs[BLOB_ID]);
    ARRAY_DISPOSE(&as->ids);
    return YZ_OK;
}

static yz_status
add_strings(assembly *as, const term_table *strings)
{
    for (size_t i = 0; i < strings->terms.count; i++) {
        buffer coded = { .from = as->ids.from };
        buffer_put_str(&coded, strings->terms.items[i]);
        const blob_place place =
            blob_append(&as->out->blobs[BLOB_RECORD], coded.data, coded.size);
        const bool made = buffer_ok(&coded);
        buffer_dispose(&coded);
        if (!made)
            return error_nomem(as->err);
        if (!directory_reaches(place))
            return error_set(as->err, YZ_E_LIMIT,
                             "the records are too large for one segment");
        strings_append(&as->out->blobs[BLOB_STRING], place);
    }
    as->info.strings = (uint32_t)strings->terms.count;
    return YZ_OK;
}

static yz_status
add_terms(assembly *as, const ingredients *from)
{
    const uint8_t *lengths[LENGTH_SPACE_COUNT];
    for (int space = 0; space < LENGTH_SPACE_COUNT; space++)
        lengths[space] = as->lengths.codes[space].items;
    TRY(term_merge(from->parts, from->part_count, TERM_GRAM, lengths, as->out,
                   as->err));
    return term_merge(from->parts, from->part_count, TERM_WORD, lengths,
                      as->out, as->err);
}

static yz_status
add_frequent_strings(assembly *as, const ingredients *from)
{
    const yz_index *index = as->out->index;
    passage_texts texts =
        passage_texts_of(index, from->parts, from->part_count);
    const yz_status status = string_lists_write(
        &texts, index->frequent, as->out, &as->info.frequent, as->err);
    passage_texts_dispose(&texts);
    return status;
}

yz_status
segment_assemble(const ingredients *from, segment_writer *out,
                 manifest_segment *ret_info, yz_error *err)
{
    const yz_allocator *memory = out->index->memory;
    assembly as = { .out = out,
                    .lengths = lengths_writer_of(memory),
                    .ids.from = memory,
                    .group = record_group_of(memory),
                    .records.from = memory,
                    .boxes.from = memory,
                    .pages.from = memory,
                    .scratch.from = memory,
                    .err = err };
    yz_status status = add_passages(&as, from);
    if (status == YZ_OK) {
        status = add_ids(&as);
    }
    if (status == YZ_OK) {
        lengths_store(&as.lengths, &out->blobs[BLOB_LENGTH]);
        source_runs_write(from->runs, from->run_count,
                          &out->blobs[BLOB_SOURCE]);
        as.info.sources = from->run_count;
        status = add_strings(&as, from->strings);
    }
    if (status == YZ_OK)
        status = add_terms(&as, from);
    if (status == YZ_OK)
        status = add_frequent_strings(&as, from);
    lengths_writer_dispose(&as.lengths);
    ARRAY_DISPOSE(&as.ids);
    record_group_dispose(&as.group);
    buffer_dispose(&as.records);
    buffer_dispose(&as.boxes);
    ARRAY_DISPOSE(&as.pages);
    arena_dispose(&as.scratch);
    if (status == YZ_OK)
        *ret_info = as.info;
    return status;
}
