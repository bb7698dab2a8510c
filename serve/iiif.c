/* SPDX-License-Identifier: MIT */
/*
 * /iiif/INDEX/REPORT/…: the pages of a report for viewers that speak IIIF. The
 * report is written in hexadecimal digits, as viewers put `?q=` behind the
 * address of a service.
 */
#include "serve/iiif.h"

#include <inttypes.h>
#include <string.h>

static const char prefix[] = "/iiif/";
static const char type_ld[] = "application/ld+json; charset=utf-8";

/* ---- addresses ----------------------------------------------------------- */

static int
digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
read_hexadecimal(arena *a, yz_str digits, yz_str *ret)
{
    char *to = arena_alloc(a, digits.size / 2 + 1);
    if (!to || !digits.size || digits.size % 2)
        return false;
    for (size_t i = 0; i < digits.size; i += 2) {
        const int high = digit_of(digits.data[i]);
        const int low = digit_of(digits.data[i + 1]);
        if (high < 0 || low < 0)
            return false;
        to[i / 2] = (char)(high << 4 | low);
    }
    *ret = (yz_str){ to, digits.size / 2 };
    return true;
}

/* The path up to the next slash; it is taken off. */
static yz_str
take_part(yz_str *path)
{
    const char *slash = memchr(path->data, '/', path->size);
    const size_t size = slash ? (size_t)(slash - path->data) : path->size;
    const yz_str part = { path->data, size };
    const size_t taken = size + (slash != NULL);
    *path = (yz_str){ path->data + taken, path->size - taken };
    return part;
}

void
iiif_put_address(const iiif_request *r, json *j, const char *key,
                 const char *below)
{
    const yz_str address = arena_printf(&r->exchange->arena, "%.*s/%s",
                                        (int)r->base.size, r->base.data, below);
    json_text(j, key, address.data ? address : r->base);
}

void
iiif_put_numbered(const iiif_request *r, json *j, const char *key,
                  const char *what, size_t number)
{
    const yz_str address =
        arena_printf(&r->exchange->arena, "%.*s/%s/%zu", (int)r->base.size,
                     r->base.data, what, number);
    json_text(j, key, address.data ? address : r->base);
}

void
iiif_put_canvas(const iiif_request *r, json *j, const char *key, uint32_t page,
                const yz_box *box)
{
    const yz_str address =
        arena_printf(&r->exchange->arena,
                     box ? "%.*s/canvas/%" PRIu32 "#xywh=%" PRIu32 ",%" PRIu32
                           ",%" PRIu32 ",%" PRIu32
                         : "%.*s/canvas/%" PRIu32,
                     (int)r->base.size, r->base.data, page, box ? box->x0 : 0,
                     box ? box->y0 : 0, box ? box->x1 - box->x0 : 0,
                     box ? box->y1 - box->y0 : 0);
    json_text(j, key, address.data ? address : r->base);
}

/* ---- requests ------------------------------------------------------------ */

static const struct {
    const char *path;
    iiif_writer write;
} writers[] = {
    { "manifest", iiif_manifest },
    { "search/1", iiif_search_1 },
    { "search/2", iiif_search_2 },
    { "autocomplete/1", iiif_autocompletion },
};

static void
write_answer(void *context, yz_snapshot *snapshot)
{
    iiif_request *r = context;
    FILE *to = exchange_begin(r->exchange);
    if (!to)
        return;
    json j = { .to = to };
    json_begin(&j, NULL, '{');
    const yz_status status = r->write(r, snapshot, &j);
    json_end(&j, '}');
    putc('\n', to);
    exchange_end(r->exchange, r->status, type_ld);
    if (status != YZ_OK)
        exchange_fail_by(r->exchange, &r->error);
    ARRAY_DISPOSE(&r->canvases);
    ARRAY_DISPOSE(&r->annotations);
}

/* image/N/info.json, image/N/full/…; NULL: it is neither. */
static iiif_writer
image_writer(iiif_request *r, yz_str path)
{
    static const char full[] = "full/";
    const yz_str what = take_part(&path);
    const yz_str page = take_part(&path);
    if (!str_equal(what, str_of("image")) || !page.size ||
        page.size > sizeof("65535") - 1)
        return NULL;
    r->page = 0;
    for (size_t i = 0; i < page.size; i++) {
        if (page.data[i] < '0' || page.data[i] > '9')
            return NULL;
        r->page = 10 * r->page + (uint32_t)(page.data[i] - '0');
    }
    if (str_equal(path, str_of("info.json")))
        return iiif_image_information;
    return path.size >= sizeof(full) && !memcmp(path.data, full, 5) ? iiif_image
                                                                    : NULL;
}

static iiif_writer
find_writer(iiif_request *r, yz_str path)
{
    for (size_t i = 0; i < ARRAY_LENGTH(writers); i++)
        if (str_equal(path, str_of(writers[i].path)))
            return writers[i].write;
    return image_writer(r, path);
}

/* Addresses begin with --base-url, or as the client began its own. */
static bool
settle_addresses(iiif_request *r, yz_str below)
{
    exchange *e = r->exchange;
    const char *base = r->service->options->base_url;
    const yz_str host = e->headers[REQUEST_HOST];
    const bool is_https =
        str_equal(e->headers[REQUEST_FORWARDED_PROTO], str_of("https"));
    size_t size = base ? strlen(base) : 0;
    while (size && base[size - 1] == '/')
        size--;
    r->site =
        size ? arena_str(&e->arena, (yz_str){ base, size })
             : arena_printf(&e->arena, "%s://%.*s", is_https ? "https" : "http",
                            (int)host.size, host.data);
    if (!r->site.data)
        return false;
    r->base = arena_printf(&e->arena, "%.*s%s%.*s", (int)r->site.size,
                           r->site.data, prefix, (int)below.size, below.data);
    return r->base.data != NULL;
}

void
iiif_answer(const service *s, exchange *e)
{
    const size_t begin = sizeof(prefix) - 1;
    yz_str path = { e->path.data + begin, e->path.size - begin };
    iiif_request r = { .service = s, .exchange = e, .status = HTTP_OK };
    const yz_str name = take_part(&path);
    const yz_str report = take_part(&path);
    const yz_str below = { e->path.data + begin, name.size + 1 + report.size };
    served_index *index = name.size ? catalogue_find(s->catalogue, name) : NULL;
    exchange_put_header(e, "Access-Control-Allow-Origin", "*");
    r.write = index ? find_writer(&r, path) : NULL;
    if (r.write && read_hexadecimal(&e->arena, report, &r.report) &&
        settle_addresses(&r, below)) {
        routes_answer_from(index, e, write_answer, &r);
        return;
    }
    exchange_fail(e, HTTP_NOT_FOUND, "there is nothing at this address");
}
