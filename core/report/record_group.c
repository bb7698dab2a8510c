/* SPDX-License-Identifier: MIT */
/*
 * Groups of records are written: record.c has how they lie.
 */
#include "core/report/record_parts.h"
#include "core/report/report.h"

#include <assert.h>
#include <string.h>

static uint32_t
date_code(uint32_t date)
{
    const uint32_t month = date / 100 % 100;
    return (date / 10000 * 12 + month - 1) * 31 + date % 100 - 1;
}

void
record_group_dispose(record_group *g)
{
    buffer_dispose(&g->front);
    buffer_dispose(&g->records);
}

static uint32_t
flags_of(const yz_passage *p, const record_strings *strings,
         const record_id *id)
{
    return (uint32_t)p->kind | (p->truncated ? IS_TRUNCATED : 0) |
           (uint32_t)id->form << ID_FORM_SHIFT |
           (record_is_whole(p) ? IS_WHOLE : 0) |
           (report_date_number(p->date) ? HAS_DATE : 0) |
           (strings->section ? HAS_SECTION : 0) |
           (strings->title ? HAS_TITLE : 0) | (strings->path ? HAS_PATH : 0) |
           (strings->encoding ? HAS_ENCODING : 0) |
           (p->extra.size ? HAS_EXTRA : 0) |
           (strings->has_boxes ? HAS_BOXES : 0);
}

static record_state
state_of(const yz_passage *p, const record_strings *strings)
{
    record_state s = { .strings = *strings, .id = record_id_of(p->id) };
    s.flags = flags_of(p, strings, &s.id);
    s.date = s.flags & HAS_DATE ? date_code(report_date_number(p->date)) : 0;
    if (p->block_count) {
        s.line = p->blocks[0].line_first;
        s.byte = p->blocks[0].byte_begin;
    }
    return s;
}

/* The flags say of each string whether there is one. */
static bool
same_strings(const record_strings *a, const record_strings *from)
{
    return a->report == from->report &&
           (!a->section || a->section == from->section) &&
           (!a->title || a->title == from->title) &&
           (!a->path || a->path == from->path) &&
           (!a->encoding || a->encoding == from->encoding);
}

static bool
follows(const record_id *id, record_id from, uint32_t steps)
{
    char room[RECORD_ID_ROOM];
    char other[RECORD_ID_ROOM];
    return from.form == id->form && record_id_count(&from, steps) &&
           str_equal(record_id_print(&from, room), record_id_print(id, other));
}

/* What is new in a record that is `steps` behind the one it is relative to. */
static uint32_t
what_is_new(const record_state *s, const record_state *from, uint32_t steps)
{
    return (s->flags != from->flags ? NEW_FLAGS : 0) |
           (same_strings(&s->strings, &from->strings) ? 0 : NEW_STRINGS) |
           (s->flags & HAS_DATE && s->date != from->date ? NEW_DATE : 0) |
           (follows(&s->id, from->id, steps) ? 0 : NEW_ID) |
           (s->line != from->line + steps ? NEW_LINE : 0) |
           (s->byte != from->byte ? NEW_BYTE : 0);
}

static void
put_strings(const record_strings *strings, buffer *out)
{
    buffer_put_varint(out, strings->report);
    if (strings->section)
        buffer_put_varint(out, strings->section);
    if (strings->title)
        buffer_put_varint(out, strings->title);
    if (strings->path)
        buffer_put_varint(out, strings->path);
    if (strings->encoding)
        buffer_put_varint(out, strings->encoding);
}

/* What is new, of a record relative to another one. */
static void
put_new(uint32_t new, const record_state *s, const record_state *from,
        uint32_t steps, uint32_t boxes, buffer *out)
{
    if (new &NEW_FLAGS)
        buffer_put_u16(out, (uint16_t)s->flags);
    if (s->flags & HAS_BOXES)
        buffer_put_varint(out, s->strings.boxes - boxes);
    if (new &NEW_STRINGS)
        put_strings(&s->strings, out);
    if (new &NEW_DATE)
        buffer_put_varint(out, s->date);
    if (new &NEW_ID)
        record_id_put(&s->id, out);
    if (new &NEW_LINE)
        buffer_put_varint(out, zigzag(s->line - (from->line + steps)));
    if (new &NEW_BYTE)
        buffer_put_varint(out, zigzag((int64_t)(s->byte - from->byte)));
}

