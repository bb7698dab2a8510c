/* SPDX-License-Identifier: MIT */
/*
 * A probe knows the codes, of either table, whose characters fold to what is
 * sought. Where it finds none of them, and none among the escapes, the text
 * need not be unpacked.
 */
#include "core/format/packed_text.h"

static bool
is_form(const packed_probe *p, uint16_t unit)
{
    for (uint32_t i = 0; i < p->form_count; i++)
        if (p->forms[i] == unit)
            return true;
    return false;
}

static bool
is_found(const uint16_t *codes, uint32_t count, uint16_t code)
{
    for (uint32_t i = 0; i < count; i++)
        if (codes[i] == code)
            return true;
    return false;
}

/*
 * Unused places repeat the first code, so that all can be compared. A space is
 * no code: it may represent any white space.
 */
static void
find_codes(packed_probe *p, int table)
{
    uint32_t count = 0;
    uint16_t *codes = p->codes[table];
    p->wide[table] = is_form(p, ' ');
    for (uint32_t i = 0; i < p->form_count && !p->wide[table]; i++)
        for (uint32_t next = p->fold->first_code[table][p->forms[i]];
             next && !p->wide[table];
             next = p->fold->next_code[table][next - 1]) {
            const uint16_t code = (uint16_t)(next - 1);
            if (is_found(codes, count, code))
                continue;
            p->wide[table] = count == CODES_WANTED;
            if (count < CODES_WANTED)
                codes[count++] = code;
        }
    const uint16_t none = CODE_COUNT; /* no code is so large */
    for (uint32_t i = count; i < CODES_WANTED; i++)
        codes[i] = count ? codes[0] : none;
}

/* The commonest of its codes: smaller codes are commoner characters. */
static uint32_t
rank_of(const packed_probe *p)
{
    uint32_t rank = CODE_COUNT;
    if (p->wide[0] || p->wide[1])
        return 0;
    for (int t = 0; t < CODE_TABLES; t++)
        for (uint32_t i = 0; i < CODES_WANTED; i++)
            if (p->codes[t][i] < rank)
                rank = p->codes[t][i];
    return rank;
}

void
packed_probe_make(const packed_fold *fold, const uint16_t *forms,
                  uint32_t count, packed_probe *ret_probe)
{
    packed_probe p = { .fold = fold };
    while (p.form_count < count && p.form_count < PROBE_FORMS) {
        p.forms[p.form_count] = forms[p.form_count];
        p.form_count++;
    }
    for (int t = 0; t < CODE_TABLES; t++)
        find_codes(&p, t);
    p.rank = rank_of(&p);
    *ret_probe = p;
}

static bool
escapes_have(bytes escapes, const packed_probe *p)
{
    while (bytes_left(&escapes) >= 2) {
        const uint16_t unit = bytes_take_u16(&escapes);
        if (is_form(p, unit) || is_form(p, p->fold->units[unit]))
            return true;
    }
    return false;
}

bool
packed_text_may_have(const packed_text *t, const packed_probe *p)
{
    if (t->slow || t->form == PACKED_PLAIN || p->wide[t->form - 1])
        return true;
    return codes_have(t->codes, t->count, p->codes[t->form - 1]) ||
           (bytes_left(&t->escapes) && escapes_have(t->escapes, p));
}
