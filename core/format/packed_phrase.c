/* SPDX-License-Identifier: MIT */
#include "core/format/packed_phrase.h"
#include "core/base/bit_set.h"

#include <assert.h>
#include <string.h>

/* ---- making --------------------------------------------------------------- */

static void
add_codes(const packed_fold *fold, int table, uint16_t unit, packed_codes *to)
{
    for (uint32_t next = fold->first_code[table][unit]; next;
         next = fold->next_code[table][next - 1]) {
        to->open = to->open || to->count == PHRASE_CODES;
        if (to->count < PHRASE_CODES)
            to->codes[to->count++] = (uint16_t)(next - 1);
    }
}

static void
make_character(const packed_forms *forms, uint32_t i, packed_phrase *to)
{
    to->forms[i] = *forms;
    for (uint32_t j = 0; j < forms->count; j++)
        bits_set(to->low_bits, forms->units[j] % PHRASE_LOW_BITS);
    for (int t = 0; t < CODE_TABLES; t++) {
        packed_codes *codes = &to->codes[t][i];
        codes->count = 0;
        codes->open = false;
        for (uint32_t j = 0; j < forms->count; j++)
            add_codes(to->fold, t, forms->units[j], codes);
    }
}

void
packed_phrase_make(const packed_fold *fold, const packed_forms *forms,
                   uint32_t length, packed_phrase *ret_phrase)
{
    assert(length > 0 && length <= PACKED_PHRASE_MAX);
    ret_phrase->fold = fold;
    ret_phrase->length = length;
    memset(ret_phrase->low_bits, 0, sizeof(ret_phrase->low_bits));
    for (uint32_t i = 0; i < length; i++)
        make_character(&forms[i], i, ret_phrase);
}

/* ---- marking -------------------------------------------------------------- */

static bool
has_form(const packed_forms *forms, uint16_t unit)
{
    for (uint32_t i = 0; i < forms->count; i++)
        if (forms->units[i] == unit)
            return true;
    return false;
}

/* Most escapes are none of the phrase: the low bits of a unit say so. */
static bool
may_be_form(const packed_phrase *p, uint16_t unit)
{
    return bits_test(p->low_bits, unit % PHRASE_LOW_BITS);
}

static bool
is_han(uint16_t unit)
{
    return unit >= HAN_FIRST && unit < HAN_FIRST + HAN_COUNT;
}

/* Whether an escape marks nothing: an ideograph that is not of the phrase. */
static bool
is_indifferent(const packed_phrase *p, uint16_t unit)
{
    return is_han(unit) && p->fold->han_is_folded && !may_be_form(p, unit);
}

/* The character of an escape; of a rare plane: any form, or none. */
static void
mark_escape(const packed_phrase *p, uint16_t unit, uint32_t place,
            phrase_marks *marks)
{
    const bool rare = (unit & 0xfc00) == 0xd800;
    const uint16_t folded = p->fold->units[unit];
    if (rare || !is_han(folded))
        bits_set(marks->odd, place);
    if (!rare && !may_be_form(p, folded))
        return;
    for (uint32_t i = 0; i < p->length; i++)
        if (rare || has_form(&p->forms[i], folded))
            bits_set(marks->at[i], place);
}

/* Whether any escape marks something; of nearly all texts, none does. */
static bool
escapes_matter(const packed_phrase *p, bytes escapes)
{
    for (const uint8_t *at = escapes.at; escapes.end - at >= 2; at += 2)
        if (!is_indifferent(p, bytes_u16_at(at)))
            return true;
    return false;
}

static void
mark_escapes(const packed_phrase *p, const uint16_t *codes,
             const packed_text *t, phrase_marks *marks)
{
    static const uint16_t escape = CODE_ESCAPE;
    uint64_t places[PHRASE_TEXT_WORDS];
    bytes escapes = t->escapes;
    if (!escapes_matter(p, escapes))
        return;
    codes_mark(codes, t->count, &escape, 1, places);
    for (uint32_t w = 0; w < bits_words(t->count); w++)
        for (uint64_t left = places[w]; left; left &= left - 1) {
            const uint16_t unit = bytes_take_u16(&escapes);
            if (is_indifferent(p, unit))
                continue;
            mark_escape(p, unit, w * 64 + word_lowest(left), marks);
            if ((unit & 0xfc00) == 0xd800)
                bytes_take_u16(&escapes);
        }
}

bool
packed_phrase_mark(const packed_phrase *p, const packed_text *t,
                   phrase_marks *ret_marks)
{
    uint16_t codes[PHRASE_TEXT_MAX + CODE_MARKS_SLACK];
    const int table = (int)t->form - 1;
    if (t->slow || t->form == PACKED_PLAIN || t->count > PHRASE_TEXT_MAX)
        return false;
    codes_unpack(t->codes, t->count, codes);
    codes_mark_set(codes, t->count, p->fold->odd[table], ret_marks->odd);
    for (uint32_t i = 0; i < p->length; i++) {
        const packed_codes *c = &p->codes[table][i];
        codes_mark(codes, t->count, c->codes, c->count, ret_marks->at[i]);
        if (c->open)
            memset(ret_marks->at[i], 0xff,
                   bits_words(t->count) * sizeof(uint64_t));
    }
    mark_escapes(p, codes, t, ret_marks);
    return true;
}
