/* SPDX-License-Identifier: MIT */
/*
 * Whether a phrase of ideographs may be in a packed text with some of them
 * wrong, lost or added: an automaton over the codes that follows all
 * beginnings of the phrase at once, a bit each (Wu & Manber 1992, "Fast text
 * searching allowing errors"). What is no ideograph may be anything that is
 * put between two of them, or instead of one, so it is passed over at no
 * cost. What comes out is never a wrong no.
 */
#include "core/base/bit_set.h"
#include "core/format/packed_text.h"

#include <assert.h>
#include <string.h>

enum { TEXT_CODES_MAX = 1024, ODD = 1 << PACKED_NEAR_MAX };

/* What may be no ideograph. */
static bool
is_odd(uint16_t unit)
{
    return unit < HAN_FIRST || unit >= HAN_FIRST + HAN_COUNT;
}

static bool
is_wanted(const packed_near *p, uint16_t unit)
{
    return bits_test(p->wanted, unit);
}

static uint16_t
mask_of(const packed_near *p, uint16_t unit)
{
    uint32_t mask = is_odd(unit) ? ODD : 0;
    for (uint32_t i = 0; i < p->length && is_wanted(p, unit); i++)
        for (uint32_t j = 0; j < p->forms[i].count; j++)
            if (p->forms[i].units[j] == unit)
                mask |= 1u << i;
    return (uint16_t)mask;
}

static void
masks_make(packed_near *p, int table)
{
    for (uint32_t code = 0; code < CODE_COUNT; code++)
        p->masks[table][code] = mask_of(p, p->fold->codes[table][code]);
    p->made[table] = true;
}

void
packed_near_make(const packed_fold *fold, const packed_forms *forms,
                 uint32_t length, uint32_t errors, bool edits,
                 packed_near *ret_near)
{
    ret_near->fold = fold;
    ret_near->length = length;
    ret_near->errors = errors < PACKED_ERRORS_MAX ? errors : PACKED_ERRORS_MAX;
    ret_near->edits = edits;
    ret_near->made[0] = ret_near->made[1] = false;
    memcpy(ret_near->forms, forms, length * sizeof(*forms));
    memset(ret_near->wanted, 0, sizeof(ret_near->wanted));
    for (uint32_t i = 0; i < length; i++)
        for (uint32_t j = 0; j < forms[i].count; j++)
            bits_set(ret_near->wanted, forms[i].units[j]);
}

/* The mask of the next character that has no code; it may be of a rare plane. */
static uint32_t
escape_mask(const packed_near *p, bytes *escapes)
{
    const uint16_t unit = bytes_take_u16(escapes);
    if ((unit & 0xfc00) != 0xd800)
        return mask_of(p, p->fold->units[unit]);
    bytes_take_u16(escapes);
    return ODD | (ODD - 1); /* it may be a form of any of them */
}

/*
 * state[k]: the beginnings that end here with k errors at most, bit i for that
 * of i + 1 characters. Compiled once for each number of errors, so that they
 * lie in registers. @return the beginnings that ended anywhere
 */
static inline __attribute__((always_inline)) uint32_t
follow(const packed_near *p, const uint16_t *codes, const packed_text *t,
       uint32_t errors, bool edits)
{
    const uint16_t *masks = p->masks[t->form - 1];
    uint32_t state[PACKED_ERRORS_MAX + 1] = { 0 };
    uint32_t ended = 0;
    bytes escapes = t->escapes;
    for (uint32_t k = 0; k <= errors && edits; k++)
        state[k] = (1u << k) - 1; /* lost before the text begins */
    for (uint32_t i = 0; i < t->count; i++) {
        uint32_t mask = masks[codes[i]];
        uint32_t before = 0; /* of one error less, as it was */
        if (codes[i] == CODE_ESCAPE)
            mask = escape_mask(p, &escapes);
        const uint32_t stays = 0 - (mask >> PACKED_NEAR_MAX & 1);
        const uint32_t begins = mask & 1;
        for (uint32_t k = 0; k <= errors; k++) {
            const uint32_t now = state[k];
            uint32_t other = (now & stays) | begins;
            if (k > 0)
                other |= before << 1 | 1; /* wrong */
            if (k > 0 && edits)
                other |= before | state[k - 1] << 1; /* added, lost */
            before = now;
            state[k] = (now << 1 & mask) | other;
        }
        ended |= state[errors];
    }
    return ended;
}

static uint32_t
follow_any(const packed_near *p, const uint16_t *codes, const packed_text *t)
{
    if (p->edits)
        return p->errors > 1 ? follow(p, codes, t, 2, true)
                             : follow(p, codes, t, 1, true);
    return p->errors > 1   ? follow(p, codes, t, 2, false)
           : p->errors > 0 ? follow(p, codes, t, 1, false)
                           : follow(p, codes, t, 0, false);
}

bool
packed_text_may_be_near(const packed_text *t, packed_near *p)
{
    uint16_t codes[TEXT_CODES_MAX + CODE_SLACK];
    assert(p->length > 0 && p->length <= 32);
    if (t->slow || t->form == PACKED_PLAIN || t->count > TEXT_CODES_MAX)
        return true;
    const int table = (int)t->form - 1;
    if (!p->made[table])
        masks_make(p, table);
    codes_unpack(t->codes, t->count, codes);
    return follow_any(p, codes, t) >> (p->length - 1) & 1;
}
