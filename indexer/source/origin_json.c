/* SPDX-License-Identifier: MIT */
/*
 * What stands here is trusted later, when a match is followed back to its
 * source, so nothing is taken that leaves the text, runs backwards in it, cuts
 * a character, or names an encoding in which the text cannot be written.
 */
#include "indexer/source/origin_json.h"

#include "core/text/charset.h"
#include "core/text/charset_guess.h"
#include "indexer/source/pages_json.h"

enum { PIECE_MEMBERS = 6 };

/* The number at place `i` of an array. */
static bool
number_at(const json_t *array, size_t i, uint64_t max, uint64_t *ret_number)
{
    const json_t *value = json_array_get(array, i);
    const json_int_t number = json_integer_value(value);
    if (!json_is_integer(value) || number < 0 || (uint64_t)number > max)
        return false;
    *ret_number = (uint64_t)number;
    return true;
}

/* The pair at place `i` of an array of pairs, in order. */
static bool
pair_at(const json_t *array, size_t i, uint64_t max, uint64_t *ret_first,
        uint64_t *ret_second)
{
    const json_t *pair = json_array_get(array, i);
    return json_array_size(pair) == 2 && number_at(pair, 0, max, ret_first) &&
           number_at(pair, 1, max, ret_second) && *ret_first <= *ret_second;
}

static bool
is_array_or_none(const json_t *value)
{
    return !value || json_is_array(value);
}

/* ---- blocks ------------------------------------------------------------ */

static yz_status
blocks_read(const json_t *source, arena *a, yz_passage *p, yz_error *err)
{
    const json_t *lines = json_object_get(source, "lines");
    const json_t *bytes = json_object_get(source, "bytes");
    const size_t count = json_array_size(lines);
    if (!is_array_or_none(lines) || !is_array_or_none(bytes) ||
        (bytes && json_array_size(bytes) != count))
        return YZ_DONE;
    yz_block *blocks = arena_array(a, count, sizeof(*blocks));
    if (!blocks)
        return error_nomem(err);
    for (size_t i = 0; i < count; i++) {
        uint64_t first;
        uint64_t last;
        if (!pair_at(lines, i, UINT32_MAX, &first, &last) ||
            (bytes && !pair_at(bytes, i, INT64_MAX, &blocks[i].byte_begin,
                               &blocks[i].byte_end)))
            return YZ_DONE;
        blocks[i].line_first = (uint32_t)first;
        blocks[i].line_last = (uint32_t)last;
    }
    p->blocks = blocks;
    p->block_count = count;
    return YZ_OK;
}

/* ---- pieces ------------------------------------------------------------ */

static yz_status
piece_read(const json_t *value, arena *a, yz_piece *piece, yz_error *err)
{
    uint64_t text;
    uint64_t line;
    uint64_t column;
    const json_t *gap = json_array_get(value, 4);
    const json_t *joint = json_array_get(value, 5);
    if (json_array_size(value) != PIECE_MEMBERS ||
        !number_at(value, 0, UINT32_MAX, &text) ||
        !number_at(value, 1, UINT32_MAX, &line) ||
        !number_at(value, 2, UINT32_MAX, &column) ||
        !number_at(value, 3, INT64_MAX, &piece->source_begin) ||
        !json_is_string(gap) || !json_is_boolean(joint))
        return YZ_DONE;
    piece->text_begin = (uint32_t)text;
    piece->line = (uint32_t)line;
    piece->column = (uint32_t)column;
    piece->joint = json_is_true(joint);
    piece->gap = arena_str(
        a, (yz_str){ json_string_value(gap), json_string_length(gap) });
    return piece->gap.data ? YZ_OK : error_nomem(err);
}

/* Does the piece follow the one before, inside the text, whole characters? */
static bool
piece_fits(const yz_piece *piece, const yz_piece *before, yz_str text)
{
    const uint32_t at = piece->text_begin;
    if (!before)
        return at == 0 && !piece->joint && piece->gap.size == 0;
    if (at < before->text_begin + piece->joint || at > text.size)
        return false;
    if (piece->joint && text.data[at - 1] != ' ')
        return false;
    return at == text.size || ((unsigned char)text.data[at] & 0xc0) != 0x80;
}

static yz_status
pieces_read(const json_t *source, arena *a, yz_passage *p, yz_error *err)
{
    const json_t *values = json_object_get(source, "pieces");
    const size_t count = json_array_size(values);
    if (!is_array_or_none(values))
        return YZ_DONE;
    yz_piece *pieces = arena_array(a, count, sizeof(*pieces));
    if (!pieces)
        return error_nomem(err);
    for (size_t i = 0; i < count; i++) {
        const yz_status status =
            piece_read(json_array_get(values, i), a, &pieces[i], err);
        if (status != YZ_OK)
            return status;
        if (!piece_fits(&pieces[i], i ? &pieces[i - 1] : NULL, p->text))
            return YZ_DONE;
    }
    p->pieces = pieces;
    p->piece_count = count;
    return YZ_OK;
}

/* ---- path and encoding ------------------------------------------------- */

static yz_status
path_read(const json_t *source, arena *a, yz_passage *p, yz_error *err)
{
    const json_t *path = json_object_get(source, "path");
    if (!path)
        return YZ_OK;
    if (!json_is_string(path) || json_string_length(path) > YZ_NAME_SIZE_MAX)
        return YZ_DONE;
    p->path = arena_str(
        a, (yz_str){ json_string_value(path), json_string_length(path) });
    return p->path.data ? YZ_OK : error_nomem(err);
}

static yz_status
encoding_read(const json_t *encoding, arena *a, yz_passage *p, yz_error *err)
{
    const char *known;
    uint64_t size;
    yz_error unused;
    if (!encoding)
        return YZ_OK;
    const yz_str name = arena_str(a, (yz_str){ json_string_value(encoding),
                                               json_string_length(encoding) });
    if (!name.data)
        return error_nomem(err);
    yz_status status =
        charset_guess((const uint8_t *)"", 0, name.data, &known, &unused);
    if (status == YZ_OK)
        status = charset_encoded_size(name, p->text, &size, &unused);
    if (status == YZ_E_NOMEM)
        return error_nomem(err);
    if (status != YZ_OK)
        return YZ_DONE;
    p->encoding = name;
    return YZ_OK;
}

yz_status
origin_json_read(const json_t *source, const json_t *encoding, arena *a,
                 yz_passage *passage, yz_error *err)
{
    yz_passage p = *passage;
    yz_status status = path_read(source, a, &p, err);
    if (status == YZ_OK)
        status = blocks_read(source, a, &p, err);
    if (status == YZ_OK)
        status = pieces_read(source, a, &p, err);
    if (status == YZ_OK)
        status = pages_json_read(source, a, &p, err);
    if (status == YZ_OK)
        status = encoding_read(encoding, a, &p, err);
    if (status == YZ_OK)
        *passage = p;
    return status;
}
