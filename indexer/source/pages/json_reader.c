/* SPDX-License-Identifier: MIT */
/*
 * The stream gives values; each is shown to the dialects until one knows it. An
 * object is known by its members, so these are gathered until it ends. What a
 * server answers has its pages in `result`, and PaddleOCR in memory in `res`.
 *
 * Parts of one page follow one another. The first part of the next page ends
 * it, and waits.
 */
#include "indexer/source/pages/json_reader.h"

#include "indexer/source/pages/json_dialect.h"
#include "indexer/source/pages/json_stream.h"

#include <string.h>

/* What an element of a list may be, the most particular first. */
static const json_dialect *const elements[] = {
    &paddle_lines_dialect,     &paddle_page_dialect,   &content_item_dialect,
    &structure_result_dialect, &paddle_result_dialect, &rapid_line_dialect,
    &paddle_blocks_dialect,    &umi_page_dialect,      &content_page_dialect,
    &middle_page_dialect,      &vortex_page_dialect,
};

/* A value that waits, and what it is. */
typedef struct waiting {
    json_t *value; /* owned; NULL: none */
    const json_dialect *dialect;
    uint32_t document;
} waiting;

struct ocr_reader {
    ocr_source source;
    json_stream stream;
    json_t *members; /* of a document that is an object */
    uint32_t member_line;
    json_t *queue; /* values of a document that held several; or NULL */
    size_t queue_at;
    const json_dialect *queue_dialect;
    waiting next;
    uint32_t page_index; /* of the last page */
    uint32_t document;   /* that gave the last value */
    bool any;            /* something was known */
    yz_error first;      /* what was left out before */
};

static yz_status
json_open(const ocr_source *source, ocr_reader **ret_reader, yz_error *err)
{
    ocr_reader *r = memory_zeroed(source->memory, 1, sizeof(*r));
    if (!r)
        return error_nomem(err);
    r->source = *source;
    json_stream_init(&r->stream, source->input, source->memory);
    *ret_reader = r;
    return YZ_OK;
}

static void
json_close(ocr_reader *r)
{
    if (!r)
        return;
    json_decref(r->members);
    json_decref(r->queue);
    json_decref(r->next.value);
    json_stream_dispose(&r->stream);
    memory_release(r->source.memory, r);
}

static ocr_issue
json_issue(const ocr_reader *r)
{
    (void)r;
    return (ocr_issue){ 0 };
}

/* ---- what a value is -------------------------------------------------------- */

static const json_dialect *
dialect_of(const json_t *value)
{
    for (size_t i = 0; i < ARRAY_LENGTH(elements); i++)
        if (elements[i] && elements[i]->knows(value))
            return elements[i];
    return NULL;
}

/*
 * Report a value that is left out. As long as nothing was known, the file may be
 * of no engine at all, which is another sentence: the first report waits.
 */
static void
report(ocr_reader *r, const yz_error *notice)
{
    if (r->any && r->source.notice)
        r->source.notice(r->source.notice_context, YZ_REFUSAL, notice);
    else if (!r->any && !r->first.message[0])
        r->first = *notice;
}

static void
leave_out(ocr_reader *r, uint32_t line, const char *what)
{
    yz_error notice;
    error_fill(&notice, YZ_E_SOURCE, "%s", what);
    notice.line = line;
    report(r, &notice);
}

static void
note_known(ocr_reader *r)
{
    const bool was_any = r->any;
    r->any = true;
    if (!was_any && r->first.message[0])
        report(r, &r->first);
}

static bool
give(waiting *to, json_t *value /* takes */, const json_dialect *dialect,
     uint32_t document)
{
    *to = (waiting){ value, dialect, document };
    return true;
}

/* ---- documents that hold several values --------------------------------------- */

