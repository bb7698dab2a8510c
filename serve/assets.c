/* SPDX-License-Identifier: MIT */
#include "serve/assets.h"
#include "core/base/hash.h"
#include "serve/routes.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const asset *
find(yz_str path)
{
    const yz_str asked = path.size > 1 ? path : str_of("/index.html");
    for (size_t i = 0; i < asset_count; i++)
        if (str_equal(asked, str_of(assets[i].path)))
            return &assets[i];
    return NULL;
}

/* A browser keeps it, and asks each time whether it is still the same. */
void
assets_answer(const service *s, exchange *e)
{
    char tag[32];
    const asset *found = find(e->path);
    (void)s;
    if (!found) {
        exchange_fail(e, HTTP_NOT_FOUND, "there is nothing at this address");
        return;
    }
    snprintf(tag, sizeof(tag), "\"%016" PRIx64 "\"",
             hash_bytes(found->data, *found->size));
    exchange_put_header(e, "ETag", "%s", tag);
    exchange_put_header(e, "Cache-Control", "no-cache");
    if (str_equal(e->headers[REQUEST_IF_NONE_MATCH], str_of(tag))) {
        e->status = HTTP_NOT_MODIFIED;
        e->type = found->type;
        return;
    }
    exchange_answer_static(e, found->type,
                           (yz_str){ (const char *)found->data, *found->size });
}
