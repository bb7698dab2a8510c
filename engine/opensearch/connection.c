/* SPDX-License-Identifier: MIT */
#include "engine/opensearch/connection.h"

#include <stdio.h>
#include <string.h>

enum { CODE_NOT_FOUND = 404 };

void
path_of(const engine *e, const char *rest, char path[PATH_SIZE])
{
    snprintf(path, PATH_SIZE, "/%s%s", e->to.index, rest);
}

yz_status
error_answer(const engine *e, yz_error *err)
{
    return error_set(err, YZ_E_IO,
                     "%s gave an answer that this release does not understand",
                     e->to.hosts[0]);
}

yz_status
ask(engine *e, const char *method, const char *rest, json_t *body,
    json_t **ret_json, yz_error *err)
{
    char path[PATH_SIZE];
    http_answer answer;
    path_of(e, rest, path);
    TRY(http_ask_json(e->http, method, path, body, &answer, err));
    if (answer.code == CODE_NOT_FOUND) {
        json_decref(answer.json);
        return error_set(err, YZ_E_NOT_FOUND, "there is no index \"%s\" at %s",
                         e->to.index, e->to.hosts[0]);
    }
    if (!answer.json)
        return error_answer(e, err);
    *ret_json = answer.json;
    return YZ_OK;
}

yz_status
is_whole(const engine *e, const json_t *answer, yz_error *err)
{
    const json_t *shards = json_object_get(answer, "_shards");
    const json_int_t failed =
        json_integer_value(json_object_get(shards, "failed"));
    if (!shards)
        return error_answer(e, err);
    if (failed || json_is_true(json_object_get(answer, "timed_out")))
        return error_set(
            err, YZ_E_IO,
            "%lld of %lld shards of \"%s\" did not answer: the answer "
            "would not be whole",
            (long long)failed,
            (long long)json_integer_value(json_object_get(shards, "total")),
            e->to.index);
    return YZ_OK;
}

static void
connection_close(engine *e)
{
    if (!e)
        return;
    http_close(e->http);
    arena_dispose(&e->arena);
    memory_release(e->memory, e);
}

static yz_status
connection_open(const char *where, const yz_allocator *memory,
                engine **ret_engine, yz_error *err)
{
    engine *e = memory_zeroed(memory, 1, sizeof(*e));
    if (!e)
        return error_nomem(err);
    *e = (engine){ .memory = memory, .arena.from = memory };
    yz_status status = address_read(where, &e->arena, &e->to, err);
    if (status == YZ_OK)
        status = http_open(&e->to, memory, &e->http, err);
    if (status != YZ_OK) {
        connection_close(e);
        return status;
    }
    *ret_engine = e;
    return YZ_OK;
}

YZ_API const engine_part *
yizhan_opensearch_part(void);

const engine_part *
yizhan_opensearch_part(void)
{
    static const engine_part part = {
        .release = (uint32_t)YZ_VERSION_MAJOR << 16 | YZ_VERSION_MINOR << 8 |
                   YZ_VERSION_PATCH,
        .version = ENGINE_PART_VERSION,
        .open = connection_open,
        .close = connection_close,
        .describe = index_describe,
        .create = index_create,
        .put = bulk_put,
        .remove = bulk_remove,
        .settle = index_settle,
        .find = find_documents,
        .walk_open = walk_open,
        .walk_next = walk_next,
        .walk_close = walk_close,
        .count = count_documents,
        .totals = index_totals,
        .reports = index_reports,
    };
    return &part;
}
