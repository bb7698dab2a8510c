/* SPDX-License-Identifier: MIT */
#include "indexer/build/segment_builder.h"
#include "core/report/record.h"
#include "core/text/charclass.h"

#include <string.h>

yz_status
segment_builder_open(const char *language, const fold_table *fold,
                     const variant_table *variants, word_dictionary *dictionary,
                     const packed_fold *quick, segment_builder *ret_builder,
                     yz_error *err)
{
    *ret_builder =
        (segment_builder){ .fold = fold, .packer = packer_new(quick) };
    if (!ret_builder->packer)
        return error_nomem(err);
    return analyzer_open(language, variants, dictionary, &ret_builder->analyzer,
                         err);
}

void
segment_builder_clear(segment_builder *b)
{
    const segment_builder kept = { .analyzer = b->analyzer,
                                   .fold = b->fold,
                                   .packer = b->packer };
    for (int kind = 0; kind < BLOB_KIND_COUNT; kind++)
        blob_writer_dispose(&b->blobs[kind]);
    inverter_dispose(&b->grams);
    inverter_dispose(&b->words);
    term_table_dispose(&b->strings);
    arena_dispose(&b->scratch);
    buffer_dispose(&b->packed);
    lengths_writer_dispose(&b->length_codes);
    ARRAY_DISPOSE(&b->ids);
    *b = kept;
}

void
segment_builder_dispose(segment_builder *b)
{
    segment_builder_clear(b);
    analyzer_close(b->analyzer);
    packer_free(b->packer);
    *b = (segment_builder){ 0 };
}

size_t
segment_builder_size(const segment_builder *b)
{
    size_t size = inverter_size(&b->grams) + inverter_size(&b->words);
    for (int kind = 0; kind < BLOB_KIND_COUNT; kind++)
        size += blob_writer_size(&b->blobs[kind]);
    return size;
}

/* ---- grams -------------------------------------------------------------------- */

/* The gram as a term: big-endian, so that byte order is the order of keys. */
static bool
add_gram(segment_builder *b, gram_key gram)
{
    const store_key key = store_key_of(gram);
    return inverter_add(&b->grams, store_key_str(&key), b->passages);
}

/* Every single gram character and every pair of neighbours. */
static bool
add_grams(segment_builder *b, const skeleton *sk, uint32_t *ret_han)
{
    uint32_t before = 0;
    uint32_t width;
    for (uint32_t at = 0; at < sk->length; at += width) {
        const uint32_t c = skeleton_char(sk->units, sk->length, at, &width);
        const bool gram = char_is_gram(c);
        if (gram && !add_gram(b, gram_of(c, 0)))
            return false;
        if (gram && before && !add_gram(b, gram_of(before, c)))
            return false;
        before = gram ? c : 0;
        *ret_han += char_is_han(c);
    }
    return true;
}

/* ---- words -------------------------------------------------------------------- */

static yz_status
add_words(segment_builder *b, char field, const skeleton *sk,
          uint32_t *ret_count, yz_error *err)
{
    word_token *tokens;
    size_t count;
    TRY(analyzer_words(b->analyzer, sk->units, sk->length, &b->scratch, &tokens,
                       &count, err));
    for (size_t i = 0; i < count; i++) {
        char *term = arena_alloc(&b->scratch, tokens[i].term.size + 1);
        if (!term)
            return error_nomem(err);
        term[0] = field;
        memcpy(term + 1, tokens[i].term.data, tokens[i].term.size);
        const yz_str key = { term, tokens[i].term.size + 1 };
        if (!inverter_add(&b->words, key, b->passages))
            return error_nomem(err);
    }
    *ret_count = (uint32_t)count;
    return YZ_OK;
}

static yz_status
add_title(segment_builder *b, yz_str title, uint32_t *ret_count, yz_error *err)
{
    skeleton sk;
    TRY(skeleton_make(b->fold, title, false, &b->scratch, &sk, err));
    return add_words(b, WORD_TITLE, &sk, ret_count, err);
}

/* A segment reaches over 4 GiB; far more than the memory of most commits. */
static yz_status
error_full(yz_error *err)
{
    return error_set(err, YZ_E_LIMIT,
                     "the texts of one commit are more than a segment takes; "
                     "commit more often");
}

/* ---- the record ----------------------------------------------------------------- */

static bool
add_record(segment_builder *b, const yz_passage *p, directory_entry *entry)
{
    record_strings strings;
    uint32_t empty; /* number 0 */
    buffer record = { 0 };
    const id_entry id = id_entry_of(id_hash(p->report, p->id), b->passages);
    if (!ARRAY_PUSH(&b->ids, id) ||
        !term_table_number(&b->strings, (yz_str){ 0 }, &empty) ||
        !term_table_number(&b->strings, p->report, &strings.report) ||
        !term_table_number(&b->strings, p->section, &strings.section) ||
        !term_table_number(&b->strings, p->title, &strings.title) ||
        !term_table_number(&b->strings, p->path, &strings.path) ||
        !term_table_number(&b->strings, p->encoding, &strings.encoding))
        return false;
    record_encode(p, &strings, &record);
    entry->record =
        blob_append(&b->blobs[BLOB_RECORD], record.data, record.size, 1);
    const bool made = buffer_ok(&record);
    buffer_dispose(&record);
    return made;
}

