/* SPDX-License-Identifier: MIT */
/*
 * The relation, made from its sources by scripts/variants, compiled in, and copied
 * to the index. Stored form: the number of pairs, then the pairs (smaller,
 * larger) in rising order, all as varints: the first as the distance from the
 * first before; the second as the distance from the second before where the
 * first is the same, otherwise from its own first. In memory each character
 * has the range of its partners, found by one look-up.
 */
#include "core/text/variant_table.h"

#include <string.h>

enum { PAIRS_MAX = UINT16_MAX / 2 };

typedef struct related_pair {
    uint32_t smaller;
    uint32_t larger;
} related_pair;

/* false: they do not rise, or are out of range. */
static bool
related_read(bytes *in, related_pair *pairs, size_t count)
{
    related_pair pair = { 0 };
    for (size_t i = 0; i < count; i++) {
        const uint64_t step = bytes_take_varint(in);
        const uint64_t rest = bytes_take_varint(in);
        const uint64_t smaller = pair.smaller + step;
        const uint64_t larger = (step ? smaller : pair.larger) + rest;
        if (in->bad || rest == 0 || smaller < RELATED_FIRST ||
            larger >= RELATED_END || larger <= smaller)
            return false;
        pair = (related_pair){ (uint32_t)smaller, (uint32_t)larger };
        pairs[i] = pair;
    }
    return bytes_left(in) == 0;
}

/*
 * Give each character the range of its partners, those below it first, so that
 * they rise. false: one has too many.
 */
static bool
partners_fill(variant_table *table, const related_pair *pairs, size_t count)
{
    uint16_t *starts = table->starts;
    for (size_t i = 0; i < count; i++) {
        starts[pairs[i].smaller - RELATED_FIRST + 1]++;
        starts[pairs[i].larger - RELATED_FIRST + 1]++;
    }
    for (uint32_t i = 1; i <= RELATED_COUNT; i++) {
        if (starts[i] >= VARIANT_FORMS_MAX)
            return false;
        starts[i] = (uint16_t)(starts[i] + starts[i - 1]);
    }
    for (size_t i = 0; i < count; i++)
        table->partners[starts[pairs[i].larger - RELATED_FIRST]++] =
            pairs[i].smaller;
    for (size_t i = 0; i < count; i++)
        table->partners[starts[pairs[i].smaller - RELATED_FIRST]++] =
            pairs[i].larger;
    memmove(starts + 1, starts, RELATED_COUNT * sizeof(*starts));
    starts[0] = 0;
    return true;
}

static bool
has_partners(const variant_table *table, uint32_t c)
{
    if (c < RELATED_FIRST || c >= RELATED_END)
        return false;
    const uint16_t *at = &table->starts[c - RELATED_FIRST];
    return at[0] < at[1];
}

static uint32_t *
group_of(const variant_table *table, uint32_t c)
{
    return &table->groups[table->starts[c - RELATED_FIRST]];
}

static uint32_t
group_find(const variant_table *table, uint32_t c)
{
    while (*group_of(table, c) != c) {
        uint32_t *const above = group_of(table, c);
        *above = *group_of(table, *above);
        c = *above;
    }
    return c;
}

/* The least character of all that are connected, at each. */
static void
groups_fill(variant_table *table, const related_pair *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        *group_of(table, pairs[i].smaller) = pairs[i].smaller;
        *group_of(table, pairs[i].larger) = pairs[i].larger;
    }
    for (size_t i = 0; i < count; i++) {
        const uint32_t a = group_find(table, pairs[i].smaller);
        const uint32_t b = group_find(table, pairs[i].larger);
        *group_of(table, a < b ? b : a) = a < b ? a : b;
    }
    for (size_t i = 0; i < count; i++) {
        group_find(table, pairs[i].smaller);
        group_find(table, pairs[i].larger);
    }
}

yz_status
variant_relation_load(variant_table *table, bytes in, yz_error *err)
{
    const uint64_t count = bytes_take_varint(&in);
    if (in.bad || count > PAIRS_MAX)
        return error_corrupt(err, "its table of variants has a wrong size");
    related_pair *pairs =
        memory_zeroed(table->memory, count + 1, sizeof(*pairs));
    table->partners =
        memory_zeroed(table->memory, 2 * count + 1, sizeof(*table->partners));
    table->groups =
        memory_zeroed(table->memory, 2 * count + 1, sizeof(*table->groups));
    yz_status status = YZ_OK;
    if (!pairs || !table->partners || !table->groups)
        status = error_nomem(err);
    else if (!related_read(&in, pairs, count) ||
             !partners_fill(table, pairs, count))
        status =
            error_corrupt(err, "its table of variants is not a valid table");
    else
        groups_fill(table, pairs, count);
    memory_release(table->memory, pairs);
    return status;
}

size_t
variant_forms(const variant_table *table, uint32_t c,
              uint32_t ret_forms[VARIANT_FORMS_MAX])
{
    size_t count = 0;
    ret_forms[count++] = c;
    if (!has_partners(table, c))
        return count;
    const uint16_t *at = &table->starts[c - RELATED_FIRST];
    for (uint32_t i = at[0]; i < at[1]; i++)
        ret_forms[count++] = table->partners[i];
    return count;
}

bool
variant_related(const variant_table *table, uint32_t a, uint32_t b)
{
    if (a == b)
        return true;
    if (!has_partners(table, a))
        return false;
    const uint16_t *at = &table->starts[a - RELATED_FIRST];
    for (uint32_t i = at[0]; i < at[1]; i++)
        if (table->partners[i] == b)
            return true;
    return false;
}

uint32_t
variant_group(const variant_table *table, uint32_t c)
{
    return has_partners(table, c) ? *group_of(table, c) : c;
}
