/* SPDX-License-Identifier: MIT */
#include "bindings/sqlite/argument.h"

#include <ctype.h>
#include <string.h>

static const char *
after_space(const char *text)
{
    while (isspace((unsigned char)*text))
        text++;
    return text;
}

static const char *
after_name(const char *text)
{
    while (isalnum((unsigned char)*text) || *text == '_')
        text++;
    return text;
}

/* The quote that closes one; 0 if it is none. */
static char
closing(char quote)
{
    switch (quote) {
    case '\'':
    case '"':
    case '`':
        return quote;
    case '[':
        return ']';
    default:
        return '\0';
    }
}

/* A copy without the quotes around it; a doubled quote inside is one. */
static char *
unquoted(const char *text)
{
    char *copy = sqlite3_mprintf("%s", text);
    const char quote = closing(text[0]);
    if (!copy || !quote)
        return copy;
    char *to = copy;
    for (const char *from = text + 1; *from; from++) {
        if (*from == quote && *++from != quote)
            break;
        *to++ = *from;
    }
    *to = '\0';
    return copy;
}

int
argument_read(const char *text, argument *ret_argument)
{
    text = after_space(text);
    const char *end = after_name(text);
    const char *sign = after_space(end);
    argument a = { 0 };
    if (end > text && *sign == '=') {
        a.name = sqlite3_mprintf("%.*s", (int)(end - text), text);
        a.value = unquoted(after_space(sign + 1));
    } else {
        a.value = unquoted(text);
        end = text;
    }
    if (!a.value || (end > text && !a.name)) {
        argument_dispose(&a);
        return SQLITE_NOMEM;
    }
    *ret_argument = a;
    return SQLITE_OK;
}

void
argument_dispose(argument *a)
{
    sqlite3_free(a->name);
    sqlite3_free(a->value);
    *a = (argument){ 0 };
}

bool
argument_is(const argument *a, const char *name)
{
    return a->name && sqlite3_stricmp(a->name, name) == 0;
}
