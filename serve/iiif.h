/* SPDX-License-Identifier: MIT */
/*
 * Documents of IIIF: what a request for one has, and the addresses in it.
 */
#ifndef YZ_SERVE_IIIF_H
#define YZ_SERVE_IIIF_H

#include "core/base/array.h"
#include "core/base/json.h"
#include "serve/routes.h"

/** A page that has a picture of known size. */
typedef struct canvas {
    uint32_t page;
    uint32_t width;
    uint32_t height;
    yz_str image;
} canvas;

/** A match on a page. */
typedef struct annotation {
    uint32_t page;
    yz_box box;
    size_t match; /**< its number */
    yz_str surface;
    yz_str before;
    yz_str after;
} annotation;

typedef struct iiif_request iiif_request;

/** Write the members of a document into the current object. */
typedef yz_status (*iiif_writer)(iiif_request *r, yz_snapshot *snapshot,
                                 json *j);

/** A request for a document. */
struct iiif_request {
    const service *service;
    exchange *exchange;
    iiif_writer write;
    http_status status; /**< of the answer, if nothing fails */
    uint32_t page;      /**< whose image is asked for */
    yz_str report;
    yz_str base; /**< of all addresses: http://HOST/iiif/INDEX/REPORT */
    yz_str site; /**< http://HOST */
    yz_str title;
    yz_str date;
    ARRAY_OF(canvas) canvases;
    ARRAY_OF(annotation) annotations;
    size_t matches;
    yz_error error;
};

yz_status
iiif_manifest(iiif_request *r, yz_snapshot *snapshot, json *j);
yz_status
iiif_search_1(iiif_request *r, yz_snapshot *snapshot, json *j);
yz_status
iiif_search_2(iiif_request *r, yz_snapshot *snapshot, json *j);
yz_status
iiif_autocompletion(iiif_request *r, yz_snapshot *snapshot, json *j);
yz_status
iiif_image_information(iiif_request *r, yz_snapshot *snapshot, json *j);
/** The answer leads to the image of the page. */
yz_status
iiif_image(iiif_request *r, yz_snapshot *snapshot, json *j);

/** Read the title, the date and the pages of the report into the request. */
yz_status
iiif_read_report(iiif_request *r, yz_snapshot *snapshot);

/** Write an address below that of the report. */
void
iiif_put_address(const iiif_request *r, json *j, const char *key,
                 const char *below);

/** Likewise, with a number behind it. */
void
iiif_put_numbered(const iiif_request *r, json *j, const char *key,
                  const char *what, size_t number);

/** Write the address of a page, or of a box on it (NULL: of the page). */
void
iiif_put_canvas(const iiif_request *r, json *j, const char *key, uint32_t page,
                const yz_box *box);

/** Write a constant. */
static inline void
iiif_put(json *j, const char *key, const char *value)
{
    json_text(j, key, str_of(value));
}

#endif /* YZ_SERVE_IIIF_H */
