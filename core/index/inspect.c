/* SPDX-License-Identifier: MIT */
/*
 * Looking inside an index: what its segments take up, which terms its
 * dictionaries have, where a term occurs, and what is stored of a passage.
 * Everything is read from the index as it is and nothing is computed again, so
 * what is shown is what a search sees. That a passage has a term is found by
 * asking every list of its segment: slow, and independent of the analysis.
 */
#include "core/base/abi.h"
#include "core/base/utf8.h"
#include "core/index/declared.h"
#include "core/index/passage_lookup.h"
#include "core/index/passages.h"
#include "core/index/remote.h"
#include "core/index/report_noise.h"
#include "core/index/skeletons.h"
#include "core/index/term_walk.h"
#include "core/text/skeleton.h"

#include <string.h>

/* ---- segments ----------------------------------------------------------- */

static const struct {
    const char *name;
    blob_kind blob;
} parts[YZ_PART_COUNT] = {
    [YZ_PART_TEXT] = { "text", BLOB_TEXT },
    [YZ_PART_DIRECTORY] = { "directory", BLOB_DIRECTORY },
    [YZ_PART_LENGTHS] = { "lengths", BLOB_LENGTH },
    [YZ_PART_RECORDS] = { "records", BLOB_RECORD },
    [YZ_PART_STRINGS] = { "strings", BLOB_STRING },
    [YZ_PART_GRAM_DICTIONARY] = { "gram_dictionary", BLOB_GRAM },
    [YZ_PART_GRAM_LISTS] = { "gram_lists", BLOB_GRAM_LIST },
    [YZ_PART_WORD_DICTIONARY] = { "word_dictionary", BLOB_WORD },
    [YZ_PART_WORD_LISTS] = { "word_lists", BLOB_WORD_LIST },
    [YZ_PART_IDS] = { "ids", BLOB_ID },
    [YZ_PART_SOURCES] = { "sources", BLOB_SOURCE },
    [YZ_PART_BOXES] = { "boxes", BLOB_BOX },
    [YZ_PART_FREQUENT_DICTIONARY] = { "frequent_dictionary", BLOB_FREQUENT },
    [YZ_PART_FREQUENT_LISTS] = { "frequent_lists", BLOB_FREQUENT_LIST },
};

const char *
yz_part_name(yz_part part)
{
    return (unsigned)part < YZ_PART_COUNT ? parts[part].name : NULL;
}

static yz_status
blob_size(segment *s, blob_kind kind, uint64_t *ret_size, yz_error *err)
{
    uint64_t size = 0;
    for (uint32_t i = 0; i < s->info.chunks[kind]; i++) {
        bytes chunk;
        TRY(blob_chunk(&s->blobs[kind], i, &chunk, err));
        size += bytes_left(&chunk);
    }
    *ret_size = size;
    return YZ_OK;
}

yz_status
yz_inspect_segment(yz_snapshot *snapshot, size_t i, yz_segment *ret_segment,
                   yz_error *reterr)
{
    TRY(abi_require(snapshot, "snapshot", reterr));
    if (snapshot->index->remote) /* it has none of ours */
        return YZ_DONE;
    TRY(store_check_process(snapshot->index->store, reterr));
    if (i >= snapshot->segment_count)
        return YZ_DONE;
    segment *s = &snapshot->segments[i];
    yz_segment found = { .id = s->info.id,
                         .passages = s->info.passages,
                         .deleted = s->info.deleted,
                         .frequent = s->info.frequent };
    for (int part = 0; part < YZ_PART_COUNT; part++)
        TRY(blob_size(s, parts[part].blob, &found.bytes[part], reterr));
    *ret_segment = found;
    return YZ_OK;
}

/* ---- terms --------------------------------------------------------------- */

/* Terms are skeletons: fold what was typed as indexed text is. */
static yz_status
fold_text(const yz_index *index, yz_str text, arena *a, yz_str *ret_folded,
          yz_error *err)
{
    skeleton sk;
    if (text.size > YZ_QUERY_SIZE_MAX)
        return error_set(err, YZ_E_LIMIT, "the text is too long; shorten it");
    if (utf8_valid_prefix(text.data, text.size) != text.size)
        return error_set(err, YZ_E_INVALID, "the text is not UTF-8");
    TRY(skeleton_make(index->fold, text, false, a, &sk, err));
    const yz_str folded = skeleton_utf8(sk.units, sk.length, a);
    if (!folded.data)
        return error_nomem(err);
    *ret_folded = folded;
    return YZ_OK;
}

