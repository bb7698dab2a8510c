/* SPDX-License-Identifier: MIT */
/*
 * Many documents a request. Of a request that was partly refused, what was
 * refused alone is sent again. Every item has a version, so that sending it
 * twice, or late, changes nothing.
 */
#include "engine/opensearch/connection.h"
#include "engine/opensearch/query.h"

#include "core/base/array.h"

#include <stdlib.h>
#include <string.h>

/* Items of a request: so many bytes, and so many lines. */
enum { REQUEST_SIZE = 6 << 20, REQUEST_ITEMS = 2000 };
enum {
    CODE_CONFLICT = 409,
    CODE_BUSY = 429,
    CODE_UNAVAILABLE = 503,
    CODE_NOT_FOUND = 404
};

typedef struct bulk {
    engine *engine;
    buffer body;
    ARRAY_OF(size_t) ends; /* of each item in `body` */
    yz_error *err;
} bulk;

static bulk
bulk_of(engine *e, yz_error *err)
{
    return (bulk){
        .engine = e, .body.from = e->memory, .ends.from = e->memory, .err = err
    };
}

static void
bulk_dispose(bulk *b)
{
    buffer_dispose(&b->body);
    ARRAY_DISPOSE(&b->ends);
}

static size_t
item_begin(const bulk *b, size_t i)
{
    return i ? b->ends.items[i - 1] : 0;
}

/* A line of JSON, which is released. */
static yz_status
put_line(bulk *b, json_t *line)
{
    char *text = line ? json_dumps(line, JSON_COMPACT) : NULL;
    json_decref(line);
    if (!text)
        return error_set(b->err, YZ_E_INVALID,
                         "a passage has text that is not UTF-8");
    buffer_put_text(&b->body, str_of(text));
    buffer_put_u8(&b->body, '\n');
    free(text);
    return buffer_ok(&b->body) ? YZ_OK : error_nomem(b->err);
}

static yz_status
end_item(bulk *b)
{
    return ARRAY_PUSH(&b->ends, b->body.size) ? YZ_OK : error_nomem(b->err);
}

/* ---- what was refused ------------------------------------------------------- */

static yz_status
refused(bulk *b, const json_t *item, json_int_t code)
{
    const json_t *error = json_object_get(item, "error");
    const char *reason = json_string_value(json_object_get(error, "reason"));
    return error_set(b->err, YZ_E_IO, "%s refused a passage (%lld): %.300s",
                     b->engine->to.hosts[0], (long long)code,
                     reason ? reason : "no reason is given");
}

static bool
is_done(json_int_t code)
{
    return (code >= 200 && code < 300) || code == CODE_CONFLICT ||
           code == CODE_NOT_FOUND;
}

static yz_status
keep_refused(bulk *b, const json_t *items)
{
    size_t kept = 0;
    size_t begin = 0;
    if (json_array_size(items) != b->ends.count)
        return error_answer(b->engine, b->err);
    for (size_t i = 0; i < b->ends.count; i++) {
        const json_t *item =
            json_object_iter_value(json_object_iter(json_array_get(items, i)));
        const json_int_t code =
            json_integer_value(json_object_get(item, "status"));
        const size_t end = b->ends.items[i];
        if (code == CODE_BUSY || code == CODE_UNAVAILABLE) {
            const size_t to = item_begin(b, kept);
            memmove(b->body.data + to, b->body.data + begin, end - begin);
            b->ends.items[kept++] = to + (end - begin);
        } else if (!is_done(code)) {
            return refused(b, item, code);
        }
        begin = end;
    }
    b->ends.count = kept;
    b->body.size = item_begin(b, kept);
    return YZ_OK;
}

static yz_status
send_once(bulk *b, double *ret_retry_after_s)
{
    char path[PATH_SIZE];
    http_answer answer;
    path_of(b->engine,
            "/_bulk?filter_path=errors,items.*.status,items.*.error.reason",
            path);
    const http_request request = { .method = "POST",
                                   .path = path,
                                   .body = (const char *)b->body.data,
                                   .body_size = b->body.size,
                                   .lines = true };
    TRY(http_ask(b->engine->http, &request, &answer, b->err));
    const json_t *errors = json_object_get(answer.json, "errors");
    yz_status status = YZ_OK;
    if (json_is_false(errors)) {
        b->ends.count = 0;
        b->body.size = 0;
    } else if (json_is_true(errors)) {
        status = keep_refused(b, json_object_get(answer.json, "items"));
    } else {
        status = error_answer(b->engine, b->err);
    }
    *ret_retry_after_s = answer.retry_after_s;
    json_decref(answer.json);
    return status;
}

