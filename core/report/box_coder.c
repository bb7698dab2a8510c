/* SPDX-License-Identifier: MIT */
#include "core/report/box_coder.h"

#include "core/base/utf8.h"

box_coder
box_coder_of(const yz_passage *p)
{
    return (box_coder){
        .p = p,
        .rows = { 4, 1 },
        .page = { 0, 1 },
        .skip = { 0, 1 },
        .length = { 16, 1 },
        .row_confidence = { 8, 1 },
        .first = { 2048, 1 },
        .first_size = { 64, 1 },
        .begin = { 16, 1 },
        .gap = { 16, 1 },
        .end = { 16, 1 },
        .size = { 4, 1 },
        .cells = { 4, 1 },
        .cell_skip = { 0, 1 },
        .cell_length = { 1, 1 },
        .cell_gap = { 4, 1 },
        .edge = { 8, 1 },
        .across = { 8, 1 },
        .cell_confidence = { 8, 1 },
        .readings = { 1, 1 },
        .reading_skip = { 16, 1 },
        .reading_length = { 1, 1 },
    };
}

void
box_coder_fail(box_coder *c)
{
    c->reader.in.bad = true;
}

void
box_code_bits(box_coder *c, uint32_t *bits, uint32_t count)
{
    if (c->writes)
        bit_put(&c->writer, *bits, count);
    else
        *bits = bit_take(&c->reader, count);
}

void
box_code_bit(box_coder *c, bool *bit)
{
    uint32_t bits = *bit;
    box_code_bits(c, &bits, 1);
    *bit = bits != 0;
}

void
box_code_number(box_coder *c, bit_mean *mean, uint32_t *number)
{
    if (c->writes)
        bit_put_number(&c->writer, mean, *number);
    else
        *number = bit_take_number(&c->reader, mean);
}

void
box_code_edge(box_coder *c, bit_mean *mean, int64_t expected, int64_t *edge)
{
    if (c->writes) {
        bit_put_signed(&c->writer, mean, *edge - expected);
        return;
    }
    *edge = expected + bit_take_signed(&c->reader, mean);
    if (*edge < 0 || *edge > YZ_COORDINATE_MAX)
        box_coder_fail(c);
    if (c->reader.in.bad)
        *edge = 0;
}

void
box_code_confidence(box_coder *c, bit_mean *mean, int64_t before,
                    uint32_t *confidence)
{
    int64_t value = *confidence;
    if (c->writes) {
        bit_put_signed(&c->writer, mean, value - before);
        return;
    }
    value = before + bit_take_signed(&c->reader, mean);
    if (value < 0 || value > 100)
        box_coder_fail(c);
    *confidence = c->reader.in.bad ? 0 : (uint32_t)value;
}

void
box_code_count(box_coder *c, bit_mean *mean, size_t *count)
{
    uint32_t number = (uint32_t)*count;
    box_code_number(c, mean, &number);
    if (!c->writes && number > bit_left(&c->reader) + 1)
        box_coder_fail(c);
    *count = !c->writes && c->reader.in.bad ? 0 : number;
}

/* The byte `count` characters behind byte `from`, not behind `end`. */
static uint32_t
step_over(box_coder *c, uint32_t from, uint32_t count, uint32_t end)
{
    size_t at = from;
    for (; count && at < end; count--)
        utf8_step(c->p->text.data, c->p->text.size, &at);
    if (count || at > end)
        box_coder_fail(c);
    return count || at > end ? end : (uint32_t)at;
}

static uint32_t
characters(const box_coder *c, uint32_t begin, uint32_t end)
{
    return (uint32_t)utf8_count(c->p->text.data + begin, end - begin);
}

void
box_code_position(box_coder *c, bit_mean *mean, uint32_t from, uint32_t least,
                  uint32_t end, uint32_t *at)
{
    uint32_t count = 0;
    if (c->writes)
        count = characters(c, from, *at) - least;
    box_code_number(c, mean, &count);
    if (c->writes)
        return;
    if (count > UINT32_MAX - least)
        box_coder_fail(c);
    *at = step_over(c, from, c->reader.in.bad ? 0 : count + least, end);
}

void *
box_coder_room(box_coder *c, const void *there, size_t count, size_t item_size)
{
    if (c->writes)
        /* It is not written to. NOLINTNEXTLINE(performance-no-int-to-ptr) */
        return (void *)(uintptr_t)there;
    void *room = arena_array(c->arena, count + 1, item_size);
    c->no_memory |= !room;
    return room;
}