/* The pages in the answer of a server: {result: {ocrResults: [{prunedResult}]}} */
static json_t *
served_pages(const json_t *document)
{
    static const char *const lists[] = { "ocrResults", "layoutParsingResults",
                                         "tableRecResults" };
    size_t i;
    json_t *entry;
    const json_t *list = NULL;
    const json_t *result = json_object_get(document, "result");
    for (size_t k = 0; k < ARRAY_LENGTH(lists) && !list; k++)
        list = json_object_get(result ? result : document, lists[k]);
    if (!json_is_array(list))
        return NULL;
    json_t *pages = json_array();
    json_array_foreach((json_t *)list, i, entry)
    {
        json_t *pruned = json_object_get(entry, "prunedResult");
        if (pruned && dialect_of(pruned))
            json_array_append(pages, pruned);
    }
    return pages;
}

/* A document is one value, or the queue is filled with what it holds. */
static bool
take_document(ocr_reader *r, waiting *to)
{
    json_t *document = r->members;
    const json_t *inner = json_object_get(document, "res");
    r->members = NULL;
    r->queue = NULL;
    r->queue_at = 0;
    r->queue_dialect = NULL;
    if (docling_knows(document)) {
        r->queue = docling_pages(document);
        r->queue_dialect = &docling_page_dialect;
    } else if (!dialect_of(document) && json_is_object(inner) &&
               dialect_of(inner)) {
        give(to, json_incref((json_t *)inner), dialect_of(inner), 0);
    } else if (dialect_of(document)) {
        give(to, json_incref(document), dialect_of(document), 0);
    } else {
        r->queue = served_pages(document);
    }
    json_decref(document);
    to->document = r->stream.document;
    return to->value != NULL;
}

static bool
take_queued(ocr_reader *r, waiting *to)
{
    json_t *value = json_array_get(r->queue, r->queue_at++);
    if (!value) {
        json_decref(r->queue);
        r->queue = NULL;
        return false;
    }
    const json_dialect *dialect =
        r->queue_dialect ? r->queue_dialect : dialect_of(value);
    return give(to, json_incref(value), dialect, r->stream.document);
}

/* ---- the next value --------------------------------------------------------- */

static yz_status
keep_member(ocr_reader *r, const json_item *item /* takes its value */,
            yz_error *err)
{
    if (!r->members) {
        r->members = json_object();
        r->member_line = item->line;
    }
    if (json_object_set_new_nocheck(r->members, item->key, item->value) != 0)
        return error_nomem(err);
    return YZ_OK;
}

/* Take an item of the stream; whether it gave a value. */
static yz_status
take_item(ocr_reader *r, json_item *item, waiting *to, bool *ret_given,
          yz_error *err)
{
    *ret_given = false;
    if (item->kind == JSON_MEMBER)
        return keep_member(r, item, err);
    if (item->kind == JSON_END && r->members) {
        *ret_given = take_document(r, to);
        if (!*ret_given && !r->queue && r->document != r->stream.document)
            leave_out(r, r->member_line,
                      "the JSON has no member that a known OCR engine writes");
        return YZ_OK;
    }
    if (item->kind == JSON_END)
        return YZ_OK;
    const json_dialect *dialect = dialect_of(item->value);
    *ret_given = dialect != NULL;
    if (dialect)
        give(to, item->value, dialect, item->document);
    else
        json_decref(item->value);
    if (!dialect)
        leave_out(r, item->line,
                  "a value of the JSON is no page, line or block "
                  "that a known OCR engine writes");
    return YZ_OK;
}

/* The next value that is known. Broken values are reported. */
static yz_status
next_value(ocr_reader *r, waiting *to, yz_error *err)
{
    bool given = false;
    *to = r->next;
    r->next.value = NULL;
    while (!to->value && !given) {
        json_item item;
        yz_error why;
        if (r->queue) {
            given = take_queued(r, to);
            continue;
        }
        const yz_status status = json_stream_next(&r->stream, &item, &why);
        if (status == YZ_E_SOURCE && (r->any || !r->stream.broken)) {
            report(r, &why);
            continue;
        }
        if (status != YZ_OK && status != YZ_DONE && err)
            *err = why;
        TRY(status);
        TRY(take_item(r, &item, to, &given, err));
    }
    note_known(r);
    r->document = to->document;
    return YZ_OK;
}

