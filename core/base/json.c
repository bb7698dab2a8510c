/* SPDX-License-Identifier: MIT */
/*
 * Hand-written, since what the programs print is walked once and never held as
 * a tree.
 */
#include "core/base/json.h"
#include "core/base/display.h"
#include "core/base/utf8.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* What stands before a value: the comma behind the last one, and its name. */
static void
put_prefix(json *j, const char *key)
{
    if (j->follows)
        fputs(j->compact ? "," : ", ", j->to);
    j->follows = true;
    if (key)
        fprintf(j->to, j->compact ? "\"%s\":" : "\"%s\": ", key);
}

void
json_begin(json *j, const char *key, char bracket)
{
    put_prefix(j, key);
    putc(bracket, j->to);
    j->follows = false;
}

void
json_end(json *j, char bracket)
{
    putc(bracket, j->to);
    j->follows = true;
}

static void
put_escape(FILE *to, uint32_t c)
{
    static const char named[] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'
    };
    if (c == '"' || c == '\\')
        fprintf(to, "\\%c", (char)c);
    else if (c < sizeof(named) && named[c])
        fprintf(to, "\\%c", named[c]);
    else
        fprintf(to, "\\u%04x", c); /* no control lies beyond U+FFFF */
}

/*
 * The inside of a string, or (is_json) what is JSON already: there, a control
 * that is not escaped stands between values and is white space. Clean parts
 * are written whole: nearly all text is one.
 */
static void
put_shown(FILE *to, yz_str text, bool is_json)
{
    size_t clean = 0;
    for (size_t at = 0; at < text.size;) {
        const size_t before = at;
        size_t again = at;
        const uint32_t c = utf8_next(text.data, text.size, &at);
        const bool shows = display_next(text, &again) == c;
        const bool valid = c != 0xFFFD || at - before == 3;
        if (shows && valid && (is_json || (c != '"' && c != '\\')))
            continue;
        fwrite(text.data + clean, 1, before - clean, to);
        if (is_json && c < ' ')
            putc(' ', to);
        else
            put_escape(to, c);
        clean = at;
    }
    if (clean < text.size)
        fwrite(text.data + clean, 1, text.size - clean, to);
}

void
json_text(json *j, const char *key, yz_str text)
{
    put_prefix(j, key);
    putc('"', j->to);
    put_shown(j->to, text, false);
    putc('"', j->to);
}

void
json_begin_named(json *j, yz_str name, char bracket)
{
    json_text(j, NULL, name);
    fputs(j->compact ? ":" : ": ", j->to);
    putc(bracket, j->to);
    j->follows = false;
}

void
json_number(json *j, const char *key, uint64_t number)
{
    put_prefix(j, key);
    fprintf(j->to, "%" PRIu64, number);
}

void
json_signed(json *j, const char *key, int64_t number)
{
    put_prefix(j, key);
    fprintf(j->to, "%" PRId64, number);
}

void
json_decimal(json *j, const char *key, double number)
{
    put_prefix(j, key);
    fprintf(j->to, "%.6g", isfinite(number) ? number : 0.0);
}

void
json_bool(json *j, const char *key, bool value)
{
    put_prefix(j, key);
    fputs(value ? "true" : "false", j->to);
}

void
json_nothing(json *j, const char *key)
{
    put_prefix(j, key);
    fputs("null", j->to);
}

void
json_pair(json *j, const char *key, uint64_t first, uint64_t second)
{
    put_prefix(j, key);
    fprintf(j->to,
            j->compact ? "[%" PRIu64 ",%" PRIu64 "]"
                       : "[%" PRIu64 ", %" PRIu64 "]",
            first, second);
}

void
json_raw(json *j, const char *key, yz_str value)
{
    put_prefix(j, key);
    put_shown(j->to, value, true);
}

void
json_lines(json *j, const char *key, yz_str lines)
{
    json_begin(j, key, '[');
    while (lines.size) {
        const char *end = memchr(lines.data, '\n', lines.size);
        const size_t size = end ? (size_t)(end - lines.data) : lines.size;
        const size_t step = size + (end != NULL);
        json_text(j, NULL, (yz_str){ lines.data, size });
        lines = (yz_str){ lines.data + step, lines.size - step };
    }
    json_end(j, ']');
}
