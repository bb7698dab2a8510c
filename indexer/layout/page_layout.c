/* SPDX-License-Identifier: MIT */
/*
 * The lines of the page are written below each other in reading order and
 * repaired as a page of text is, with what their coordinates say beside them.
 * The passages that come out say where in that text they are; the lines that
 * were written there say where on the page, and where in the file.
 */
#include "indexer/layout/page_layout.h"

#include "indexer/layout/page_boxes.h"
#include "indexer/layout/print_blocks.h"
#include "indexer/layout/printed_line.h"
#include "indexer/layout/reading_order.h"
#include "indexer/layout/repair.h"

#include "core/base/utf8.h"

#include <string.h>

typedef struct writing {
    const ocr_page *page;
    placement placed; /* its lines in reading order */
    bool is_placed;   /* by coordinates: their roles and leads are known */
    buffer text;
    ARRAY_OF(written_line) lines;
    ARRAY_OF(printed_line) printed; /* one a written line */
} writing;

/* ---- kinds -------------------------------------------------------------- */

/* The kind that the file gives; false: its words and its place tell. */
static bool
given_kind(ocr_kind kind, yz_kind *ret_kind)
{
    switch (kind) {
    case OCR_HEADLINE:
        *ret_kind = YZ_KIND_HEADLINE;
        return true;
    case OCR_HEADING:
        *ret_kind = YZ_KIND_HEADING;
        return true;
    case OCR_CAPTION:
    case OCR_NOTE:
        *ret_kind = YZ_KIND_CAPTION;
        return true;
    case OCR_BYLINE:
        *ret_kind = YZ_KIND_BYLINE;
        return true;
    case OCR_CREDIT:
        *ret_kind = YZ_KIND_CREDIT;
        return true;
    case OCR_MARGINALIA:
    case OCR_HEADER:
    case OCR_FOOTER:
    case OCR_PAGE_NUMBER:
    case OCR_NOISE:
    case OCR_PICTURE:
    case OCR_SEPARATOR:
        *ret_kind = YZ_KIND_NOISE;
        return true;
    case OCR_TEXT:
    case OCR_PARAGRAPH:
    case OCR_LIST:
    case OCR_TABLE:
    case OCR_FORMULA:
    case OCR_CODE:
    case OCR_KIND_COUNT:
        break;
    }
    return false;
}

/* Large type above the text is the headline; what is among it heads a part. */
typedef struct display {
    const placement *placed;
    bool flush; /* paragraphs of the page are not set in */
    double largest;
    bool text_seen;
} display;

static yz_kind
display_kind(const display *d, const placed_line *l)
{
    static const double near_largest = 0.6;
    return !d->text_seen && l->size >= near_largest * d->largest
               ? YZ_KIND_HEADLINE
               : YZ_KIND_HEADING;
}

static void
take_role(display *d, const placed_line *l, printed_line *printed)
{
    printed->has_kind = l->role != PRINT_TEXT;
    printed->rules = RULE_BIT(l->below_picture ? RULE_PICTURE : RULE_SIZE);
    switch (l->role) {
    case PRINT_DISPLAY:
        printed->kind = display_kind(d, l);
        break;
    case PRINT_CAPTION:
        printed->kind = YZ_KIND_CAPTION;
        break;
    case PRINT_NOTE:
        printed->kind = YZ_KIND_NOISE;
        break;
    case PRINT_TEXT:
        d->text_seen = d->text_seen || !placed_is_head(d->placed, l);
        break;
    }
}

/* The name of the paper may be larger than any headline. */
static double
largest_display(const placement *p)
{
    double largest = 0;
    for (size_t i = 0; i < p->count; i++) {
        const placed_line *l = &p->lines[i];
        if (l->role == PRINT_DISPLAY && l->size > largest &&
            !placed_is_head(p, l))
            largest = l->size;
    }
    return largest;
}

static void
place_printed(const display *d, const placed_line *l, printed_line *printed)
{
    printed->column = l->column + 1;
    if (d->flush)
        printed->lead = PRINTED_LEAD_UNTOLD;
    else if (printed->lead < 0)
        printed->lead = 0;
}

/* Whether most paragraphs that begin inside a column are not set in. */
static bool
is_flush(const placement *p)
{
    size_t flush = 0;
    size_t in = 0;
    for (size_t i = 1; i < p->count; i++) {
        const placed_line *l = &p->lines[i];
        if (!l->begins || l->role != PRINT_TEXT || l->column != l[-1].column ||
            l[-1].role != PRINT_TEXT)
            continue;
        flush += l->lead < 1;
        in += l->lead >= 1;
    }
    return flush > in;
}

