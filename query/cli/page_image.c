/* SPDX-License-Identifier: MIT */
/*
 * --images is a folder; or an address with names in braces, which are replaced;
 * or, without any, the base of a IIIF Image API.
 */
#include "query/cli/page_image.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *const endings[] = { ".jpg", ".jpeg", ".png", ".tif",
                                       ".tiff" };

/* ---- regions -------------------------------------------------------------- */

static uint32_t
less(uint32_t a, uint32_t b)
{
    return a > b ? a - b : 0;
}

/* White space around a block, as far as the page goes. */
static yz_box
with_margin(const yz_page *page, yz_box b)
{
    enum { MARGIN = 16 };
    const uint32_t width = page->width ? page->width : UINT32_MAX;
    const uint32_t height = page->height ? page->height : UINT32_MAX;
    b.x0 = less(b.x0, MARGIN);
    b.y0 = less(b.y0, MARGIN);
    b.x1 = b.x1 + MARGIN < width ? b.x1 + MARGIN : width;
    b.y1 = b.y1 + MARGIN < height ? b.y1 + MARGIN : height;
    return b;
}

static bool
has_match(const shown_hit *h, size_t page, const yz_box *block)
{
    for (size_t i = 0; i < h->match_count; i++)
        for (size_t k = 0; k < h->matches[i].box_count; k++) {
            const yz_page_box *b = &h->matches[i].boxes[k];
            if (b->page == page && b->box.x0 < block->x1 &&
                b->box.x1 > block->x0 && b->box.y0 < block->y1 &&
                b->box.y1 > block->y0)
                return true;
        }
    return false;
}

size_t
hit_regions(const shown_hit *h, hit_region *regions, size_t capacity)
{
    enum { BLOCKS_MAX = 64 };
    const yz_passage *p = h->hit->passage;
    yz_box blocks[BLOCKS_MAX];
    hit_region first = { 0 };
    bool any = false;
    size_t count = 0;
    for (size_t page = 0; page < p->page_count; page++) {
        size_t found = yz_passage_boxes(p, page, blocks, BLOCKS_MAX);
        found = found < BLOCKS_MAX ? found : BLOCKS_MAX;
        for (size_t i = 0; i < found; i++) {
            const hit_region region = { page, with_margin(&p->pages[page],
                                                          blocks[i]) };
            if (!any)
                first = region;
            any = true;
            if (has_match(h, page, &blocks[i]) && count < capacity)
                regions[count++] = region;
        }
    }
    if (!count && any && capacity)
        regions[count++] = first;
    return count;
}

/* ---- names ---------------------------------------------------------------- */

static yz_str
file_name(yz_str path)
{
    size_t at = path.size;
    while (at && path.data[at - 1] != '/' && path.data[at - 1] != '\\')
        at--;
    return (yz_str){ path.data + at, path.size - at };
}

/* Without the folder and the ending; archives' members, too. */
static yz_str
stem(yz_str path)
{
    yz_str name = file_name(path);
    for (size_t i = name.size; i-- > 1;)
        if (name.data[i] == '.')
            return (yz_str){ name.data, i };
    return name;
}

static yz_str
folder(yz_str path)
{
    const size_t size = path.size - file_name(path).size;
    return (yz_str){ path.data, size };
}

static bool
begins_with(yz_str text, const char *with)
{
    const size_t size = strlen(with);
    return text.size >= size && !memcmp(text.data, with, size);
}

/* No other scheme: an index may come from anybody. */
static bool
is_address(yz_str text)
{
    return begins_with(text, "https://") || begins_with(text, "http://");
}

/* ---- addresses ------------------------------------------------------------ */

static bool
is_plain(unsigned char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
           (c && strchr("-._~", c));
}

static void
put_encoded(buffer *to, yz_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        const unsigned char c = (unsigned char)text.data[i];
        if (is_plain(c))
            buffer_put_u8(to, c);
        else
            buffer_printf(to, "%%%02X", c);
    }
}

