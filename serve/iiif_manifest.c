/* SPDX-License-Identifier: MIT */
/*
 * A manifest of IIIF Presentation 3. Viewers of today ask for Content Search
 * 1.0 within a manifest of this version, by `@id` and `profile`.
 */
#include "serve/iiif.h"
#include "serve/images.h"

#include <inttypes.h>
#include <stdio.h>

static yz_status
keep_pages(iiif_request *r, const yz_passage *p)
{
    arena *a = &r->exchange->arena;
    for (size_t i = 0; i < p->page_count; i++) {
        const yz_page *page = &p->pages[i];
        bool is_known = !page->width || !page->height || !page->image.size;
        for (size_t k = 0; k < r->canvases.count; k++)
            is_known |= r->canvases.items[k].page == page->number;
        if (is_known)
            continue;
        const canvas c = { page->number, page->width, page->height,
                           images_address(r->service->options, a, r->site,
                                          page->image) };
        if (!c.image.data || !ARRAY_PUSH(&r->canvases, c))
            return error_nomem(&r->error);
    }
    return YZ_OK;
}

yz_status
iiif_read_report(iiif_request *r, yz_snapshot *snapshot)
{
    yz_status status;
    yz_passages *passages;
    const yz_passage *p;
    arena *a = &r->exchange->arena;
    TRY(yz_passages_open_report(snapshot, r->report, &passages, &r->error));
    while ((status = yz_passages_next(passages, &p, &r->error)) == YZ_OK) {
        if (!r->title.size && p->title.size)
            r->title = arena_str(a, p->title);
        if (!r->date.size && p->date.size)
            r->date = arena_str(a, p->date);
        status = keep_pages(r, p);
        if (status != YZ_OK)
            break;
    }
    yz_passages_close(passages);
    if (status == YZ_DONE && !r->canvases.count)
        return error_set(&r->error, YZ_E_NOT_FOUND,
                         "the report is not there, or it has no page image "
                         "of known size");
    return status == YZ_DONE ? YZ_OK : status;
}

static void
put_label(json *j, yz_str text)
{
    json_begin(j, "label", '{');
    json_begin(j, "none", '[');
    json_text(j, NULL, text);
    json_end(j, ']');
    json_end(j, '}');
}

static void
put_services(const iiif_request *r, json *j)
{
    json_begin(j, "service", '[');
    json_begin(j, NULL, '{');
    iiif_put(j, "@context", "http://iiif.io/api/search/1/context.json");
    iiif_put_address(r, j, "@id", "search/1");
    iiif_put(j, "@type", "SearchService1");
    iiif_put(j, "profile", "http://iiif.io/api/search/1/search");
    json_begin(j, "service", '{');
    iiif_put_address(r, j, "@id", "autocomplete/1");
    iiif_put(j, "@type", "AutoCompleteService1");
    iiif_put(j, "profile", "http://iiif.io/api/search/1/autocomplete");
    json_end(j, '}');
    json_end(j, '}');
    json_begin(j, NULL, '{');
    iiif_put_address(r, j, "id", "search/2");
    iiif_put(j, "type", "SearchService2");
    json_end(j, '}');
    json_end(j, ']');
}

static void
put_size(json *j, const canvas *c)
{
    json_number(j, "width", c->width);
    json_number(j, "height", c->height);
}

static void
put_image_service(const iiif_request *r, json *j, const canvas *c)
{
    json_begin(j, "service", '[');
    json_begin(j, NULL, '{');
    iiif_put_numbered(r, j, "id", "image", c->page);
    iiif_put(j, "type", "ImageService3");
    iiif_put(j, "profile", "level0");
    json_end(j, '}');
    json_end(j, ']');
}

/* The picture, painted on the canvas. */
static void
put_painting(const iiif_request *r, json *j, const canvas *c)
{
    json_begin(j, "items", '[');
    json_begin(j, NULL, '{');
    iiif_put_numbered(r, j, "id", "painting", c->page);
    iiif_put(j, "type", "AnnotationPage");
    json_begin(j, "items", '[');
    json_begin(j, NULL, '{');
    iiif_put_numbered(r, j, "id", "picture", c->page);
    iiif_put(j, "type", "Annotation");
    iiif_put(j, "motivation", "painting");
    iiif_put_canvas(r, j, "target", c->page, NULL);
    json_begin(j, "body", '{');
    json_text(j, "id", c->image);
    iiif_put(j, "type", "Image");
    if (images_type(c->image))
        iiif_put(j, "format", images_type(c->image));
    put_size(j, c);
    put_image_service(r, j, c);
    json_end(j, '}');
    json_end(j, '}');
    json_end(j, ']');
    json_end(j, '}');
    json_end(j, ']');
}

static void
put_canvas(const iiif_request *r, json *j, const canvas *c)
{
    char label[32];
    const int size = snprintf(label, sizeof(label), "%" PRIu32, c->page);
    json_begin(j, NULL, '{');
    iiif_put_canvas(r, j, "id", c->page, NULL);
    iiif_put(j, "type", "Canvas");
    put_label(j, (yz_str){ label, (size_t)size });
    put_size(j, c);
    put_painting(r, j, c);
    json_end(j, '}');
}

yz_status
iiif_manifest(iiif_request *r, yz_snapshot *snapshot, json *j)
{
    TRY(iiif_read_report(r, snapshot));
    json_begin(j, "@context", '[');
    iiif_put(j, NULL, "http://iiif.io/api/search/2/context.json");
    iiif_put(j, NULL, "http://iiif.io/api/presentation/3/context.json");
    json_end(j, ']');
    iiif_put_address(r, j, "id", "manifest");
    iiif_put(j, "type", "Manifest");
    put_label(j, r->title.size ? r->title : r->report);
    if (r->date.size == sizeof("YYYY-MM-DD") - 1) {
        const yz_str day = arena_printf(&r->exchange->arena, "%.*sT00:00:00Z",
                                        (int)r->date.size, r->date.data);
        json_text(j, "navDate", day.data ? day : r->date);
    }
    put_services(r, j);
    json_begin(j, "items", '[');
    for (size_t i = 0; i < r->canvases.count; i++)
        put_canvas(r, j, &r->canvases.items[i]);
    json_end(j, ']');
    return YZ_OK;
}
