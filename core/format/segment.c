/* SPDX-License-Identifier: MIT */
#include "core/format/segment.h"
#include "core/base/hash.h"
#include "core/format/id_table.h"
#include "core/format/tombstones.h"

#include <string.h>

/* Whether the counts of the manifest are those of what is there. */
static yz_status
counts_check(segment *s, yz_error *err)
{
    const manifest_segment *info = &s->info;
    if (info->deleted >= info->passages)
        return error_corrupt(err, "a segment has no live passages");
    TRY(directory_check(&s->blobs[BLOB_DIRECTORY], info->passages, err));
    TRY(id_table_check(&s->blobs[BLOB_ID], info->passages, err));
    TRY(lengths_check(&s->blobs[BLOB_LENGTH], info->passages, err));
    TRY(strings_check(&s->blobs[BLOB_STRING], info->strings, err));
    return source_runs_check(&s->blobs[BLOB_SOURCE], info->sources, err);
}

yz_status
segment_open_unchecked(store_txn *txn, const manifest_segment *info,
                       const packed_fold *fold, arena *a, segment *ret_segment,
                       yz_error *err)
{
    segment s = { .info = *info, .fold = fold, .arena = a };
    for (int kind = 0; kind < BLOB_KIND_COUNT; kind++)
        TRY(blob_reader_open(txn, info, (blob_kind)kind, a, &s.blobs[kind],
                             err));
    *ret_segment = s;
    return YZ_OK;
}

yz_status
segment_open_whole(store_txn *txn, const manifest_segment *info,
                   const packed_fold *fold, arena *a, segment *ret_segment,
                   yz_error *err)
{
    TRY(blob_sums_check(txn, info, err));
    TRY(segment_open_unchecked(txn, info, fold, a, ret_segment, err));
    return counts_check(ret_segment, err);
}

yz_status
segment_open(store_txn *txn, const manifest_segment *info,
             const packed_fold *fold, arena *a, segment *ret_segment,
             yz_error *err)
{
    segment s;
    TRY(segment_open_whole(txn, info, fold, a, &s, err));
    TRY(tombstones_load(txn, info, a, &s.deleted, err));
    *ret_segment = s;
    return YZ_OK;
}

void
segment_prefetch_entry(const segment *s, uint32_t passage)
{
    const uint8_t *at = directory_peek(&s->blobs[BLOB_DIRECTORY], passage);
    if (at)
        __builtin_prefetch(at);
}

enum { LINE = 64 };

static void
prefetch(blob_reader *blob, blob_place place, size_t lines)
{
    bytes in;
    if (blob_rest(blob, place, &in, NULL) != YZ_OK)
        return; /* who reads it will say so */
    for (size_t i = 0; i < lines && i * LINE < bytes_left(&in); i++)
        __builtin_prefetch(in.at + i * LINE);
}

void
segment_prefetch_text(segment *s, uint32_t passage)
{
    directory_text text;
    if (directory_find_text(&s->blobs[BLOB_DIRECTORY], passage, &text, NULL) ==
            YZ_OK &&
        text.before == 0)
        prefetch(&s->blobs[BLOB_TEXT], text.place, 4);
}

void
segment_prefetch_passage(segment *s, uint32_t passage)
{
    blob_place records;
    segment_prefetch_text(s, passage);
    if (directory_find_records(&s->blobs[BLOB_DIRECTORY], passage, &records,
                               NULL) == YZ_OK)
        prefetch(&s->blobs[BLOB_RECORD], records, 2);
}

static yz_status
blobs_verify(segment *s, const uint64_t *sums, yz_error *err)
{
    for (int kind = 0; kind < BLOB_KIND_COUNT; kind++)
        for (uint32_t i = 0; i < s->info.chunks[kind]; i++) {
            bytes chunk;
            TRY(blob_chunk(&s->blobs[kind], i, &chunk, err));
            if (hash_bytes(chunk.at, bytes_left(&chunk)) != *sums++)
                return error_corrupt(err, "a part of a segment is not as it "
                                          "was written");
        }
    return YZ_OK;
}

yz_status
segment_verify(segment *s, store_txn *txn, yz_error *err)
{
    arena a = { .from = store_txn_memory(txn) };
    const uint64_t *sums;
    yz_status status = blob_sums_load(txn, &s->info, &a, &sums, err);
    if (status == YZ_OK)
        status = blobs_verify(s, sums, err);
    arena_dispose(&a);
    return status;
}

static yz_status
text_corrupt(yz_error *err)
{
    return error_corrupt(err, "the text of a passage cannot be decoded");
}

/* From the text that `in` begins with to the one behind it: there, or in the
 * next chunk. */
