/* SPDX-License-Identifier: MIT */
/*
 * A connection to one index, and what its calls are made of.
 */
#ifndef YZ_OPENSEARCH_CONNECTION_H
#define YZ_OPENSEARCH_CONNECTION_H

#include "core/engine/engine.h"
#include "engine/opensearch/http.h"

struct engine {
    const yz_allocator *memory;
    arena arena;
    address to;
    http *http;
};

enum { PATH_SIZE = 640 };

/** `/INDEX` and what follows it. */
void
path_of(const engine *e, const char *rest, char path[PATH_SIZE]);

/** Ask for JSON; no index there is YZ_E_NOT_FOUND. */
yz_status
ask(engine *e, const char *method, const char *rest, json_t *body,
    json_t **ret_json, yz_error *err);

/** Whether all shards answered in time; else YZ_E_IO. */
yz_status
is_whole(const engine *e, const json_t *answer, yz_error *err);

yz_status
error_answer(const engine *e, yz_error *err);

/* ---- index.c ---- */
yz_status
index_describe(engine *e, buffer *ret_description, yz_error *err);
yz_status
index_create(engine *e, yz_str description, yz_error *err);
yz_status
index_settle(engine *e, yz_error *err);
yz_status
index_totals(engine *e, engine_totals *ret_totals, yz_error *err);
yz_status
index_reports(engine *e, engine_report_see see, void *context, yz_error *err);

/* ---- bulk.c ---- */
yz_status
bulk_put(engine *e, const engine_document *documents, size_t count,
         uint64_t version, yz_error *err);
yz_status
bulk_remove(engine *e, const engine_query *which, uint64_t *ret_count,
            yz_error *err);

/* ---- find.c ---- */
yz_status
find_documents(engine *e, const engine_query *which, uint64_t most,
               engine_see see, void *context, yz_error *err);
yz_status
walk_open(engine *e, const engine_query *which, engine_walk **ret_walk,
          yz_error *err);
yz_status
walk_next(engine_walk *w, engine_see see, void *context, yz_error *err);
void
walk_close(engine_walk *w);
yz_status
count_documents(engine *e, const engine_query *queries, size_t count,
                uint64_t *ret_counts, yz_error *err);

#endif /* YZ_OPENSEARCH_CONNECTION_H */
