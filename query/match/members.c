/* SPDX-License-Identifier: MIT */
#include "query/match/members.h"

#include "core/base/bit_set.h"
#include "core/index/records.h"
#include "core/report/members.h"
#include "query/match/exact/verify.h"

#include <string.h>

/* What is looked for, in one segment. */
typedef struct member_finder {
    const match_context *context;
    const plan_node *field;
    const yz_field *declared; /* NULL: it is not */
    arena scratch;            /* for one value */
    bool meets;               /* some value of the passage does */
} member_finder;

static const yz_field *
declared_of(const match_context *m, const plan_node *n)
{
    const declared_fields *declared = m->patterns->declared;
    return declared ? fields_find(declared, n->node->member) : NULL;
}

/* ---- one value ------------------------------------------------------------ */

static yz_status
text_meets(member_finder *f, yz_str text, bool *ret_meets)
{
    const match_context *m = f->context;
    skeleton sk;
    arena_clear(&f->scratch);
    *ret_meets = false;
    if (f->field->node->range.is_range)
        return YZ_OK;
    TRY(skeleton_make(m->patterns->fold, text, false, &f->scratch, &sk,
                      m->err));
    *ret_meets = verify_units(m, &f->field->field_value, sk.units, sk.length);
    return YZ_OK;
}

/* Both ends of a keyword's range are compared by what is stored of a value. */
static yz_str
cut(yz_str text)
{
    if (text.size > FIELD_VALUE_SIZE_MAX)
        text.size = FIELD_VALUE_SIZE_MAX;
    return text;
}

static bool
keyword_meets(const member_range *r, yz_str text)
{
    const int low = r->low.size ? str_compare(text, cut(r->low)) : 1;
    const int high = r->high.size ? str_compare(text, cut(r->high)) : -1;
    return low >= (r->above ? 1 : 0) && high <= (r->below ? -1 : 0);
}

static bool
number_meets(const member_range *r, double number)
{
    if (!r->is_number)
        return false;
    return (r->above ? number > r->low_number : number >= r->low_number) &&
           (r->below ? number < r->high_number : number <= r->high_number);
}

/* Of a field that nobody declared, JSON tells the type. */
static yz_status
untyped_meets(member_finder *f, const member_value *value, bool *ret_meets)
{
    if (!value->is_number)
        return text_meets(f, value->text, ret_meets);
    *ret_meets = number_meets(&f->field->node->range, value->number);
    return YZ_OK;
}

static yz_status
value_meets(member_finder *f, const member_value *value, bool *ret_meets)
{
    const member_range *range = &f->field->node->range;
    if (!f->declared)
        return untyped_meets(f, value, ret_meets);
    if (f->declared->type == YZ_FIELD_TEXT)
        return text_meets(f, value->text, ret_meets);
    *ret_meets = f->declared->type == YZ_FIELD_KEYWORD
                     ? keyword_meets(range, value->text)
                     : value->has_number && number_meets(range, value->number);
    return YZ_OK;
}

/* ---- by reading every extra ------------------------------------------------ */

static yz_status
see_value(void *context, const member_value *value, yz_error *err)
{
    member_finder *f = context;
    bool meets = false;
    (void)err; /* the context's own */
    if (!f->meets)
        TRY(value_meets(f, value, &meets));
    f->meets = f->meets || meets;
    return YZ_OK;
}

static yz_status
passage_meets(member_finder *f, uint32_t passage, bool *ret_meets)
{
    const match_context *m = f->context;
    record_strings strings;
    yz_passage p;
    f->meets = false;
    arena_clear(&f->scratch);
    TRY(segment_record_decode(m->segment, passage, &f->scratch, &p, &strings,
                              m->err));
    members all = members_read(p.extra);
    const yz_status status =
        members_each(&all, f->field->node->member, see_value, f, m->err);
    members_dispose(&all);
    *ret_meets = f->meets;
    return status;
}

static yz_status
read_all(member_finder *f, const passage_set *within, passage_set *to)
{
    const match_context *m = f->context;
    const uint32_t count = within ? within->count : m->segment->info.passages;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t passage = within ? within->passages[i] : i;
        bool meets;
        TRY(cancellation_poll(m->cancellation, m->err));
        TRY(passage_meets(f, passage, &meets));
        if (meets)
            passage_set_push(to, passage);
    }
    return YZ_OK;
}

yz_status
members_match_slowly(const match_context *m, const plan_node *field,
                     const passage_set *within, passage_set *ret_passages)
{
    member_finder f = { .context = m,
                        .field = field,
                        .declared = declared_of(m, field),
                        .scratch.from = m->arena->from };
    passage_set list = { 0 };
    if (within)
        list = passage_set_list(within, within->count, m->arena);
    const uint32_t most = within ? within->count : m->segment->info.passages;
    *ret_passages = passage_set_new(m->arena, most, YZ_TIER_EXACT);
    if (!ret_passages->passages || (within && !list.passages))
        return error_nomem(m->err);
    const yz_status status = read_all(&f, within ? &list : NULL, ret_passages);
    arena_dispose(&f.scratch);
    return status;
}

