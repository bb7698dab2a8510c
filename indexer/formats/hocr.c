/* SPDX-License-Identifier: MIT */
/*
 * hOCR: HTML in which classes say what an element is and titles where. Read by
 * libxml2's HTML parser, as much of it in the wild is no XML; the parser gives
 * events and builds no tree.
 *
 * Engines differ in what they call a line: a span of class ocr_header,
 * ocr_caption or ocr_textfloat is one (Tesseract), a div of it a block. A
 * paragraph (ocr_par) is a block, else the area around it (ocr_carea).
 *
 * A part of the file may end one page and begin the next: pages that are
 * complete wait in a queue.
 */
#include "indexer/formats/hocr.h"
#include "indexer/formats/hocr_element.h"
#include "indexer/ocr/ocr_number.h"

#include <libxml/HTMLparser.h>
#include <string.h>
#include <strings.h>

enum { BLOCK_SIZE = 16 << 10, DEPTH_MAX = 256, TITLE_MAX = 4096 };

typedef struct ready_page {
    ocr_page page;
    yz_status status;
} ready_page;

struct ocr_reader {
    ocr_source source;
    htmlParserCtxtPtr parser;
    hocr_role stack[DEPTH_MAX]; /* of what is open */
    unsigned depth;             /* may be more than is kept */
    unsigned skipped;           /* open elements whose text does not count */
    ocr_page page;              /* that is filled in */
    bool in_page;
    bool in_line;
    bool in_word;
    bool has_characters; /* the word has boxes of its characters */
    bool has_inner;      /* the line has words */
    ocr_box word_box;
    float word_confidence;
    buffer text; /* of the word, character or reading that is open */
    ready_page *ready;
    size_t ready_count;
    size_t ready_capacity;
    size_t given;
    uint32_t page_count;
    bool ended;
    bool failed; /* out of memory */
};

/* ---- pages --------------------------------------------------------------------- */

/* Put the page that is filled in behind those that wait. */
static void
end_page(ocr_reader *r)
{
    if (!r->in_page)
        return;
    r->in_page = r->in_line = r->in_word = false;
    if (r->ready_count == r->ready_capacity) {
        const size_t capacity = r->ready_capacity * 2 + 4;
        ready_page *grown = memory_resize(r->source.memory, r->ready,
                                          capacity * sizeof(*grown));
        if (!grown) {
            r->failed = true;
            return;
        }
        for (size_t i = r->ready_capacity; i < capacity; i++)
            ocr_page_init(&grown[i].page, r->source.memory);
        r->ready = grown;
        r->ready_capacity = capacity;
    }
    ready_page *to = &r->ready[r->ready_count++];
    const ocr_page empty = to->page;
    to->page = r->page;
    r->page = empty;
    to->status = ocr_page_end(&to->page, NULL);
}

static void
begin_page(ocr_reader *r, const char *title)
{
    double edge[4];
    const char *at = hocr_property(title, "bbox");
    end_page(r);
    for (size_t i = 0; i < 4; i++)
        if (!at || !ocr_take_number(&at, &edge[i]))
            edge[i] = 0;
    ocr_page_begin(&r->page, ++r->page_count, edge[2], edge[3],
                   (ocr_scale){ 0 });
    r->page.order = OCR_ORDER_FILE;
    ocr_page_image(&r->page, hocr_image(title));
    r->in_page = true;
    r->in_line = r->in_word = false;
}

/* ---- lines and words --------------------------------------------------------- */

static void
begin_line(ocr_reader *r, const char *title)
{
    ocr_line *line = ocr_add_line(&r->page, hocr_box(&r->page, title, "bbox"));
    line->place.line = (uint32_t)xmlSAX2GetLineNumber(r->parser);
    line->confidence = hocr_confidence(title, "x_wconf");
    r->in_line = true;
    r->in_word = r->has_inner = false;
    r->text.size = 0;
}

/* The text without white space at its ends, and single spaces in it. */
static yz_str
tidy(buffer *text)
{
    size_t size = 0;
    for (size_t i = 0; i < text->size; i++) {
        const uint8_t c = text->data[i];
        const bool is_space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (!is_space)
            text->data[size++] = c;
        else if (size && text->data[size - 1] != ' ')
            text->data[size++] = ' ';
    }
    if (size && text->data[size - 1] == ' ')
        size--;
    text->size = size;
    return buffer_str(text);
}

