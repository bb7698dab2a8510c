/* SPDX-License-Identifier: MIT */
/*
 * Line by line: what a line begins with says what it is. Lines of text that
 * follow each other are one paragraph; a blank line ends it. The text of a line
 * is the file's own, so that its bytes are known; marks inside it (bold, links,
 * HTML) are layout's affair. Front matter between two lines `---` is read for
 * title and date, in the plain form `name: value`.
 */
#include "indexer/source/pages/markdown.h"

#include "core/base/utf8.h"
#include "indexer/source/pages/text_stream.h"

#include <string.h>

struct ocr_reader {
    ocr_source source;
    text_stream lines;
    buffer title;
    buffer date;
    ocr_kind open; /* of the block that goes on with the next line */
    bool is_open;
    bool in_code;
    bool in_front; /* between the lines of front matter */
    bool in_formula;
    bool done;
};

static yz_status
markdown_open(const ocr_source *source, ocr_reader **ret_reader, yz_error *err)
{
    ocr_reader *r = memory_zeroed(source->memory, 1, sizeof(*r));
    if (!r)
        return error_nomem(err);
    r->source = *source;
    r->title.from = r->date.from = source->memory;
    text_stream_init(&r->lines, source->input, source->memory);
    *ret_reader = r;
    return YZ_OK;
}

static void
markdown_close(ocr_reader *r)
{
    if (!r)
        return;
    text_stream_dispose(&r->lines);
    buffer_dispose(&r->title);
    buffer_dispose(&r->date);
    memory_release(r->source.memory, r);
}

static ocr_issue
markdown_issue(const ocr_reader *r)
{
    return (ocr_issue){ buffer_str(&r->title), buffer_str(&r->date) };
}

/* ---- lines ------------------------------------------------------------------ */

static yz_str
trim(yz_str text)
{
    while (text.size && strchr(" \t\r", text.data[0]) && text.data[0]) {
        text.data++;
        text.size--;
    }
    while (text.size && strchr(" \t\r", text.data[text.size - 1]) &&
           text.data[text.size - 1])
        text.size--;
    return text;
}

static bool
begins_with(yz_str text, const char *what)
{
    const size_t size = strlen(what);
    return text.size >= size && !memcmp(text.data, what, size);
}

/* Nothing but one of the marks, three times or more: a rule, or `| --- |`. */
static bool
is_made_of(yz_str text, const char *marks, size_t least)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (!text.data[i] || !strchr(marks, text.data[i]))
            return false;
        count += text.data[i] == marks[0];
    }
    return count >= least;
}

/* A block of the kind, or the one that is open and of it. */
static void
put_line(ocr_reader *r, ocr_page *page, ocr_kind kind, uint32_t level,
         yz_str text, yz_str line)
{
    const bool goes_on = r->is_open && r->open == kind && !level;
    ocr_place place = { .line = r->lines.line, .column = 1 };
    if (!text.size)
        return;
    if (!goes_on)
        ocr_add_block(page, kind, (ocr_box){ 0 })->level = level;
    if (r->source.has_bytes) {
        const size_t before = (size_t)(text.data - line.data);
        place.byte = r->source.byte_base + r->lines.line_byte + before;
        place.size = (uint32_t)text.size;
    }
    ocr_add_line(page, (ocr_box){ 0 })->place = place;
    ocr_put_text(page, text);
    r->is_open = !level;
    r->open = kind;
}

/* ---- front matter ------------------------------------------------------------- */

/* `name: value`, the value with or without quotes. */
static void
take_front(ocr_reader *r, yz_str line)
{
    static const char *const titles[] = { "title:", "标题:", "標題:" };
    static const char *const dates[] = { "date:", "日期:", "pubdate:" };
    for (size_t i = 0; i < ARRAY_LENGTH(titles); i++) {
        buffer *to = NULL;
        size_t size = 0;
        if (begins_with(line, titles[i])) {
            to = &r->title;
            size = strlen(titles[i]);
        } else if (begins_with(line, dates[i])) {
            to = &r->date;
            size = strlen(dates[i]);
        }
        if (!to || to->size)
            continue;
        yz_str value = trim((yz_str){ line.data + size, line.size - size });
        if (value.size > 1 && (value.data[0] == '"' || value.data[0] == '\'') &&
            value.data[value.size - 1] == value.data[0])
            value = (yz_str){ value.data + 1, value.size - 2 };
        value.size = utf8_valid_prefix(value.data, value.size);
        buffer_put_text(to, value);
    }
}

/* ---- what a line is ------------------------------------------------------------ */

