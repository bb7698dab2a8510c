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
#include <string.h>

static const double WEIGHT_DEFAULT = 0.9;
enum { DIGITS_MAX = 15 };

static bool
one_char(yz_str word, uint32_t *ret_char)
{
    size_t at = 0;
    if (!word.size)
        return false;
    *ret_char = utf8_next(word.data, word.size, &at);
    return at == word.size;
}

/*
 * A decimal number from 0 to 1. By hand: strtod() obeys the locale of the
 * program we are in.
 */
static bool
weight_read(yz_str word, double *ret_weight)
{
    double weight = 0;
    double unit = 1; /* of the last digit */
    bool behind_point = false;
    size_t digits = 0;
    *ret_weight = WEIGHT_DEFAULT;
    for (size_t i = 0; i < word.size; i++) {
        const char c = word.data[i];
        if (c == '.' && !behind_point) {
            behind_point = true;
            continue;
        }
        if (c < '0' || c > '9' || digits++ == DIGITS_MAX)
            return false;
        unit = behind_point ? unit / 10 : 1;
        weight =
            behind_point ? weight + (c - '0') * unit : weight * 10 + (c - '0');
    }
    if (digits)
        *ret_weight = weight;
    return (digits || !word.size) && weight <= 1;
}

/* As it is read again, with two digits behind the point. */
static void
weight_put(double weight, buffer *out)
{
    const unsigned hundredths = (unsigned)(weight * 100 + 0.5);
    buffer_printf(out, "%u.%02u\n", hundredths / 100, hundredths % 100);
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
                               "not a pair of look-alikes; write two "
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
        weight_put(pairs->items[i].weight, out);
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
        return error_corrupt(err, "its list of look-alikes cannot be decoded");
    *ret_pairs = out;
    return YZ_OK;
}