/* What is known of a line; `first` of its block in the file. */
static printed_line
printed_of(const writing *w, const placed_line *l, bool first, display *d)
{
    const ocr_block *block = &w->page->blocks.items[l->block];
    printed_line printed = { .lead = w->is_placed ? l->lead : -1,
                             .begins = w->is_placed ? l->begins : first };
    if (w->is_placed)
        place_printed(d, l, &printed);
    if (!w->page->kinds_are_given) {
        if (w->is_placed)
            take_role(d, l, &printed);
        return printed;
    }
    printed.is_given = printed.has_kind =
        given_kind(block->kind, &printed.kind);
    printed.rules = RULE_BIT(RULE_GIVEN);
    printed.continues = first && block->continues;
    printed.begins = first || (printed.begins && !printed.has_kind);
    if (l->line->flags & OCR_WHOLE_BLOCK)
        printed.lead = -1;
    return printed;
}

/* ---- writing ------------------------------------------------------------ */

static yz_status
put_line(writing *w, const written_line *line, printed_line printed,
         yz_str text, yz_error *err)
{
    written_line own = *line;
    own.begin = w->text.size;
    own.size = (uint32_t)text.size;
    buffer_put_text(&w->text, text);
    buffer_put_u8(&w->text, '\n');
    if (!buffer_ok(&w->text) || !ARRAY_PUSH(&w->lines, own) ||
        !ARRAY_PUSH(&w->printed, printed))
        return error_nomem(err);
    return YZ_OK;
}

/* What the layout would take for the end of a line or a page is none here. */
static yz_status
put_text(writing *w, const placed_line *l, printed_line printed, yz_error *err)
{
    const yz_str text = placed_text(&w->placed, l);
    written_line line = { .line = l->line, .block = l->block };
    size_t begin = 0;
    for (size_t at = 0; at <= text.size; at++) {
        if (at < text.size && text.data[at] != '\n' && text.data[at] != '\f')
            continue;
        line.from = l->from + (uint32_t)begin;
        TRY(put_line(w, &line, printed,
                     (yz_str){ text.data + begin, at - begin }, err));
        printed.begins = false;
        begin = at + 1;
    }
    return YZ_OK;
}

static yz_status
write_lines(writing *w, yz_error *err)
{
    const written_line none = { 0 };
    display d = { .placed = &w->placed,
                  .flush = is_flush(&w->placed),
                  .largest = largest_display(&w->placed) };
    for (size_t i = 0; i < w->placed.count; i++) {
        const placed_line *l = &w->placed.lines[i];
        const bool first = i == 0 || l->block != l[-1].block;
        const printed_line printed = printed_of(w, l, first, &d);
        if (i && printed.begins)
            TRY(put_line(w, &none, printed, (yz_str){ 0 }, err));
        TRY(put_text(w, l, printed, err));
    }
    return YZ_OK;
}

/* Lines without coordinates, as the file has them. */
static yz_status
take_unplaced(writing *w, arena *a, yz_error *err)
{
    const ocr_page *page = w->page;
    w->placed = (placement){ .page = page };
    w->placed.lines =
        arena_array(a, page->lines.count + 1, sizeof(placed_line));
    if (!w->placed.lines)
        return error_nomem(err);
    for (size_t b = 0; b < page->blocks.count; b++)
        for (uint32_t i = 0; i < page->blocks.items[b].line_count; i++) {
            placed_line *l = &w->placed.lines[w->placed.count++];
            l->block = (uint32_t)b;
            l->line = ocr_block_line(page, &page->blocks.items[b], i);
            l->text_size = l->line->text_end - l->line->text_begin;
        }
    return YZ_OK;
}

static yz_status
place(writing *w, arena *a, yz_error *err)
{
    const ocr_page *page = w->page;
    const bool in_order = page->order == OCR_ORDER_GIVEN;
    const yz_status status = placement_of(page, a, &w->placed, err);
    if (status == YZ_DONE)
        return take_unplaced(w, a, err);
    TRY(status);
    w->is_placed = true;
    if (in_order)
        reading_order_keep(&w->placed);
    else
        TRY(reading_order_find(&w->placed, a, err));
    return print_blocks_find(&w->placed, in_order || page->kinds_are_given, a,
                             err);
}

