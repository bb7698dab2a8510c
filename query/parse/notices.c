/* SPDX-License-Identifier: MIT */
#include "query/parse/notices.h"
#include "core/base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static uint32_t
column_of(const notices *n, size_t at)
{
    return (uint32_t)utf8_count(n->text.data, at) + 1;
}

yz_status
notices_error(notices *n, yz_status status, size_t at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    error_fill_list(n->err, status, format, args);
    va_end(args);
    if (n->err) {
        n->err->offset = at;
        n->err->column = column_of(n, at);
    }
    return status;
}

/* `key` is the sentence without its values. */
static yz_status
keep_warning(notices *n, yz_span span, const char *key, yz_str message)
{
    if (!message.data)
        return error_nomem(n->err);
    if (!n->warnings)
        n->warnings = arena_array(n->arena, NOTICES_MAX, sizeof(*n->warnings));
    if (!n->warnings)
        return error_nomem(n->err);
    if (n->count == NOTICES_MAX)
        return YZ_OK;
    n->warnings[n->count++] =
        (yz_warning){ message, span, column_of(n, span.begin), key };
    return YZ_OK;
}

yz_status
notices_warn(notices *n, yz_span span, const char *format, ...)
{
    char message[sizeof(n->err->message)];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof(message), format, args);
    va_end(args);
    return keep_warning(n, span, format, arena_printf(n->arena, "%s", message));
}

/* `key` is the problem without its values. */
static yz_status
refuse(notices *n, yz_span span, const char *key, const char *problem)
{
    notices_error(n, YZ_E_SYNTAX, span.begin, "%s; %s", problem,
                  N_("a strict query is not repaired, so correct it"));
    if (n->err)
        n->err->key = key;
    return YZ_E_SYNTAX;
}

yz_status
notices_repair(notices *n, yz_span span, const char *remedy,
               const char *problem, ...)
{
    char message[sizeof(n->err->message)];
    va_list args;
    va_start(args, problem);
    vsnprintf(message, sizeof(message), problem, args);
    va_end(args);
    if (n->strict)
        return refuse(n, span, problem, message);
    return keep_warning(n, span, problem,
                        arena_printf(n->arena, "%s; %s", message, remedy));
}

const char *
notices_typed(const notices *n, size_t begin, size_t end)
{
    enum { TYPED_MAX = 20 /* characters */ };
    size_t at = begin;
    if (!n->strict && n->count == NOTICES_MAX)
        return "";
    for (int i = 0; i < TYPED_MAX && at < end; i++)
        utf8_next(n->text.data, end, &at);
    const int size = (int)(at - begin);
    const char *typed = n->text.data + begin;
    const char *mark = memchr(typed, '"', (size_t)size) ? "" : "\"";
    const yz_str out = arena_printf(n->arena, "%s%.*s%s%s", mark, size, typed,
                                    at < end ? "…" : "", mark);
    return out.data ? out.data : "";
}