static bool
add_text(segment_builder *b, yz_str text, const skeleton *sk,
         directory_entry *entry)
{
    b->packed.size = 0;
    packer_put(b->packer, text, sk->units, sk->length, &b->packed);
    entry->text =
        blob_append(&b->blobs[BLOB_TEXT], b->packed.data, b->packed.size, 1);
    return buffer_ok(&b->packed);
}

yz_status
segment_builder_add(segment_builder *b, const yz_passage *p, yz_error *err)
{
    skeleton sk;
    directory_entry entry = { 0 };
    uint32_t lengths[LENGTH_SPACE_COUNT] = { 0 };
    arena_clear(&b->scratch);
    TRY(skeleton_make(b->fold, p->text, false, &b->scratch, &sk, err));
    TRY(add_words(b, WORD_TEXT, &sk, &lengths[LENGTH_WORDS], err));
    TRY(add_title(b, p->title, &lengths[LENGTH_TITLE], err));
    if (!add_grams(b, &sk, &lengths[LENGTH_HAN]) || !add_record(b, p, &entry))
        return error_nomem(err);
    if (!add_text(b, p->text, &sk, &entry) ||
        !lengths_append(&b->length_codes, lengths))
        return error_nomem(err);
    if (!directory_reaches(entry.text) || !directory_reaches(entry.record))
        return error_full(err);
    directory_append(&b->blobs[BLOB_DIRECTORY], &entry);
    for (int i = 0; i < LENGTH_SPACE_COUNT; i++)
        b->lengths[i] += lengths[i];
    b->passages++;
    return YZ_OK;
}

/* ---- out of memory, into the store ------------------------------------------- */

typedef struct dictionary_writer {
    const lengths_writer *lengths;
    blob_writer *lists;
    postings_writer postings;
    grams_writer grams;
    words_writer words;
} dictionary_writer;

static list_place
write_list(dictionary_writer *w, length_space space, const posting *list,
           uint32_t count)
{
    w->postings.lengths = w->lengths->codes[space].items;
    for (uint32_t i = 0; i < count; i++)
        postings_writer_add(&w->postings, list[i].passage, list[i].frequency);
    return postings_writer_finish(&w->postings, w->lists);
}

static void
write_gram(void *context, yz_str term, const posting *list, uint32_t count)
{
    dictionary_writer *w = context;
    const list_place where = write_list(w, LENGTH_HAN, list, count);
    grams_append(&w->grams, store_key_number(term), &where);
}

static void
write_word(void *context, yz_str term, const posting *list, uint32_t count)
{
    dictionary_writer *w = context;
    const length_space space =
        term.data[0] == WORD_TITLE ? LENGTH_TITLE : LENGTH_WORDS;
    const list_place where = write_list(w, space, list, count);
    words_append(&w->words, term, &where);
}

static yz_status
write_dictionaries(segment_builder *b, manifest_segment *info, yz_error *err)
{
    dictionary_writer w = {
        .lengths = &b->length_codes,
        .postings = { .frequencies = true },
        .grams = { .lexicon = { .blob = &b->blobs[BLOB_GRAM] } },
        .words = { .lexicon = { .blob = &b->blobs[BLOB_WORD] } },
    };
    w.lists = &b->blobs[BLOB_GRAM_LIST];
    yz_status status = inverter_lists(&b->grams, write_gram, &w, err);
    w.lists = &b->blobs[BLOB_WORD_LIST];
    if (status == YZ_OK)
        status = inverter_lists(&b->words, write_word, &w, err);
    info->grams = w.grams.lexicon.total;
    const bool grams_written = grams_finish(&w.grams);
    const bool words_written = words_finish(&w.words);
    if (status == YZ_OK && !(grams_written && words_written))
        status = error_nomem(err);
    postings_writer_dispose(&w.postings);
    return status;
}

static yz_status
write_strings(segment_builder *b, manifest_segment *info, yz_error *err)
{
    buffer coded = { 0 };
    bool reached = true;
    for (size_t i = 0; i < b->strings.terms.count; i++) {
        coded.size = 0;
        buffer_put_str(&coded, b->strings.terms.items[i]);
        const blob_place place =
            blob_append(&b->blobs[BLOB_RECORD], coded.data, coded.size, 1);
        reached = reached && directory_reaches(place);
        strings_append(&b->blobs[BLOB_STRING], place);
    }
    info->strings = (uint32_t)b->strings.terms.count;
    const bool made = buffer_ok(&coded);
    buffer_dispose(&coded);
    if (!made)
        return error_nomem(err);
    return reached ? YZ_OK : error_full(err);
}

yz_status
segment_builder_store(segment_builder *b, store_txn *txn, uint32_t id,
                      manifest_segment *ret_info, yz_error *err)
{
    manifest_segment info = { .id = id, .passages = b->passages };
    memcpy(info.lengths, b->lengths, sizeof(info.lengths));
    TRY(write_strings(b, &info, err));
    lengths_store(&b->length_codes, &b->blobs[BLOB_LENGTH]);
    id_entries_sort(b->ids.items, b->ids.count);
    id_table_store(b->ids.items, b->ids.count, &b->blobs[BLOB_ID]);
    TRY(write_dictionaries(b, &info, err));
    for (int kind = 0; kind < BLOB_KIND_COUNT; kind++) {
        const blob_writer *blob = &b->blobs[kind];
        TRY(blob_writer_store(blob, txn, id, (blob_kind)kind, err));
        info.chunks[kind] = (uint32_t)blob->chunks.count;
    }
    *ret_info = info;
    return YZ_OK;
}
