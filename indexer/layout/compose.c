/* SPDX-License-Identifier: MIT */
/*
 * The source is walked from white space to white space. Between two Latin
 * words a space stays; in display lines every space stays, for there they are
 * printed; in running text the others were wraps and go. In a caption, rows
 * that would have fitted on one line were no wrap.
 *
 *     source   全 市 工会⏎⏎驿站      word-⏎wrap
 *     text     全市工会驿站           wordwrap
 *     pieces   全|市|工会|驿站        word|wrap       gap "-⏎"
 *
 * A single space that stays is no end of a piece: the source has it too. A seam
 * of the file is one, as the bytes behind it do not follow from the text before.
 *
 * One file above 400 lines: all of it moves one composer along the source.
 */
#include "indexer/layout/compose.h"

#include "core/base/utf8.h"
#include "indexer/layout/white_space.h"

#include <string.h>

typedef struct composer {
    const page *page;
    arena *arena; /* of what the passage keeps */
    buffer text;
    ARRAY_OF(yz_piece) pieces;
    ARRAY_OF(yz_block) blocks;
    size_t at;        /* source up to here is in the text */
    size_t seam;      /* the file's next seam */
    size_t cut;       /* the page's next mark of markup */
    size_t gap_begin; /* where the gap before the latest piece begins */
    uint64_t place;   /* code points before `place_at` in the file */
    size_t place_at;
    uint64_t line_place; /* code points before the current line */
    uint32_t line;
} composer;

static uint64_t
file_byte(const decoded *file, size_t at, uint64_t place)
{
    return file->places ? file->places[place] : file->bom + (uint64_t)at;
}

/* Go on to `at`, counting lines and code points. */
static void
step_to(composer *c, size_t at)
{
    const char *text = c->page->file->text.data;
    size_t from = c->place_at;
    for (;;) {
        const char *feed = memchr(text + from, '\n', at - from);
        const size_t stop = feed ? (size_t)(feed - text) + 1 : at;
        c->place += utf8_count(text + from, stop - from);
        if (!feed)
            break;
        c->line++;
        c->line_place = c->place;
        from = stop;
    }
    c->place_at = at;
}

static yz_status
begin_piece(composer *c, yz_str gap, uint32_t joint, yz_error *err)
{
    yz_piece piece = { .text_begin = (uint32_t)c->text.size,
                       .line = c->line,
                       .column = (uint32_t)(c->place - c->line_place + 1),
                       .source_begin =
                           file_byte(c->page->file, c->place_at, c->place),
                       .gap =
                           gap.size ? arena_str(c->arena, gap) : (yz_str){ 0 },
                       .joint = joint };
    if ((gap.size && !piece.gap.data) || !ARRAY_PUSH(&c->pieces, piece))
        return error_nomem(err);
    return YZ_OK;
}

/* A piece without text gives its gap to the one that takes its place. */
static yz_status
replace_piece(composer *c, size_t begin, bool joint, yz_error *err)
{
    const yz_piece last = c->pieces.items[--c->pieces.count];
    const yz_str gap = { c->page->file->text.data + c->gap_begin,
                         begin - c->gap_begin };
    c->at = begin;
    if (c->pieces.count == 0)
        return begin_piece(c, (yz_str){ 0 }, 0, err);
    if (joint && !last.joint)
        buffer_put_u8(&c->text, ' ');
    return begin_piece(c, gap, last.joint || joint, err);
}

/* End the piece at `end`; the next one begins at `begin`, where we stand. */
static yz_status
part_pieces(composer *c, size_t end, size_t begin, bool joint, yz_error *err)
{
    const yz_str source = c->page->file->text;
    const size_t hyphen = blank_hyphen_size(source, end, begin);
    joint = joint && !hyphen;
    end -= hyphen;
    if (end <= c->at &&
        c->pieces.items[c->pieces.count - 1].text_begin == c->text.size)
        return replace_piece(c, begin, joint, err);
    buffer_put(&c->text, source.data + c->at, end - c->at);
    if (joint)
        buffer_put_u8(&c->text, ' ');
    c->at = begin;
    c->gap_begin = end;
    return begin_piece(c, (yz_str){ source.data + end, begin - end }, joint,
                       err);
}

/*
 * Was the space after row `i` of a caption printed? It was if both rows fit on
 * one line, or if the first row is so wide that it is no line of the caption
 * but the banner in the photo.
 */
static bool
is_printed_blank(const page *p, const block *b, size_t i)
{
    double widest = 0;
    double second = 0;
    for (size_t k = 0; k < b->row_count; k++) {
        const double width = block_row(p, b, k)->width;
        if (width > widest) {
            second = widest;
            widest = width;
        } else if (width > second) {
            second = width;
        }
    }
    const double first = block_row(p, b, 0)->width;
    const bool has_banner =
        b->row_count >= 3 && first == widest && first > second + 2.5;
    if (has_banner && i == 0)
        return true;
    return block_row(p, b, i)->width + block_row(p, b, i + 1)->width <=
           (has_banner ? second : widest);
}