/* ---- places in the file --------------------------------------------------- */

static bool
has_bytes(const written_line *line)
{
    const ocr_line *l = line->line;
    return l && l->place.size && l->place.size == l->text_end - l->text_begin;
}

/* Whether the file has each line of the passage as one piece. */
static bool
passage_has_bytes(const written_page *w, const yz_passage *p)
{
    for (size_t i = 0; i < p->piece_count; i++)
        if (!has_bytes(&w->lines[written_find(w, p->pieces[i].source_begin)]))
            return false;
    return p->piece_count > 0;
}

static yz_block
place_block(const written_page *w, const yz_block *b, bool bytes)
{
    const size_t first = written_find(w, b->byte_begin);
    const size_t last = written_find(w, b->byte_end - 1);
    yz_block place = { 0 };
    for (size_t i = first; i <= last; i++) {
        const ocr_line *line = w->lines[i].line;
        if (!line)
            continue;
        const ocr_place *at = &line->place;
        const bool is_first = i == first;
        if (is_first || at->line < place.line_first)
            place.line_first = at->line;
        if (at->line > place.line_last)
            place.line_last = at->line;
        if (bytes && (is_first || at->byte < place.byte_begin))
            place.byte_begin = at->byte;
        if (bytes && at->byte + at->size > place.byte_end)
            place.byte_end = at->byte + at->size;
    }
    return place;
}

static void
place_piece(const written_page *w, bool bytes, yz_piece *piece)
{
    const written_line *line = &w->lines[written_find(w, piece->source_begin)];
    const ocr_place *at = &line->line->place;
    const uint64_t off = piece->source_begin - line->begin + line->from;
    const yz_str text = ocr_line_text(w->page, line->line);
    piece->line = at->line;
    piece->column =
        at->line && at->column
            ? at->column + (uint32_t)utf8_count(text.data, (size_t)off)
            : 0;
    piece->source_begin = bytes ? at->byte + off : 0;
}

/* A copy of the passage's blocks and pieces with their places in the file. */
static yz_status
place_passage(const written_page *w, arena *a, yz_passage *p, yz_error *err)
{
    yz_block *blocks = arena_array(a, p->block_count + 1, sizeof(*blocks));
    yz_piece *pieces = arena_array(a, p->piece_count + 1, sizeof(*pieces));
    if (!blocks || !pieces)
        return error_nomem(err);
    const bool bytes = passage_has_bytes(w, p);
    for (size_t i = 0; i < p->block_count; i++)
        blocks[i] = place_block(w, &p->blocks[i], bytes);
    for (size_t i = 0; i < p->piece_count; i++) {
        pieces[i] = p->pieces[i];
        place_piece(w, bytes, &pieces[i]);
    }
    p->blocks = blocks;
    p->pieces = pieces;
    return YZ_OK;
}

/* ---- the whole ------------------------------------------------------------ */

static yz_status
repair(writing *w, arena *a, yz_report *report, yz_error *err)
{
    const size_t from = report->passages.count;
    TRY(place(w, a, err));
    TRY(write_lines(w, err));
    if (w->text.size == 0)
        return YZ_OK;
    const bool is_known = w->is_placed || w->page->kinds_are_given ||
                          w->page->order == OCR_ORDER_GIVEN;
    const decoded file = { .text = buffer_str(&w->text),
                           .encoding = str_of("UTF-8") };
    TRY(layout_repair_printed(&file, is_known ? w->printed.items : NULL, report,
                              err));
    written_page written = { w->page, w->lines.items, w->lines.count, 0 };
    TRY(written_measure(&written, a, err));
    for (size_t i = from; i < report->passages.count; i++) {
        yz_passage *p = &report->passages.items[i];
        TRY(page_boxes_find(&written, &report->arena, p, err));
        TRY(place_passage(&written, &report->arena, p, err));
    }
    return YZ_OK;
}

yz_status
page_layout(const ocr_page *page, yz_report *report, yz_error *err)
{
    const yz_allocator *memory = report->arena.from;
    arena scratch = { .from = memory };
    writing w = { .page = page,
                  .text.from = memory,
                  .lines.from = memory,
                  .printed.from = memory };
    const yz_status status = repair(&w, &scratch, report, err);
    buffer_dispose(&w.text);
    ARRAY_DISPOSE(&w.lines);
    ARRAY_DISPOSE(&w.printed);
    arena_dispose(&scratch);
    return status;
}
