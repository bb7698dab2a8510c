/* SPDX-License-Identifier: MIT */
/*
 * Pairs of the user's, as text and as stored in the index. Stored form: a
 * varint count, then for each pair two varint code points and the weight in
 * 1/255 as one byte.
 */
#include "core/text/lookalike.h"

#include "core/base/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double WEIGHT_DEFAULT = 0.9;

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Take the next word of a line; empty at its end. */
static yz_str
take_word(yz_str *line)
{
    while (line->size && is_blank(line->data[0])) {
        line->data++;
        line->size--;
    }
    yz_str word = { line->data, 0 };
    while (word.size < line->size && !is_blank(line->data[word.size]))
        word.size++;
    line->data += word.size;
    line->size -= word.size;
    return word;
}

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
    return one_char(take_word(&line), &ret_pair->query) &&
           one_char(take_word(&line), &ret_pair->text) &&
           weight_read(take_word(&line), &ret_pair->weight) &&
           take_word(&line).size == 0;
}

static yz_str
take_line(yz_str *text)
{
    const char *end = memchr(text->data, '\n', text->size);
    const size_t size = end ? (size_t)(end - text->data) : text->size;
    const yz_str line = { text->data, size };
    text->data += size + (end != NULL);
    text->size -= size + (end != NULL);
    return line;
}

yz_status
lookalike_pairs_parse(yz_str text, arena *a, lookalike_pairs *ret_pairs,
                      yz_error *err)
{
    size_t lines = 1;
    for (size_t i = 0; i < text.size; i++)
        lines += text.data[i] == '\n';
    lookalike_pairs out = { arena_array(a, lines, sizeof(*out.items)), 0 };
    if (!out.items)
        return error_nomem(err);
    for (uint32_t number = 1; text.size; number++) {
        yz_str line = take_line(&text);
        yz_str rest = line;
        const yz_str first = take_word(&rest);
        if (!first.size || first.data[0] == '#')
            continue;
        if (!line_read(line, &out.items[out.count])) {
            error_set(err, YZ_E_SOURCE,
                      "line %u is no pair of look-alikes; write two "
                      "characters and a weight from 0 to 1",
                      number);
            if (err)
                err->line = number;
            return YZ_E_SOURCE;
        }
        out.count++;
    }
    lookalike_pairs_sort(&out);
    *ret_pairs = out;
    return YZ_OK;
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
    }
    if (in.bad || bytes_left(&in))
        return error_corrupt(err, "its list of look-alikes does not decode");
    *ret_pairs = out;
    return YZ_OK;
}
