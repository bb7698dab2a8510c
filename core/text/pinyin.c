/* SPDX-License-Identifier: MIT */
/*
 * The table as scripts/pinyin/make_table.py writes it, numbers little-endian:
 *
 *     "YZPY"  version u16  names u16  bytes of names u16  readings u16
 *     names               each with a NUL, sorted
 *     20993 x u16         of each character, where its readings begin
 *     readings x u16      number of the name << 3 | tone (5: none)
 *
 * A query is laid out as letters, each with the tone written on or behind it
 * and whether a syllable must end there. The cost of the rest of the letters
 * is found from the end on: a syllable is free, an initial costs its letters.
 * Then all cheapest ways are walked.
 */
#include "core/text/pinyin.h"

#include "core/base/bit_set.h"
#include "core/base/bytes.h"
#include "core/base/utf8.h"
#include "core/text/data.h"

#include <string.h>

enum {
    HEADER_SIZE = 12,
    CHARACTERS = PINYIN_LAST - PINYIN_FIRST + 1,
    LETTERS_MAX = 128,
    SYLLABLE_MAX = 6, /* zhuang */
    COST_MAX = 1000,
    NAMES_MAX = 1 << 13 /* of a cell's number */
};

/* ---- the table ------------------------------------------------------------ */

typedef struct readings {
    const char *names;
    const uint8_t *begins;
    const uint8_t *cells;
} readings;

static readings
table_readings(void)
{
    readings r = { .names = (const char *)data_pinyin + HEADER_SIZE };
    r.begins = data_pinyin + HEADER_SIZE + bytes_u16_at(data_pinyin + 8);
    r.cells = r.begins + (size_t)2 * (CHARACTERS + 1);
    return r;
}

/* The number of a name; UINT32_MAX if there is none. */
static uint32_t
name_number(const readings *r, const char *name, size_t size)
{
    const char *at = r->names;
    const uint32_t count = bytes_u16_at(data_pinyin + 6);
    for (uint32_t i = 0; i < count; i++, at += strlen(at) + 1)
        if (strlen(at) == size && memcmp(at, name, size) == 0)
            return i;
    return UINT32_MAX;
}

/* ---- letters --------------------------------------------------------------- */

typedef struct letters {
    char text[LETTERS_MAX];
    uint8_t tones[LETTERS_MAX]; /**< written on or behind it; 0: none */
    bool ends[LETTERS_MAX + 1]; /**< a syllable must end before it */
    size_t count;
} letters;

/* A vowel with its tone on it. */
typedef struct toned_vowel {
    uint16_t c;
    char letter;
    uint8_t tone;
} toned_vowel;

static const toned_vowel TONED[] = {
    { 0xe0, 'a', 4 },  { 0xe1, 'a', 2 },  { 0xe8, 'e', 4 },  { 0xe9, 'e', 2 },
    { 0xec, 'i', 4 },  { 0xed, 'i', 2 },  { 0xf2, 'o', 4 },  { 0xf3, 'o', 2 },
    { 0xf9, 'u', 4 },  { 0xfa, 'u', 2 },  { 0xfc, 'v', 0 },  { 0x101, 'a', 1 },
    { 0x113, 'e', 1 }, { 0x11b, 'e', 3 }, { 0x12b, 'i', 1 }, { 0x14d, 'o', 1 },
    { 0x16b, 'u', 1 }, { 0x1ce, 'a', 3 }, { 0x1d0, 'i', 3 }, { 0x1d2, 'o', 3 },
    { 0x1d4, 'u', 3 }, { 0x1d6, 'v', 1 }, { 0x1d8, 'v', 2 }, { 0x1da, 'v', 3 },
    { 0x1dc, 'v', 4 },
};

