/* SPDX-License-Identifier: MIT */
#include "bindings/python/extension/pack.h"

#include <stdlib.h>
#include <string.h>

/* ---- two growing arrays ---------------------------------------------------- */

void
pack_free(pack *p)
{
    free(p->words);
    free(p->text);
    *p = (pack){ 0 };
}

/* Make room for `more` items behind `count`; by halves, at least 512. */
static void *
grown(pack *p, void *items, size_t count, size_t more, size_t item_size,
      size_t *capacity)
{
    if (p->failed || count + more <= *capacity)
        return items;
    const size_t wanted = count + more + count / 2 + 512;
    void *larger = realloc(items, wanted * item_size);
    p->failed = !larger;
    if (!larger)
        return items;
    *capacity = wanted;
    return larger;
}

size_t
pack_words(pack *p, size_t count)
{
    const size_t at = p->word_count;
    p->words =
        grown(p, p->words, at, count, sizeof(*p->words), &p->word_capacity);
    if (p->failed)
        return 0;
    memset(p->words + at, 0, count * sizeof(*p->words));
    p->word_count += count;
    return at;
}

static void
append(pack *p, const char *data, size_t size)
{
    p->text = grown(p, p->text, p->text_size, size, 1, &p->text_capacity);
    if (p->failed || size == 0)
        return;
    memcpy(p->text + p->text_size, data, size);
    p->text_size += size;
}

void
pack_write(void *context, yz_str text)
{
    append(context, text.data, text.size);
}

void
pack_set(pack *p, size_t at, uint64_t value)
{
    if (!p->failed)
        p->words[at] = value;
}

void
pack_set_double(pack *p, size_t at, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof(bits));
    pack_set(p, at, bits);
}

void
pack_set_str(pack *p, size_t at, yz_str value)
{
    if (value.size == 0)
        return;
    pack_set(p, at, p->text_size);
    pack_set(p, at + 1, value.size);
    append(p, value.data, value.size);
}

size_t
pack_set_array(pack *p, size_t at, size_t count, size_t record_words)
{
    const size_t first = pack_words(p, count * record_words);
    pack_set(p, at, first);
    pack_set(p, at + 1, count);
    return first;
}

/* ---- a passage ------------------------------------------------------------ */

static void
set_span(pack *p, size_t at, yz_span span)
{
    pack_set(p, at, span.begin);
    pack_set(p, at + 1, span.end);
}

static void
set_box(pack *p, size_t at, yz_box box)
{
    pack_set(p, at, box.x0);
    pack_set(p, at + 1, box.y0);
    pack_set(p, at + 2, box.x1);
    pack_set(p, at + 3, box.y1);
}

static void
pack_blocks(pack *p, size_t place, const yz_passage *from)
{
    size_t at = pack_set_array(p, place, from->block_count, BLOCK_WORDS);
    for (size_t i = 0; i < from->block_count; i++, at += BLOCK_WORDS) {
        pack_set(p, at, from->blocks[i].line_first);
        pack_set(p, at + 1, from->blocks[i].line_last);
        pack_set(p, at + 2, from->blocks[i].byte_begin);
        pack_set(p, at + 3, from->blocks[i].byte_end);
    }
}

static void
pack_pieces(pack *p, size_t place, const yz_passage *from)
{
    size_t at = pack_set_array(p, place, from->piece_count, PIECE_WORDS);
    for (size_t i = 0; i < from->piece_count; i++, at += PIECE_WORDS) {
        const yz_piece *piece = &from->pieces[i];
        pack_set(p, at + PIECE_BEGIN, piece->text_begin);
        pack_set(p, at + PIECE_LINE, piece->line);
        pack_set(p, at + PIECE_COLUMN, piece->column);
        pack_set(p, at + PIECE_SOURCE, piece->source_begin);
        pack_set_str(p, at + PIECE_GAP, piece->gap);
        pack_set(p, at + PIECE_JOINT, piece->joint);
    }
}

