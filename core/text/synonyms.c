/* SPDX-License-Identifier: MIT */
/*
 * Stored form: varint counts of groups and of words, then for each group a
 * varint count of words and the words.
 */
#include "core/text/synonyms.h"

#include "core/base/rows.h"
#include "core/base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* ---- text --------------------------------------------------------------- */

static bool
is_separator(uint32_t c)
{
    switch (c) {
    case ',':
    case ';':
    case '=':
    case '\t':
    case 0x3001: /* 、 */
    case 0xff0c: /* ， */
    case 0xff1b: /* ； */
    case 0xff1d: /* ＝ */
        return true;
    default:
        return false;
    }
}

/* Take what stands before the next separator; all that is left without one. */
static bool
take_listed(yz_str *row, yz_str *ret_word)
{
    size_t at = 0;
    while (at < row->size) {
        const size_t begin = at;
        if (!is_separator(utf8_next(row->data, row->size, &at)))
            continue;
        *ret_word = row_trim((yz_str){ row->data, begin });
        *row = (yz_str){ row->data + at, row->size - at };
        return true;
    }
    *ret_word = row_trim(*row);
    *row = (yz_str){ row->data + row->size, 0 };
    return false;
}

static bool
group_has(const synonyms *s, uint32_t first, yz_str word)
{
    for (uint32_t i = first; i < s->count; i++)
        if (str_equal(s->items[i].text, word))
            return true;
    return false;
}

static yz_status
take_row(synonyms *s, yz_str row, arena *a, yz_error *err)
{
    const uint32_t first = s->count;
    yz_str rest = row;
    yz_str word;
    const bool listed = take_listed(&rest, &word);
    while (row.size) {
        if (listed)
            take_listed(&row, &word);
        else
            word = row_take_word(&row);
        if (word.size > SYNONYM_SIZE_MAX)
            return error_set(err, YZ_E_SOURCE,
                             "a synonym has more than %d bytes",
                             SYNONYM_SIZE_MAX);
        if (!word.size || group_has(s, first, word))
            continue;
        const yz_str copy = arena_str(a, word);
        if (!copy.data)
            return error_nomem(err);
        s->items[s->count++] = (synonym){ .text = copy, .group = s->groups };
    }
    s->groups++;
    return YZ_OK;
}

static yz_status
synonyms_capacity(size_t count, arena *a, synonyms *ret_synonyms, yz_error *err)
{
    if (count >= UINT32_MAX)
        return error_set(err, YZ_E_LIMIT, "there are too many synonyms");
    *ret_synonyms =
        (synonyms){ .items = arena_array(a, count + 1, sizeof(synonym)) };
    return ret_synonyms->items ? YZ_OK : error_nomem(err);
}

/* What may part two words, byte by byte; signs begin with one of two bytes. */
static size_t
words_most(yz_str text)
{
    size_t words = rows_most(text);
    for (size_t i = 0; i < text.size; i++)
        words += strchr(",;= \t\r\xe3\xef", text.data[i]) != NULL;
    return words;
}

yz_status
synonyms_parse(yz_str text, arena *a, synonyms *ret_synonyms, yz_error *err)
{
    rows r = { .text = text };
    synonyms out;
    TRY(synonyms_capacity(words_most(text), a, &out, err));
    while (rows_next(&r)) {
        const uint32_t before = out.count;
        const yz_status status = take_row(&out, r.row, a, err);
        if (status != YZ_OK && err)
            err->line = r.line;
        TRY(status);
        if (out.count - before < 2)
            return rows_refuse(&r, err,
                               "not a group of synonyms; write two words or "
                               "more, separated by commas");
    }
    *ret_synonyms = out;
    return YZ_OK;
}

void
synonyms_write(const synonyms *s, buffer *out)
{
    for (uint32_t i = 0; i < s->count; i++) {
        const bool last =
            i + 1 == s->count || s->items[i + 1].group != s->items[i].group;
        buffer_put_text(out, s->items[i].text);
        buffer_put_text(out, str_of(last ? "\n" : ", "));
    }
}

/* ---- stored ------------------------------------------------------------- */

void
synonyms_encode(const synonyms *s, buffer *out)
{
    uint32_t at = 0;
    buffer_put_varint(out, s->groups);
    buffer_put_varint(out, s->count);
    for (uint32_t group = 0; group < s->groups; group++) {
        uint32_t end = at;
        while (end < s->count && s->items[end].group == group)
            end++;
        buffer_put_varint(out, end - at);
        for (; at < end; at++)
            buffer_put_str(out, s->items[at].text);
    }
}

