/* SPDX-License-Identifier: MIT */
#include "indexer/write/analysis.h"

#include "core/format/directory.h"
#include "core/format/id_table.h"
#include "core/format/lengths.h"
#include "core/format/packed_text.h"
#include "core/report/box_record.h"
#include "core/report/members.h"
#include "core/text/analyzer.h"
#include "core/text/noise.h"
#include "indexer/write/unsure.h"

#include <string.h>

struct analysis {
    const yz_index *index;
    const declared_fields *fields;
    analyzer *analyzer;
    packer *packer;
    record_group record; /* of one passage */
    gram_stream grams;
    word_stream words;
    buffer field;  /* the term of a value */
    arena scratch; /* for one passage */
    /* Passages of one report share a title: its words are kept. */
    arena title_arena;
    yz_str title;
    word_token *title_words;
    size_t title_count;
};

yz_status
analysis_open(const yz_index *index, const declared_fields *fields,
              analysis **ret_analysis, yz_error *err)
{
    const yz_allocator *memory = index->memory;
    arena a = { .from = memory };
    const yz_str language = arena_str(&a, index->profile.language);
    analysis *an = memory_zeroed(memory, 1, sizeof(*an));
    if (an) {
        an->index = index; /* analysis_close() needs it */
        an->fields = fields;
    }
    yz_status status = an && language.data ? YZ_OK : error_nomem(err);
    if (status == YZ_OK) {
        an->grams = gram_stream_of(memory, index->fold, index->variants);
        an->words = word_stream_of(memory);
        an->scratch.from = an->title_arena.from = an->field.from = memory;
        an->record = record_group_of(memory);
        an->packer = packer_new(memory, index->packed_fold);
        status = an->packer
                     ? analyzer_open(memory, language.data, index->variants,
                                     index->dictionary, &an->analyzer, err)
                     : error_nomem(err);
    }
    arena_dispose(&a);
    if (status != YZ_OK) {
        analysis_close(an);
        return status;
    }
    *ret_analysis = an;
    return YZ_OK;
}

void
analysis_close(analysis *an)
{
    if (!an)
        return;
    analyzer_close(an->analyzer);
    packer_free(an->packer);
    gram_stream_dispose(&an->grams);
    word_stream_dispose(&an->words);
    record_group_dispose(&an->record);
    buffer_dispose(&an->field);
    arena_dispose(&an->scratch);
    arena_dispose(&an->title_arena);
    memory_release(an->index->memory, an);
}

/* ---- words -------------------------------------------------------------- */

static yz_status
add_term(analysis *an, char field, yz_str term, uint16_t passage, yz_error *err)
{
    char key[WORD_SIZE_MAX];
    if (term.size >= sizeof(key))
        return YZ_OK; /* too long to be asked for */
    key[0] = field;
    memcpy(key + 1, term.data, term.size);
    const yz_str word = { key, term.size + 1 };
    return word_stream_add(&an->words, word, passage) ? YZ_OK
                                                      : error_nomem(err);
}

static bool
is_gram(const analysis *an, uint16_t unit)
{
    return (an->index->fold->entries[unit] & FOLD_GRAM) &&
           (unit & 0xf800) != 0xd800;
}

/*
 * A word of letters and digits that is spelt otherwise than its term (markets,
 * café, 12,345) is also in the list of such words: the other passages have the
 * term itself. A word of one or two ideographs is also a gram: it has no list of
 * its own, but is marked in the list of that gram (docs/decisions/0008).
 */
static yz_status
add_token(analysis *an, const skeleton *sk, const word_token *token,
          uint16_t passage, yz_error *err)
{
    const uint16_t *units = sk->units + token->begin;
    const uint32_t length = token->end - token->begin;
    if (token->latin && !skeleton_is_utf8(units, length, token->term))
        TRY(add_term(an, WORD_OTHER, token->term, passage, err));
    if (token->latin || length > 2 || !is_gram(an, units[0]) ||
        !is_gram(an, units[length - 1]))
        return add_term(an, WORD_TEXT, token->term, passage, err);
    const uint16_t second = length == 2 ? units[1] : 0;
    return gram_stream_mark(&an->grams, units[0], second, passage)
               ? YZ_OK
               : error_nomem(err);
}

static yz_status
add_words(analysis *an, const skeleton *sk, uint16_t passage,
          uint32_t *ret_count, yz_error *err)
{
    word_token *tokens;
    size_t count;
    TRY(analyzer_words(an->analyzer, sk->units, sk->length, &an->scratch,
                       &tokens, &count, err));
    for (size_t i = 0; i < count; i++)
        TRY(add_token(an, sk, &tokens[i], passage, err));
    *ret_count = (uint32_t)count;
    return YZ_OK;
}

static yz_status
title_read(analysis *an, yz_str title, yz_error *err)
{
    skeleton sk;
    arena_clear(&an->title_arena);
    an->title_count = 0;
    an->title = arena_str(&an->title_arena, title);
    if (!an->title.data)
        return error_nomem(err);
    TRY(skeleton_make(an->index->fold, title, false, &an->title_arena, &sk,
                      err));
    return analyzer_words(an->analyzer, sk.units, sk.length, &an->title_arena,
                          &an->title_words, &an->title_count, err);
}

