/* SPDX-License-Identifier: MIT */
/*
 * JSON that is read a value at a time, so that a file of many pages is never
 * in memory as a whole: jansson reads each value, this file finds where one
 * ends. What is taken apart is the document itself, a list or an object, and
 * of an object the lists named `pdf_info` and `pages`. Several documents may
 * follow one another, as in JSON lines.
 */
#ifndef YZ_SOURCE_JSON_STREAM_H
#define YZ_SOURCE_JSON_STREAM_H

#include "indexer/ocr/ocr_reader.h"

#include <jansson.h>

/** Longest value that is read at once, in bytes. */
#define JSON_VALUE_MAX ((size_t)256 << 20)

typedef enum json_item_kind {
    JSON_ELEMENT, /**< of the document, a list; or of its member `key` */
    JSON_MEMBER,  /**< of the document, an object */
    JSON_VALUE,   /**< the document, neither list nor object */
    JSON_END      /**< the document ends here; without a value */
} json_item_kind;

enum { JSON_KEY_MAX = 64 };

typedef struct json_item {
    json_item_kind kind;
    char key[JSON_KEY_MAX]; /**< of a member; "": of a list's element */
    json_t *value;          /**< the caller's, who gives it back */
    uint32_t line;          /**< on which it begins */
    uint32_t document;      /**< its number, from 1 */
} json_item;

typedef struct json_stream {
    ocr_input input;
    buffer text;   /**< bytes at hand */
    size_t at;     /**< the next of them */
    uint32_t line; /**< of the next byte, from 1 */
    uint32_t document;
    char state; /**< '[' or '{': what is open; 0: between documents */
    char inner[JSON_KEY_MAX]; /**< the member whose elements come next */
    bool first;               /**< nothing came of what is open last */
    bool ended;               /**< the input */
    bool broken; /**< nothing behind what was reported can be read */
} json_stream;

void
json_stream_init(json_stream *s, ocr_input input, const yz_allocator *memory);

void
json_stream_dispose(json_stream *s);

/**
 * The next item. A value that is no JSON is YZ_E_SOURCE with its line, once;
 * if its end can be found, the next call goes on behind it.
 * @return YZ_OK; YZ_DONE; YZ_E_SOURCE; YZ_E_LIMIT; YZ_E_IO; YZ_E_NOMEM.
 */
yz_status
json_stream_next(json_stream *s, json_item *ret_item, yz_error *err);

#endif /* YZ_SOURCE_JSON_STREAM_H */
