/* SPDX-License-Identifier: MIT */
#include "serve/exchange.h"
#include "core/base/json.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char type_json[] = "application/json; charset=utf-8";
const char type_text[] = "text/plain; charset=utf-8";

const char *const request_header_names[REQUEST_HEADER_COUNT] = {
    [REQUEST_HOST] = "Host",
    [REQUEST_AUTHORIZATION] = "Authorization",
    [REQUEST_COOKIE] = "Cookie",
    [REQUEST_RANGE] = "Range",
    [REQUEST_IF_NONE_MATCH] = "If-None-Match",
    [REQUEST_IF_RANGE] = "If-Range",
    [REQUEST_FORWARDED_PROTO] = "X-Forwarded-Proto",
};

void
exchange_init(exchange *e)
{
    *e = (exchange){ .file = -1 };
}

void
exchange_dispose(exchange *e)
{
    if (e->writing)
        fclose(e->writing);
    free(e->written);
    if (e->file >= 0)
        close(e->file);
    arena_dispose(&e->arena);
    exchange_init(e);
}

/* ---- the request --------------------------------------------------------- */

bool
exchange_add(exchange *e, yz_str name, yz_str value)
{
    if (e->parameter_count == PARAMETERS_MAX)
        return false;
    const parameter p = { arena_str(&e->arena, name),
                          arena_str(&e->arena, value) };
    if (!p.name.data || !p.value.data)
        return false;
    e->parameters[e->parameter_count++] = p;
    return true;
}

yz_str
exchange_parameter(const exchange *e, const char *name)
{
    for (size_t i = 0; i < e->parameter_count; i++)
        if (str_equal(e->parameters[i].name, str_of(name)))
            return e->parameters[i].value;
    return (yz_str){ 0 };
}

/* ---- the answer ---------------------------------------------------------- */

static void
fail_without_memory(exchange *e)
{
    static const char sentence[] = "{\"error\": \"out of memory\"}\n";
    e->status = HTTP_INTERNAL;
    e->type = type_json;
    e->body = str_of(sentence);
}

/* Forget what was written so far. */
static void
forget_body(exchange *e)
{
    if (e->writing)
        fclose(e->writing);
    free(e->written);
    e->writing = NULL;
    e->written = NULL;
    e->written_size = 0;
    e->body = (yz_str){ 0 };
}

FILE *
exchange_begin(exchange *e)
{
    forget_body(e);
    e->writing = open_memstream(&e->written, &e->written_size);
    if (!e->writing)
        fail_without_memory(e);
    return e->writing;
}

void
exchange_end(exchange *e, http_status status, const char *type)
{
    const bool failed = ferror(e->writing) != 0;
    const bool closed = fclose(e->writing) == 0;
    e->writing = NULL;
    if (failed || !closed) {
        forget_body(e);
        fail_without_memory(e);
        return;
    }
    e->status = status;
    e->type = type;
    e->body = (yz_str){ e->written, e->written_size };
}

void
exchange_answer_static(exchange *e, const char *type, yz_str body)
{
    e->status = HTTP_OK;
    e->type = type;
    e->body = body;
}

static void
fail_with(exchange *e, http_status status, yz_str sentence)
{
    FILE *to = exchange_begin(e);
    if (!to)
        return;
    json j = { .to = to };
    json_begin(&j, NULL, '{');
    json_text(&j, "error", sentence);
    json_end(&j, '}');
    putc('\n', to);
    exchange_end(e, status, type_json);
}

void
exchange_fail(exchange *e, http_status status, const char *format, ...)
{
    char sentence[512];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof(sentence), format, args);
    va_end(args);
    fail_with(e, status, str_of(sentence));
}

http_status
exchange_status_of(yz_status status)
{
    switch (status) {
    case YZ_OK:
    case YZ_DONE:
        return HTTP_OK;
    case YZ_E_SYNTAX:
    case YZ_E_INVALID:
    case YZ_E_UNSUPPORTED:
    case YZ_E_SOURCE:
        return HTTP_BAD_REQUEST;
    case YZ_E_NOT_FOUND:
        return HTTP_NOT_FOUND;
    case YZ_E_LIMIT:
        return HTTP_TOO_LARGE;
    case YZ_E_CANCELLED:
        return HTTP_TIMEOUT;
    case YZ_E_BUSY:
        return HTTP_UNAVAILABLE;
    default:
        return HTTP_INTERNAL;
    }
}

void
exchange_fail_by(exchange *e, const yz_error *err)
{
    fail_with(e, exchange_status_of(err->status), str_of(err->message));
}

void
exchange_put_header(exchange *e, const char *name, const char *format, ...)
{
    char value[1024];
    va_list args;
    va_start(args, format);
    const int size = vsnprintf(value, sizeof(value), format, args);
    va_end(args);
    if (size < 0 || (size_t)size >= sizeof(value) ||
        e->header_count == HEADERS_MAX)
        return;
    const yz_str kept = arena_str(&e->arena, str_of(value));
    if (kept.data)
        e->answer_headers[e->header_count++] = (header){ name, kept.data };
}
