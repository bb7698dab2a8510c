/* SPDX-License-Identifier: MIT */
#include "query/cli/message.h"
#include "core/base/display.h"
#include "core/base/translation.h"

#include <stdio.h>

enum { QUOTED_MAX = 4096 }; /* bytes; longer text is cut */

static void
message_of_line(uint64_t line, const char *what, const char *text)
{
    if (line)
        message("line %llu: %s%s", (unsigned long long)line, translated(what),
                text);
    else
        message("%s%s", translated(what), text);
}

void
message_query_error(const yz_error *error, yz_str query, uint64_t line)
{
    sentence s;
    message_of_line(line, "",
                    translated_sentence(error->key, error->message, &s));
    if (error->column && query.size)
        display_put_caret(stderr, query, error->offset);
}

void
message_query_warnings(const yz_query *query, uint64_t line)
{
    const size_t count = yz_query_warning_count(query);
    for (size_t i = 0; i < count; i++) {
        char text[QUOTED_MAX];
        sentence s;
        const yz_warning w = yz_query_warning(query, i);
        snprintf(text, sizeof(text), "%.*s", (int)w.message.size,
                 w.message.data);
        message_of_line(line, N_("warning: "),
                        translated_sentence(w.key, text, &s));
    }
}
