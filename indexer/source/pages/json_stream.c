/* SPDX-License-Identifier: MIT */
/*
 * The end of a value is where its brackets are closed, outside strings. That
 * is all that is known of JSON here: what is between is jansson's to judge.
 */
#include "indexer/source/pages/json_stream.h"

#include <string.h>

enum { READ_SIZE = 256 << 10 };

/* Members whose elements come one by one. */
static const char *const long_lists[] = { "pdf_info", "pages" };

void
json_stream_init(json_stream *s, ocr_input input, const yz_allocator *memory)
{
    *s = (json_stream){ .input = input, .text.from = memory, .line = 1 };
}

void
json_stream_dispose(json_stream *s)
{
    buffer_dispose(&s->text);
}

/* ---- bytes ------------------------------------------------------------------ */

static void
drop_read(json_stream *s)
{
    const size_t left = s->text.size - s->at;
    if (left && s->at)
        memmove(s->text.data, s->text.data + s->at, left);
    s->text.size = left;
    s->at = 0;
}

/* More bytes behind those at hand; `ended` once there are none. */
static yz_status
read_more(json_stream *s, yz_error *err)
{
    size_t got;
    if (s->at >= READ_SIZE)
        drop_read(s);
    if (s->text.size - s->at > JSON_VALUE_MAX)
        return error_set(err, YZ_E_LIMIT,
                         "a value of the JSON is longer than %zu bytes",
                         JSON_VALUE_MAX);
    uint8_t *to = buffer_extend(&s->text, READ_SIZE);
    if (!to)
        return error_nomem(err);
    s->text.size -= READ_SIZE;
    TRY(s->input.read(s->input.context, to, READ_SIZE, &got, err));
    s->text.size += got;
    s->ended = got == 0;
    return YZ_OK;
}