static bool
letter_read(uint32_t c, char *ret_letter, uint8_t *ret_tone)
{
    *ret_tone = 0;
    *ret_letter = (char)c;
    if (c >= 'A' && c <= 'Z')
        *ret_letter = (char)(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
        return true;
    for (size_t i = 0; i < ARRAY_LENGTH(TONED); i++)
        if (TONED[i].c == c) {
            *ret_letter = TONED[i].letter;
            *ret_tone = TONED[i].tone;
            return true;
        }
    return false;
}

/* Lay the text out. false: it has what pinyin has not, or too much of it. */
static bool
letters_read(yz_str text, letters *l)
{
    for (size_t at = 0; at < text.size;) {
        const uint32_t c = utf8_next(text.data, text.size, &at);
        char letter;
        uint8_t tone;
        if (c == ' ' || c == '\'' || c == 0x2019 || c == '-') {
            l->ends[l->count] = true;
        } else if (c >= '1' && c <= '5' && l->count) {
            l->tones[l->count - 1] = (uint8_t)(c - '0');
            l->ends[l->count] = true;
        } else if (l->count < LETTERS_MAX && letter_read(c, &letter, &tone)) {
            l->text[l->count] = letter;
            l->tones[l->count++] = tone;
        } else {
            return false;
        }
    }
    l->ends[l->count] = true;
    return l->count > 0;
}

/* ---- parting ---------------------------------------------------------------- */

typedef struct parting {
    readings table;
    letters letters;
    uint32_t costs[LETTERS_MAX + 1]; /**< of all from a letter on */
    const pinyin_class *made[LETTERS_MAX][SYLLABLE_MAX]; /**< by step */
    size_t sizes[PINYIN_SYLLABLES_MAX];
    size_t count;
    pinyin_query out;
    arena *arena;
    yz_error *err;
} parting;

static bool
is_unbroken(const letters *l, size_t at, size_t size)
{
    for (size_t i = at + 1; i < at + size; i++)
        if (l->ends[i])
            return false;
    return at + size <= l->count;
}

static bool
has_vowel(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (strchr("aeiouv", text[i]))
            return true;
    return false;
}

/* 呒 and 嗯 are read m and n, but whoever types m means an initial. */
static bool
is_syllable(const parting *p, size_t at, size_t size)
{
    const char *text = p->letters.text + at;
    return is_unbroken(&p->letters, at, size) && has_vowel(text, size) &&
           name_number(&p->table, text, size) != UINT32_MAX;
}

static bool
is_initial(const parting *p, size_t at, size_t size)
{
    const char *text = p->letters.text + at;
    if (!is_unbroken(&p->letters, at, size))
        return false;
    if (size == 1)
        return strchr("bpmfdtnlgkhjqxzcsrywaeo", text[0]) != NULL;
    return size == 2 && text[1] == 'h' && strchr("zcs", text[0]);
}

/* What a step of `size` letters costs; COST_MAX if there is no such step. */
static uint32_t
step_cost(const parting *p, size_t at, size_t size)
{
    if (is_syllable(p, at, size))
        return 0;
    return is_initial(p, at, size) ? (uint32_t)size : COST_MAX;
}

static void
costs_find(parting *p)
{
    for (size_t at = p->letters.count; at-- > 0;) {
        p->costs[at] = COST_MAX;
        for (size_t size = 1; size <= SYLLABLE_MAX; size++) {
            if (at + size > p->letters.count)
                break;
            const uint32_t cost = step_cost(p, at, size) + p->costs[at + size];
            if (cost < p->costs[at])
                p->costs[at] = cost;
        }
    }
}

/* ---- classes ------------------------------------------------------------------ */

static uint8_t
step_tone(const letters *l, size_t at, size_t size)
{
    uint8_t tone = 0;
    for (size_t i = at; i < at + size; i++)
        if (l->tones[i])
            tone = l->tones[i];
    return tone;
}

/* The names a step may represent, as bits: one, or all with an initial. */
static void
names_of(const parting *p, size_t at, size_t size, bool *names)
{
    const char *text = p->letters.text + at;
    const char *name = p->table.names;
    const uint32_t count = bytes_u16_at(data_pinyin + 6);
    const bool whole = is_syllable(p, at, size);
    for (uint32_t i = 0; i < count; i++, name += strlen(name) + 1)
        names[i] =
            strncmp(name, text, size) == 0 && (!whole || name[size] == '\0');
}

/* All characters with a reading of these names, and of the tone (0: any). */
static pinyin_class *
class_of(const readings *r, const bool *names, uint8_t tone, arena *a)
{
    pinyin_class *class = arena_alloc(a, sizeof(*class));
    for (uint32_t c = 0; class && c < CHARACTERS; c++) {
        const uint32_t end = bytes_u16_at(r->begins + (size_t)2 * (c + 1));
        for (uint32_t i = bytes_u16_at(r->begins + (size_t)2 * c); i < end;
             i++) {
            const uint32_t cell = bytes_u16_at(r->cells + (size_t)2 * i);
            if (names[cell >> 3] && (!tone || tone == (cell & 7)))
                bits_set(class->bits, c);
        }
    }
    return class;
}

static pinyin_class *
class_make(const parting *p, size_t at, size_t size)
{
    bool names[NAMES_MAX] = { false };
    const uint8_t tone = step_tone(&p->letters, at, size);
    names_of(p, at, size, names);
    return class_of(&p->table, names, tone, p->arena);
}

yz_status
pinyin_same_sound(uint32_t c, arena *a, const pinyin_class **ret_class,
                  yz_error *err)
{
    bool names[NAMES_MAX] = { false };
    const readings r = table_readings();
    if (c < PINYIN_FIRST || c > PINYIN_LAST)
        return YZ_DONE;
    const uint32_t number = c - PINYIN_FIRST;
    const uint32_t begin = bytes_u16_at(r.begins + (size_t)2 * number);
    const uint32_t end = bytes_u16_at(r.begins + (size_t)2 * (number + 1));
    for (uint32_t i = begin; i < end; i++)
        names[bytes_u16_at(r.cells + (size_t)2 * i) >> 3] = true;
    if (begin == end)
        return YZ_DONE;
    *ret_class = class_of(&r, names, 0, a);
    return *ret_class ? YZ_OK : error_nomem(err);
}

static yz_status
row_add(parting *p)
{
    size_t at = 0;
    pinyin_row *row = &p->out.rows[p->out.count];
    row->classes = arena_array(p->arena, p->count, sizeof(*row->classes));
    if (!row->classes)
        return error_nomem(p->err);
    for (size_t i = 0; i < p->count; at += p->sizes[i++]) {
        const pinyin_class **made = &p->made[at][p->sizes[i] - 1];
        if (!*made)
            *made = class_make(p, at, p->sizes[i]);
        if (!*made)
            return error_nomem(p->err);
        row->classes[i] = *made;
    }
    row->count = p->count;
    p->out.count++;
    return YZ_OK;
}

/* Walk all cheapest ways, the longest syllables first. */
static yz_status
rows_walk(parting *p, size_t at)
{
    if (at == p->letters.count)
        return row_add(p);
    for (size_t size = SYLLABLE_MAX; size > 0; size--) {
        if (at + size > p->letters.count || p->out.count == PINYIN_ROWS_MAX ||
            p->count == PINYIN_SYLLABLES_MAX ||
            step_cost(p, at, size) + p->costs[at + size] != p->costs[at])
            continue;
        p->sizes[p->count++] = size;
        TRY(rows_walk(p, at + size));
        p->count--;
    }
    return YZ_OK;
}

yz_status
pinyin_parse(yz_str text, arena *a, pinyin_query *ret_query, yz_error *err)
{
    parting p = { .table = table_readings(), .arena = a, .err = err };
    p.out.rows = arena_array(a, PINYIN_ROWS_MAX, sizeof(*p.out.rows));
    if (!p.out.rows)
        return error_nomem(err);
    if (letters_read(text, &p.letters)) {
        costs_find(&p);
        p.out.initials = p.costs[0];
        if (p.costs[0] < COST_MAX)
            TRY(rows_walk(&p, 0));
    }
    *ret_query = p.out;
    return YZ_OK;
}
