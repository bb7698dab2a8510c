/* SPDX-License-Identifier: MIT */
#include "core/base/json_pages.h"

void
json_box(json *j, const char *key, yz_box box)
{
    json_begin(j, key, '[');
    json_number(j, NULL, box.x0);
    json_number(j, NULL, box.y0);
    json_number(j, NULL, box.x1);
    json_number(j, NULL, box.y1);
    json_end(j, ']');
}

/* The boxes of as many blocks as there are, some at a time. */
static void
put_boxes(json *j, const yz_passage *p, size_t page)
{
    yz_box box;
    yz_passage rest = *p;
    json_begin(j, "boxes", '[');
    while (rest.row_count) {
        size_t next = 1;
        while (next < rest.row_count && !rest.rows[next].begins_block &&
               rest.rows[next].page == rest.rows[0].page)
            next++;
        yz_passage block = rest;
        block.row_count = next;
        if (yz_passage_boxes(&block, page, &box, 1))
            json_box(j, NULL, box);
        rest.rows += next;
        rest.row_count -= next;
    }
    json_end(j, ']');
}

void
json_pages(json *j, const yz_passage *p)
{
    if (!p->page_count)
        return;
    json_begin(j, "pages", '[');
    for (size_t i = 0; i < p->page_count; i++) {
        const yz_page *page = &p->pages[i];
        json_begin(j, NULL, '{');
        if (page->number)
            json_number(j, "page", page->number);
        if (page->image.size)
            json_text(j, "image", page->image);
        if (page->width && page->height) {
            json_number(j, "width", page->width);
            json_number(j, "height", page->height);
        }
        put_boxes(j, p, i);
        json_end(j, '}');
    }
    json_end(j, ']');
}
