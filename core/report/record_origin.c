/* SPDX-License-Identifier: MIT */
/*
 * Where a passage is in its source. One block on one line that is one piece:
 *
 *     bytes
 *
 * otherwise blocks: count, then of each
 *     but for the first: lines from the end of the block before, bytes from it
 *     lines more that it spans, bytes
 *
 * then what `extra` has, if anything: size and bytes; and, unless the passage
 * is whole, pieces: count, then of each
 *     text from the piece before, lines from it (the first: from the first
 *     block), column, bytes from where it would begin if the source were like
 *     the text and the gap, gap size << 1 | joint, gap
 *
 * All are varints; differences that may be negative are zigzag.
 */
#include "core/report/record_parts.h"

/* ---- writing ---------------------------------------------------------------- */

bool
record_is_whole(const yz_passage *p)
{
    if (p->block_count != 1 || p->piece_count != 1)
        return false;
    const yz_block *b = &p->blocks[0];
    const yz_piece *piece = &p->pieces[0];
    return b->line_first == b->line_last && piece->line == b->line_first &&
           piece->source_begin == b->byte_begin && piece->column == 1 &&
           piece->text_begin == 0 && piece->gap.size == 0 && !piece->joint;
}

static void
blocks_put(const yz_passage *p, buffer *out)
{
    buffer_put_varint(out, p->block_count);
    for (size_t i = 0; i < p->block_count; i++) {
        const yz_block *b = &p->blocks[i];
        if (i > 0) {
            buffer_put_varint(out,
                              zigzag((int64_t)b->line_first - b[-1].line_last));
            buffer_put_varint(
                out, zigzag((int64_t)(b->byte_begin - b[-1].byte_end)));
        }
        buffer_put_varint(out, b->line_last - b->line_first);
        buffer_put_varint(out, b->byte_end - b->byte_begin);
    }
}

/* Where the first piece is looked for: at the first block. */
static yz_piece
piece_before_all(const yz_passage *p)
{
    if (p->block_count == 0)
        return (yz_piece){ 0 };
    return (yz_piece){ .line = p->blocks[0].line_first,
                       .source_begin = p->blocks[0].byte_begin };
}

/* Where a piece would begin if the source were UTF-8, read on. */
static uint64_t
source_expected(const yz_piece *before, uint32_t text_begin, size_t gap,
                uint32_t joint)
{
    return before->source_begin + (text_begin - before->text_begin) + gap -
           (joint != 0);
}

static void
pieces_put(const yz_passage *p, buffer *out)
{
    yz_piece before = piece_before_all(p);
    buffer_put_varint(out, p->piece_count);
    for (size_t i = 0; i < p->piece_count; i++) {
        const yz_piece *piece = &p->pieces[i];
        const uint64_t expected = source_expected(
            &before, piece->text_begin, piece->gap.size, piece->joint);
        buffer_put_varint(out, piece->text_begin - before.text_begin);
        buffer_put_varint(out, zigzag((int64_t)piece->line - before.line));
        buffer_put_varint(out, piece->column);
        buffer_put_varint(out,
                          zigzag((int64_t)(piece->source_begin - expected)));
        buffer_put_varint(out, piece->gap.size << 1 | (piece->joint != 0));
        buffer_put_text(out, piece->gap);
        before = *piece;
    }
}

void
record_origin_put(const yz_passage *p, bool whole, buffer *out)
{
    if (whole)
        buffer_put_varint(out, p->blocks[0].byte_end - p->blocks[0].byte_begin);
    else
        blocks_put(p, out);
    if (p->extra.size)
        buffer_put_str(out, p->extra);
    if (!whole)
        pieces_put(p, out);
}

/* ---- reading ---------------------------------------------------------------- */

/* A count of things that take at least `least` bytes each. */
static size_t
take_count(bytes *in, size_t least)
{
    const uint64_t count = bytes_take_varint(in);
    if (count > bytes_left(in) / least)
        in->bad = true;
    return in->bad ? 0 : (size_t)count;
}

