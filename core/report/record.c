/* SPDX-License-Identifier: MIT */
/*
 * Encoder and decoder of each part stand side by side in this one file, which
 * is why it has more than 400 lines.
 *
 * A record, all numbers varints but the first two:
 *
 *     u16: kind, and bits that say which of the following are there
 *     where its boxes are, if it has any: u32
 *     report; then, if not empty: section, title, path, encoding (numbers of
 *         shared strings)
 *     date, if any: (year * 12 + month - 1) * 31 + day - 1
 *     id: 8 bytes, if it is 16 hexadecimal digits; a number, if it is one; or
 *         size and bytes
 *     extra, if not empty: size and bytes
 *     whole, one block on one line that is one piece:
 *         line, byte it begins at, bytes
 *     otherwise blocks: count, then of each
 *         lines from the end of the block before (the first: from 0), lines
 *         more that it spans, byte it begins at, bytes
 *     and pieces: count, then of each
 *         text from the piece before, lines from it (the first: from the first
 *         block), column, bytes from where it would begin if the source were
 *         like the text and the gap, gap size << 1 | joint, gap
 *
 * Differences that may be negative are zigzag.
 */
#include "core/report/record.h"
#include "core/report/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    KIND_MASK = 0x0f,
    IS_TRUNCATED = 1 << 4,
    ID_FORM_SHIFT = 5, /* record_id_form */
    ID_FORM_MASK = 3,
    IS_WHOLE = 1 << 7,
    HAS_DATE = 1 << 8,
    HAS_SECTION = 1 << 9,
    HAS_TITLE = 1 << 10,
    HAS_PATH = 1 << 11,
    HAS_ENCODING = 1 << 12,
    HAS_EXTRA = 1 << 13,
    HAS_BOXES = 1 << 14,
    FLAGS_KNOWN = (1 << 15) - 1
};

typedef enum record_id_form {
    ID_TEXT = 0,
    ID_HEX = 1,   /* as report_make_ids() makes them */
    ID_NUMBER = 2 /* decimal, no zeros in front */
} record_id_form;

enum { BOXES_AT = 2 }; /* bytes before the place of the boxes */
enum { HEX_DIGITS = 16, NUMBER_DIGITS = 18 };

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

/* ---- ids -------------------------------------------------------------------- */

static bool
is_number(yz_str id)
{
    if (!id.size || id.size > NUMBER_DIGITS ||
        (id.data[0] == '0' && id.size > 1))
        return false;
    for (size_t i = 0; i < id.size; i++)
        if (id.data[i] < '0' || id.data[i] > '9')
            return false;
    return true;
}

static bool
is_hex(yz_str id)
{
    if (id.size != HEX_DIGITS)
        return false;
    for (size_t i = 0; i < id.size; i++)
        if (!strchr("0123456789abcdef", id.data[i]) || !id.data[i])
            return false;
    return true;
}

static record_id_form
id_form(yz_str id)
{
    if (is_number(id))
        return ID_NUMBER;
    return is_hex(id) ? ID_HEX : ID_TEXT;
}

