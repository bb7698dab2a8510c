/* SPDX-License-Identifier: MIT */
/*
 * One pass over the line. A string ends at the next quotation mark; it is taken
 * if it has no backslash, no control character and is valid UTF-8. Whatever the
 * reader does not expect ends it, so that only one program, jansson, ever says
 * that a line is wrong. tests/fuzz/fuzz_flat_json.c compares the two.
 */
#include "indexer/source/flat_json.h"

#include "core/base/utf8.h"

#include <string.h>

enum {
    MEMBERS_MAX = 64, /* more than a passage has */
    DIGITS_MAX = 18   /* of a number that surely fits a json_int_t */
};

typedef struct line_reader {
    const char *at;
    const char *end;
} line_reader;

static void
skip_space(line_reader *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' ||
                              *r->at == '\n' || *r->at == '\r'))
        r->at++;
}

/* Take `c`, and white space on both its sides. */
static bool
take(line_reader *r, char c)
{
    skip_space(r);
    if (r->at == r->end || *r->at != c)
        return false;
    r->at++;
    skip_space(r);
    return true;
}

static bool
take_word(line_reader *r, const char *word)
{
    const size_t size = strlen(word);
    if ((size_t)(r->end - r->at) < size || memcmp(r->at, word, size) != 0)
        return false;
    r->at += size;
    return true;
}

static bool
is_plain(yz_str text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] < 0x20)
            return false;
    return !memchr(text.data, '\\', text.size) &&
           utf8_valid_prefix(text.data, text.size) == text.size;
}

/* What stands between two quotation marks, if nothing in it is escaped. */
static bool
take_string(line_reader *r, yz_str *ret_text)
{
    if (r->at == r->end || *r->at != '"')
        return false;
    const char *begin = r->at + 1;
    const char *quote = memchr(begin, '"', (size_t)(r->end - begin));
    if (!quote)
        return false;
    *ret_text = (yz_str){ begin, (size_t)(quote - begin) };
    r->at = quote + 1;
    return is_plain(*ret_text);
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A whole number that is not below 0. NULL: it is something else. */
static json_t *
take_number(line_reader *r)
{
    json_int_t number = 0;
    const char *begin = r->at;
    while (r->at < r->end && is_digit(*r->at) && r->at - begin < DIGITS_MAX)
        number = number * 10 + (*r->at++ - '0');
    const bool whole =
        r->at < r->end && (*r->at == ',' || *r->at == '}' || *r->at == ' ');
    const bool leads_with_zero = *begin == '0' && r->at - begin > 1;
    return whole && !leads_with_zero ? json_integer(number) : NULL;
}

static json_t *
take_value(line_reader *r)
{
    yz_str text;
    if (r->at == r->end)
        return NULL;
    if (is_digit(*r->at))
        return take_number(r);
    if (*r->at == '"')
        return take_string(r, &text)
                   ? json_stringn_nocheck(text.data, text.size)
                   : NULL;
    if (take_word(r, "true"))
        return json_true();
    if (take_word(r, "false"))
        return json_false();
    return take_word(r, "null") ? json_null() : NULL;
}

static bool
take_member(line_reader *r, json_t *object)
{
    yz_str name;
    if (!take_string(r, &name) || !take(r, ':') ||
        json_object_getn(object, name.data, name.size))
        return false;
    json_t *value = take_value(r);
    return value && json_object_setn_new_nocheck(object, name.data, name.size,
                                                 value) == 0;
}

static bool
take_object(line_reader *r, json_t *object)
{
    if (!take(r, '{'))
        return false;
    do {
        if (json_object_size(object) == MEMBERS_MAX || !take_member(r, object))
            return false;
    } while (take(r, ','));
    return take(r, '}') && r->at == r->end;
}

json_t *
flat_json_read(yz_str line)
{
    line_reader r = { line.data, line.data + line.size };
    json_t *object = line.size ? json_object() : NULL;
    if (object && take_object(&r, object))
        return object;
    json_decref(object);
    return NULL;
}