static yz_status
send(bulk *b)
{
    double wait = 0;
    for (unsigned i = 0; b->ends.count && i < HTTP_ATTEMPTS; i++) {
        if (i)
            http_wait(i, wait);
        TRY(send_once(b, &wait));
    }
    if (b->ends.count)
        return error_set(b->err, YZ_E_BUSY,
                         "%s has too much to do and refused %zu passages %d "
                         "times; run it again later to finish",
                         b->engine->to.hosts[0], b->ends.count, HTTP_ATTEMPTS);
    return YZ_OK;
}

static yz_status
send_if_full(bulk *b)
{
    return b->body.size >= REQUEST_SIZE || b->ends.count >= REQUEST_ITEMS
               ? send(b)
               : YZ_OK;
}

/* ---- put -------------------------------------------------------------------- */

static json_t *
terms_json(const engine_document *d)
{
    json_t *terms = json_array();
    for (size_t i = 0; i < d->term_count; i++)
        if (json_array_append_new(terms, text_json(d->terms[i]))) {
            json_decref(terms);
            return NULL;
        }
    return terms;
}

static json_t *
document_json(const engine_document *d, uint64_t version)
{
    json_t *j = json_pack(
        "{s:o,s:o,s:o,s:o,s:o,s:I,s:I,s:I,s:I,s:I,s:I,s:I,s:I,s:o}", "key",
        text_json(d->key), "report", text_json(d->report), "source",
        text_json(d->source), "kind", text_json(d->kind), "record",
        text_json(d->record), "sequence", (json_int_t)d->sequence, "version",
        (json_int_t)version, "length_words", (json_int_t)d->lengths[0],
        "length_han", (json_int_t)d->lengths[1], "length_title",
        (json_int_t)d->lengths[2], "length_noise", (json_int_t)d->lengths[3],
        "noise_marks", (json_int_t)d->noise[0], "noise_han",
        (json_int_t)d->noise[1], "terms", terms_json(d));
    if (j && d->date.size)
        json_object_set_new(j, "date", text_json(d->date));
    return j;
}

static yz_status
put_one(bulk *b, const engine_document *d, uint64_t version)
{
    TRY(put_line(b, json_pack("{s:{s:o,s:I,s:s}}", "index", "_id",
                              text_json(d->key), "version", (json_int_t)version,
                              "version_type", "external_gte")));
    TRY(put_line(b, document_json(d, version)));
    TRY(end_item(b));
    return send_if_full(b);
}

yz_status
bulk_put(engine *e, const engine_document *documents, size_t count,
         uint64_t version, yz_error *err)
{
    bulk b = bulk_of(e, err);
    yz_status status = YZ_OK;
    for (size_t i = 0; status == YZ_OK && i < count; i++)
        status = put_one(&b, &documents[i], version);
    if (status == YZ_OK)
        status = send(&b);
    bulk_dispose(&b);
    return status;
}

/* ---- remove ------------------------------------------------------------------ */

typedef struct removal {
    bulk bulk;
    uint64_t count;
} removal;

static yz_status
remove_one(void *context, const engine_document *found, yz_error *err)
{
    removal *r = context;
    (void)err;
    TRY(put_line(&r->bulk, json_pack("{s:{s:o}}", "delete", "_id",
                                     text_json(found->key))));
    TRY(end_item(&r->bulk));
    r->count++;
    return send_if_full(&r->bulk);
}

yz_status
bulk_remove(engine *e, const engine_query *which, uint64_t *ret_count,
            yz_error *err)
{
    removal r = { .bulk = bulk_of(e, err) };
    yz_status status =
        find_documents(e, which, UINT64_MAX, remove_one, &r, err);
    if (status == YZ_OK)
        status = send(&r.bulk);
    bulk_dispose(&r.bulk);
    if (status == YZ_OK)
        *ret_count = r.count;
    return status;
}
