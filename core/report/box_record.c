/* SPDX-License-Identifier: MIT */
#include "core/report/box_record.h"

#include "core/base/utf8.h"
#include "core/report/box_coder.h"

/* ---- readings ----------------------------------------------------------- */

static void
code_reading_text(box_coder *c, yz_str *reading)
{
    size_t size = reading->size;
    box_code_count(c, &c->reading_length, &size);
    if (!size)
        box_coder_fail(c);
    char *data = box_coder_room(c, reading->data, size, 1);
    for (size_t i = 0; data && i < size && !c->reader.in.bad; i++) {
        uint32_t byte = c->writes ? (unsigned char)data[i] : 0;
        box_code_bits(c, &byte, 8);
        if (!c->writes)
            data[i] = (char)byte;
    }
    if (data && utf8_valid_prefix(data, size) != size)
        box_coder_fail(c);
    *reading = (yz_str){ data, size };
}

static void
code_readings(box_coder *c, yz_passage *p)
{
    uint32_t text = 0;
    const uint32_t end = (uint32_t)p->text.size;
    box_code_count(c, &c->readings, &p->reading_count);
    yz_reading *readings =
        box_coder_room(c, p->readings, p->reading_count, sizeof(*readings));
    for (size_t i = 0; readings && i < p->reading_count && !c->reader.in.bad;
         i++) {
        yz_reading r = c->writes ? readings[i] : (yz_reading){ 0 };
        box_code_position(c, &c->reading_skip, text, 0, end, &r.text.begin);
        box_code_position(c, &c->reading_length, r.text.begin, 1, end,
                          &r.text.end);
        box_code_bits(c, &r.confidence, 7);
        if (r.confidence > 100)
            box_coder_fail(c);
        code_reading_text(c, &r.reading);
        text = r.text.begin;
        if (!c->writes)
            readings[i] = r;
    }
    p->readings = readings;
}

static void
code_all(box_coder *c, yz_passage *p)
{
    bool has_readings = p->reading_count > 0;
    box_code_rows(c, p);
    box_code_bit(c, &has_readings);
    if (has_readings)
        code_readings(c, p);
}

/* ---- the record --------------------------------------------------------- */

void
box_page_encode(const yz_page *page, buffer *out)
{
    buffer_put_varint(out, page->number);
    buffer_put_varint(out, page->width);
    buffer_put_varint(out, page->height);
    buffer_put_text(out, page->image);
}

yz_status
box_page_decode(yz_str coded, yz_page *ret_page, yz_error *err)
{
    bytes in = bytes_of(coded.data, coded.size);
    yz_page page = { .number = bytes_take_varint32(&in),
                     .width = bytes_take_varint32(&in),
                     .height = bytes_take_varint32(&in) };
    const size_t size = bytes_left(&in);
    page.image = (yz_str){ (const char *)bytes_take(&in, size), size };
    if (in.bad || page.width > YZ_COORDINATE_MAX ||
        page.height > YZ_COORDINATE_MAX ||
        utf8_valid_prefix(page.image.data, size) != size)
        return error_corrupt(err, "the boxes of a passage are of a page that "
                                  "cannot be decoded");
    *ret_page = page;
    return YZ_OK;
}

void
box_record_put(const box_record_head *head, const uint32_t *pages, buffer *out)
{
    buffer_put_varint(out, head->page_count);
    for (uint32_t i = 0; i < head->page_count; i++)
        buffer_put_varint(out, pages ? pages[i] : 0);
    buffer_put_str(out, head->rest);
}

void
box_record_encode(const yz_passage *p, const uint32_t *pages, buffer *out)
{
    buffer bits = { .from = out->from };
    yz_passage own = *p;
    box_coder c = box_coder_of(p);
    c.writes = true;
    c.writer.out = &bits;
    code_all(&c, &own);
    bit_flush(&c.writer);
    const box_record_head head = { (uint32_t)p->page_count, pages,
                                   buffer_str(&bits) };
    box_record_put(&head, pages, out);
    out->failed |= !buffer_ok(&bits);
    buffer_dispose(&bits);
}

void
box_record_put_content(const yz_passage *p, buffer *out)
{
    if (!box_record_is_needed(p))
        return;
    for (size_t i = 0; i < p->page_count; i++) {
        buffer_put_varint(out, p->pages[i].image.size);
        box_page_encode(&p->pages[i], out);
    }
    box_record_encode(p, NULL, out);
}

static yz_status
corrupt(yz_error *err)
{
    return error_corrupt(err, "the boxes of a passage cannot be decoded");
}

yz_status
box_record_peek(bytes in, arena *a, box_record_head *ret_head, yz_error *err)
{
    const uint64_t count = bytes_take_varint(&in);
    if (in.bad || count > bytes_left(&in))
        return corrupt(err);
    uint32_t *pages = arena_array(a, (size_t)count + 1, sizeof(*pages));
    if (!pages)
        return error_nomem(err);
    for (size_t i = 0; i < count; i++)
        pages[i] = bytes_take_varint32(&in);
    const yz_str rest = bytes_take_str(&in);
    if (in.bad)
        return corrupt(err);
    *ret_head = (box_record_head){ (uint32_t)count, pages, rest };
    return YZ_OK;
}

yz_status
box_record_decode(const box_record_head *head, arena *a, yz_passage *p,
                  yz_error *err)
{
    yz_passage own = *p;
    own.row_count = own.reading_count = 0;
    box_coder c = box_coder_of(p);
    c.arena = a;
    c.reader.in = bytes_of(head->rest.data, head->rest.size);
    code_all(&c, &own);
    if (c.no_memory)
        return error_nomem(err);
    if (c.reader.in.bad || bit_left(&c.reader) >= 8)
        return corrupt(err);
    *p = own;
    return YZ_OK;
}