static yz_status
add_title(analysis *an, yz_str title, uint16_t passage, uint32_t *ret_count,
          yz_error *err)
{
    if (!str_equal(title, an->title))
        TRY(title_read(an, title, err));
    for (size_t i = 0; i < an->title_count; i++)
        TRY(add_term(an, WORD_TITLE, an->title_words[i].term, passage, err));
    *ret_count = (uint32_t)an->title_count;
    return YZ_OK;
}

/* ---- declared fields ----------------------------------------------------- */

/* Where the values of a field go. */
typedef struct field_target {
    analysis *analysis;
    const yz_field *field;
    uint16_t passage;
} field_target;

static yz_status
add_value(void *context, const member_value *value, yz_error *err)
{
    const field_target *to = context;
    analysis *an = to->analysis;
    an->field.size = 0;
    if (!field_term(an->fields, to->field, value, &an->field))
        return YZ_OK;
    if (!buffer_ok(&an->field))
        return error_nomem(err);
    return add_term(an, WORD_FIELD, buffer_str(&an->field), to->passage, err);
}

static yz_status
add_fields(analysis *an, yz_str extra, uint16_t passage, yz_error *err)
{
    yz_status status = YZ_OK;
    members m = members_read(extra);
    for (size_t i = 0; status == YZ_OK && i < an->fields->count; i++) {
        const yz_field *field = &an->fields->items[i];
        field_target to = { an, field, passage };
        status = members_each(&m, field->name, add_value, &to, err);
    }
    members_dispose(&m);
    return status;
}

/* ---- a passage ---------------------------------------------------------- */

static yz_status
passage_analyse(analysis *an, batch *b, uint16_t number, yz_error *err)
{
    skeleton sk;
    uint32_t lengths[LENGTH_SPACE_COUNT] = { 0 };
    const batch_input *in = &b->inputs.items[number];
    const yz_passage *p = in->passage;
    arena_clear(&an->scratch);
    TRY(skeleton_make(an->index->fold, p->text, false, &an->scratch, &sk, err));
    if (!gram_stream_add(&an->grams, &sk, number, &lengths[LENGTH_HAN]))
        return error_nomem(err);
    TRY(add_words(an, &sk, number, &lengths[LENGTH_WORDS], err));
    TRY(add_title(an, p->title, number, &lengths[LENGTH_TITLE], err));
    lengths[LENGTH_NOISE] = noise_marks(p->text) + unsure_characters(p);
    if (an->fields->count && p->extra.size)
        TRY(add_fields(an, p->extra, number, err));
    packer_put(an->packer, p->text, sk.units, sk.length, &b->texts);
    record_group_add(&an->record, p, &in->strings);
    record_group_finish(&an->record, &b->records);
    if (in->strings.has_boxes)
        box_record_encode(p, b->page_strings.items + in->page_first, &b->boxes);
    if (!buffer_ok(&b->texts) || !buffer_ok(&b->records) ||
        !buffer_ok(&b->boxes))
        return error_nomem(err);
    b->text_ends[number] = (uint32_t)b->texts.size;
    b->record_ends[number] = (uint32_t)b->records.size;
    b->box_ends[number] = (uint32_t)b->boxes.size;
    b->id_hashes[number] = id_hash(p->report, p->id);
    for (int i = 0; i < LENGTH_SPACE_COUNT; i++) {
        b->lengths[i][number] = length_code(lengths[i]);
        b->length_sums[i] += length_of_code(b->lengths[i][number]);
    }
    return YZ_OK;
}

static bool
make_room(batch *b)
{
    const size_t count = b->inputs.count + 1;
    b->passages = (uint32_t)b->inputs.count;
    b->text_ends = arena_array(&b->arena, count, sizeof(uint32_t));
    b->record_ends = arena_array(&b->arena, count, sizeof(uint32_t));
    b->box_ends = arena_array(&b->arena, count, sizeof(uint32_t));
    b->id_hashes = arena_array(&b->arena, count, sizeof(uint32_t));
    bool made = b->text_ends && b->record_ends && b->box_ends && b->id_hashes;
    for (int i = 0; i < LENGTH_SPACE_COUNT; i++) {
        b->lengths[i] = arena_alloc(&b->arena, count);
        made = made && b->lengths[i];
    }
    return made;
}

static yz_status
batch_analyse(analysis *an, batch *b, yz_error *err)
{
    if (!make_room(b))
        return error_nomem(err);
    for (uint32_t i = 0; i < b->passages; i++)
        TRY(passage_analyse(an, b, (uint16_t)i, err));
    TRY(gram_stream_lists(&an->grams, &b->arena, &b->grams, err));
    return word_stream_lists(&an->words, &b->arena, &b->words, err);
}

void
analysis_run(void *tools, void *job)
{
    batch *b = job;
    b->status = batch_analyse(tools, b, &b->error);
    batch_drop_inputs(b);
}
