/* SPDX-License-Identifier: MIT */
#include "query/results/facets.h"

#include "core/base/array.h"
#include "core/report/members.h"
#include "core/report/record.h"

#include <stdlib.h>
#include <string.h>

static const char *const facet_names[YZ_FACET_COUNT] = {
    [YZ_FACET_KIND] = "kind",       [YZ_FACET_REPORT] = "report",
    [YZ_FACET_SECTION] = "section", [YZ_FACET_YEAR] = "year",
    [YZ_FACET_MONTH] = "month",
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

/* The value of a facet that a hit has. */
static yz_status
facet_value(yz_facet facet, const ranked *h, arena *a, yz_facet_count *value,
            yz_error *err)
{
    bytes record;
    record_head head;
    TRY(segment_record(h->segment, h->passage, &record, err));
    TRY(record_peek(record, &head, err));
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
        break;
    }
    if (!head.date)
        return YZ_OK;
    value->value = facet == YZ_FACET_YEAR
                       ? arena_printf(a, "%04u", head.date / 10000)
                       : arena_printf(a, "%04u-%02u", head.date / 10000,
                                      head.date / 100 % 100);
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
    if (count && facet != YZ_FACET_YEAR && facet != YZ_FACET_MONTH)
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
    bytes record;
    yz_passage p;
    record_strings strings;
    const yz_facet_count none = { .count = 1 };
    arena_clear(scratch);
    TRY(segment_record(h->segment, h->passage, &record, err));
    TRY(record_decode(record, scratch, &p, &strings, err));
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