static void
begin_word(ocr_reader *r, const char *title)
{
    if (!r->in_line)
        begin_line(r, title);
    r->word_box = hocr_box(&r->page, title, "bbox");
    r->word_confidence = hocr_confidence(title, "x_wconf");
    r->in_word = r->has_inner = true;
    r->has_characters = false;
    r->text.size = 0;
    ocr_put_space(&r->page);
}

static void
end_word(ocr_reader *r)
{
    const yz_str text = tidy(&r->text);
    if (r->in_word && !r->has_characters)
        ocr_put_word(&r->page, text, r->word_box, r->word_confidence);
    r->in_word = false;
    r->text.size = 0;
}

/* Tesseract also lists what else it could have read so, without boxes. */
static void
begin_character(ocr_reader *r, const char *title)
{
    const ocr_box box = hocr_box(&r->page, title, "x_bboxes");
    r->text.size = 0;
    if (!ocr_box_is_known(box) || !r->in_word)
        return;
    r->word_box = box;
    r->has_characters = true;
    r->word_confidence = hocr_confidence(title, "x_conf");
}

static void
end_character(ocr_reader *r)
{
    const yz_str text = tidy(&r->text);
    if (r->has_characters && r->page.failed == YZ_OK && r->page.lines.count) {
        ocr_put_word(&r->page, text, r->word_box, r->word_confidence);
        r->page.lines.items[r->page.lines.count - 1].flags |= OCR_CHARACTERS;
    } else if (r->in_word) {
        return; /* the word's text goes on */
    }
    r->text.size = 0;
}

static void
end_line(ocr_reader *r)
{
    const yz_str text = tidy(&r->text);
    if (r->in_line && !r->has_inner)
        ocr_put_text(&r->page, text);
    r->in_line = false;
    r->text.size = 0;
}

/* What was read so far, before another reading of it. */
static void
put_open_text(ocr_reader *r)
{
    if (r->in_word) {
        end_word(r);
        return;
    }
    if (r->in_line)
        ocr_put_text(&r->page, tidy(&r->text));
    r->text.size = 0;
}

/* ---- libxml2's side ----------------------------------------------------------- */

static void
begin_role(ocr_reader *r, hocr_role what, ocr_kind kind, const char *title)
{
    if (what == HOCR_PAGE) {
        begin_page(r, title);
        return;
    }
    if (!r->in_page)
        return;
    switch (what) {
    case HOCR_BLOCK:
        r->in_line = false;
        ocr_add_block(&r->page, kind, hocr_box(&r->page, title, "bbox"));
        break;
    case HOCR_LINE:
        begin_line(r, title);
        break;
    case HOCR_WORD:
        begin_word(r, title);
        break;
    case HOCR_CHARACTER:
        begin_character(r, title);
        break;
    case HOCR_OTHER_READING:
        put_open_text(r);
        break;
    case HOCR_NONE:
    case HOCR_PAGE:
    case HOCR_SKIPPED:
        break;
    }
}

static void
end_role(ocr_reader *r, hocr_role what)
{
    if (!r->in_page)
        return;
    switch (what) {
    case HOCR_PAGE:
        end_page(r);
        break;
    case HOCR_LINE:
        end_line(r);
        break;
    case HOCR_WORD:
        end_word(r);
        break;
    case HOCR_CHARACTER:
        end_character(r);
        break;
    case HOCR_OTHER_READING:
        ocr_put_alternative(&r->page, tidy(&r->text), OCR_CONFIDENCE_NONE);
        r->text.size = 0;
        break;
    case HOCR_NONE:
    case HOCR_BLOCK:
    case HOCR_SKIPPED:
        break;
    }
}

