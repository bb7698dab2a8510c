/* SPDX-License-Identifier: MIT */
#include "query/match/fuzzy/other_readings.h"

#include "core/base/utf8.h"

/* A reading is worth about what the engine gives for it. */
static double
reading_weight(uint32_t confidence)
{
    static const double unknown = 0.9;
    static const double least = 0.5;
    static const double most = 0.95;
    return confidence ? least + (most - least) * confidence / 100 : unknown;
}

/* A reading of several characters is one for each that differs. */
static void
take_reading(other_readings *list, yz_str text, const yz_reading *r)
{
    size_t at = 0;
    size_t other_at = 0;
    if (utf8_count(text.data, text.size) !=
        utf8_count(r->reading.data, r->reading.size))
        return;
    while (at < text.size) {
        const uint32_t c = utf8_next(text.data, text.size, &at);
        const uint32_t other =
            utf8_next(r->reading.data, r->reading.size, &other_at);
        if (c != other)
            list->items[list->count++] =
                (other_reading){ c, other, reading_weight(r->confidence) };
    }
}

yz_status
other_readings_take(other_readings *list, segment *s, uint32_t passage,
                    yz_error *err)
{
    yz_passage p;
    size_t size = 0;
    list->count = 0;
    arena_clear(&list->arena);
    TRY(segment_passage_read(s, passage, &list->arena, &p, err));
    for (size_t i = 0; i < p.reading_count; i++)
        size += p.readings[i].reading.size;
    if (!size)
        return YZ_OK;
    list->items = arena_array(&list->arena, size, sizeof(*list->items));
    if (!list->items)
        return error_nomem(err);
    for (size_t i = 0; i < p.reading_count; i++) {
        const yz_span span = p.readings[i].text;
        const yz_str text = { p.text.data + span.begin, span.end - span.begin };
        take_reading(list, text, &p.readings[i]);
    }
    return YZ_OK;
}

const other_reading *
other_readings_find(const other_readings *list, const variant_table *variants,
                    uint32_t query, uint32_t text)
{
    for (size_t i = 0; i < list->count; i++) {
        const other_reading *one = &list->items[i];
        if (one->text == text &&
            (one->reading == query ||
             variant_related(variants, query, one->reading)))
            return one;
    }
    return NULL;
}
