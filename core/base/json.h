/* SPDX-License-Identifier: MIT */
/*
 * JSON as a stream: values are written as they come, the commas between them
 * are seen to. Whatever the text holds, the output is valid JSON in valid
 * UTF-8, on one line, and does a terminal no harm: what display.h would not
 * show is escaped, so that nothing is lost either.
 */
#ifndef YZ_BASE_JSON_H
#define YZ_BASE_JSON_H

#include "core/base/status.h"

#include <stdio.h>

typedef struct json {
    FILE *to;
    bool compact; /**< no spaces between the values */
    bool follows; /**< a value stands before, so a comma comes first */
} json;

/* `key` is the member's name; NULL within an array and at the top. */

/** Begin an object or an array. @param bracket  '{' or '[' */
void
json_begin(json *j, const char *key, char bracket);

/** The same under a name that comes from elsewhere. */
void
json_begin_named(json *j, yz_str name, char bracket);

/** @param bracket  '}' or ']' */
void
json_end(json *j, char bracket);

/** A string; bytes that are not UTF-8 become U+FFFD. */
void
json_text(json *j, const char *key, yz_str text);

void
json_number(json *j, const char *key, uint64_t number);
void
json_signed(json *j, const char *key, int64_t number);
void
json_decimal(json *j, const char *key, double number);
void
json_bool(json *j, const char *key, bool value);
void
json_nothing(json *j, const char *key);

/** `[first, second]` */
void
json_pair(json *j, const char *key, uint64_t first, uint64_t second);

/** A value that is JSON already; it means the same, and does no harm either. */
void
json_raw(json *j, const char *key, yz_str value);

/** The lines of a text as an array of strings. */
void
json_lines(json *j, const char *key, yz_str lines);

#endif /* YZ_BASE_JSON_H */
