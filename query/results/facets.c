/* SPDX-License-Identifier: MIT */
#include "query/results/facets.h"

#include "core/base/array.h"
#include "core/index/records.h"
#include "core/report/date.h"
#include "core/report/members.h"

#include <stdlib.h>
#include <string.h>

static const char *const facet_names[YZ_FACET_COUNT] = {
    [YZ_FACET_KIND] = "kind",       [YZ_FACET_REPORT] = "report",
    [YZ_FACET_SECTION] = "section", [YZ_FACET_YEAR] = "year",
    [YZ_FACET_MONTH] = "month",     [YZ_FACET_DAY] = "day",
};

const char *
yz_facet_name(yz_facet facet)
{
    return (uint32_t)facet < YZ_FACET_COUNT ? facet_names[facet] : NULL;
}

bool
yz_facet_from_name(yz_str name, yz_facet *ret_facet)
{
    for (int i = 0; i < YZ_FACET_COUNT; i++)
        if (str_equal(name, str_of(facet_names[i]))) {
            *ret_facet = (yz_facet)i;
            return true;
        }
    return false;
}

/* The year, the month or the day of a date, YYYYMMDD. */
static yz_str
time_text(yz_facet facet, uint32_t date, arena *a)
{
    const uint32_t year = date / 10000;
    if (facet == YZ_FACET_YEAR)
        return arena_printf(a, "%04u", year);
    if (facet == YZ_FACET_MONTH)
        return arena_printf(a, "%04u-%02u", year, date / 100 % 100);
    return arena_printf(a, "%04u-%02u-%02u", year, date / 100 % 100,
                        date % 100);
}

static bool
is_of_time(yz_facet facet)
{
    return facet == YZ_FACET_YEAR || facet == YZ_FACET_MONTH ||
           facet == YZ_FACET_DAY;
}

/* The value of a facet that a hit has. */
static yz_status
facet_value(yz_facet facet, const ranked *h, arena *a, yz_facet_count *value,
            yz_error *err)
{
    record_head head;
    TRY(segment_record_peek(h->segment, h->passage, &head, err));
    *value = (yz_facet_count){ .count = 1 };
    switch (facet) {
    case YZ_FACET_KIND:
        value->value = str_of(yz_kind_name(head.kind));
        return YZ_OK;
    case YZ_FACET_REPORT:
        TRY(segment_string(h->segment, head.strings.path, &value->path, err));
        return segment_string(h->segment, head.strings.report, &value->value,
                              err);
    case YZ_FACET_SECTION:
        return segment_string(h->segment, head.strings.section, &value->value,
                              err);
    case YZ_FACET_YEAR:
    case YZ_FACET_MONTH:
    case YZ_FACET_DAY:
        break;
    }
    if (!head.date)
        return YZ_OK;
    value->value = time_text(facet, head.date, a);
    return value->value.data ? YZ_OK : error_nomem(err);
}

static int
by_value(const void *a, const void *b)
{
    const yz_facet_count *x = a;
    const yz_facet_count *y = b;
    return str_compare(x->value, y->value);
}

static int
by_count(const void *a, const void *b)
{
    const yz_facet_count *x = a;
    const yz_facet_count *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return str_compare(x->value, y->value);
}

/* Sort, add up equal values, and sort as they are reported. */
static void
values_add_up(yz_facet facet, facet_values *values)
{
    size_t count = 0;
    if (values->count)
        qsort(values->items, values->count, sizeof(*values->items), by_value);
    for (size_t i = 0; i < values->count; i++) {
        yz_facet_count *last = count ? &values->items[count - 1] : NULL;
        if (last && str_equal(last->value, values->items[i].value))
            last->count++;
        else
            values->items[count++] = values->items[i];
    }
    values->count = count;
    if (count && !is_of_time(facet))
        qsort(values->items, count, sizeof(*values->items), by_count);
}

yz_status
facet_count(yz_facet facet, uint32_t tiers, const ranked *hits, size_t count,
            arena *a, facet_values *ret_values, yz_error *err)
{
    facet_values values = { 0 };
    values.items = arena_array(a, count + 1, sizeof(*values.items));
    if (!values.items)
        return error_nomem(err);
    for (size_t i = 0; i < count; i++) {
        if (!(tiers & YZ_TIER_BIT(hits[i].tier)))
            continue;
        TRY(facet_value(facet, &hits[i], a, &values.items[values.count], err));
        values.count++;
    }
    values_add_up(facet, &values);
    *ret_values = values;
    return YZ_OK;
}

/* ---- gaps in time ---------------------------------------------------------- */

