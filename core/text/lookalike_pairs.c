/* SPDX-License-Identifier: MIT */
/*
 * Pairs of the user's, as text and as stored in the index. Stored form: a
 * varint count, then for each pair two varint code points and the weight in
 * 1/255 as one byte.
 */
#include "core/text/lookalike.h"

#include "core/base/rows.h"
#include "core/base/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double WEIGHT_DEFAULT = 0.9;

static bool
one_char(yz_str word, uint32_t *ret_char)
{
    size_t at = 0;
    if (!word.size)
        return false;
    *ret_char = utf8_next(word.data, word.size, &at);
    return at == word.size;
}

static bool
weight_read(yz_str word, double *ret_weight)
{
    char text[16] = { 0 };
    char *end;
    *ret_weight = WEIGHT_DEFAULT;
    if (!word.size)
        return true;
    if (word.size >= sizeof(text))
        return false;
    memcpy(text, word.data, word.size);
    *ret_weight = strtod(text, &end);
    return *end == '\0' && *ret_weight >= 0 && *ret_weight <= 1;
}

static bool
line_read(yz_str line, lookalike_pair *ret_pair)
{
    return one_char(row_take_word(&line), &ret_pair->query) &&
           one_char(row_take_word(&line), &ret_pair->text) &&
           weight_read(row_take_word(&line), &ret_pair->weight) &&
           row_take_word(&line).size == 0;
}

yz_status
lookalike_pairs_parse(yz_str text, arena *a, lookalike_pairs *ret_pairs,
                      yz_error *err)
{
    rows r = { .text = text };
    lookalike_pairs out = { arena_array(a, rows_most(text), sizeof(*out.items)),
                            0 };
    if (!out.items)
        return error_nomem(err);
    while (rows_next(&r)) {
        if (!line_read(r.row, &out.items[out.count]))
            return rows_refuse(&r, err,
                               "this is no pair of look-alikes; write two "
                               "characters and a weight from 0 to 1");
        out.count++;
    }
    lookalike_pairs_sort(&out);
    *ret_pairs = out;
    return YZ_OK;
}

static void
put_char(buffer *out, uint32_t c)
{
    char text[4];
    buffer_put(out, text, utf8_put(text, c));
    buffer_put_u8(out, ' ');
}

void
lookalike_pairs_write(const lookalike_pairs *pairs, buffer *out)
{
    for (size_t i = 0; i < pairs->count; i++) {
        put_char(out, pairs->items[i].query);
        put_char(out, pairs->items[i].text);
        buffer_printf(out, "%.2f\n", pairs->items[i].weight);
    }
}

void
lookalike_pairs_encode(const lookalike_pairs *pairs, buffer *out)
{
    buffer_put_varint(out, pairs->count);
    for (size_t i = 0; i < pairs->count; i++) {
        buffer_put_varint(out, pairs->items[i].query);
        buffer_put_varint(out, pairs->items[i].text);
        buffer_put_u8(out, (uint8_t)lround(pairs->items[i].weight * 255));
    }
}

/* As lookalike_pairs_sort() left them. */
static bool
rises(const lookalike_pair *before, const lookalike_pair *pair)
{
    return before->query != pair->query ? before->query < pair->query
                                        : before->text < pair->text;
}

yz_status
lookalike_pairs_decode(bytes in, arena *a, lookalike_pairs *ret_pairs,
                       yz_error *err)
{
    const uint64_t count = bytes_take_varint(&in);
    if (in.bad || count > bytes_left(&in) / 3)
        return error_corrupt(err, "its list of look-alikes has a wrong size");
    lookalike_pairs out = { arena_array(a, count + 1, sizeof(*out.items)),
                            count };
    if (!out.items)
        return error_nomem(err);
    for (size_t i = 0; i < count; i++) {
        out.items[i].query = bytes_take_varint32(&in);
        out.items[i].text = bytes_take_varint32(&in);
        out.items[i].weight = bytes_take_u8(&in) / 255.0;
        if (i > 0 && !rises(&out.items[i - 1], &out.items[i]))
            in.bad = true;
    }
    if (in.bad || bytes_left(&in))
        return error_corrupt(err, "its list of look-alikes does not decode");
    *ret_pairs = out;
    return YZ_OK;
}
