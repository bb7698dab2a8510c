/* SPDX-License-Identifier: MIT */
#include "query/cli/crop.h"
#include "core/base/translation.h"
#include "query/cli/message.h"
#include "query/cli/page_image.h"
#include "query/cli/picture.h"

#include <inttypes.h>

enum { REGIONS_MAX = 8 };

bool
crop_is_possible(void)
{
    return picture_can_write();
}

/* DIR/3-1.png: hit 3, region 1; in a batch the query, from 0, comes first. */
static void
put_name(const arguments *a, uint64_t index, const shown_hit *h, size_t number,
         buffer *to)
{
    to->size = 0;
    buffer_put_text(to, str_of(a->crop));
    buffer_put_u8(to, '/');
    if (a->batch)
        buffer_printf(to, "%" PRIu64 "-", index);
    buffer_printf(to, "%" PRIu64 "-%zu.png", h->hit->rank, number + 1);
    buffer_put_u8(to, 0);
}

/* Cut the region out of its file. */
static yz_status
cut(const char *from, const hit_region *region, const char *to, yz_error *err)
{
    picture p = { 0 };
    TRY(picture_read(from, region->box, &p, err));
    const yz_status status = picture_write(to, &p, err);
    picture_dispose(&p);
    return status;
}

typedef struct crops {
    buffer lines;
    buffer image;
    buffer name;
} crops;

static yz_status
crop_region(const arguments *a, uint64_t index, const shown_hit *h,
            const hit_region *region, size_t number, crops *c, yz_error *err)
{
    const image_kind kind = region_image(a, h->hit->passage, region, &c->image);
    put_name(a, index, h, number, &c->name);
    buffer_put_u8(&c->image, 0);
    if (!buffer_ok(&c->image) || !buffer_ok(&c->name))
        return error_nomem(err);
    const char *from = (const char *)c->image.data;
    const char *to = (const char *)c->name.data;
    if (kind == IMAGE_NONE) {
        message("no image for hit %" PRIu64 "; say where images are with "
                "--images",
                h->hit->rank);
        return YZ_OK;
    }
    if (kind == IMAGE_FILE) {
        yz_error why;
        const yz_status status = cut(from, region, to, &why);
        if (status == YZ_E_IO || status == YZ_E_NOMEM) {
            *err = why;
            return status;
        }
        if (status != YZ_OK) {
            sentence s;
            message("hit %" PRIu64 ": %s", h->hit->rank,
                    translated_sentence(why.key, why.message, &s));
            return YZ_OK;
        }
    }
    buffer_printf(&c->lines, "%s%s", c->lines.size ? "\n" : "",
                  kind == IMAGE_FILE ? to : from);
    return YZ_OK;
}

yz_status
crop_hit(const arguments *a, uint64_t index, arena *memory, shown_hit *h,
         yz_error *err)
{
    hit_region regions[REGIONS_MAX];
    crops c = { 0 };
    yz_status status = YZ_OK;
    const size_t count = hit_regions(h, regions, REGIONS_MAX);
    for (size_t i = 0; i < count && status == YZ_OK; i++)
        status = crop_region(a, index, h, &regions[i], i, &c, err);
    if (status == YZ_OK) {
        h->crops = arena_str(memory, buffer_str(&c.lines));
        if (!h->crops.data || !buffer_ok(&c.lines))
            status = error_nomem(err);
    }
    buffer_dispose(&c.lines);
    buffer_dispose(&c.image);
    buffer_dispose(&c.name);
    return status;
}