/* What is meant by a name in braces; false: nothing. */
static bool
put_named(yz_str name, const yz_passage *p, const hit_region *r, buffer *to)
{
    const yz_page *page = &p->pages[r->page];
    const yz_str image = page->image.size ? page->image : p->path;
    if (str_equal(name, str_of("image")))
        put_encoded(to, image);
    else if (str_equal(name, str_of("file")))
        put_encoded(to, file_name(image));
    else if (str_equal(name, str_of("name")))
        put_encoded(to, stem(image));
    else if (str_equal(name, str_of("page")))
        buffer_printf(to, "%u", page->number);
    else if (str_equal(name, str_of("region")))
        buffer_printf(to, "%u,%u,%u,%u", r->box.x0, r->box.y0,
                      r->box.x1 - r->box.x0, r->box.y1 - r->box.y0);
    else
        return false;
    return true;
}

/* Names in braces are replaced; braces around anything else stay. */
static void
put_template(yz_str template, const yz_passage *p, const hit_region *r,
             buffer *to)
{
    for (size_t i = 0; i < template.size; i++) {
        const char *close =
            template.data[i] == '{'
                ? memchr(template.data + i, '}', template.size - i)
                : NULL;
        const char *begin = template.data + i + 1;
        if (close &&
            put_named((yz_str){ begin, (size_t)(close - begin) }, p, r, to))
            i = (size_t)(close - template.data);
        else
            buffer_put_u8(to, (uint8_t) template.data[i]);
    }
}

static image_kind
put_address(yz_str images, const yz_passage *p, const hit_region *r, buffer *to)
{
    if (str_contains(images, str_of("{"))) {
        put_template(images, p, r, to);
        return str_contains(images, str_of("{region}")) ? IMAGE_REGION
                                                        : IMAGE_URL;
    }
    while (images.size && images.data[images.size - 1] == '/')
        images.size--;
    buffer_put_text(to, images);
    put_template(str_of("/{file}/{region}/max/0/default.jpg"), p, r, to);
    return IMAGE_REGION;
}

/* ---- files ---------------------------------------------------------------- */

static bool
is_file(yz_str in, yz_str name, const char *ending, buffer *to)
{
    to->size = 0;
    buffer_put_text(to, in);
    if (in.size && in.data[in.size - 1] != '/')
        buffer_put_u8(to, '/');
    buffer_put_text(to, name);
    buffer_put_text(to, str_of(ending));
    buffer_put_u8(to, 0);
    if (!buffer_ok(to) || memchr(to->data, 0, to->size - 1) ||
        access((const char *)to->data, R_OK) != 0) {
        to->size = 0;
        return false;
    }
    to->size--;
    return true;
}

/* The image by its name, or one that is named as the source is. */
static image_kind
find_file(yz_str in, const yz_passage *p, const yz_page *page, buffer *to)
{
    if (page->image.size && is_file(in, file_name(page->image), "", to))
        return IMAGE_FILE;
    for (size_t i = 0; !page->image.size && i < ARRAY_LENGTH(endings); i++)
        if (is_file(in, stem(p->path), endings[i], to))
            return IMAGE_FILE;
    return IMAGE_NONE;
}

image_kind
region_image(const arguments *a, const yz_passage *p, const hit_region *r,
             buffer *place)
{
    const yz_page *page = &p->pages[r->page];
    const yz_str images = str_of(a->images);
    place->size = 0;
    if (is_address(images) || str_contains(images, str_of("{")))
        return put_address(images, p, r, place);
    if (images.size)
        return find_file(images, p, page, place);
    if (is_address(page->image)) {
        buffer_put_text(place, page->image);
        return IMAGE_URL;
    }
    if (find_file(folder(p->path), p, page, place) == IMAGE_FILE)
        return IMAGE_FILE;
    return page->image.size && is_file((yz_str){ 0 }, page->image, "", place)
               ? IMAGE_FILE
               : IMAGE_NONE;
}
