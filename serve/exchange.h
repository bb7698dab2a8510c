/* SPDX-License-Identifier: MIT */
/*
 * A request and the answer to it, without the protocol: server.c makes one of
 * what it received and sends what is put in.
 */
#ifndef YZ_SERVE_EXCHANGE_H
#define YZ_SERVE_EXCHANGE_H

#include "core/base/arena.h"

#include <stdio.h>

/** The status codes of HTTP that are answered. */
typedef enum http_status {
    HTTP_OK = 200,
    HTTP_NO_CONTENT = 204,
    HTTP_PARTIAL = 206,
    HTTP_SEE_OTHER = 303,
    HTTP_NOT_MODIFIED = 304,
    HTTP_BAD_REQUEST = 400,
    HTTP_UNAUTHORIZED = 401,
    HTTP_FORBIDDEN = 403,
    HTTP_NOT_FOUND = 404,
    HTTP_METHOD = 405,
    HTTP_TOO_LARGE = 413,
    HTTP_RANGE = 416,
    HTTP_TOO_MANY = 429,
    HTTP_INTERNAL = 500,
    HTTP_UNAVAILABLE = 503,
    HTTP_TIMEOUT = 504
} http_status;

typedef enum http_method {
    METHOD_GET,
    METHOD_HEAD,
    METHOD_OPTIONS,
    METHOD_OTHER
} http_method;

/** The headers of a request that are looked at. */
typedef enum request_header {
    REQUEST_HOST,
    REQUEST_AUTHORIZATION,
    REQUEST_COOKIE,
    REQUEST_RANGE,
    REQUEST_IF_NONE_MATCH,
    REQUEST_IF_RANGE,
    REQUEST_FORWARDED_PROTO,
    REQUEST_HEADER_COUNT
} request_header;

/** Their names, by number. */
extern const char *const request_header_names[REQUEST_HEADER_COUNT];

/** `name=value` of the address, decoded; both end with a NUL. */
typedef struct parameter {
    yz_str name;
    yz_str value;
} parameter;

/** A header of the answer. */
typedef struct header {
    const char *name;
    const char *value;
} header;

enum { PARAMETERS_MAX = 64, HEADERS_MAX = 16 };

typedef struct exchange {
    http_method method;
    yz_str path; /**< decoded; it begins with a slash and ends with a NUL */
    yz_str headers[REQUEST_HEADER_COUNT]; /**< empty: not sent */
    parameter parameters[PARAMETERS_MAX];
    size_t parameter_count;
    arena arena; /**< of everything here; freed with the exchange */

    http_status status;
    const char *type; /**< of the body */
    yz_str body;
    header answer_headers[HEADERS_MAX];
    size_t header_count;
    int file;            /**< the body is a part of it; -1: it is not */
    uint64_t file_begin; /**< of the part */
    uint64_t file_size;

    char *written; /**< what open_memstream() made */
    size_t written_size;
    FILE *writing;
} exchange;

void
exchange_init(exchange *e);

/** Free everything, close the file. */
void
exchange_dispose(exchange *e);

/**
 * Add a parameter, which is copied.
 * @return false if there are too many, or no memory
 */
bool
exchange_add(exchange *e, yz_str name, yz_str value);

/** The value of the first parameter of this name; no data: there is none. */
yz_str
exchange_parameter(const exchange *e, const char *name);

/**
 * Begin the body of an answer.
 * @return where to write; NULL: no memory, and the answer says so
 */
FILE *
exchange_begin(exchange *e);

/** End it. What could not be written makes the status HTTP_INTERNAL. */
void
exchange_end(exchange *e, http_status status, const char *type);

/** Answer with bytes that live as long as the program. */
void
exchange_answer_static(exchange *e, const char *type, yz_str body);

/** Answer with `{"error": sentence}`. */
void
exchange_fail(exchange *e, http_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** Likewise, by an error of the library. */
void
exchange_fail_by(exchange *e, const yz_error *err);

/** The status for an error of the library. */
http_status
exchange_status_of(yz_status status);

/** Add a header. The value is copied. */
void
exchange_put_header(exchange *e, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

extern const char type_json[];
extern const char type_text[];

#endif /* YZ_SERVE_EXCHANGE_H */
