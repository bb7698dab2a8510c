/* SPDX-License-Identifier: MIT */
/*
 * A IIIF image service of level 0 for each page: its size, and the picture as
 * it is, at the only size there is. Viewers place a picture with a service
 * better than one without.
 */
#include "serve/iiif.h"

static const canvas *
find_page(const iiif_request *r)
{
    for (size_t i = 0; i < r->canvases.count; i++)
        if (r->canvases.items[i].page == r->page)
            return &r->canvases.items[i];
    return NULL;
}

static yz_status
read_page(iiif_request *r, yz_snapshot *snapshot, const canvas **ret_page)
{
    TRY(iiif_read_report(r, snapshot));
    *ret_page = find_page(r);
    if (*ret_page)
        return YZ_OK;
    return error_set(&r->error, YZ_E_NOT_FOUND, "the report has no such page");
}

static void
put_size(json *j, const canvas *c)
{
    json_number(j, "width", c->width);
    json_number(j, "height", c->height);
}

yz_status
iiif_image_information(iiif_request *r, yz_snapshot *snapshot, json *j)
{
    const canvas *c;
    TRY(read_page(r, snapshot, &c));
    iiif_put(j, "@context", "http://iiif.io/api/image/3/context.json");
    iiif_put_numbered(r, j, "id", "image", c->page);
    iiif_put(j, "type", "ImageService3");
    iiif_put(j, "protocol", "http://iiif.io/api/image");
    iiif_put(j, "profile", "level0");
    put_size(j, c);
    json_begin(j, "sizes", '[');
    json_begin(j, NULL, '{');
    put_size(j, c);
    json_end(j, '}');
    json_end(j, ']');
    return YZ_OK;
}

yz_status
iiif_image(iiif_request *r, yz_snapshot *snapshot, json *j)
{
    const canvas *c;
    TRY(read_page(r, snapshot, &c));
    json_text(j, "image", c->image);
    exchange_put_header(r->exchange, "Location", "%.*s", (int)c->image.size,
                        c->image.data);
    r->status = HTTP_SEE_OTHER;
    return YZ_OK;
}