static bool
is_space(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The next byte that is no white space, not taken; 0 at the end. */
static yz_status
peek(json_stream *s, uint8_t *ret_byte, yz_error *err)
{
    for (;;) {
        for (; s->at < s->text.size; s->at++) {
            const uint8_t c = s->text.data[s->at];
            if (!is_space(c) && c != 0x1e) { /* RFC 7464 begins texts so */
                *ret_byte = c;
                return YZ_OK;
            }
            s->line += c == '\n';
        }
        if (s->ended) {
            *ret_byte = 0;
            return YZ_OK;
        }
        TRY(read_more(s, err));
    }
}

/* ---- where a value ends ----------------------------------------------------- */

typedef struct extent {
    size_t size; /* bytes seen so far */
    unsigned depth;
    bool in_string;
    bool escaped;
    bool done;
} extent;

static void
step_in_string(extent *e, uint8_t c)
{
    if (e->escaped)
        e->escaped = false;
    else if (c == '\\')
        e->escaped = true;
    else if (c == '"')
        e->in_string = false;
}

/* One byte of the value; `done` once it, or the byte before, is its last. */
static void
step(extent *e, uint8_t c)
{
    if (e->in_string) {
        step_in_string(e, c);
        e->done = !e->in_string && e->depth == 0;
    } else if (c == '"') {
        e->in_string = true;
    } else if (c == '[' || c == '{') {
        e->depth++;
    } else if ((c == ']' || c == '}') && e->depth) {
        e->done = --e->depth == 0;
    } else if (e->depth == 0 &&
               (is_space(c) || c == ',' || c == ']' || c == '}' || c == ':')) {
        e->done = true;
        return; /* it belongs to what is around the value */
    }
    e->size++;
}

/* Long strings and numbers hold nothing of interest: step over them. */
static size_t
plain_bytes(const extent *e, const uint8_t *data, size_t size)
{
    size_t i = 0;
    if (e->escaped || !e->in_string)
        return 0;
    while (i < size && data[i] != '"' && data[i] != '\\')
        i++;
    return i;
}

static yz_status
find_end(json_stream *s, extent *e, yz_error *err)
{
    for (;;) {
        while (s->at + e->size < s->text.size && !e->done) {
            const uint8_t *data = s->text.data + s->at + e->size;
            e->size += plain_bytes(e, data, s->text.size - s->at - e->size);
            if (s->at + e->size < s->text.size)
                step(e, s->text.data[s->at + e->size]);
        }
        if (e->done || s->ended)
            return YZ_OK;
        TRY(read_more(s, err));
    }
}

/* ---- values ----------------------------------------------------------------- */

static yz_status
refuse(json_stream *s, uint32_t line, const char *what, yz_error *err)
{
    error_fill(err, YZ_E_SOURCE, "%s", what);
    if (err)
        err->line = line;
    s->broken = true;
    return YZ_E_SOURCE;
}

static uint32_t
count_feeds(const uint8_t *data, size_t size)
{
    uint32_t count = 0;
    const uint8_t *end = data + size;
    while ((data = memchr(data, '\n', (size_t)(end - data))) != NULL) {
        count++;
        data++;
    }
    return count;
}

/* Take the value that begins at the next byte. */
static yz_status
take_value(json_stream *s, json_t **ret_value, yz_error *err)
{
    extent e = { 0 };
    json_error_t why;
    const uint32_t line = s->line;
    TRY(find_end(s, &e, err));
    if (!e.done && (e.depth || e.in_string))
        return refuse(s, line, "the JSON ends in the middle of a value", err);
    if (e.size == 0)
        return refuse(s, line, "the JSON has a value missing here", err);
    const char *data = (const char *)s->text.data + s->at;
    json_t *value =
        json_loadb(data, e.size, JSON_DECODE_ANY | JSON_ALLOW_NUL, &why);
    s->line += count_feeds(s->text.data + s->at, e.size);
    s->at += e.size;
    if (value) {
        *ret_value = value;
        return YZ_OK;
    }
    if (json_error_code(&why) == json_error_out_of_memory)
        return error_nomem(err);
    error_fill(err, YZ_E_SOURCE, "a value of the JSON cannot be read: %s",
               why.text);
    if (err)
        err->line = line + (why.line > 0 ? (uint32_t)why.line - 1 : 0);
    return YZ_E_SOURCE;
}

/* Take the name of a member and the colon behind it. */
static yz_status
take_key(json_stream *s, char key[JSON_KEY_MAX], yz_error *err)
{
    json_t *name = NULL;
    uint8_t c;
    const uint32_t line = s->line;
    TRY(take_value(s, &name, err));
    const char *text = json_string_value(name);
    key[0] = '\0';
    if (text && strlen(text) < JSON_KEY_MAX)
        memcpy(key, text, strlen(text) + 1);
    json_decref(name);
    TRY(peek(s, &c, err));
    if (!text || c != ':')
        return refuse(s, line, "the JSON has no name of a member here", err);
    s->at++;
    return YZ_OK;
}

static bool
is_long_list(const char *key)
{
    for (size_t i = 0; i < ARRAY_LENGTH(long_lists); i++)
        if (!strcmp(key, long_lists[i]))
            return true;
    return false;
}

/* ---- the document ----------------------------------------------------------- */

/* Go to what is next in a list or an object. */
static yz_status
next_in(json_stream *s, uint8_t closing, bool *ret_closed, yz_error *err)
{
    uint8_t c;
    TRY(peek(s, &c, err));
    *ret_closed = c == closing;
    if (c == closing) {
        s->at++;
        return YZ_OK;
    }
    if (c == 0)
        return refuse(s, s->line, "the JSON ends in the middle of a document",
                      err);
    if (!s->first) {
        if (c != ',')
            return refuse(s, s->line, "the JSON has no comma here", err);
        s->at++;
        TRY(peek(s, &c, err));
    }
    s->first = false;
    return YZ_OK;
}

static yz_status
next_element(json_stream *s, json_item *item, bool *ret_closed, yz_error *err)
{
    TRY(next_in(s, ']', ret_closed, err));
    if (*ret_closed)
        return YZ_OK;
    item->kind = JSON_ELEMENT;
    item->line = s->line;
    memcpy(item->key, s->inner, JSON_KEY_MAX);
    return take_value(s, &item->value, err);
}

static yz_status
next_member(json_stream *s, json_item *item, bool *ret_closed, yz_error *err)
{
    uint8_t c;
    TRY(next_in(s, '}', ret_closed, err));
    if (*ret_closed)
        return YZ_OK;
    TRY(take_key(s, item->key, err));
    TRY(peek(s, &c, err));
    if (c == '[' && is_long_list(item->key)) {
        memcpy(s->inner, item->key, JSON_KEY_MAX);
        s->at++;
        s->first = true;
        return YZ_DONE; /* its elements come next */
    }
    item->kind = JSON_MEMBER;
    item->line = s->line;
    return take_value(s, &item->value, err);
}

static yz_status
begin_document(json_stream *s, json_item *item, yz_error *err)
{
    uint8_t c;
    TRY(peek(s, &c, err));
    if (c == 0)
        return YZ_DONE;
    s->document++;
    if (c == '[' || c == '{') {
        s->state = (char)c;
        s->first = true;
        s->at++;
        return YZ_OK;
    }
    item->kind = JSON_VALUE;
    item->line = s->line;
    item->document = s->document;
    return take_value(s, &item->value, err);
}

/* What is open goes on: an item, or its end. */
static yz_status
go_on(json_stream *s, json_item *item, bool *ret_has_item, yz_error *err)
{
    bool closed;
    *ret_has_item = true;
    item->document = s->document;
    const bool in_list = s->state == '[' || s->inner[0];
    const yz_status status = in_list ? next_element(s, item, &closed, err)
                                     : next_member(s, item, &closed, err);
    if (status == YZ_DONE) {
        *ret_has_item = false;
        return YZ_OK;
    }
    TRY(status);
    if (!closed)
        return YZ_OK;
    if (s->inner[0]) {
        s->inner[0] = '\0';
        *ret_has_item = false;
        return YZ_OK;
    }
    s->state = 0;
    item->kind = JSON_END;
    item->line = s->line;
    return YZ_OK;
}

yz_status
json_stream_next(json_stream *s, json_item *ret_item, yz_error *err)
{
    bool has_item = false;
    json_item item = { .kind = JSON_END };
    while (!has_item) {
        if (s->broken)
            return YZ_DONE;
        if (s->state) {
            TRY(go_on(s, &item, &has_item, err));
            continue;
        }
        TRY(begin_document(s, &item, err));
        has_item = item.value != NULL;
    }
    *ret_item = item;
    return YZ_OK;
}
