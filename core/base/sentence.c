/* SPDX-License-Identifier: MIT */
/*
 * A sentence of the library in another language. The library formats it in
 * English; its key, the format, is what the catalogue has. The texts between
 * the conversions of the key say where in the sentence its values are, and the
 * values are put in the places of the translation.
 */
#include "core/base/translation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VALUES_MAX = 8, LITERAL_MAX = 512 };

/* ---- formats ------------------------------------------------------------- */

/* A part of a format: literal text, then a conversion or the end. */
typedef struct format_part {
    char literal[LITERAL_MAX];
    unsigned argument; /* of the conversion, from 1; 0 at the end */
} format_part;

/* The number before a `$`, stepping past both; 0 if there is none. */
static unsigned
take_position(const char **at)
{
    char *end;
    const unsigned long number = strtoul(*at, &end, 10);
    if (end == *at || *end != '$')
        return 0;
    *at = end + 1;
    return (unsigned)number;
}

/* Step past a conversion, behind its `%`; count its arguments. */
static unsigned
take_conversion(const char **at, unsigned *arguments)
{
    const unsigned position = take_position(at);
    while (**at && strchr("-+ #0123456789.*", **at)) {
        if (*(*at)++ != '*')
            continue;
        if (!take_position(at))
            ++*arguments;
    }
    while (**at && strchr("hlzjtL", **at))
        ++*at;
    if (**at)
        ++*at;
    return position ? position : ++*arguments;
}

/* Read the next part of the format; false if its literal is too long. */
static bool
format_next(const char **at, unsigned *arguments, format_part *ret)
{
    size_t size = 0;
    ret->argument = 0;
    while (**at) {
        if (**at == '%' && (*at)[1] != '%') {
            ++*at;
            ret->argument = take_conversion(at, arguments);
            break;
        }
        *at += **at == '%';
        if (size + 1 == LITERAL_MAX)
            return false;
        ret->literal[size++] = *(*at)++;
    }
    ret->literal[size] = '\0';
    return true;
}

/* ---- the values of a sentence -------------------------------------------- */

typedef struct values {
    unsigned argument[VALUES_MAX];
    yz_str value[VALUES_MAX];
    size_t count;
    yz_str before; /* the key's text */
    const char *rest;
} values;

/* Begin a value, which reaches up to the literal that follows. */
static bool
begin_value(values *v, unsigned argument, const char *at)
{
    if (v->count == VALUES_MAX)
        return false;
    v->argument[v->count] = argument;
    v->value[v->count++] = (yz_str){ at, strlen(at) };
    v->rest = at + strlen(at);
    return true;
}

static bool
find_values(const char *key, const char *message, values *v)
{
    unsigned arguments = 0;
    format_part part;
    const char *at = message;
    *v = (values){ .before = { message, 0 }, .rest = message };
    for (bool first = true; *key; first = false) {
        if (!format_next(&key, &arguments, &part))
            return false;
        const char *found = strstr(at, part.literal);
        if (!found)
            return false;
        if (first)
            v->before = (yz_str){ message, (size_t)(found - message) };
        else if (*part.literal)
            v->value[v->count - 1].size = (size_t)(found - at);
        at = found + strlen(part.literal);
        v->rest = at;
        if (part.argument && !begin_value(v, part.argument, at))
            return false;
    }
    return true;
}

/* ---- the sentence -------------------------------------------------------- */

static void
put(sentence *to, const char *text, size_t size)
{
    const size_t used = strlen(to->text);
    const size_t left = sizeof(to->text) - used - 1;
    const size_t taken = size < left ? size : left;
    memcpy(to->text + used, text, taken);
    to->text[used + taken] = '\0';
}

static void
put_value(sentence *to, const values *v, unsigned argument)
{
    char text[LITERAL_MAX];
    for (size_t i = 0; i < v->count; i++) {
        const yz_str value = v->value[i];
        if (v->argument[i] != argument)
            continue;
        snprintf(text, sizeof(text), "%.*s", (int)value.size, value.data);
        /* A name of one word is the reader's, not ours. */
        const bool is_ours = value.size < sizeof(text) && strchr(text, ' ');
        const char *known = is_ours ? translated(text) : text;
        if (known != text)
            put(to, known, strlen(known));
        else
            put(to, value.data, value.size);
        return;
    }
}

static void
put_format(sentence *to, const char *format, const values *v)
{
    unsigned arguments = 0;
    format_part part;
    while (*format && format_next(&format, &arguments, &part)) {
        put(to, part.literal, strlen(part.literal));
        if (part.argument)
            put_value(to, v, part.argument);
    }
}

/* A sentence behind the message that the catalogue knows: `; read as text`. */
static const char *
find_tail(const char *message)
{
    const char *last = NULL;
    for (const char *at = message; *at; at++)
        if ((at[0] == ';' || at[0] == ':') && at[1] == ' ')
            last = at;
    return last && translated(last + 2) != last + 2 ? last : NULL;
}

static void
put_tail(sentence *to, const char *tail)
{
    const char *known = translated(tail + 2);
    const char *mark = translated(*tail == ';' ? N_("; ") : N_(": "));
    put(to, mark, strlen(mark));
    put(to, known, strlen(known));
}

const char *
translated_sentence(const char *key, const char *message, sentence *ret)
{
    sentence head;
    values v;
    const char *format = key ? translated(key) : key;
    if (!key || format == key || strlen(message) >= sizeof(head.text))
        return message;
    const char *tail = strlen(key) > 2 ? find_tail(message) : NULL;
    const size_t size = tail ? (size_t)(tail - message) : strlen(message);
    memcpy(head.text, message, size);
    head.text[size] = '\0';
    if (!find_values(key, head.text, &v)) {
        /* The key itself has what looks like a sentence behind it. */
        tail = NULL;
        memcpy(head.text, message, strlen(message) + 1);
        if (!find_values(key, head.text, &v))
            return message;
    }
    ret->text[0] = '\0';
    put(ret, v.before.data, v.before.size);
    put_format(ret, format, &v);
    put(ret, v.rest, strlen(v.rest));
    if (tail)
        put_tail(ret, tail);
    return ret->text;
}