static void
on_begin(void *user, const xmlChar *name, const xmlChar **attributes)
{
    ocr_reader *r = user;
    ocr_kind kind;
    const char *classes = NULL;
    const char *title = NULL;
    for (size_t i = 0; attributes && attributes[i]; i += 2) {
        if (!strcasecmp((const char *)attributes[i], "class"))
            classes = (const char *)attributes[i + 1];
        else if (!strcasecmp((const char *)attributes[i], "title"))
            title = (const char *)attributes[i + 1];
    }
    const hocr_role what = hocr_role_of((const char *)name, classes, &kind);
    if (r->depth < DEPTH_MAX)
        r->stack[r->depth] = what;
    r->depth++;
    if (r->in_line && !strcmp((const char *)name, "br"))
        buffer_put_u8(&r->text, ' ');
    r->skipped += what == HOCR_SKIPPED;
    begin_role(r, what, kind, title && strlen(title) < TITLE_MAX ? title : "");
}

static void
on_end(void *user, const xmlChar *name)
{
    ocr_reader *r = user;
    (void)name;
    if (r->depth == 0)
        return;
    r->depth--;
    const hocr_role what =
        r->depth < DEPTH_MAX ? r->stack[r->depth] : HOCR_NONE;
    r->skipped -= what == HOCR_SKIPPED;
    end_role(r, what);
}

static void
on_text(void *user, const xmlChar *text, int size)
{
    ocr_reader *r = user;
    if (r->in_page && r->in_line && !r->skipped)
        buffer_put(&r->text, text, (size_t)size);
}

/* ---- opening, reading ------------------------------------------------------- */

static yz_status
hocr_open(const ocr_source *source, ocr_reader **ret_reader, yz_error *err)
{
    htmlSAXHandler events = { .startElement = on_begin,
                              .endElement = on_end,
                              .characters = on_text,
                              .cdataBlock = on_text };
    ocr_reader *r = memory_zeroed(source->memory, 1, sizeof(*r));
    if (!r)
        return error_nomem(err);
    r->source = *source;
    r->text.from = source->memory;
    ocr_page_init(&r->page, source->memory);
    r->parser = htmlCreatePushParserCtxt(&events, r, NULL, 0, NULL,
                                         XML_CHAR_ENCODING_UTF8);
    if (!r->parser) {
        memory_release(source->memory, r);
        return error_nomem(err);
    }
    htmlCtxtUseOptions(r->parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                      HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                      HTML_PARSE_IGNORE_ENC);
    *ret_reader = r;
    return YZ_OK;
}

static void
hocr_close(ocr_reader *r)
{
    if (!r)
        return;
    htmlFreeParserCtxt(r->parser);
    for (size_t i = 0; i < r->ready_capacity; i++)
        ocr_page_dispose(&r->ready[i].page);
    memory_release(r->source.memory, r->ready);
    ocr_page_dispose(&r->page);
    buffer_dispose(&r->text);
    memory_release(r->source.memory, r);
}

static ocr_issue
hocr_issue(const ocr_reader *r)
{
    (void)r;
    return (ocr_issue){ 0 };
}

/* Let the parser see more of the file. */
static yz_status
step(ocr_reader *r, yz_error *err)
{
    char block[BLOCK_SIZE];
    size_t got;
    TRY(r->source.input.read(r->source.input.context, block, sizeof(block),
                             &got, err));
    r->ended = got == 0;
    const int code = htmlParseChunk(r->parser, block, (int)got, r->ended);
    if (code == XML_ERR_NO_MEMORY || r->failed || !buffer_ok(&r->text))
        return error_nomem(err);
    if (r->ended)
        end_page(r);
    return YZ_OK;
}

static yz_status
hocr_next(ocr_reader *r, ocr_page *page, yz_error *err)
{
    if (r->given == r->ready_count)
        r->given = r->ready_count = 0;
    while (r->ready_count == 0) {
        if (r->ended && r->page_count == 0)
            return error_set(err, YZ_E_SOURCE,
                             "it is HTML, but no hOCR: no element is of class "
                             "ocr_page");
        if (r->ended)
            return YZ_DONE;
        TRY(step(r, err));
    }
    ready_page *from = &r->ready[r->given++];
    const ocr_page empty = *page;
    *page = from->page;
    from->page = empty;
    return from->status == YZ_OK ? YZ_OK : ocr_page_end(page, err);
}

const ocr_format hocr_format = { "hocr", hocr_open, hocr_next, hocr_issue,
                                 hocr_close };