/* `# text #`: the level of a heading, and its text; 0: it is none. */
static uint32_t
heading_level(yz_str *text)
{
    enum { LEVEL_MAX = 6 };
    uint32_t level = 0;
    while (level < text->size && text->data[level] == '#')
        level++;
    if (level == 0 || level > LEVEL_MAX ||
        (level < text->size && text->data[level] != ' ' &&
         text->data[level] != '\t'))
        return 0;
    yz_str rest = trim((yz_str){ text->data + level, text->size - level });
    while (rest.size && rest.data[rest.size - 1] == '#')
        rest.size--;
    *text = trim(rest);
    return level;
}

/* The words of a picture alone on its line: ![words](address). */
static bool
take_picture(yz_str *text)
{
    if (!begins_with(*text, "![") || text->data[text->size - 1] != ')')
        return false;
    const char *close = memchr(text->data, ']', text->size);
    const size_t end = close ? (size_t)(close - text->data) : 0;
    if (!close || end + 1 >= text->size || close[1] != '(' ||
        memchr(close + 2, '(', text->size - end - 2))
        return false;
    *text = (yz_str){ text->data + 2, end - 2 };
    return true;
}

/* `- `, `* `, `+ `, `1. ` and quotes are left out before the text. */
static bool
take_item(yz_str *text)
{
    size_t size = 0;
    if (text->size > 2 && strchr("-*+", text->data[0]) && text->data[1] == ' ')
        size = 2;
    if (!size)
        return false;
    *text = trim((yz_str){ text->data + size, text->size - size });
    return true;
}

static void
take_quote(yz_str *text)
{
    while (text->size && text->data[0] == '>')
        *text = trim((yz_str){ text->data + 1, text->size - 1 });
}

/* Lines that open or close something, and are no text. */
static bool
take_fence(ocr_reader *r, yz_str text)
{
    if (begins_with(text, "```") || begins_with(text, "~~~"))
        r->in_code = !r->in_code;
    else if (!r->in_code && str_equal(text, str_of("$$")))
        r->in_formula = !r->in_formula;
    else
        return false;
    r->is_open = false;
    return true;
}

static void
take_text(ocr_reader *r, ocr_page *page, yz_str line)
{
    yz_str text = trim(line);
    if (take_fence(r, text))
        return;
    if (r->in_code || r->in_formula) {
        put_line(r, page, r->in_code ? OCR_CODE : OCR_FORMULA, 0, text, line);
        return;
    }
    take_quote(&text);
    const bool is_rule = is_made_of(text, "- ", 3) ||
                         is_made_of(text, "* ", 3) ||
                         is_made_of(text, "_ ", 3) || is_made_of(text, "= ", 3);
    if (!text.size || is_rule || is_made_of(text, "-|: ", 1)) {
        r->is_open = r->is_open && r->open == OCR_TABLE && text.size;
        return;
    }
    const uint32_t level = heading_level(&text);
    if (level)
        put_line(r, page, level == 1 ? OCR_HEADLINE : OCR_HEADING, level, text,
                 line);
    else if (take_picture(&text)) {
        r->is_open = false;
        put_line(r, page, OCR_CAPTION, 0, text, line);
        r->is_open = false;
    } else if (text.data[0] == '|') {
        put_line(r, page, OCR_TABLE, 0, text, line);
    } else if (take_item(&text)) {
        r->is_open = false;
        put_line(r, page, OCR_LIST, 0, text, line);
    } else {
        const ocr_kind kind =
            r->is_open && r->open == OCR_LIST ? OCR_LIST : OCR_PARAGRAPH;
        put_line(r, page, kind, 0, text, line);
    }
}

static void
take_line(ocr_reader *r, ocr_page *page, yz_str line)
{
    const bool is_fence = str_equal(trim(line), str_of("---"));
    if (r->lines.line == 1 && is_fence)
        r->in_front = true;
    else if (r->in_front && is_fence)
        r->in_front = false;
    else if (r->in_front)
        take_front(r, line);
    else
        take_text(r, page, line);
}

static yz_status
markdown_next(ocr_reader *r, ocr_page *page, yz_error *err)
{
    yz_str line;
    yz_status status;
    if (r->done)
        return YZ_DONE;
    r->done = true;
    ocr_page_begin(page, 1, 0, 0, (ocr_scale){ 0 });
    page->order = OCR_ORDER_GIVEN;
    page->kinds_are_given = true;
    while ((status = text_stream_next(&r->lines, &line, err)) == YZ_OK)
        take_line(r, page, line);
    return status == YZ_DONE ? ocr_page_end(page, err) : status;
}

const ocr_format markdown_format = { "markdown", markdown_open, markdown_next,
                                     markdown_issue, markdown_close };