static yz_status
pass_text(segment *s, uint32_t *chunk, bytes *in, yz_error *err)
{
    packed_text text;
    if (!packed_text_read(in, &text))
        return text_corrupt(err);
    if (bytes_left(in) > 0)
        return YZ_OK;
    ++*chunk;
    return blob_rest(&s->blobs[BLOB_TEXT], (blob_place)*chunk << 32, in, err);
}

/* What begins with the text of a passage. */
static yz_status
find_text(segment *s, uint32_t passage, bytes *ret_text, yz_error *err)
{
    directory_text text;
    bytes in;
    TRY(directory_find_text(&s->blobs[BLOB_DIRECTORY], passage, &text, err));
    TRY(blob_rest(&s->blobs[BLOB_TEXT], text.place, &in, err));
    uint32_t chunk = (uint32_t)(text.place >> 32);
    for (; text.before > 0; text.before--)
        TRY(pass_text(s, &chunk, &in, err));
    *ret_text = in;
    return YZ_OK;
}

yz_status
segment_packed_text(segment *s, uint32_t passage, packed_text *ret_text,
                    yz_error *err)
{
    bytes in;
    TRY(find_text(s, passage, &in, err));
    return packed_text_read(&in, ret_text) ? YZ_OK : text_corrupt(err);
}

yz_status
segment_packed_bytes(segment *s, uint32_t passage, bytes *ret_bytes,
                     yz_error *err)
{
    packed_text text;
    bytes in;
    TRY(find_text(s, passage, &in, err));
    const uint8_t *begin = in.at;
    if (!packed_text_read(&in, &text))
        return text_corrupt(err);
    *ret_bytes = bytes_of(begin, (size_t)(in.at - begin));
    return YZ_OK;
}

yz_status
segment_text(segment *s, uint32_t passage, arena *a, yz_str *ret_text,
             yz_error *err)
{
    packed_text text;
    TRY(segment_packed_text(s, passage, &text, err));
    return packed_text_utf8(&text, a, ret_text, err);
}

yz_status
segment_lengths(segment *s, length_space space, uint32_t first,
                const uint8_t **ret_codes, uint32_t *ret_count, yz_error *err)
{
    return lengths_read(&s->blobs[BLOB_LENGTH], s->info.passages, space, first,
                        ret_codes, ret_count, err);
}

yz_status
segment_record_group(segment *s, uint32_t passage, bytes *ret_records,
                     yz_error *err)
{
    blob_place place;
    TRY(directory_find_records(&s->blobs[BLOB_DIRECTORY], passage, &place,
                               err));
    return blob_rest(&s->blobs[BLOB_RECORD], place, ret_records, err);
}

yz_status
segment_boxes(segment *s, uint32_t place, bytes *ret_record, yz_error *err)
{
    return blob_rest(&s->blobs[BLOB_BOX], place_unpack(place), ret_record, err);
}

yz_status
segment_string(segment *s, uint32_t number, yz_str *ret_string, yz_error *err)
{
    blob_place place;
    bytes in;
    if (number >= s->info.strings)
        return error_corrupt(err,
                             "a record refers to a string that does not exist");
    TRY(strings_read(&s->blobs[BLOB_STRING], number, &place, err));
    TRY(blob_rest(&s->blobs[BLOB_RECORD], place, &in, err));
    *ret_string = bytes_take_str(&in);
    return in.bad ? error_corrupt(err, "a shared string cannot be decoded")
                  : YZ_OK;
}

yz_status
segment_source_run(segment *s, uint32_t number, uint32_t *covered,
                   source_run *ret_run, yz_error *err)
{
    const uint32_t passages = s->info.passages;
    TRY(source_runs_read(&s->blobs[BLOB_SOURCE], number, ret_run, err));
    if (ret_run->first > passages || ret_run->count > passages - ret_run->first)
        return error_corrupt(err,
                             "a source refers to passages that do not exist");
    if (ret_run->count > passages - *covered)
        return error_corrupt(err, "several sources refer to the same passage");
    *covered += ret_run->count;
    return YZ_OK;
}

yz_status
segment_find_source(segment *s, yz_str name, source_finder *ret_finder,
                    yz_error *err)
{
    source_finder f = { .segment = s, .name = name, .hash = hash_str(name) };
    TRY(source_runs_lower_bound(&s->blobs[BLOB_SOURCE], s->info.sources, f.hash,
                                &f.next, err));
    *ret_finder = f;
    return YZ_OK;
}

