/* SPDX-License-Identifier: MIT */
/*
 * The lines of the page are written one below the other, with a blank line
 * between two blocks, and repaired as a page of bare text is. What comes out
 * says where in that text it is; the lines written there say where in the file.
 */
#include "indexer/layout/page_text.h"

#include "indexer/layout/repair.h"

#include <string.h>

/* A line of the page in the text that is written. */
typedef struct written_line {
    size_t begin; /* its first byte */
    const ocr_line *line;
} written_line;

typedef struct page_text {
    const ocr_page *page;
    buffer text;
    ARRAY_OF(written_line) lines;
} page_text;

static yz_status
write_block(page_text *t, const ocr_block *block, yz_error *err)
{
    if (block->line_count && t->text.size)
        buffer_put_u8(&t->text, '\n');
    for (uint32_t i = 0; i < block->line_count; i++) {
        const ocr_line *line = ocr_block_line(t->page, block, i);
        const written_line written = { t->text.size, line };
        if (!ARRAY_PUSH(&t->lines, written))
            return error_nomem(err);
        buffer_put_text(&t->text, ocr_line_text(t->page, line));
        buffer_put_u8(&t->text, '\n');
    }
    return buffer_ok(&t->text) ? YZ_OK : error_nomem(err);
}

static yz_status
write_page(page_text *t, yz_error *err)
{
    for (size_t i = 0; i < t->page->blocks.count; i++)
        TRY(write_block(t, &t->page->blocks.items[i], err));
    return YZ_OK;
}

/* ---- places ----------------------------------------------------------------- */

/* The line that has the byte of the text. */
static const written_line *
line_at(const page_text *t, uint64_t byte)
{
    size_t low = 0;
    size_t high = t->lines.count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (t->lines.items[middle].begin <= byte)
            low = middle;
        else
            high = middle;
    }
    return &t->lines.items[low];
}

static uint32_t
least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t
most(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static yz_block
block_place(const page_text *t, const yz_block *b)
{
    const written_line *at = line_at(t, b->byte_begin);
    const written_line *end = line_at(t, b->byte_end - 1);
    yz_block place = { at->line->place.line, at->line->place.line, 0, 0 };
    for (; at <= end; at++) {
        place.line_first = least(place.line_first, at->line->place.line);
        place.line_last = most(place.line_last, at->line->place.line);
    }
    return place;
}

/* A copy of the passage's blocks and pieces with their places in the file. */
static yz_status
place_passage(const page_text *t, arena *a, yz_passage *p, yz_error *err)
{
    yz_block *blocks = arena_array(a, p->block_count + 1, sizeof(*blocks));
    yz_piece *pieces = arena_array(a, p->piece_count + 1, sizeof(*pieces));
    if (!blocks || !pieces)
        return error_nomem(err);
    for (size_t i = 0; i < p->block_count; i++)
        blocks[i] = block_place(t, &p->blocks[i]);
    for (size_t i = 0; i < p->piece_count; i++) {
        pieces[i] = p->pieces[i];
        pieces[i].line = line_at(t, pieces[i].source_begin)->line->place.line;
        pieces[i].column = 0;
        pieces[i].source_begin = 0;
    }
    p->blocks = blocks;
    p->pieces = pieces;
    return YZ_OK;
}

static yz_status
repair(page_text *t, yz_report *report, yz_error *err)
{
    const size_t from = report->passages.count;
    TRY(write_page(t, err));
    if (t->text.size == 0)
        return YZ_OK;
    const decoded file = { .text = buffer_str(&t->text),
                           .encoding = str_of("UTF-8") };
    TRY(layout_repair(&file, report, err));
    for (size_t i = from; i < report->passages.count; i++)
        TRY(place_passage(t, &report->arena, &report->passages.items[i], err));
    return YZ_OK;
}

yz_status
page_text_repair(const ocr_page *page, yz_report *report, yz_error *err)
{
    page_text t = { .page = page,
                    .text.from = report->arena.from,
                    .lines.from = report->arena.from };
    const yz_status status = repair(&t, report, err);
    buffer_dispose(&t.text);
    ARRAY_DISPOSE(&t.lines);
    return status;
}
