/* SPDX-License-Identifier: MIT */
/*
 * Packing: cut the text into units and white space, see how large it would be
 * in each form, write the smallest, and look whether its quick skeleton is the
 * true one. The last makes the flag `slow` right by construction, whatever
 * Unicode has in store: a combining mark, a ligature, a new plane.
 */
#include "core/base/array.h"
#include "core/base/utf8.h"
#include "core/format/packed_record.h"
#include "core/format/space_list.h"

#include <string.h>

enum { TRADITIONAL_SHIFT = 16 };
static const uint32_t TRADITIONAL_MASK = 0xffff0000;

struct packer {
    const yz_allocator *memory;
    const packed_fold *fold;
    uint32_t codes[UNIT_COUNT]; /* by unit: traditional << 16 | simplified */
    ARRAY_OF(uint16_t) units;   /* of the text, but its spaces */
    ARRAY_OF(uint16_t) text_codes;
    ARRAY_OF(uint16_t) skeleton;
    uint32_t escapes[CODE_TABLES]; /* units without a code */
    uint32_t pairs;                /* of surrogates */
    buffer spaces;
    buffer packed;
    buffer escaped;
};

packer *
packer_new(const yz_allocator *memory, const packed_fold *fold)
{
    packer *p = memory_allocate(memory, sizeof(*p));
    if (!p)
        return NULL;
    *p = (packer){ .memory = memory,
                   .fold = fold,
                   .units.from = memory,
                   .text_codes.from = memory,
                   .skeleton.from = memory,
                   .spaces.from = memory,
                   .packed.from = memory,
                   .escaped.from = memory };
    const uint16_t *simplified = code_table(CODE_SIMPLIFIED);
    const uint16_t *traditional = code_table(CODE_TRADITIONAL);
    for (uint32_t unit = 0; unit < UNIT_COUNT; unit++)
        p->codes[unit] = CODE_ESCAPE << TRADITIONAL_SHIFT | CODE_ESCAPE;
    for (uint32_t code = 0; code < CODE_ESCAPE; code++) {
        uint32_t *codes = &p->codes[simplified[code]];
        *codes = (*codes & TRADITIONAL_MASK) | code;
        codes = &p->codes[traditional[code]];
        *codes = (*codes & ~TRADITIONAL_MASK) | code << TRADITIONAL_SHIFT;
    }
    return p;
}

void
packer_free(packer *p)
{
    if (!p)
        return;
    ARRAY_DISPOSE(&p->units);
    ARRAY_DISPOSE(&p->text_codes);
    ARRAY_DISPOSE(&p->skeleton);
    buffer_dispose(&p->spaces);
    buffer_dispose(&p->packed);
    buffer_dispose(&p->escaped);
    memory_release(p->memory, p);
}

/* ---- taking the text apart ---------------------------------------------------- */

static void
split_clear(packer *p)
{
    p->units.count = 0;
    p->pairs = 0;
    p->spaces.size = p->packed.size = p->escaped.size = 0;
    memset(p->escapes, 0, sizeof(p->escapes));
}

static inline uint16_t
code_of(const packer *p, int table, uint16_t unit)
{
    return (uint16_t)(p->codes[unit] >> TRADITIONAL_SHIFT * table);
}

static void
split_unit(packer *p, uint32_t unit)
{
    p->units.items[p->units.count++] = (uint16_t)unit;
    for (int t = 0; t < CODE_TABLES; t++)
        p->escapes[t] += code_of(p, t, (uint16_t)unit) == CODE_ESCAPE;
}

static void
split_char(packer *p, uint32_t c, size_t *last)
{
    if (space_is(c)) {
        const size_t codes = p->units.count - p->pairs;
        space_list_put(&p->spaces, (uint32_t)(codes - *last), c);
        *last = codes;
    } else if (c <= 0xffff) {
        split_unit(p, c);
    } else {
        split_unit(p, 0xd7c0 + (c >> 10));
        split_unit(p, 0xdc00 | (c & 0x3ff));
        p->pairs++;
    }
}

/*
 * A run of U+4000 to U+BFFF, the ideographs among them, nearly all of most
 * texts: three bytes each and no white space. @return where it ends.
 */