/* The rest of a block that begins there. */
static yz_block
take_block(bytes *in, const record_origin *begin)
{
    const int64_t last = begin->line + bytes_take_varint32(in);
    if (begin->line < 0 || last > UINT32_MAX)
        in->bad = true;
    return (yz_block){ .line_first = (uint32_t)begin->line,
                       .line_last = (uint32_t)last,
                       .byte_begin = begin->byte,
                       .byte_end = begin->byte + bytes_take_varint(in) };
}

/* The block behind another. */
static yz_block
take_next_block(bytes *in, const yz_block *before)
{
    record_origin begin = { 0 };
    begin.line = before->line_last + record_take_lines(in);
    begin.byte = before->byte_end + (uint64_t)unzigzag(bytes_take_varint(in));
    return take_block(in, &begin);
}

static yz_block
take_whole_block(bytes *in, const record_origin *begin)
{
    if (begin->line < 0 || begin->line > UINT32_MAX)
        in->bad = true;
    return (yz_block){ .line_first = (uint32_t)begin->line,
                       .line_last = (uint32_t)begin->line,
                       .byte_begin = begin->byte,
                       .byte_end = begin->byte + bytes_take_varint(in) };
}

static bool
take_whole(bytes *in, const record_origin *begin, arena *a, yz_passage *p)
{
    yz_block *block = arena_alloc(a, sizeof(*block));
    yz_piece *piece = arena_alloc(a, sizeof(*piece));
    if (!block || !piece)
        return false;
    *block = take_whole_block(in, begin);
    *piece = (yz_piece){ .line = block->line_first,
                         .column = 1,
                         .source_begin = block->byte_begin };
    p->blocks = block;
    p->pieces = piece;
    p->block_count = p->piece_count = 1;
    return true;
}

enum { FIRST_BLOCK_MIN = 2, PIECE_MIN = 5 }; /* bytes */

static bool
take_blocks(bytes *in, const record_origin *begin, arena *a, yz_passage *p)
{
    const size_t count = take_count(in, FIRST_BLOCK_MIN);
    yz_block *blocks = arena_array(a, count + 1, sizeof(*blocks));
    for (size_t i = 0; blocks && i < count && !in->bad; i++)
        blocks[i] =
            i ? take_next_block(in, &blocks[i - 1]) : take_block(in, begin);
    p->blocks = blocks;
    p->block_count = in->bad ? 0 : count;
    return blocks != NULL;
}

static void
take_piece(bytes *in, const yz_piece *before, yz_piece *piece)
{
    piece->text_begin = before->text_begin + bytes_take_varint32(in);
    const int64_t line = before->line + record_take_lines(in);
    piece->line = (uint32_t)line;
    piece->column = bytes_take_varint32(in);
    const int64_t source = unzigzag(bytes_take_varint(in));
    const uint64_t gap = bytes_take_varint(in);
    if (gap >> 1 > bytes_left(in) || line < 0 || line > UINT32_MAX)
        in->bad = true;
    const size_t size = in->bad ? 0 : (size_t)(gap >> 1);
    piece->joint = gap & 1;
    piece->gap = (yz_str){ (const char *)bytes_take(in, size), size };
    piece->source_begin =
        source_expected(before, piece->text_begin, size, piece->joint) +
        (uint64_t)source;
}

static bool
take_pieces(bytes *in, arena *a, yz_passage *p)
{
    yz_piece before = piece_before_all(p);
    const size_t count = take_count(in, PIECE_MIN);
    yz_piece *pieces = arena_array(a, count + 1, sizeof(*pieces));
    for (size_t i = 0; pieces && i < count && !in->bad; i++) {
        take_piece(in, &before, &pieces[i]);
        before = pieces[i];
    }
    p->pieces = pieces;
    p->piece_count = in->bad ? 0 : count;
    return pieces != NULL;
}

bool
record_origin_take(bytes *in, const record_origin *origin, arena *a,
                   yz_passage *p)
{
    if (!(origin->whole ? take_whole(in, origin, a, p)
                        : take_blocks(in, origin, a, p)))
        return false;
    if (origin->has_extra)
        p->extra = bytes_take_str(in);
    return origin->whole || take_pieces(in, a, p);
}