yz_status
source_finder_next(source_finder *f, source_run *ret_run, yz_error *err)
{
    segment *s = f->segment;
    while (f->next < s->info.sources) {
        yz_str name;
        TRY(segment_source_run(s, f->next++, &f->covered, ret_run, err));
        if (ret_run->hash != f->hash)
            return YZ_DONE;
        TRY(segment_string(s, ret_run->name, &name, err));
        if (str_equal(name, f->name))
            return YZ_OK;
    }
    return YZ_DONE;
}

/* A list may not be longer than the segment: it is decoded into that room. */
static yz_status
list_checked(const segment *s, yz_status found, const list_place *where,
             yz_error *err)
{
    if (found == YZ_OK && (!where->count || where->count > s->info.passages))
        return error_corrupt(err, "a posting list is too long");
    return found;
}

/*
 * A search asks for each gram up to four times (to match it exactly and in
 * variants, to weigh it, to score it), and the searches of a batch are of one
 * subject: one place a gram, the newest stays. Single characters have places
 * of their own, as far fewer of them are in use than of pairs.
 */
enum { CACHE_BITS = 10 };

typedef struct cached_gram {
    gram_key key;     /* plus 1; 0: empty */
    list_place where; /* count 0: no passage has it */
} cached_gram;

struct gram_cache {
    cached_gram pairs[1 << CACHE_BITS];
    cached_gram singles[1 << CACHE_BITS];
};

static cached_gram *
cache_entry(gram_cache *cache, gram_key key)
{
    const uint64_t hash = key * 0x9e3779b97f4a7c15u;
    cached_gram *from = gram_second(key) ? cache->pairs : cache->singles;
    return &from[hash >> (64 - CACHE_BITS)];
}

static bool
cache_has(const segment *s, gram_key key)
{
    return s->cache && cache_entry(s->cache, key)->key == key + 1;
}

/* Look up at most GRAMS_AT_ONCE, and keep what is found. */
static yz_status
find_grams(segment *s, const gram_key *keys, size_t count, yz_error *err)
{
    list_place places[GRAMS_AT_ONCE];
    if (!s->cache)
        s->cache = arena_alloc(s->arena, sizeof(*s->cache));
    if (!s->cache)
        return error_nomem(err);
    TRY(grams_find_all(&s->blobs[BLOB_GRAM], keys, count, places, err));
    for (size_t i = 0; i < count; i++) {
        if (places[i].count)
            TRY(list_checked(s, YZ_OK, &places[i], err));
        *cache_entry(s->cache, keys[i]) =
            (cached_gram){ keys[i] + 1, places[i] };
        if (gram_second(keys[i]) && places[i].size)
            prefetch(&s->blobs[BLOB_GRAM_LIST], places[i].place, 2);
    }
    return YZ_OK;
}

yz_status
segment_gram(segment *s, gram_key key, list_place *ret_where, yz_error *err)
{
    if (!cache_has(s, key))
        TRY(find_grams(s, &key, 1, err));
    *ret_where = cache_entry(s->cache, key)->where;
    return ret_where->count ? YZ_OK : YZ_DONE;
}

static bool
is_among(const gram_key *keys, size_t count, gram_key key)
{
    for (size_t i = 0; i < count; i++)
        if (keys[i] == key)
            return true;
    return false;
}

yz_status
segment_find_grams(segment *s, const gram_key *keys, size_t count,
                   yz_error *err)
{
    gram_key missing[GRAMS_AT_ONCE];
    size_t missing_count = 0;
    for (size_t i = 0; i < count && missing_count < GRAMS_AT_ONCE; i++)
        if (!cache_has(s, keys[i]) &&
            !is_among(missing, missing_count, keys[i]))
            missing[missing_count++] = keys[i];
    return missing_count ? find_grams(s, missing, missing_count, err) : YZ_OK;
}

yz_status
segment_word(segment *s, char field, yz_str term, list_place *ret_where,
             yz_error *err)
{
    char key[WORD_SIZE_MAX];
    if (term.size > WORD_SIZE_MAX - 1)
        return YZ_DONE;
    key[0] = field;
    memcpy(key + 1, term.data, term.size);
    const yz_status found = words_find(
        &s->blobs[BLOB_WORD], (yz_str){ key, term.size + 1 }, ret_where, err);
    return list_checked(s, found, ret_where, err);
}

yz_status
segment_gram_list(segment *s, const list_place *where, posting_list *ret_list,
                  yz_error *err)
{
    return postings_open(&s->blobs[BLOB_GRAM_LIST], where, s->info.passages,
                         ret_list, err);
}

yz_status
segment_word_list(segment *s, const list_place *where, posting_list *ret_list,
                  yz_error *err)
{
    return postings_open(&s->blobs[BLOB_WORD_LIST], where, s->info.passages,
                         ret_list, err);
}
