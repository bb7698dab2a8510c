/* SPDX-License-Identifier: MIT */
/*
 * A record, all numbers varints:
 *
 *     kind and flags: kind << 1 | truncated
 *     date, YYYYMMDD; 0: none
 *     shared strings: report, section, title, path, encoding
 *     id, extra: size and bytes
 *     blocks: count, then of each
 *         lines from the end of the block before (the first: from 0), lines
 *         more that it spans, byte it begins at, bytes
 *     pieces: count, then of each
 *         text from the piece before, line, column, byte it begins at,
 *         gap size << 1 | joint, gap
 *
 * Blocks of one passage may stand in any order in the source, so lines are
 * counted from the block before as a signed number (zigzag).
 */
#include "core/report/record.h"
#include "core/report/report.h"

static uint64_t
zigzag(int64_t number)
{
    return (uint64_t)number << 1 ^ (number < 0 ? ~0ull : 0);
}

static int64_t
unzigzag(uint64_t coded)
{
    return (int64_t)(coded >> 1) ^ -(int64_t)(coded & 1);
}

static void
blocks_encode(const yz_passage *p, buffer *out)
{
    int64_t line = 0;
    buffer_put_varint(out, p->block_count);
    for (size_t i = 0; i < p->block_count; i++) {
        const yz_block *b = &p->blocks[i];
        buffer_put_varint(out, zigzag((int64_t)b->line_first - line));
        buffer_put_varint(out, b->line_last - b->line_first);
        buffer_put_varint(out, b->byte_begin);
        buffer_put_varint(out, b->byte_end - b->byte_begin);
        line = b->line_last;
    }
}

static void
pieces_encode(const yz_passage *p, buffer *out)
{
    uint32_t text = 0;
    buffer_put_varint(out, p->piece_count);
    for (size_t i = 0; i < p->piece_count; i++) {
        const yz_piece *piece = &p->pieces[i];
        buffer_put_varint(out, piece->text_begin - text);
        buffer_put_varint(out, piece->line);
        buffer_put_varint(out, piece->column);
        buffer_put_varint(out, piece->source_begin);
        buffer_put_varint(out, piece->gap.size << 1 | (piece->joint != 0));
        buffer_put_text(out, piece->gap);
        text = piece->text_begin;
    }
}

void
record_encode(const yz_passage *p, const record_strings *strings, buffer *out)
{
    buffer_put_varint(out, (uint64_t)p->kind << 1 | p->truncated);
    buffer_put_varint(out, report_date_number(p->date));
    buffer_put_varint(out, strings->report);
    buffer_put_varint(out, strings->section);
    buffer_put_varint(out, strings->title);
    buffer_put_varint(out, strings->path);
    buffer_put_varint(out, strings->encoding);
    buffer_put_str(out, p->id);
    buffer_put_str(out, p->extra);
    blocks_encode(p, out);
    pieces_encode(p, out);
}

/* What stands before the id. */
static void
head_decode(bytes *in, uint64_t *kind, uint32_t *date, record_strings *strings)
{
    *kind = bytes_take_varint(in);
    *date = bytes_take_varint32(in);
    strings->report = bytes_take_varint32(in);
    strings->section = bytes_take_varint32(in);
    strings->title = bytes_take_varint32(in);
    strings->path = bytes_take_varint32(in);
    strings->encoding = bytes_take_varint32(in);
    if (*kind >> 1 >= YZ_KIND_COUNT)
        in->bad = true;
}

/* A count of things that take at least `least` bytes each. */
static size_t
count_decode(bytes *in, size_t least)
{
    const uint64_t count = bytes_take_varint(in);
    if (count > bytes_left(in) / least)
        in->bad = true;
    return in->bad ? 0 : (size_t)count;
}

static bool
blocks_decode(bytes *in, arena *a, yz_passage *p)
{
    int64_t line = 0;
    const size_t count = count_decode(in, 4);
    yz_block *blocks = arena_array(a, count + 1, sizeof(*blocks));
    for (size_t i = 0; blocks && i < count; i++) {
        const int64_t first = line + unzigzag(bytes_take_varint32(in));
        const int64_t last = first + bytes_take_varint32(in);
        if (first < 0 || last > UINT32_MAX)
            in->bad = true;
        blocks[i].line_first = (uint32_t)first;
        blocks[i].line_last = (uint32_t)last;
        blocks[i].byte_begin = bytes_take_varint(in);
        blocks[i].byte_end = blocks[i].byte_begin + bytes_take_varint(in);
        line = in->bad ? 0 : last;
    }
    p->blocks = blocks;
    p->block_count = count;
    return blocks != NULL;
}

static bool
pieces_decode(bytes *in, arena *a, yz_passage *p)
{
    uint32_t text = 0;
    const size_t count = count_decode(in, 5);
    yz_piece *pieces = arena_array(a, count + 1, sizeof(*pieces));
    for (size_t i = 0; pieces && i < count; i++) {
        text += bytes_take_varint32(in);
        pieces[i].text_begin = text;
        pieces[i].line = bytes_take_varint32(in);
        pieces[i].column = bytes_take_varint32(in);
        pieces[i].source_begin = bytes_take_varint(in);
        const uint64_t gap = bytes_take_varint(in);
        if (gap >> 1 > bytes_left(in))
            in->bad = true;
        const size_t size = in->bad ? 0 : (size_t)(gap >> 1);
        pieces[i].joint = gap & 1;
        pieces[i].gap = (yz_str){ (const char *)bytes_take(in, size), size };
    }
    p->pieces = pieces;
    p->piece_count = count;
    return pieces != NULL;
}

static bool
date_decode(uint32_t date, arena *a, yz_passage *p)
{
    if (!date)
        return true;
    p->date = arena_printf(a, "%04u-%02u-%02u", date / 10000, date / 100 % 100,
                           date % 100);
    return p->date.data != NULL;
}

yz_status
record_decode(bytes in, arena *a, yz_passage *ret_passage,
              record_strings *ret_strings, yz_error *err)
{
    uint64_t kind;
    uint32_t date;
    record_strings strings;
    yz_passage p = { 0 };
    head_decode(&in, &kind, &date, &strings);
    p.id = bytes_take_str(&in);
    p.extra = bytes_take_str(&in);
    if (!blocks_decode(&in, a, &p) || !pieces_decode(&in, a, &p) ||
        !date_decode(date, a, &p))
        return error_nomem(err);
    if (in.bad)
        return error_corrupt(err, "a passage's record does not decode");
    p.kind = (yz_kind)(kind >> 1);
    p.truncated = kind & 1;
    *ret_passage = p;
    *ret_strings = strings;
    return YZ_OK;
}

yz_status
record_peek(bytes in, yz_kind *ret_kind, uint32_t *ret_date,
            record_strings *ret_strings, yz_error *err)
{
    uint64_t kind;
    head_decode(&in, &kind, ret_date, ret_strings);
    if (in.bad)
        return error_corrupt(err, "a passage's record does not decode");
    *ret_kind = (yz_kind)(kind >> 1);
    return YZ_OK;
}