static void
pack_page_boxes(pack *p, size_t place, const yz_passage *from, size_t page)
{
    const size_t count = yz_passage_boxes(from, page, NULL, 0);
    yz_box *boxes = calloc(count ? count : 1, sizeof(*boxes));
    p->failed = p->failed || !boxes;
    if (boxes)
        yz_passage_boxes(from, page, boxes, count);
    const size_t at = pack_set_array(p, place, count, BOX_WORDS);
    for (size_t i = 0; boxes && i < count; i++)
        set_box(p, at + i * BOX_WORDS, boxes[i]);
    free(boxes);
}

static void
pack_pages(pack *p, size_t place, const yz_passage *from)
{
    size_t at = pack_set_array(p, place, from->page_count, PAGE_WORDS);
    for (size_t i = 0; i < from->page_count; i++, at += PAGE_WORDS) {
        pack_set(p, at + PAGE_NUMBER, from->pages[i].number);
        pack_set(p, at + PAGE_WIDTH, from->pages[i].width);
        pack_set(p, at + PAGE_HEIGHT, from->pages[i].height);
        pack_set_str(p, at + PAGE_IMAGE, from->pages[i].image);
        pack_page_boxes(p, at + PAGE_BOXES, from, i);
    }
}

static void
pack_cells(pack *p, size_t place, const yz_row *row)
{
    size_t at = pack_set_array(p, place, row->cell_count, CELL_WORDS);
    for (size_t i = 0; i < row->cell_count; i++, at += CELL_WORDS) {
        set_span(p, at + CELL_TEXT, row->cells[i].text);
        set_box(p, at + CELL_BOX, row->cells[i].box);
        pack_set(p, at + CELL_CONFIDENCE, row->cells[i].confidence);
    }
}

static void
pack_rows(pack *p, size_t place, const yz_passage *from)
{
    size_t at = pack_set_array(p, place, from->row_count, ROW_WORDS);
    for (size_t i = 0; i < from->row_count; i++, at += ROW_WORDS) {
        const yz_row *row = &from->rows[i];
        set_span(p, at + ROW_TEXT, row->text);
        set_box(p, at + ROW_BOX, row->box);
        pack_set(p, at + ROW_PAGE, row->page);
        pack_set(p, at + ROW_CONFIDENCE, row->confidence);
        pack_set(p, at + ROW_ORIGIN, (uint64_t)row->origin);
        pack_set(p, at + ROW_VERTICAL, row->vertical);
        pack_set(p, at + ROW_BEGINS_BLOCK, row->begins_block);
        pack_cells(p, at + ROW_CELLS, row);
    }
}

static void
pack_readings(pack *p, size_t place, const yz_passage *from)
{
    size_t at = pack_set_array(p, place, from->reading_count, READING_WORDS);
    for (size_t i = 0; i < from->reading_count; i++, at += READING_WORDS) {
        set_span(p, at + READING_TEXT, from->readings[i].text);
        pack_set_str(p, at + READING_READING, from->readings[i].reading);
        pack_set(p, at + READING_CONFIDENCE, from->readings[i].confidence);
    }
}

size_t
pack_passage(pack *p, const yz_passage *from)
{
    const size_t at = pack_words(p, PASSAGE_WORDS);
    pack_set(p, at + PASSAGE_KIND, (uint64_t)from->kind);
    pack_set(p, at + PASSAGE_TRUNCATED, from->truncated);
    pack_set_str(p, at + PASSAGE_REPORT, from->report);
    pack_set_str(p, at + PASSAGE_ID, from->id);
    pack_set_str(p, at + PASSAGE_SECTION, from->section);
    pack_set_str(p, at + PASSAGE_TITLE, from->title);
    pack_set_str(p, at + PASSAGE_DATE, from->date);
    pack_set_str(p, at + PASSAGE_TEXT, from->text);
    pack_set_str(p, at + PASSAGE_PATH, from->path);
    pack_set_str(p, at + PASSAGE_ENCODING, from->encoding);
    pack_set_str(p, at + PASSAGE_EXTRA, from->extra);
    pack_set_str(p, at + PASSAGE_RULES, from->rules);
    pack_blocks(p, at + PASSAGE_BLOCKS, from);
    pack_pieces(p, at + PASSAGE_PIECES, from);
    pack_pages(p, at + PASSAGE_PAGES, from);
    pack_rows(p, at + PASSAGE_ROWS, from);
    pack_readings(p, at + PASSAGE_READINGS, from);
    return at;
}
