/* SPDX-License-Identifier: MIT */
/*
 * A passage's text is the concatenation of pieces of its source. Between two
 * pieces the source has a gap, which is one space in the text (the joint) or
 * nothing:
 *
 *     text      工会驿|站   warm|_|words        | begins a piece
 *     source    工会驿⏎站   warm ⏎ words        _ is the joint
 *
 * Both ends of a match are found the same way: the piece by bisection, then the
 * size of the text before the position in that piece, measured in the file's
 * encoding. A border between pieces belongs to the piece after it where a match
 * begins, and to the piece before it where one ends: so a match includes only
 * the gaps inside it.
 */
#include "query/show/place.h"

#include "core/base/utf8.h"
#include "core/text/charset.h"

#include <string.h>

/* A position in the text, and the piece that it is in. */
typedef struct place {
    size_t piece;
    uint32_t at; /* a byte of the text, in the piece or at its end */
} place;

static const yz_piece whole_text = { 0 };

static const yz_piece *
piece_at(const yz_passage *p, size_t i)
{
    return p->piece_count ? &p->pieces[i] : &whole_text;
}

/* The end of the text of piece `i`, without the joint after it. */
static uint32_t
piece_end(const yz_passage *p, size_t i)
{
    if (i + 1 >= p->piece_count)
        return (uint32_t)p->text.size;
    const yz_piece *next = &p->pieces[i + 1];
    return next->text_begin - (next->joint && next->text_begin ? 1 : 0);
}

/* The last piece that begins at or before the byte. */
static size_t
piece_find(const yz_passage *p, uint32_t at)
{
    size_t low = 0;
    size_t high = p->piece_count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (p->pieces[middle].text_begin <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* A match that begins in a joint begins with the piece after it. */
static place
place_of_begin(const yz_passage *p, uint32_t at)
{
    const size_t i = piece_find(p, at);
    if (at < piece_end(p, i) || i + 1 >= p->piece_count)
        return (place){ i, at };
    return (place){ i + 1, p->pieces[i + 1].text_begin };
}

/* A match that ends in a joint ends with the piece before it. */
static place
place_of_end(const yz_passage *p, uint32_t at)
{
    const size_t i = piece_find(p, at - 1);
    const uint32_t end = piece_end(p, i);
    return (place){ i, at < end ? at : end };
}

/* Whether the position is in its piece, and the piece in the text. */
static bool
place_is_sound(const yz_passage *p, place at)
{
    return piece_at(p, at.piece)->text_begin <= at.at && at.at <= p->text.size;
}

/* The text was found to be convertible to its encoding when it was added. */
static yz_status
encoded_size(const yz_passage *p, yz_str text, uint64_t *ret_size,
             yz_error *err)
{
    const yz_status status =
        charset_encoded_size(p->encoding, text, ret_size, err);
    if (status == YZ_OK || status == YZ_E_NOMEM)
        return status;
    return error_corrupt(
        err, "the text of a passage cannot be encoded in the encoding that its "
             "record names (or ICU's data is incomplete)");
}

/* Measure the piece up to the position, from the mark on if it is before it. */
static yz_status
measure(const yz_passage *p, place to, placer_mark *mark, yz_error *err)
{
    const uint32_t first = piece_at(p, to.piece)->text_begin;
    if (mark->piece != to.piece || mark->at > to.at || mark->at < first)
        *mark = (placer_mark){ .piece = to.piece, .at = first };
    const yz_str more = { p->text.data + mark->at, to.at - mark->at };
    uint64_t size = more.size;
    if (p->encoding.size)
        TRY(encoded_size(p, more, &size, err));
    mark->at = to.at;
    mark->characters += (uint32_t)utf8_count(more.data, more.size);
    mark->bytes += size;
    return YZ_OK;
}

/* The text of piece `i` between two positions, maybe of other pieces. */
static yz_str
piece_part(const yz_passage *p, size_t i, place begin, place end)
{
    const uint32_t from =
        i == begin.piece ? begin.at : piece_at(p, i)->text_begin;
    const uint32_t to = i == end.piece ? end.at : piece_end(p, i);
    if (from > to || to > p->text.size)
        return (yz_str){ 0 };
    return (yz_str){ p->text.data + from, to - from };
}

static char *
append(char *to, yz_str text)
{
    if (text.size)
        memcpy(to, text.data, text.size);
    return to + text.size;
}

/* Pieces and gaps from one position to another that is not before it. */
static yz_status
surface_make(const yz_passage *p, place begin, place end, arena *a,
             yz_str *ret_surface, yz_error *err)
{
    yz_str surface = piece_part(p, begin.piece, begin, end);
    if (begin.piece == end.piece) {
        *ret_surface = surface;
        return YZ_OK;
    }
    size_t size = surface.size;
    for (size_t i = begin.piece + 1; i <= end.piece; i++)
        size += p->pieces[i].gap.size + piece_part(p, i, begin, end).size;
    char *data = arena_alloc(a, size + 1);
    if (!data)
        return error_nomem(err);
    char *to = append(data, surface);
    for (size_t i = begin.piece + 1; i <= end.piece; i++) {
        to = append(to, p->pieces[i].gap);
        to = append(to, piece_part(p, i, begin, end));
    }
    *ret_surface = (yz_str){ data, size };
    return YZ_OK;
}

/* A block of no bytes says that the file does not have the text as it is. */
static bool
bytes_are_known(const yz_passage *p)
{
    return !p->block_count || p->blocks[0].byte_begin < p->blocks[0].byte_end;
}

yz_status
place_match(placer *w, yz_span text, arena *a, yz_match *ret_match,
            yz_error *err)
{
    const yz_passage *p = w->passage;
    if (text.begin > text.end || text.end > p->text.size)
        return error_set(err, YZ_E_INVALID,
                         "a match from byte %u to %u is outside its passage",
                         text.begin, text.end);
    place begin = place_of_begin(p, text.begin);
    place end = begin;
    if (text.end > text.begin)
        end = place_of_end(p, text.end);
    if (end.piece < begin.piece) {
        /* A joint alone: from the piece before it to the piece after it. */
        const place after = begin;
        begin = end;
        end = after;
    }
    if (!place_is_sound(p, begin) || !place_is_sound(p, end))
        return error_corrupt(err,
                             "the pieces of a passage extend beyond its text");
    TRY(measure(p, begin, &w->begin, err));
    TRY(measure(p, end, &w->end, err));
    const yz_piece *first = piece_at(p, begin.piece);
    const yz_piece *last = piece_at(p, end.piece);
    yz_match match = {
        .text = text,
        .line = first->line,
        .column = first->column ? first->column + w->begin.characters : 0,
        .byte_begin = first->source_begin + w->begin.bytes,
        .byte_end = last->source_begin + w->end.bytes,
    };
    if (!bytes_are_known(p))
        match.byte_begin = match.byte_end = 0;
    TRY(surface_make(p, begin, end, a, &match.surface, err));
    *ret_match = match;
    return YZ_OK;
}
