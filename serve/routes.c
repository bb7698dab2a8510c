/* SPDX-License-Identifier: MIT */
#include "serve/routes.h"

#include <string.h>

typedef struct route {
    const char *path;
    bool is_prefix; /* of all that it answers */
    void (*answer)(const service *s, exchange *e);
} route;

static const route routes[] = {
    { "/api/search", false, search_answer },
    { "/api/suggest", false, suggest_answer },
    { "/api/indexes", false, indexes_answer },
    { "/api/report", false, report_answer },
    { "/iiif/", true, iiif_answer },
    { "/images/", true, images_answer },
    { "/healthz", false, health_answer },
    { "/metrics", false, metrics_answer },
    { "/", true, assets_answer },
};

static bool
leads(const route *r, yz_str path)
{
    const size_t size = strlen(r->path);
    if (!r->is_prefix)
        return path.size == size && !memcmp(path.data, r->path, size);
    return path.size >= size && !memcmp(path.data, r->path, size);
}

void
routes_answer(const service *s, exchange *e)
{
    if (e->method != METHOD_GET && e->method != METHOD_HEAD) {
        exchange_put_header(e, "Allow", "GET, HEAD");
        exchange_fail(e, HTTP_METHOD, "only GET and HEAD are answered");
        return;
    }
    for (size_t i = 0; i < ARRAY_LENGTH(routes); i++) {
        if (leads(&routes[i], e->path)) {
            routes[i].answer(s, e);
            return;
        }
    }
    exchange_fail(e, HTTP_NOT_FOUND, "there is nothing at this address");
}

served_index *
routes_index(const service *s, exchange *e)
{
    const yz_str name = exchange_parameter(e, "index");
    served_index *found = catalogue_find(s->catalogue, name);
    if (!found)
        exchange_fail(e, HTTP_NOT_FOUND, "no index is called \"%.*s\"",
                      name.size < 100 ? (int)name.size : 100, name.data);
    return found;
}

void
routes_answer_from(served_index *index, exchange *e,
                   void (*answer)(void *context, yz_snapshot *snapshot),
                   void *context)
{
    yz_error err;
    yz_snapshot *snapshot;
    if (served_index_borrow(index, &snapshot, &err) != YZ_OK) {
        exchange_fail_by(e, &err);
        return;
    }
    answer(context, snapshot);
    served_index_return(index, snapshot);
}