/* Does the value go on with the page of the one before? */
static bool
is_same_page(const waiting *before, const waiting *next)
{
    const int64_t page = before->dialect->page_of(before->value);
    const bool joins_documents = before->dialect == &paddle_blocks_dialect;
    return next->dialect == before->dialect && page != PAGE_OF_ITS_OWN &&
           page == next->dialect->page_of(next->value) &&
           (joins_documents || next->document == before->document);
}

static yz_status
json_next(ocr_reader *r, ocr_page *page, yz_error *err)
{
    waiting value;
    const yz_status first = next_value(r, &value, err);
    if (first == YZ_DONE && !r->any)
        return error_set(err, YZ_E_SOURCE,
                         "it is JSON, but not of a known OCR engine and not "
                         "one passage per line; write one passage per line, as "
                         "jq -c does");
    TRY(first);
    value.dialect->begin(page, ++r->page_index, value.value);
    yz_status status = YZ_OK;
    for (;;) {
        value.dialect->add(page, value.value);
        waiting next = { 0 };
        if (value.dialect->page_of(value.value) != PAGE_OF_ITS_OWN)
            status = next_value(r, &next, err);
        const bool goes_on =
            status == YZ_OK && next.value && is_same_page(&value, &next);
        json_decref(value.value);
        if (!goes_on) {
            r->next = next;
            break;
        }
        value = next;
    }
    if (status != YZ_OK && status != YZ_DONE)
        return status;
    r->page_index = page->index;
    return ocr_page_end(page, err);
}

const ocr_format json_format = { "json", json_open, json_next, json_issue,
                                 json_close };

/* ---- detection -------------------------------------------------------------- */

/* Names of members that only these formats have. */
static const char *const members[] = {
    "\"rec_texts\"",
    "\"dt_polys\"",
    "\"parsing_res_list\"",
    "\"text_det_params\"",
    "\"pdf_info\"",
    "\"para_blocks\"",
    "\"docvortex.middle\"",
    "\"DoclingDocument\"",
    "\"page_idx\"",
    "\"ocrResults\"",
    "\"layoutParsingResults\"",
    "\"text_region\"",
    "\"paragraph_content\"",
    "\"title_content\"",
};

/* The text without white space outside of strings, as far as it fits. */
static size_t
without_space(yz_str text, char *to, size_t capacity)
{
    size_t size = 0;
    for (size_t i = 0; i < text.size && size + 1 < capacity; i++)
        if (!strchr(" \t\r\n", text.data[i]) || !text.data[i])
            to[size++] = text.data[i];
    to[size] = '\0';
    return size;
}

static bool
begins_with_one_of(const char *text, const char *const *beginnings,
                   size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!strncmp(text, beginnings[i], strlen(beginnings[i])))
            return true;
    return false;
}

bool
json_is_of_engine(yz_str head)
{
    enum { SHAPE_SIZE = 512 };
    static const char *const shapes[] = {
        "[[[[", "[null,", "[null]", "[{\"box\":[[", "{\"code\":", "[[[0",
        "[[[1", "[[[2",   "[[[3",   "[[[4",         "[[[5",       "[[[6",
        "[[[7", "[[[8",   "[[[9",   "[[[-"
    };
    char shape[SHAPE_SIZE];
    if (head.size == 0 || (head.data[0] != '[' && head.data[0] != '{'))
        return false;
    without_space(head, shape, sizeof(shape));
    for (size_t i = 0; i < ARRAY_LENGTH(members); i++)
        if (str_contains(head, str_of(members[i])))
            return true;
    if (!strncmp(shape, "{\"code\":", 8))
        return str_contains(head, str_of("\"data\""));
    return begins_with_one_of(shape, shapes, ARRAY_LENGTH(shapes));
}

bool
json_line_is_of_engine(const json_t *object)
{
    const json_t *inner = json_object_get(object, "res");
    json_t *served = served_pages(object);
    const bool is_served = served != NULL;
    json_decref(served);
    if (is_served || docling_knows(object) ||
        json_is_array(json_object_get(object, "pdf_info")))
        return true;
    if (json_is_object(inner) && dialect_of(inner))
        return true;
    const json_dialect *dialect = dialect_of(object);
    return dialect && dialect != &rapid_line_dialect &&
           dialect != &content_item_dialect && dialect != &vortex_page_dialect;
}