typedef struct term_seer {
    yz_inspected_term_fn see;
    void *context;
    const declared_fields *fields;
    yz_str prefix; /* as it was given */
    buffer text;   /* of the value of a field */
} term_seer;

/* A value as `author:王小明`; the term itself for other kinds. */
static yz_status
term_text(const declared_fields *fields, const yz_inspected_term *term,
          buffer *text, yz_str *ret_text, yz_error *err)
{
    *ret_text = term->text;
    if (term->kind != YZ_TERM_FIELD)
        return YZ_OK;
    text->size = 0;
    if (!declared_term_to_text(fields, term->text, text))
        return error_corrupt(err, "the value of a declared field cannot be "
                                  "decoded");
    *ret_text = buffer_str(text);
    return buffer_ok(text) ? YZ_OK : error_nomem(err);
}

static bool
begins_with(yz_str text, yz_str prefix)
{
    return text.size >= prefix.size &&
           (!prefix.size || !memcmp(text.data, prefix.data, prefix.size));
}

static yz_status
show_term(void *context, yz_inspected_term *term, const list_place *where,
          yz_error *err)
{
    term_seer *to = context;
    yz_inspected_term shown = *term;
    (void)where;
    TRY(term_text(to->fields, term, &to->text, &shown.text, err));
    if (term->kind == YZ_TERM_FIELD && !begins_with(shown.text, to->prefix))
        return YZ_OK;
    return to->see(to->context, &shown) ? YZ_DONE : YZ_OK;
}

static yz_status
inspect_terms(yz_snapshot *snapshot, yz_str prefix, term_seer *to,
              yz_error *err)
{
    term_range range = { .segments = snapshot->segments,
                         .count = snapshot->segment_count,
                         .prefix = prefix,
                         .memory = snapshot->index->memory };
    for (int kind = 0; kind <= YZ_TERM_FIELD; kind++) {
        range.kind = (yz_term_kind)kind;
        if (kind == YZ_TERM_FIELD)
            range.prefix = (yz_str){ 0 };
        const yz_status status = each_term(&range, show_term, to, err);
        if (status != YZ_OK)
            return status == YZ_DONE ? YZ_OK : status;
    }
    return YZ_OK;
}

yz_status
yz_inspect_terms(yz_snapshot *snapshot, yz_str prefix, yz_inspected_term_fn see,
                 void *context, yz_error *reterr)
{
    TRY(abi_require(snapshot, "snapshot", reterr));
    TRY(abi_require(see, "see callback", reterr));
    TRY(remote_refuses(snapshot->index, "inspecting terms", reterr));
    TRY(store_check_process(snapshot->index->store, reterr));
    arena a = { .from = snapshot->index->memory };
    term_seer to = { .see = see,
                     .context = context,
                     .prefix = prefix,
                     .text.from = snapshot->index->memory };
    yz_str folded;
    yz_status status = fold_text(snapshot->index, prefix, &a, &folded, reterr);
    if (status == YZ_OK)
        status = snapshot_declared(snapshot, &to.fields, reterr);
    if (status == YZ_OK)
        status = inspect_terms(snapshot, folded, &to, reterr);
    buffer_dispose(&to.text);
    arena_dispose(&a);
    return status;
}

/* ---- the list of a term ------------------------------------------------- */

static yz_status
find_list(segment *s, yz_term_kind kind, yz_str text, list_place *ret_where,
          yz_error *err)
{
    if (kind == YZ_TERM_FIELD)
        return segment_word(s, WORD_FIELD, text, ret_where, err);
    if (kind != YZ_TERM_GRAM)
        return segment_word(s, kind == YZ_TERM_TITLE ? WORD_TITLE : WORD_TEXT,
                            text, ret_where, err);
    size_t at = 0;
    for (int i = 0; i < 2 && at < text.size; i++)
        (void)utf8_step(text.data, text.size, &at);
    if (!text.size || at < text.size)
        return YZ_DONE;
    return segment_gram(s, gram_of_text(text), ret_where, err);
}

static yz_status
list_open(segment *s, yz_term_kind kind, const list_place *where,
          posting_list *ret_list, posting_cursor *ret_cursor, yz_error *err)
{
    if (kind == YZ_TERM_GRAM)
        TRY(segment_gram_list(s, where, ret_list, err));
    else
        TRY(segment_word_list(s, where, ret_list, err));
    return posting_cursor_open(ret_list, ret_cursor, err);
}

typedef struct posting_seer {
    yz_inspected_posting_fn see;
    void *context;
    arena arena; /* for one passage */
} posting_seer;

