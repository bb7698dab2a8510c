/* SPDX-License-Identifier: MIT */
/*
 * Messages quote queries, paths and names, so they go out as display text.
 */
#include "query/cli/message.h"
#include "core/base/display.h"

#include <stdarg.h>
#include <stdio.h>

enum { MESSAGE_SIZE_MAX = 4096 };

exit_code
exit_code_of(yz_status status)
{
    switch (status) {
    case YZ_OK:
    case YZ_DONE:
        return EXIT_FOUND;
    case YZ_E_SYNTAX:
    case YZ_E_INVALID:
    case YZ_E_UNSUPPORTED:
    case YZ_E_LIMIT:
    case YZ_E_ABI:
    case YZ_E_SOURCE:
        return EXIT_USAGE;
    case YZ_E_NOT_FOUND:
    case YZ_E_CORRUPT:
    case YZ_E_FORMAT_OLD:
    case YZ_E_FORMAT_NEW:
    case YZ_E_PROFILE:
        return EXIT_INDEX;
    case YZ_E_NOMEM:
    case YZ_E_IO:
    case YZ_E_BUSY:
    case YZ_E_FULL:
    case YZ_E_READ_ONLY:
    case YZ_E_CANCELLED:
        break;
    }
    return EXIT_SYSTEM;
}

static void message_list(const char *format, va_list args)
    __attribute__((format(printf, 1, 0)));

/* A sentence longer than the room is cut: it quotes something very long. */
static void
message_list(const char *format, va_list args)
{
    char text[MESSAGE_SIZE_MAX];
    vsnprintf(text, sizeof(text), format, args);
    fputs("yz-query: ", stderr);
    display_put(stderr, str_of(text));
    putc('\n', stderr);
}

void
message(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    message_list(format, args);
    va_end(args);
}

exit_code
message_usage(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    message_list(format, args);
    va_end(args);
    return EXIT_USAGE;
}

static void
message_of_line(uint64_t line, const char *what, yz_str text)
{
    const int size = text.size < MESSAGE_SIZE_MAX ? (int)text.size
                                                  : MESSAGE_SIZE_MAX;
    if (line)
        message("line %llu: %s%.*s", (unsigned long long)line, what, size,
                text.data ? text.data : "");
    else
        message("%s%.*s", what, size, text.data ? text.data : "");
}

void
message_query_error(const yz_error *error, yz_str query, uint64_t line)
{
    message_of_line(line, "", str_of(error->message));
    if (error->column && query.size)
        display_put_caret(stderr, query, error->offset);
}

void
message_query_warnings(const yz_query *query, uint64_t line)
{
    const size_t count = yz_query_warning_count(query);
    for (size_t i = 0; i < count; i++)
        message_of_line(line, "warning: ", yz_query_warning(query, i).message);
}