static yz_status
take_group(bytes *in, uint64_t most, arena *a, synonyms *s, yz_error *err)
{
    const uint64_t count = bytes_take_varint(in);
    if (count > most - s->count)
        in->bad = true;
    for (uint64_t i = 0; i < count && !in->bad; i++) {
        const yz_str copy = arena_str(a, bytes_take_str(in));
        if (!copy.data)
            return error_nomem(err);
        s->items[s->count++] = (synonym){ .text = copy, .group = s->groups };
    }
    s->groups++;
    return YZ_OK;
}

yz_status
synonyms_decode(bytes in, arena *a, synonyms *ret_synonyms, yz_error *err)
{
    synonyms out;
    const uint64_t groups = bytes_take_varint(&in);
    const uint64_t count = bytes_take_varint(&in);
    if (in.bad || groups > bytes_left(&in) || count > bytes_left(&in))
        return error_corrupt(err, "its list of synonyms has a wrong size");
    TRY(synonyms_capacity(count, a, &out, err));
    for (uint64_t i = 0; i < groups && !in.bad; i++)
        TRY(take_group(&in, count, a, &out, err));
    if (in.bad || bytes_left(&in))
        return error_corrupt(err, "its list of synonyms cannot be decoded");
    *ret_synonyms = out;
    return YZ_OK;
}

/* ---- looked for --------------------------------------------------------- */

static int
units_compare(const uint16_t *x, uint32_t x_length, const uint16_t *y,
              uint32_t y_length)
{
    const uint32_t shorter = x_length < y_length ? x_length : y_length;
    for (uint32_t i = 0; i < shorter; i++)
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    return (x_length > y_length) - (x_length < y_length);
}

static int
by_text_compare(const void *a, const void *b)
{
    const synonym *x = *(const synonym *const *)a;
    const synonym *y = *(const synonym *const *)b;
    const int order = units_compare(x->folded, x->skeleton.length, y->folded,
                                    y->skeleton.length);
    return order ? order : (x > y) - (x < y);
}

static yz_status
synonym_prepare(synonym *s, const fold_table *fold,
                const variant_table *variants, arena *a, yz_error *err)
{
    TRY(skeleton_make(fold, s->text, false, a, &s->skeleton, err));
    const uint32_t length = s->skeleton.length;
    uint16_t *folded = arena_array(a, (size_t)length + 1, sizeof(*folded));
    if (!folded)
        return error_nomem(err);
    if (length)
        memcpy(folded, s->skeleton.units, length * sizeof(*folded));
    variant_fold_units(variants, folded, length);
    s->folded = folded;
    return YZ_OK;
}

yz_status
synonyms_prepare(synonyms *s, const fold_table *fold,
                 const variant_table *variants, arena *a, yz_error *err)
{
    s->by_text = arena_array(a, (size_t)s->count + 1, sizeof(*s->by_text));
    if (!s->by_text)
        return error_nomem(err);
    for (uint32_t i = 0; i < s->count; i++) {
        TRY(synonym_prepare(&s->items[i], fold, variants, a, err));
        s->by_text[i] = &s->items[i];
    }
    qsort(s->by_text, s->count, sizeof(*s->by_text), by_text_compare);
    return YZ_OK;
}

/* The first word that does not sort before a text. */
static uint32_t
first_at_least(const synonyms *s, const uint16_t *units, uint32_t length)
{
    uint32_t low = 0;
    uint32_t high = s->count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const synonym *m = s->by_text[middle];
        if (units_compare(m->folded, m->skeleton.length, units, length) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Words that begin as the text does sort together, the longer ones behind. */
const synonym *
synonyms_at(const synonyms *s, const uint16_t *folded, uint32_t length,
            uint32_t at)
{
    const synonym *longest = NULL;
    if (at >= length || skeleton_inside_word(folded, length, at))
        return NULL;
    for (uint32_t i = first_at_least(s, folded + at, 1); i < s->count; i++) {
        const synonym *word = s->by_text[i];
        const uint32_t size = word->skeleton.length;
        if (!size || word->folded[0] != folded[at])
            break;
        if (size <= length - at &&
            units_compare(word->folded, size, folded + at, size) == 0 &&
            !skeleton_inside_word(folded, length, at + size) &&
            (!longest || size > longest->skeleton.length))
            longest = word;
    }
    return longest;
}