static size_t
split_run(packer *p, const uint8_t *text, size_t at, size_t size)
{
    uint16_t *to = p->units.items + p->units.count;
    uint32_t escapes[CODE_TABLES] = { 0 };
    while (at + 3 <= size && text[at] >= 0xe4 && text[at] <= 0xeb) {
        const uint32_t unit = (uint32_t)(text[at] & 0x0f) << 12 |
                              (uint32_t)(text[at + 1] & 0x3f) << 6 |
                              (text[at + 2] & 0x3f);
        const uint32_t codes = p->codes[unit];
        *to++ = (uint16_t)unit;
        escapes[CODE_SIMPLIFIED] += (codes & CODE_ESCAPE) == CODE_ESCAPE;
        escapes[CODE_TRADITIONAL] += codes >> TRADITIONAL_SHIFT == CODE_ESCAPE;
        at += 3;
    }
    p->units.count = (size_t)(to - p->units.items);
    for (int t = 0; t < CODE_TABLES; t++)
        p->escapes[t] += escapes[t];
    return at;
}

/* false: out of memory. */
static bool
split(packer *p, yz_str text)
{
    size_t last = 0; /* codes before the space before */
    split_clear(p);
    if (!ARRAY_RESERVE(&p->units, text.size + 1))
        return false;
    for (size_t at = 0;;) {
        at = split_run(p, (const uint8_t *)text.data, at, text.size);
        if (at == text.size)
            return buffer_ok(&p->spaces);
        split_char(p, utf8_next(text.data, text.size, &at), &last);
    }
}

/* ---- choosing ------------------------------------------------------------------- */

static packed_form
smallest_form(const packer *p, yz_str text)
{
    const uint32_t count = (uint32_t)p->units.count - p->pairs;
    packed_form best = PACKED_PLAIN;
    size_t least = text.size;
    for (int t = 0; t < CODE_TABLES; t++) {
        const size_t size =
            codes_size(count) + 2 * (size_t)p->escapes[t] + p->spaces.size;
        if (size >= least)
            continue;
        least = size;
        best = (packed_form)(t + 1);
    }
    return best;
}

/* ---- writing ---------------------------------------------------------------------- */

/* One escape for a pair of surrogates, both of which are in the list. */
static bool
make_codes(packer *p, int table)
{
    p->text_codes.count = 0;
    if (!ARRAY_RESERVE(&p->text_codes, p->units.count + 1))
        return false;
    uint16_t *to = p->text_codes.items;
    for (size_t i = 0; i < p->units.count; i++) {
        const uint16_t unit = p->units.items[i];
        const uint16_t code = code_of(p, table, unit);
        if (code == CODE_ESCAPE)
            buffer_put_u16(&p->escaped, unit);
        *to = code;
        to += (unit & 0xfc00) != 0xdc00;
    }
    p->text_codes.count = (size_t)(to - p->text_codes.items);
    codes_pack(p->text_codes.items, (uint32_t)p->text_codes.count, &p->packed);
    return buffer_ok(&p->packed) && buffer_ok(&p->escaped);
}

static bytes
bytes_of_buffer(const buffer *b)
{
    return bytes_of(b->data, b->size);
}

static bool
write_record(packer *p, yz_str text, buffer *out)
{
    packed_text t = { .form = smallest_form(p, text) };
    if (t.form == PACKED_PLAIN) {
        t.count = (uint32_t)text.size;
        t.codes = bytes_of(text.data, text.size);
    } else {
        if (!make_codes(p, (int)t.form - 1))
            return false;
        t.count = (uint32_t)p->text_codes.count;
        t.codes = bytes_of_buffer(&p->packed);
        t.escapes = bytes_of_buffer(&p->escaped);
        t.spaces = bytes_of_buffer(&p->spaces);
    }
    packed_record_put(out, &t);
    return true;
}

/* Compare the quick skeleton of the record at `begin` with the true one. */
static bool
check_skeleton(packer *p, buffer *out, size_t begin, const uint16_t *skeleton,
               uint32_t length)
{
    packed_text t;
    bytes in = bytes_of(out->data + begin, out->size - begin);
    p->skeleton.count = 0;
    if (!packed_text_read(&in, &t) ||
        !ARRAY_RESERVE(&p->skeleton, packed_text_capacity(&t)))
        return false;
    const uint32_t quick = packed_text_skeleton(&t, p->fold, p->skeleton.items);
    if (quick != length || (length && memcmp(p->skeleton.items, skeleton,
                                             length * sizeof(*skeleton)) != 0))
        packed_record_set_slow(out->data + begin);
    return true;
}

void
packer_put(packer *p, yz_str text, const uint16_t *skeleton, uint32_t length,
           buffer *out)
{
    const size_t begin = out->size;
    if (!split(p, text) || !write_record(p, text, out) || !buffer_ok(out) ||
        !check_skeleton(p, out, begin, skeleton, length))
        out->failed = true;
}