/* The row that ends at `at`; row_count if none does. */
static size_t
row_ending_at(const page *p, const block *b, size_t at)
{
    for (size_t i = 0; i < b->row_count; i++) {
        const row *r = block_row(p, b, i);
        if (page_token(p, r->token_first + r->token_count - 1)->end == at)
            return i;
    }
    return b->row_count;
}

static bool
keeps_blank(const page *p, const block *b, size_t begin, size_t end)
{
    const bool parts_words = blank_parts_words(p->file->text, begin, end);
    if (p->spaced && blank_is_letter_space(p->file->text, begin, end))
        return false;
    if (b->vertical)
        return false;
    if (parts_words && p->han && b->kind != YZ_KIND_HEADING &&
        b->kind != YZ_KIND_HEADLINE && b->kind != YZ_KIND_BYLINE)
        return !blank_cuts_number(p->file->text, begin, end);
    switch (b->kind) {
    case YZ_KIND_DATE:
    case YZ_KIND_BYLINE:
    case YZ_KIND_HEADING:
    case YZ_KIND_HEADLINE:
        return true;
    case YZ_KIND_CAPTION: {
        const size_t i = row_ending_at(p, b, begin);
        if (i == b->row_count || is_printed_blank(p, b, i))
            return true;
        break;
    }
    case YZ_KIND_PARAGRAPH:
    case YZ_KIND_LEDE:
    case YZ_KIND_CREDIT:
    case YZ_KIND_NOISE:
        break;
    }
    return parts_words;
}

/* Part the piece at the seams of the file up to `end`. */
static yz_status
part_at_seams(composer *c, size_t end, yz_error *err)
{
    const decoded *file = c->page->file;
    for (; c->seam < file->seam_count && file->seams[c->seam] < end;
         c->seam++) {
        const size_t at = file->seams[c->seam];
        if (at <= c->at)
            continue;
        step_to(c, at);
        TRY(part_pieces(c, at, at, false, err));
    }
    return YZ_OK;
}

/* The mark of markup in [at, end) that the text comes to next; or NULL. */
static const markup_cut *
next_cut(composer *c, size_t at, size_t end)
{
    const markup_cuts *cuts = &c->page->cuts;
    while (c->cut < cuts->count && cuts->items[c->cut].begin < at)
        c->cut++;
    return c->cut < cuts->count && cuts->items[c->cut].end <= end
               ? &cuts->items[c->cut]
               : NULL;
}

/* Leave a mark out of the text, or show the character it means. */
static yz_status
leave_out(composer *c, const markup_cut *m, yz_error *err)
{
    const yz_str source = c->page->file->text;
    char bytes[4];
    if (m->shown == 0 || m->shown == ' ') {
        const bool joint =
            m->shown && blank_parts_words(source, m->begin, m->end);
        step_to(c, m->end);
        return part_pieces(c, m->begin, m->end, joint, err);
    }
    step_to(c, m->begin);
    TRY(part_pieces(c, m->begin, m->begin, false, err));
    buffer_put(&c->text, bytes, utf8_put(bytes, m->shown));
    step_to(c, m->end);
    c->at = c->gap_begin = m->end;
    return begin_piece(c, (yz_str){ 0 }, 0, err);
}

/* Add the source of a line [begin, end), up to its last piece's end. */
static yz_status
add_source(composer *c, const block *b, size_t begin, size_t end, yz_error *err)
{
    const yz_str source = { c->page->file->text.data, end };
    for (size_t at = begin; at < end;) {
        const size_t space = blank_begin(source, at);
        const markup_cut *mark = next_cut(c, at, end);
        if (mark && mark->begin <= space) {
            TRY(part_at_seams(c, mark->begin, err));
            TRY(leave_out(c, mark, err));
            at = mark->end;
            continue;
        }
        TRY(part_at_seams(c, space, err));
        if (space == end)
            break;
        at = blank_end(source, space);
        const bool joint = keeps_blank(c->page, b, space, at);
        if (joint && at == space + 1 && source.data[space] == ' ')
            continue;
        step_to(c, at);
        TRY(part_pieces(c, space, at, joint, err));
    }
    return YZ_OK;
}

static size_t
line_end(const page *p, const line *l)
{
    return page_token(p, l->token_first + l->token_count - 1)->end;
}

/* What other columns have between two lines of this one is in the gap. */
static yz_status
add_lines(composer *c, const block *b, yz_error *err)
{
    const page *p = c->page;
    for (size_t i = 0; i < b->line_count; i++) {
        const line *l = block_line(p, b, i);
        const size_t begin = page_token(p, l->token_first)->begin;
        if (i > 0) {
            const size_t before = line_end(p, l - 1);
            const bool joint = keeps_blank(p, b, before, begin);
            step_to(c, begin);
            TRY(part_pieces(c, before, begin, joint, err));
        }
        TRY(add_source(c, b, begin, line_end(p, l), err));
    }
    return YZ_OK;
}