/* Show every posting of a list. YZ_DONE: the caller has seen enough. */
static yz_status
show_list(posting_seer *to, segment *s, yz_term_kind kind,
          const list_place *where, yz_error *err)
{
    posting_list list;
    posting_cursor c;
    TRY(list_open(s, kind, where, &list, &c, err));
    while (c.passage != POSTINGS_END) {
        yz_passage passage;
        yz_inspected_posting shown = { .segment = s->info.id,
                                       .number = c.passage,
                                       .passage = &passage };
        arena_clear(&to->arena);
        TRY(posting_cursor_frequency(&c, &shown.frequency, err));
        TRY(segment_passage(s, c.passage, &to->arena, &passage, err));
        shown.is_deleted = segment_is_deleted(s, c.passage);
        if (to->see(to->context, &shown))
            return YZ_DONE;
        TRY(posting_cursor_next(&c, err));
    }
    return YZ_OK;
}

static yz_status
show_postings(yz_snapshot *snapshot, yz_term_kind kind, yz_str text,
              posting_seer *to, yz_error *err)
{
    bool any = false;
    for (uint32_t i = 0; i < snapshot->segment_count; i++) {
        segment *s = &snapshot->segments[i];
        list_place where;
        const yz_status found = find_list(s, kind, text, &where, err);
        if (found == YZ_DONE)
            continue;
        TRY(found);
        any = true;
        const yz_status shown = show_list(to, s, kind, &where, err);
        if (shown != YZ_OK)
            return shown == YZ_DONE ? YZ_OK : shown;
    }
    return any ? YZ_OK : YZ_DONE;
}

/* The term in the dictionary. YZ_DONE: there can be none. */
static yz_status
term_of_text(yz_snapshot *snapshot, yz_term_kind kind, yz_str text, arena *a,
             yz_str *ret_term, yz_error *err)
{
    const declared_fields *fields = NULL;
    buffer term = { .from = a->from };
    if (kind != YZ_TERM_FIELD)
        return fold_text(snapshot->index, text, a, ret_term, err);
    TRY(snapshot_declared(snapshot, &fields, err));
    const bool is_term = declared_term_of_text(fields, text, &term);
    *ret_term = arena_str(a, buffer_str(&term));
    const bool made = buffer_ok(&term) && ret_term->data;
    buffer_dispose(&term);
    if (!made)
        return error_nomem(err);
    return is_term ? YZ_OK : YZ_DONE;
}

yz_status
yz_inspect_postings(yz_snapshot *snapshot, yz_term_kind kind, yz_str text,
                    yz_inspected_posting_fn see, void *context,
                    yz_error *reterr)
{
    TRY(abi_require(snapshot, "snapshot", reterr));
    TRY(abi_require(see, "see callback", reterr));
    TRY(remote_refuses(snapshot->index, "inspecting postings", reterr));
    TRY(store_check_process(snapshot->index->store, reterr));
    const yz_allocator *memory = snapshot->index->memory;
    arena a = { .from = memory };
    posting_seer to = { .see = see, .context = context, .arena.from = memory };
    yz_str folded;
    yz_status status = term_of_text(snapshot, kind, text, &a, &folded, reterr);
    if (status == YZ_OK)
        status = show_postings(snapshot, kind, folded, &to, reterr);
    arena_dispose(&to.arena);
    arena_dispose(&a);
    return status;
}

/* ---- a passage ---------------------------------------------------------- */

typedef struct passage_terms {
    segment *segment;
    uint32_t passage;
    const declared_fields *fields;
    arena *arena;
    ARRAY_OF(yz_inspected_term) found;
} passage_terms;

/* Keep a term if the passage is in its list. */
static yz_status
keep_term(void *context, yz_inspected_term *term, const list_place *where,
          yz_error *err)
{
    passage_terms *p = context;
    posting_list list;
    posting_cursor c;
    TRY(list_open(p->segment, term->kind, where, &list, &c, err));
    TRY(posting_cursor_seek(&c, p->passage, err));
    if (c.passage != p->passage)
        return YZ_OK;
    yz_inspected_term kept = *term;
    TRY(posting_cursor_frequency(&c, &kept.frequency, err));
    buffer text = { .from = p->arena->from };
    const yz_status status = term_text(p->fields, term, &text, &kept.text, err);
    kept.text = arena_str(p->arena, kept.text);
    buffer_dispose(&text);
    TRY(status);
    if (!kept.text.data || !ARRAY_PUSH(&p->found, kept))
        return error_nomem(err);
    return YZ_OK;
}

