/* SPDX-License-Identifier: MIT */
#include "query/cli/message.h"
#include "core/base/display.h"

#include <stdio.h>

enum { QUOTED_MAX = 4096 }; /* bytes; longer text is cut */

static void
message_of_line(uint64_t line, const char *what, yz_str text)
{
    const int size = text.size < QUOTED_MAX ? (int)text.size : QUOTED_MAX;
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
