/* SPDX-License-Identifier: MIT */
/*
 * Which handler answers which address.
 */
#ifndef YZ_SERVE_ROUTES_H
#define YZ_SERVE_ROUTES_H

#include "serve/catalogue.h"
#include "serve/exchange.h"
#include "serve/metrics.h"

/** What handlers need. */
typedef struct service {
    const serve_options *options;
    catalogue *catalogue;
    metrics *metrics;
} service;

/** Answer a request that was admitted. It may be called by many threads. */
void
routes_answer(const service *s, exchange *e);

/**
 * The index that the request asks for by its parameter `index`; NULL: there is
 * none, and the answer says so.
 */
served_index *
routes_index(const service *s, exchange *e);

/**
 * Answer from what the index has now: call `answer` with a snapshot, which is
 * given back behind it. Where there is none to be had, the answer says why.
 */
void
routes_answer_from(served_index *index, exchange *e,
                   void (*answer)(void *context, yz_snapshot *snapshot),
                   void *context);

/* The handlers, each in the file of its name. */

void
search_answer(const service *s, exchange *e);
void
suggest_answer(const service *s, exchange *e);
void
indexes_answer(const service *s, exchange *e);
void
metrics_answer(const service *s, exchange *e);
void
health_answer(const service *s, exchange *e);
void
report_answer(const service *s, exchange *e);
void
iiif_answer(const service *s, exchange *e);
void
images_answer(const service *s, exchange *e);
void
assets_answer(const service *s, exchange *e);

#endif /* YZ_SERVE_ROUTES_H */