static yz_status
find_terms(passage_terms *p, yz_error *err)
{
    term_range range = { .segments = p->segment,
                         .count = 1,
                         .memory = p->arena->from };
    for (int kind = 0; kind <= YZ_TERM_FIELD; kind++) {
        range.kind = (yz_term_kind)kind;
        TRY(each_term(&range, keep_term, p, err));
    }
    return YZ_OK;
}

static yz_status
read_skeleton(const yz_index *index, segment *s, uint32_t number, arena *a,
              yz_str *ret_skeleton, yz_error *err)
{
    const uint16_t *units;
    uint32_t length;
    skeleton_buffer scratch = skeleton_buffer_of(a->from, index->fold);
    yz_status status =
        segment_skeleton(s, number, &scratch, &units, &length, err);
    if (status == YZ_OK) {
        *ret_skeleton = skeleton_utf8(units, length, a);
        status = ret_skeleton->data ? YZ_OK : error_nomem(err);
    }
    skeleton_buffer_dispose(&scratch);
    return status;
}

static yz_status
read_lengths(segment *s, uint32_t number, yz_inspected_passage *p,
             yz_error *err)
{
    uint32_t *const to[LENGTH_SPACE_COUNT] = {
        [LENGTH_WORDS] = &p->length_words,
        [LENGTH_HAN] = &p->length_han,
        [LENGTH_TITLE] = &p->length_title,
        [LENGTH_NOISE] = &p->noise,
    };
    for (int space = 0; space < LENGTH_SPACE_COUNT; space++) {
        const uint8_t *code;
        uint32_t count;
        TRY(segment_lengths(s, (length_space)space, number, &code, &count,
                            err));
        *to[space] = length_of_code(*code);
    }
    return YZ_OK;
}

static yz_status
inspect_passage(yz_snapshot *snapshot, segment *s, uint32_t number,
                passage_terms *terms, yz_inspected_passage *ret_passage,
                yz_error *err)
{
    yz_passage *passage = arena_alloc(terms->arena, sizeof(*passage));
    yz_inspected_passage found = { .segment = s->info.id, .number = number };
    if (!passage)
        return error_nomem(err);
    TRY(segment_passage(s, number, terms->arena, passage, err));
    TRY(read_skeleton(snapshot->index, s, number, terms->arena, &found.skeleton,
                      err));
    TRY(read_lengths(s, number, &found, err));
    noise_sum noise;
    TRY(report_noise(snapshot, s, number, &noise, err));
    found.report_noise = noise.marks;
    found.report_characters = noise.characters;
    TRY(find_terms(terms, err));
    found.passage = passage;
    found.terms = terms->found.items;
    found.term_count = terms->found.count;
    *ret_passage = found;
    return YZ_OK;
}

static segment *
segment_of_id(yz_snapshot *snapshot, uint32_t id)
{
    for (uint32_t i = 0; i < snapshot->segment_count; i++)
        if (snapshot->segments[i].info.id == id)
            return &snapshot->segments[i];
    return NULL;
}

yz_status
yz_inspect_passage(yz_snapshot *snapshot, yz_str report, yz_str id,
                   yz_inspected_passage_fn see, void *context, yz_error *reterr)
{
    TRY(abi_require(snapshot, "snapshot", reterr));
    TRY(abi_require(see, "see callback", reterr));
    TRY(remote_refuses(snapshot->index, "inspecting a passage", reterr));
    passage_place place;
    TRY(store_check_process(snapshot->index->store, reterr));
    const yz_status found =
        snapshot_find_id(snapshot, report, id, &place, reterr);
    segment *s = found == YZ_OK ? segment_of_id(snapshot, place.segment) : NULL;
    if (found == YZ_DONE || (found == YZ_OK && !s))
        return error_set(reterr, YZ_E_NOT_FOUND,
                         "the index has no passage of that report and id");
    TRY(found);
    const yz_allocator *memory = snapshot->index->memory;
    arena a = { .from = memory };
    yz_inspected_passage inspected;
    passage_terms terms = { .segment = s,
                            .passage = place.passage,
                            .arena = &a,
                            .found.from = memory };
    yz_status status = snapshot_declared(snapshot, &terms.fields, reterr);
    if (status == YZ_OK)
        status = inspect_passage(snapshot, s, place.passage, &terms, &inspected,
                                 reterr);
    if (status == YZ_OK)
        see(context, &inspected);
    ARRAY_DISPOSE(&terms.found);
    arena_dispose(&a);
    return status;
}
