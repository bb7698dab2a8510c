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
    char message[sizeof(n->err->message)];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof(message), format, args);
    va_end(args);
    error_fill(n->err, status, "%s", message);
    if (n->err) {
        n->err->offset = at;
        n->err->column = column_of(n, at);
    }
    return status;
}

yz_status
notices_warn(notices *n, yz_span span, yz_str message)
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
        (yz_warning){ message, span, column_of(n, span.begin) };
    return YZ_OK;
}

yz_status
notices_repair(notices *n, yz_span span, const char *problem,
               const char *remedy)
{
    if (n->strict)
        return notices_error(
            n, YZ_E_SYNTAX, span.begin,
            "%s; a strict query is not repaired, so correct it", problem);
    return notices_warn(n, span,
                        arena_printf(n->arena, "%s; %s", problem, remedy));
}
