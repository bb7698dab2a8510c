/* SPDX-License-Identifier: MIT */
#include "indexer/source/marks.h"

#include "core/base/buffer.h"
#include "core/base/utf8.h"
#include "indexer/layout/markup.h"
#include "indexer/layout/white_space.h"

#include <string.h>

typedef struct maker {
    yz_str given;
    uint32_t line;
    arena *arena;
    buffer text;
    ARRAY_OF(yz_piece) pieces;
    size_t at;     /* of what was given, up to here it is done */
    size_t column; /* code points before `column_at` */
    size_t column_at;
} maker;

/* A piece that begins at `at` of what was given, behind a gap. */
static yz_status
begin_piece(maker *m, yz_str gap, bool joint, yz_error *err)
{
    m->column += utf8_count(m->given.data + m->column_at, m->at - m->column_at);
    m->column_at = m->at;
    const yz_piece piece = { .text_begin = (uint32_t)m->text.size,
                             .line = m->line,
                             .column = (uint32_t)m->column + 1,
                             .source_begin = m->at,
                             .gap = gap,
                             .joint = joint };
    return ARRAY_PUSH(&m->pieces, piece) ? YZ_OK : error_nomem(err);
}

/* Is the latest piece without text? Then its gap goes on. */
static bool
is_empty_piece(const maker *m)
{
    return m->pieces.items[m->pieces.count - 1].text_begin == m->text.size;
}

static yz_status
leave_out(maker *m, const markup_cut *cut, yz_error *err)
{
    yz_str gap = { m->given.data + cut->begin, cut->end - cut->begin };
    bool joint =
        cut->shown == ' ' && blank_parts_words(m->given, cut->begin, cut->end);
    buffer_put(&m->text, m->given.data + m->at, cut->begin - m->at);
    m->at = cut->end;
    if (is_empty_piece(m)) {
        const yz_piece last = m->pieces.items[--m->pieces.count];
        gap = m->pieces.count
                  ? (yz_str){ last.gap.size ? last.gap.data : gap.data,
                              last.gap.size + gap.size }
                  : (yz_str){ 0 };
        joint = m->pieces.count && (last.joint || joint);
        if (joint && !last.joint)
            buffer_put_u8(&m->text, ' ');
    } else if (joint) {
        buffer_put_u8(&m->text, ' ');
    }
    return begin_piece(m, gap, joint, err);
}

/* The character replaces all that was cut; its piece is no other's. */
static yz_status
show(maker *m, const markup_cut *cut, yz_error *err)
{
    char bytes[4];
    buffer_put(&m->text, m->given.data + m->at, cut->begin - m->at);
    m->at = cut->begin;
    if (!is_empty_piece(m))
        TRY(begin_piece(m, (yz_str){ 0 }, false, err));
    buffer_put(&m->text, bytes, utf8_put(bytes, cut->shown));
    m->at = cut->end;
    return begin_piece(m, (yz_str){ 0 }, false, err);
}

static yz_status
make(maker *m, const markup_cuts *cuts, yz_error *err)
{
    TRY(begin_piece(m, (yz_str){ 0 }, false, err));
    for (size_t i = 0; i < cuts->count; i++) {
        const markup_cut *cut = &cuts->items[i];
        if (cut->shown && cut->shown != ' ')
            TRY(show(m, cut, err));
        else
            TRY(leave_out(m, cut, err));
    }
    buffer_put(&m->text, m->given.data + m->at, m->given.size - m->at);
    if (is_empty_piece(m) && m->pieces.count > 1)
        m->pieces.count--;
    return buffer_ok(&m->text) ? YZ_OK : error_nomem(err);
}

static yz_status
keep(const maker *m, yz_passage *passage, yz_error *err)
{
    const size_t size = m->pieces.count * sizeof(yz_piece);
    yz_piece *pieces = arena_alloc(m->arena, size);
    const yz_str text = arena_str(m->arena, buffer_str(&m->text));
    if (!pieces || !text.data)
        return error_nomem(err);
    memcpy(pieces, m->pieces.items, size);
    passage->pieces = pieces;
    passage->piece_count = m->pieces.count;
    passage->text = text;
    return YZ_OK;
}

yz_status
passage_leave_out_marks(yz_passage *passage, uint32_t line, arena *a,
                        yz_error *err)
{
    markup_cuts cuts = { .from = a->from };
    maker m = { .given = passage->text,
                .line = line,
                .arena = a,
                .text.from = a->from,
                .pieces.from = a->from };
    yz_status status = markup_find(passage->text, &cuts, err);
    if (status == YZ_OK)
        status = make(&m, &cuts, err);
    if (status == YZ_OK && m.text.size == 0) {
        /* Marks and nothing else are the text. */
        m.pieces.count = m.at = m.column = m.column_at = cuts.count = 0;
        status = make(&m, &cuts, err);
    }
    if (status == YZ_OK)
        status = keep(&m, passage, err);
    buffer_dispose(&m.text);
    ARRAY_DISPOSE(&m.pieces);
    ARRAY_DISPOSE(&cuts);
    return status;
}