/* ---- by the dictionary ----------------------------------------------------- */

enum { KIND_SIZE = 2 }; /* bytes of a term before its value */

/* Set the bits of the passages that have a term. */
static yz_status
add_list(const match_context *m, const list_place *where, uint64_t *bits)
{
    segment *s = m->segment;
    posting_list list;
    posting_cursor c;
    if (!where->count || where->count > s->info.passages)
        return error_corrupt(m->err, "a posting list is too long");
    TRY(segment_word_list(s, where, &list, m->err));
    TRY(posting_cursor_open(&list, &c, m->err));
    while (c.passage != POSTINGS_END) {
        if (c.passage >= s->info.passages)
            return error_corrupt(m->err, "a posting refers to a passage that "
                                         "does not exist");
        bits_set(bits, c.passage);
        TRY(posting_cursor_next(&c, m->err));
    }
    return YZ_OK;
}

static yz_status
value_of_term(const member_finder *f, yz_str term, member_value *ret_value)
{
    *ret_value = (member_value){ .text = term };
    if (f->declared->type != YZ_FIELD_NUMBER)
        return YZ_OK;
    if (term.size != NUMBER_KEY_SIZE)
        return error_corrupt(f->context->err, "a term is no number");
    ret_value->number = number_from_key(term.data);
    ret_value->has_number = true;
    return YZ_OK;
}

/* Where the terms begin that can be met. */
static bool
first_term(const member_finder *f, uint8_t number, buffer *out)
{
    const member_range *r = &f->field->node->range;
    char key[NUMBER_KEY_SIZE];
    buffer_put_u8(out, WORD_FIELD);
    buffer_put_u8(out, number);
    if (f->declared->type == YZ_FIELD_KEYWORD)
        buffer_put_text(out, cut(r->low));
    if (f->declared->type == YZ_FIELD_NUMBER && r->low.size) {
        number_to_key(r->low_number, key);
        buffer_put(out, key, sizeof(key));
    }
    return buffer_ok(out);
}

/* Whether no later term can be met: only text may be met anywhere. */
static bool
is_behind(const member_finder *f, const member_value *value)
{
    const member_range *r = &f->field->node->range;
    if (f->declared->type == YZ_FIELD_TEXT || !r->high.size)
        return false;
    return f->declared->type == YZ_FIELD_KEYWORD
               ? str_compare(value->text, cut(r->high)) > 0
               : value->number > r->high_number;
}

static yz_status
walk_terms(member_finder *f, yz_str first, uint64_t *bits)
{
    const match_context *m = f->context;
    words_cursor *c = arena_alloc(m->arena, sizeof(*c));
    if (!c)
        return error_nomem(m->err);
    yz_status status =
        words_cursor_open(&m->segment->blobs[BLOB_WORD], first, c, m->err);
    while (status == YZ_OK) {
        member_value value;
        bool meets;
        status = words_cursor_next(c, m->err);
        if (status != YZ_OK)
            break;
        const yz_str term = words_cursor_term(c);
        if (term.size < KIND_SIZE ||
            memcmp(term.data, first.data, KIND_SIZE) != 0)
            return YZ_OK;
        TRY(cancellation_poll(m->cancellation, m->err));
        TRY(value_of_term(
            f, (yz_str){ term.data + KIND_SIZE, term.size - KIND_SIZE },
            &value));
        if (is_behind(f, &value))
            return YZ_OK;
        TRY(value_meets(f, &value, &meets));
        if (meets)
            status = add_list(m, &c->where, bits);
    }
    return status == YZ_DONE ? YZ_OK : status;
}

static yz_status
match_declared(member_finder *f, passage_set *ret)
{
    const match_context *m = f->context;
    const declared_fields *declared = m->patterns->declared;
    const uint32_t end = m->segment->info.passages;
    buffer first = { .from = m->arena->from };
    *ret = passage_set_new_bits(m->arena, end, YZ_TIER_EXACT);
    yz_status status = ret->bits ? YZ_OK : error_nomem(m->err);
    if (status == YZ_OK &&
        !first_term(f, (uint8_t)(f->declared - declared->items), &first))
        status = error_nomem(m->err);
    if (status == YZ_OK)
        status = walk_terms(f, buffer_str(&first), ret->bits);
    if (status == YZ_OK)
        ret->count = (uint32_t)bits_count(ret->bits, bits_words(end));
    buffer_dispose(&first);
    return status;
}

yz_status
members_match(const match_context *m, const plan_node *field,
              const passage_set *within, passage_set *ret_passages)
{
    member_finder f = { .context = m,
                        .field = field,
                        .declared = declared_of(m, field),
                        .scratch.from = m->arena->from };
    if (!f.declared)
        return members_match_slowly(m, field, within, ret_passages);
    const yz_status status = match_declared(&f, ret_passages);
    arena_dispose(&f.scratch);
    return status;
}