/* What the first has and others may have, too. */
static void
put_front(record_group *g, const record_state *s)
{
    const record_strings *strings = &s->strings;
    const uint32_t numbers[] = { strings->section, strings->title,
                                 strings->path, strings->encoding };
    buffer_put_u16(&g->front, (uint16_t)s->flags);
    if (s->flags & HAS_BOXES)
        buffer_put_u32(&g->front, strings->boxes);
    buffer_put_u32(&g->front, strings->report);
    for (size_t i = 0; i < ARRAY_LENGTH(numbers); i++)
        if (numbers[i])
            buffer_put_u32(&g->front, numbers[i]);
    if (s->flags & HAS_DATE)
        buffer_put_u32(&g->front, s->date);
}

static void
put_first(record_group *g, const record_state *s)
{
    const uint32_t new = NEW_ID | NEW_LINE | NEW_BYTE;
    const record_state nothing = { 0 };
    put_front(g, s);
    buffer_put_u8(&g->records, (uint8_t) new);
    put_new(new, s, &nothing, 0, s->strings.boxes, &g->records);
    g->first = *s;
    g->latest_number = 0;
}

/* The record, relative to whichever has more in common with it. */
static void
put_record(record_group *g, const record_state *s)
{
    const uint32_t number = g->count;
    const uint32_t steps = number - g->latest_number;
    const uint32_t boxes = g->first.strings.boxes;
    const uint32_t new = what_is_new(s, &g->first, number);
    const uint32_t newer =
        g->latest_number ? what_is_new(s, &g->latest, steps) : new;
    if (__builtin_popcount(newer) < __builtin_popcount(new)) {
        buffer_put_u8(&g->records, (uint8_t)(newer | FROM_ANOTHER));
        buffer_put_u8(&g->records, (uint8_t)g->latest_number);
        put_new(newer, s, &g->latest, steps, boxes, &g->records);
        return;
    }
    buffer_put_u8(&g->records, (uint8_t) new);
    put_new(new, s, &g->first, number, boxes, &g->records);
    if (!new)
        return;
    g->latest = *s;
    g->latest_number = number;
    if (!(new &NEW_ID)) { /* it is counted to when it is read, too */
        g->latest.id = g->first.id;
        record_id_count(&g->latest.id, number);
    }
}

/* Put the size of what was appended from `begin` on in front of it. */
static void
put_size(buffer *out, size_t begin)
{
    const size_t size = out->size - begin;
    buffer_put_varint(out, size);
    if (!buffer_ok(out))
        return;
    uint8_t coded[16];
    const size_t more = out->size - begin - size;
    memcpy(coded, out->data + begin + size, more);
    memmove(out->data + begin + more, out->data + begin, size);
    memcpy(out->data + begin, coded, more);
}

void
record_group_add(record_group *g, const yz_passage *p,
                 const record_strings *strings)
{
    const record_state s = state_of(p, strings);
    const size_t begin = g->records.size;
    assert(g->count < RECORDS_MAX);
    if (g->count == 0)
        put_first(g, &s);
    else
        put_record(g, &s);
    record_origin_put(p, s.flags & IS_WHOLE, &g->records);
    const size_t size = g->records.size - begin;
    if (size >= LARGE)
        put_size(&g->records, begin);
    g->sizes[g->count++] = (uint8_t)(size < LARGE ? size : LARGE);
}

void
record_group_finish(record_group *g, buffer *out)
{
    buffer_put_u8(out, (uint8_t)g->count);
    buffer_put_text(out, buffer_str(&g->front));
    buffer_put(out, g->sizes, g->count);
    buffer_put_text(out, buffer_str(&g->records));
    out->failed |= !buffer_ok(&g->front) || !buffer_ok(&g->records);
    g->front.size = g->records.size = 0;
    g->count = 0;
}
