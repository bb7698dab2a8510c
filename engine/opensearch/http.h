/* SPDX-License-Identifier: MIT */
/*
 * Requests to the hosts of an address, one after another on one connection. A
 * host that cannot be reached gives way to the next; what is refused for want
 * of room is asked again, later and later.
 */
#ifndef YZ_OPENSEARCH_HTTP_H
#define YZ_OPENSEARCH_HTTP_H

#include "engine/opensearch/address.h"

#include <jansson.h>

typedef struct http http;

typedef struct http_request {
    const char *method;
    const char *path; /**< behind the host, with a slash */
    const char *body; /**< NULL: none */
    size_t body_size;
    bool lines; /**< the body is a line of JSON after another */
    bool once;  /**< it is not asked again */
} http_request;

typedef struct http_answer {
    long code;
    json_t *json; /**< NULL: the body was none; the caller's to release */
    double retry_after_s; /**< 0: the engine does not say */
} http_answer;

yz_status
http_open(const address *to, const yz_allocator *memory, http **ret_http,
          yz_error *err);

/** Accepts NULL. */
void
http_close(http *h);

/**
 * Ask. Codes from 200 to 299, and 404, are answers, and so is that an index that
 * is to be made is there already; others are errors.
 */
yz_status
http_ask(http *h, const http_request *request, http_answer *ret_answer,
         yz_error *err);

/** The same with a body of JSON, which is released. */
yz_status
http_ask_json(http *h, const char *method, const char *path, json_t *body,
              http_answer *ret_answer, yz_error *err);

/** Wait before attempt `number`, from 1, as long as the engine asks for. */
void
http_wait(unsigned number, double retry_after_s);

/** Attempts before giving up. */
enum { HTTP_ATTEMPTS = 8 };

#endif /* YZ_OPENSEARCH_HTTP_H */