static yz_status
add_block(composer *c, const block *b, size_t before_end, size_t *ret_end,
          yz_error *err)
{
    const page *p = c->page;
    const line *first = block_line(p, b, 0);
    const line *last = block_line(p, b, b->line_count - 1);
    const token *begin = page_token(p, first->token_first);
    const size_t end = line_end(p, last);
    c->line = first->number;
    c->line_place = first->place;
    c->place = begin->place;
    c->place_at = begin->begin;
    const uint64_t byte_begin = file_byte(p->file, begin->begin, c->place);
    if (c->pieces.count == 0) {
        c->at = begin->begin;
        TRY(begin_piece(c, (yz_str){ 0 }, 0, err));
    } else {
        const yz_str source = p->file->text;
        const bool joint =
            blank_parts_words(source, before_end, begin->begin) &&
            !(p->han && blank_cuts_number(source, before_end, begin->begin));
        TRY(part_pieces(c, before_end, begin->begin, joint, err));
    }
    TRY(add_lines(c, b, err));
    step_to(c, end);
    const yz_block lines = { first->number, last->number, byte_begin,
                             file_byte(p->file, end, c->place) };
    if (!ARRAY_PUSH(&c->blocks, lines))
        return error_nomem(err);
    *ret_end = end;
    return YZ_OK;
}

static yz_status
add_chain(composer *c, const block *b, yz_error *err)
{
    size_t end = 0;
    for (;;) {
        TRY(add_block(c, b, end, &end, err));
        if (!b->next)
            break;
        b = &c->page->blocks[b->next];
    }
    buffer_put(&c->text, c->page->file->text.data + c->at, end - c->at);
    if (c->pieces.count > 1 &&
        c->pieces.items[c->pieces.count - 1].text_begin == c->text.size)
        c->pieces.count--; /* marks end the text */
    return buffer_ok(&c->text) ? YZ_OK : error_nomem(err);
}

/* The first seam and the first mark of the passage. */
static void
find_first(composer *c, const block *first)
{
    const page *p = c->page;
    const size_t begin =
        page_token(p, block_line(p, first, 0)->token_first)->begin;
    size_t low = 0;
    for (size_t high = p->file->seam_count; low < high;) {
        const size_t middle = low + (high - low) / 2;
        if (p->file->seams[middle] < begin)
            low = middle + 1;
        else
            high = middle;
    }
    c->seam = low;
    low = 0;
    for (size_t high = p->cuts.count; low < high;) {
        const size_t middle = low + (high - low) / 2;
        if (p->cuts.items[middle].begin < begin)
            low = middle + 1;
        else
            high = middle;
    }
    c->cut = low;
}

static yz_status
keep(composer *c, yz_passage *passage, yz_error *err)
{
    if (c->text.size > YZ_PASSAGE_SIZE_MAX) {
        error_fill(err, YZ_E_LIMIT,
                   "a passage of %zu bytes is longer than the limit of %zu; "
                   "divide it by empty lines",
                   c->text.size, YZ_PASSAGE_SIZE_MAX);
        if (err)
            err->line = c->blocks.items[0].line_first;
        return YZ_E_LIMIT;
    }
    const size_t piece_size = c->pieces.count * sizeof(yz_piece);
    const size_t block_size = c->blocks.count * sizeof(yz_block);
    yz_piece *pieces = arena_alloc(c->arena, piece_size);
    yz_block *blocks = arena_alloc(c->arena, block_size);
    const yz_str text = arena_str(c->arena, buffer_str(&c->text));
    if (!pieces || !blocks || !text.data)
        return error_nomem(err);
    memcpy(pieces, c->pieces.items, piece_size);
    memcpy(blocks, c->blocks.items, block_size);
    passage->text = text;
    passage->pieces = pieces;
    passage->piece_count = c->pieces.count;
    passage->blocks = blocks;
    passage->block_count = c->blocks.count;
    return YZ_OK;
}

yz_status
passage_compose(const page *p, const block *first, arena *a,
                yz_passage *passage, yz_error *err)
{
    composer c = { .page = p,
                   .arena = a,
                   .text.from = a->from,
                   .pieces.from = a->from,
                   .blocks.from = a->from };
    find_first(&c, first);
    yz_status status = add_chain(&c, first, err);
    if (status == YZ_OK && c.text.size == 0) {
        /* Marks and nothing else are the text. */
        c.pieces.count = c.blocks.count = 0;
        c.cut = p->cuts.count;
        status = add_chain(&c, first, err);
    }
    if (status == YZ_OK)
        status = keep(&c, passage, err);
    buffer_dispose(&c.text);
    ARRAY_DISPOSE(&c.pieces);
    ARRAY_DISPOSE(&c.blocks);
    return status;
}
