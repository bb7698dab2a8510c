/* SPDX-License-Identifier: MIT */
#include "indexer/formats/xml_reader.h"

#include "indexer/ocr/ocr_number.h"

#include <stdio.h>
#include <string.h>

enum { BLOCK_SIZE = 64 << 10, DEPTH_TEXT_MAX = 64 << 20 };

static const xml_schema *const schemas[] = { &alto_schema, &page_schema,
                                             &abbyy_schema, &mets_schema,
                                             &pdf_schema };

/* ---- for schemas ------------------------------------------------------------ */

const char *
xml_local_name(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *
xml_attribute(const char **attributes, const char *name)
{
    for (size_t i = 0; attributes[i]; i += 2)
        if (!strcmp(attributes[i], name) ||
            !strcmp(xml_local_name(attributes[i]), name))
            return attributes[i + 1];
    return NULL;
}

double
xml_number(const char **attributes, const char *name, double otherwise)
{
    double value;
    const char *text = xml_attribute(attributes, name);
    return text && ocr_take_number(&text, &value) ? value : otherwise;
}

uint32_t
xml_line(const xml_reader *r)
{
    return r->lines_before + (uint32_t)XML_GetCurrentLineNumber(r->parser);
}

ocr_place
xml_place(const xml_reader *r)
{
    return (ocr_place){ .line = xml_line(r) };
}

void
xml_collect(xml_reader *r)
{
    r->text.size = 0;
    r->collecting = true;
    r->text_place = (ocr_place){ 0 };
}

yz_str
xml_collected(xml_reader *r)
{
    r->collecting = false;
    return buffer_str(&r->text);
}

ocr_place
xml_collected_place(const xml_reader *r)
{
    ocr_place place = r->text_place;
    if (place.size != r->text.size || !r->source.has_bytes)
        place.size = 0;
    return place;
}

void
xml_fail(xml_reader *r, yz_status status, const char *what)
{
    if (r->failed)
        return;
    r->failed = true;
    error_fill(&r->error, status, "%s", what);
    r->error.line = xml_line(r);
    XML_StopParser(r->parser, XML_FALSE);
}

void
xml_begin_page(xml_reader *r, double width, double height, ocr_scale scale)
{
    ocr_page_begin(r->page, ++r->page_count, width, height, scale);
    r->in_page = true;
}

void
xml_end_page(xml_reader *r)
{
    if (!r->in_page || r->failed)
        return;
    r->in_page = false;
    r->page_ended = true;
    XML_StopParser(r->parser, XML_TRUE);
}

/* ---- expat's side ----------------------------------------------------------- */

static void
choose_schema(xml_reader *r, const char *root)
{
    char what[256];
    for (size_t i = 0; i < ARRAY_LENGTH(schemas); i++)
        if (!strcmp(root, schemas[i]->root))
            r->schema = schemas[i];
    if (!r->schema) {
        snprintf(what, sizeof(what),
                 "it is XML, but not of a known page format: its root element "
                 "is <%.60s>",
                 root);
        xml_fail(r, YZ_E_SOURCE, what);
        return;
    }
    r->state = memory_zeroed(r->source.memory, 1, r->schema->state_size);
    if (!r->state)
        xml_fail(r, YZ_E_NOMEM, "out of memory");
}

static void
on_begin(void *user, const XML_Char *name, const XML_Char **attributes)
{
    xml_reader *r = user;
    if (r->failed)
        return;
    name = xml_local_name(name);
    if (!r->schema)
        choose_schema(r, name);
    if (!r->failed)
        r->schema->begin(r, name, attributes);
}

static void
on_end(void *user, const XML_Char *name)
{
    xml_reader *r = user;
    if (!r->failed && r->schema)
        r->schema->end(r, xml_local_name(name));
}

/* Text is one piece of the file as long as each part follows the one before. */
static void
on_text(void *user, const XML_Char *text, int size)
{
    xml_reader *r = user;
    if (!r->collecting || r->failed)
        return;
    if (r->text.size + (size_t)size > DEPTH_TEXT_MAX) {
        xml_fail(r, YZ_E_LIMIT, "the text of an element is too long");
        return;
    }
    const uint64_t byte =
        r->source.byte_base + (uint64_t)XML_GetCurrentByteIndex(r->parser);
    const bool is_plain = XML_GetCurrentByteCount(r->parser) >= size;
    if (r->text.size == 0) {
        r->text_place = xml_place(r);
        r->text_place.byte = byte;
    }
    if (is_plain && r->text_place.size == r->text.size &&
        byte == r->text_place.byte + r->text_place.size)
        r->text_place.size += (uint32_t)size;
    buffer_put(&r->text, text, (size_t)size);
    if (!buffer_ok(&r->text))
        xml_fail(r, YZ_E_NOMEM, "out of memory");
}

/* The parameters are expat's. */
static void /* NOLINTNEXTLINE(readability-function-size) */
on_entity(void *user, const XML_Char *name, int is_parameter,
          const XML_Char *value, int size, const XML_Char *base,
          const XML_Char *system, const XML_Char *public,
          const XML_Char *notation)
{
    (void)name;
    (void)is_parameter;
    (void)value;
    (void)size;
    (void)base;
    (void)system;
    (void)public;
    (void)notation;
    xml_fail(user, YZ_E_SOURCE,
             "the XML declares entities, which are not expanded; give it "
             "without its DOCTYPE");
}

/* ---- opening, reading ------------------------------------------------------- */

static yz_status
xml_open(const ocr_source *source, ocr_reader **ret_reader, yz_error *err)
{
    xml_reader *r = memory_zeroed(source->memory, 1, sizeof(*r));
    if (!r)
        return error_nomem(err);
    r->source = *source;
    r->text.from = r->title.from = r->date.from = source->memory;
    /* What is read is UTF-8 by now, whatever the file says of itself. */
    r->parser = XML_ParserCreate("UTF-8");
    if (!r->parser) {
        memory_release(source->memory, r);
        return error_nomem(err);
    }
    XML_SetUserData(r->parser, r);
    XML_SetElementHandler(r->parser, on_begin, on_end);
    XML_SetCharacterDataHandler(r->parser, on_text);
    XML_SetEntityDeclHandler(r->parser, on_entity);
    *ret_reader = (ocr_reader *)r;
    return YZ_OK;
}

static void
xml_close(ocr_reader *reader)
{
    xml_reader *r = (xml_reader *)reader;
    if (!r)
        return;
    if (r->schema && r->schema->dispose && r->state)
        r->schema->dispose(r->source.memory, r->state);
    memory_release(r->source.memory, r->state);
    XML_ParserFree(r->parser);
    buffer_dispose(&r->text);
    buffer_dispose(&r->title);
    buffer_dispose(&r->date);
    memory_release(r->source.memory, r);
}

static ocr_issue
xml_issue(const ocr_reader *reader)
{
    const xml_reader *r = (const xml_reader *)reader;
    return (ocr_issue){ buffer_str(&r->title), buffer_str(&r->date) };
}

/* What expat says of a step. */
static yz_status
take_result(xml_reader *r, enum XML_Status result, yz_error *err)
{
    if (r->failed) {
        if (err)
            *err = r->error;
        return r->error.status;
    }
    r->suspended = result == XML_STATUS_SUSPENDED;
    if (result != XML_STATUS_ERROR)
        return YZ_OK;
    const enum XML_Error code = XML_GetErrorCode(r->parser);
    r->failed = true;
    if (code == XML_ERROR_NO_MEMORY) {
        error_nomem(&r->error);
    } else if (code == XML_ERROR_NO_ELEMENTS ||
               code == XML_ERROR_UNCLOSED_TOKEN ||
               code == XML_ERROR_PARTIAL_CHAR ||
               code == XML_ERROR_UNCLOSED_CDATA_SECTION) {
        error_fill(&r->error, YZ_E_SOURCE, "the XML ends too early: %s",
                   XML_ErrorString(code));
    } else {
        error_fill(&r->error, YZ_E_SOURCE, "the XML is broken: %s",
                   XML_ErrorString(code));
    }
    if (r->error.status == YZ_E_SOURCE)
        r->error.line = xml_line(r);
    if (err)
        *err = r->error;
    return r->error.status;
}

/* White space before the document is an error to expat, not to people. */
static size_t
skip_space(xml_reader *r, char *data, size_t size)
{
    size_t skipped = 0;
    if (r->input_began)
        return size;
    while (skipped < size && strchr(" \t\r\n", data[skipped]) &&
           data[skipped]) {
        r->lines_before += data[skipped] == '\n';
        skipped++;
    }
    r->source.byte_base += skipped;
    r->input_began = skipped < size;
    memmove(data, data + skipped, size - skipped);
    return size - skipped;
}

static yz_status
step(xml_reader *r, yz_error *err)
{
    size_t got;
    if (r->suspended)
        return take_result(r, XML_ResumeParser(r->parser), err);
    void *to = XML_GetBuffer(r->parser, BLOCK_SIZE);
    if (!to)
        return error_nomem(err);
    TRY(r->source.input.read(r->source.input.context, to, BLOCK_SIZE, &got,
                             err));
    r->input_ended = got == 0;
    got = skip_space(r, to, got);
    return take_result(r, XML_ParseBuffer(r->parser, (int)got, r->input_ended),
                       err);
}

/* The lines of a page that breaks off are kept; the error waits. */
static bool
can_be_kept(const xml_reader *r, yz_status status)
{
    return status == YZ_E_SOURCE && r->in_page && r->page->lines.count;
}

static yz_status
xml_next(ocr_reader *reader, ocr_page *page, yz_error *err)
{
    xml_reader *r = (xml_reader *)reader;
    r->page = page;
    r->page_ended = false;
    while (!r->page_ended) {
        if (r->failed) {
            if (err)
                *err = r->error;
            return r->error.status;
        }
        if (r->input_ended && !r->suspended)
            return r->schema && r->schema->next ? r->schema->next(r, page, err)
                                                : YZ_DONE;
        const yz_status status = step(r, err);
        if (can_be_kept(r, status))
            break;
        TRY(status);
    }
    r->in_page = false;
    TRY(ocr_page_end(page, err));
    return r->schema->finish ? r->schema->finish(r, err) : YZ_OK;
}

const ocr_format xml_format = { "xml", xml_open, xml_next, xml_issue,
                                xml_close };