static uint64_t
digits_value(yz_str digits, unsigned base)
{
    uint64_t value = 0;
    for (size_t i = 0; i < digits.size; i++) {
        const char c = digits.data[i];
        value = value * base + (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return value;
}

static void
id_encode(yz_str id, record_id_form form, buffer *out)
{
    if (form == ID_NUMBER)
        buffer_put_varint(out, digits_value(id, 10));
    else if (form == ID_HEX)
        buffer_put_u64(out, digits_value(id, 16));
    else
        buffer_put_str(out, id);
}

static yz_str
id_decode(bytes *in, record_id_form form, char *room)
{
    int size = 0;
    if (form == ID_TEXT)
        return bytes_take_str(in);
    if (form == ID_HEX)
        size =
            snprintf(room, RECORD_ID_ROOM, "%016" PRIx64, bytes_take_u64(in));
    else
        size =
            snprintf(room, RECORD_ID_ROOM, "%" PRIu64, bytes_take_varint(in));
    return (yz_str){ room, (size_t)size };
}

/* ---- the head ----------------------------------------------------------------- */

static uint32_t
date_code(uint32_t date)
{
    const uint32_t month = date / 100 % 100;
    return (date / 10000 * 12 + month - 1) * 31 + date % 100 - 1;
}

static uint32_t
date_of_code(uint32_t code)
{
    const uint32_t months = code / 31;
    return months / 12 * 10000 + (months % 12 + 1) * 100 + code % 31 + 1;
}

static void
head_encode(const yz_passage *p, const record_strings *strings, uint32_t flags,
            buffer *out)
{
    const uint32_t date = report_date_number(p->date);
    const record_id_form form = id_form(p->id);
    flags |= (uint32_t)p->kind | (p->truncated ? IS_TRUNCATED : 0) |
             (uint32_t)form << ID_FORM_SHIFT | (date ? HAS_DATE : 0) |
             (strings->section ? HAS_SECTION : 0) |
             (strings->title ? HAS_TITLE : 0) | (strings->path ? HAS_PATH : 0) |
             (strings->encoding ? HAS_ENCODING : 0) |
             (p->extra.size ? HAS_EXTRA : 0) |
             (strings->has_boxes ? HAS_BOXES : 0);
    buffer_put_u16(out, (uint16_t)flags);
    if (strings->has_boxes)
        buffer_put_u32(out, strings->boxes);
    buffer_put_varint(out, strings->report);
    if (strings->section)
        buffer_put_varint(out, strings->section);
    if (strings->title)
        buffer_put_varint(out, strings->title);
    if (strings->path)
        buffer_put_varint(out, strings->path);
    if (strings->encoding)
        buffer_put_varint(out, strings->encoding);
    if (date)
        buffer_put_varint(out, date_code(date));
    id_encode(p->id, form, out);
    if (p->extra.size)
        buffer_put_str(out, p->extra);
}

/* A shared string that is not there is the empty one, number 0. */
static uint32_t
take_string(bytes *in, uint32_t flags, uint32_t flag)
{
    return flags & flag ? bytes_take_varint32(in) : 0;
}

static uint32_t
head_decode(bytes *in, record_head *head)
{
    const uint32_t flags = bytes_take_u16(in);
    head->kind = (yz_kind)(flags & KIND_MASK);
    head->strings.has_boxes = (flags & HAS_BOXES) != 0;
    head->strings.boxes = flags & HAS_BOXES ? bytes_take_u32(in) : 0;
    head->strings.report = bytes_take_varint32(in);
    head->strings.section = take_string(in, flags, HAS_SECTION);
    head->strings.title = take_string(in, flags, HAS_TITLE);
    head->strings.path = take_string(in, flags, HAS_PATH);
    head->strings.encoding = take_string(in, flags, HAS_ENCODING);
    head->date = flags & HAS_DATE ? date_of_code(bytes_take_varint32(in)) : 0;
    const uint32_t form = flags >> ID_FORM_SHIFT & ID_FORM_MASK;
    head->id = id_decode(in, (record_id_form)form, head->id_capacity);
    if (flags & ~(uint32_t)FLAGS_KNOWN || form > ID_NUMBER ||
        (flags & KIND_MASK) >= YZ_KIND_COUNT)
        in->bad = true;
    return flags;
}

/* ---- where it is in the source --------------------------------------------- */

static bool
is_whole(const yz_passage *p)
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
whole_encode(const yz_passage *p, buffer *out)
{
    const yz_block *b = &p->blocks[0];
    buffer_put_varint(out, b->line_first);
    buffer_put_varint(out, b->byte_begin);
    buffer_put_varint(out, b->byte_end - b->byte_begin);
}

static bool
whole_decode(bytes *in, arena *a, yz_passage *p)
{
    yz_block *block = arena_alloc(a, sizeof(*block));
    yz_piece *piece = arena_alloc(a, sizeof(*piece));
    if (!block || !piece)
        return false;
    block->line_first = block->line_last = bytes_take_varint32(in);
    block->byte_begin = bytes_take_varint(in);
    block->byte_end = block->byte_begin + bytes_take_varint(in);
    *piece = (yz_piece){ .line = block->line_first,
                         .column = 1,
                         .source_begin = block->byte_begin };
    p->blocks = block;
    p->pieces = piece;
    p->block_count = p->piece_count = 1;
    return true;
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
pieces_encode(const yz_passage *p, buffer *out)
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
record_encode(const yz_passage *p, const record_strings *strings, buffer *out)
{
    const bool whole = is_whole(p);
    head_encode(p, strings, whole ? IS_WHOLE : 0, out);
    if (whole) {
        whole_encode(p, out);
        return;
    }
    blocks_encode(p, out);
    pieces_encode(p, out);
}

void
record_set_boxes(uint8_t *record, uint32_t boxes)
{
    for (int i = 0; i < 4; i++)
        record[BOXES_AT + i] = (uint8_t)(boxes >> 8 * i);
}

/* The difference of two line numbers. */
static int64_t
difference_decode(bytes *in)
{
    const uint64_t coded = bytes_take_varint(in);
    if (coded >> 33)
        in->bad = true;
    return in->bad ? 0 : unzigzag(coded);
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
        const int64_t first = line + difference_decode(in);
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

static void
piece_decode(bytes *in, const yz_piece *before, yz_piece *piece)
{
    piece->text_begin = before->text_begin + bytes_take_varint32(in);
    const int64_t line = before->line + difference_decode(in);
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
pieces_decode(bytes *in, arena *a, yz_passage *p)
{
    yz_piece before = piece_before_all(p);
    const size_t count = count_decode(in, 5);
    yz_piece *pieces = arena_array(a, count + 1, sizeof(*pieces));
    for (size_t i = 0; pieces && i < count && !in->bad; i++) {
        piece_decode(in, &before, &pieces[i]);
        before = pieces[i];
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

/* What the head has: an id in its room must outlive it. */
static bool
head_take(const record_head *head, arena *a, yz_passage *p)
{
    p->kind = head->kind;
    p->id =
        head->id.data == head->id_capacity ? arena_str(a, head->id) : head->id;
    return (p->id.data || !head->id.size) && date_decode(head->date, a, p);
}

yz_status
record_decode(bytes in, arena *a, yz_passage *ret_passage,
              record_strings *ret_strings, yz_error *err)
{
    record_head head;
    yz_passage p = { 0 };
    const uint32_t flags = head_decode(&in, &head);
    p.truncated = (flags & IS_TRUNCATED) != 0;
    if (flags & HAS_EXTRA)
        p.extra = bytes_take_str(&in);
    const bool made = head_take(&head, a, &p) &&
                      (flags & IS_WHOLE ? whole_decode(&in, a, &p)
                                        : blocks_decode(&in, a, &p) &&
                                              pieces_decode(&in, a, &p));
    if (!made)
        return error_nomem(err);
    if (in.bad)
        return error_corrupt(err, "the record of a passage cannot be decoded");
    *ret_passage = p;
    *ret_strings = head.strings;
    return YZ_OK;
}

yz_status
record_peek(bytes in, record_head *ret_head, yz_error *err)
{
    head_decode(&in, ret_head);
    if (in.bad)
        return error_corrupt(err, "the record of a passage cannot be decoded");
    return YZ_OK;
}