/* The date whose text this is; a year's and a month's first day. */
static uint32_t
date_of_text(yz_str text)
{
    uint32_t numbers[3] = { 0, 1, 1 };
    size_t n = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '-' && n < 2)
            numbers[++n] = 0;
        else
            numbers[n] = numbers[n] * 10 + (uint32_t)(text.data[i] - '0');
    }
    return numbers[0] * 10000 + numbers[1] * 100 + numbers[2];
}

/* The next year, month or day. */
static uint32_t
step(yz_facet facet, uint32_t date)
{
    const uint32_t year = date / 10000;
    const uint32_t month = date / 100 % 100;
    const uint32_t day = date % 100;
    if (facet == YZ_FACET_YEAR)
        return (year + 1) * 10000 + 101;
    if (facet == YZ_FACET_DAY && date < date_month_end(year, month))
        return year * 10000 + month * 100 + day + 1;
    return month < 12 ? year * 10000 + (month + 1) * 100 + 1
                      : (year + 1) * 10000 + 101;
}

/* How many values there are with the gaps filled. */
static size_t
count_steps(yz_facet facet, const facet_values *v, size_t first)
{
    size_t count = first;
    uint32_t at = date_of_text(v->items[first].value);
    const uint32_t last = date_of_text(v->items[v->count - 1].value);
    for (; at <= last; at = step(facet, at))
        count++;
    return count;
}

yz_status
facet_fill_gaps(yz_facet facet, arena *a, facet_values *values, yz_error *err)
{
    const size_t first = values->count && !values->items[0].value.size;
    if (values->count < first + 2)
        return YZ_OK;
    const size_t count = count_steps(facet, values, first);
    facet_values all = { arena_array(a, count + 1, sizeof(*all.items)), 0 };
    uint32_t at = date_of_text(values->items[first].value);
    if (!all.items)
        return error_nomem(err);
    for (size_t i = 0; i < values->count; i++) {
        const yz_facet_count *v = &values->items[i];
        for (; i >= first && at < date_of_text(v->value);
             at = step(facet, at)) {
            const yz_facet_count none = { .value = time_text(facet, at, a) };
            if (!none.value.data)
                return error_nomem(err);
            all.items[all.count++] = none;
        }
        all.items[all.count++] = *v;
        if (i >= first)
            at = step(facet, at);
    }
    *values = all;
    return YZ_OK;
}

/* ---- members of extra ------------------------------------------------------ */

typedef ARRAY_OF(yz_facet_count) value_list;

/* Where the values of a hit go. */
typedef struct member_counter {
    value_list *values;
    arena *arena;
    size_t before; /* values of the hits before */
} member_counter;

/* A value that a list has twice is one. */
static yz_status
add_value(void *context, const member_value *value, yz_error *err)
{
    const member_counter *c = context;
    for (size_t i = c->before; i < c->values->count; i++)
        if (str_equal(c->values->items[i].value, value->text))
            return YZ_OK;
    const yz_facet_count one = { .value = arena_str(c->arena, value->text),
                                 .count = 1 };
    return one.value.data && ARRAY_PUSH(c->values, one) ? YZ_OK
                                                        : error_nomem(err);
}

static yz_status
add_values(yz_str name, const ranked *h, member_counter *c, arena *scratch,
           yz_error *err)
{
    yz_passage p;
    record_strings strings;
    const yz_facet_count none = { .count = 1 };
    arena_clear(scratch);
    TRY(segment_record_decode(h->segment, h->passage, scratch, &p, &strings,
                              err));
    members all = members_read(p.extra);
    c->before = c->values->count;
    const yz_status status = members_each(&all, name, add_value, c, err);
    members_dispose(&all);
    if (status == YZ_OK && c->values->count == c->before &&
        !ARRAY_PUSH(c->values, none))
        return error_nomem(err);
    return status;
}

yz_status
facet_count_member(yz_str name, uint32_t tiers, const ranked *hits,
                   size_t count, arena *a, facet_values *ret_values,
                   yz_error *err)
{
    value_list values = { .from = a->from };
    arena scratch = { .from = a->from };
    member_counter c = { .values = &values, .arena = a };
    yz_status status = YZ_OK;
    for (size_t i = 0; status == YZ_OK && i < count; i++)
        if (tiers & YZ_TIER_BIT(hits[i].tier))
            status = add_values(name, &hits[i], &c, &scratch, err);
    facet_values all = { values.items, values.count };
    if (status == YZ_OK) {
        values_add_up(YZ_FACET_SECTION, &all);
        ret_values->items = arena_array(a, all.count + 1, sizeof(*all.items));
        status = ret_values->items ? YZ_OK : error_nomem(err);
    }
    if (status == YZ_OK && all.count)
        memcpy(ret_values->items, all.items, all.count * sizeof(*all.items));
    ret_values->count = all.count;
    ARRAY_DISPOSE(&values);
    arena_dispose(&scratch);
    return status;
}
