/* SPDX-License-Identifier: MIT */
/*
 * Classes, and the table as a whole. ICU's table maps each form to at most one other, so connected forms
 * end in one form, or in a ring. That end is the class's representative.
 * Stored form: the number of members in 4 bytes, then the members (unit,
 * representative), 2 bytes each: all members of all classes of two forms or
 * more, the representative among them, ascending by representative, then by
 * unit. So the stored array is the list of classes as it is, and nothing is
 * sorted when an index is opened; a table of all 64 K units answers
 * variant_fold().
 */
#include "core/text/variant.h"

#include "core/base/bit_set.h"
#include "core/text/charclass.h"
#include "core/text/data.h"
#include "core/text/icu.h"
#include "core/text/variant_table.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uset.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utrans.h>

/* What the transliterator makes of one unit; itself if not one other unit. */
static uint16_t
simplified(const UTransliterator *to_simplified, uint16_t unit,
           UErrorCode *code)
{
    UChar text[8] = { unit };
    int32_t length = 1;
    int32_t limit = 1;
    utrans_transUChars(to_simplified, text, &length,
                       (int32_t)ARRAY_LENGTH(text), 0, &limit, code);
    const bool single =
        U_SUCCESS(*code) && length == 1 && !U16_IS_SURROGATE(text[0]);
    return single ? text[0] : unit;
}

/*
 * Fill `map` with the simplified form of each unit. ICU's table also has the
 * corner brackets, which are not in a skeleton, so ideographs are all we ask.
 */
static yz_status
map_fill(uint16_t *map, yz_error *err)
{
    static const UChar name[] = u"Traditional-Simplified";
    UErrorCode code = U_ZERO_ERROR;
    USet *sources = NULL;
    UTransliterator *to_simplified =
        utrans_openU(name, -1, UTRANS_FORWARD, NULL, 0, NULL, &code);
    if (U_SUCCESS(code))
        sources = utrans_getSourceSet(to_simplified, false, NULL, &code);
    for (uint32_t c = 0; U_SUCCESS(code) && c < UNIT_COUNT; c++) {
        map[c] = (uint16_t)c;
        if (char_is_han(c) && uset_contains(sources, (UChar32)c))
            map[c] = simplified(to_simplified, (uint16_t)c, &code);
    }
    uset_close(sources);
    utrans_close(to_simplified);
    if (U_FAILURE(code))
        return icu_error(code, "give the forms of characters", err);
    return YZ_OK;
}

/*
 * Where the map ends when followed from `unit`: a unit that stays itself, or
 * the smallest of a ring. A path is never longer than there are units, so
 * after that many steps we are on the ring.
 */
static uint16_t
map_end(const uint16_t *map, uint16_t unit)
{
    for (uint32_t step = 0; map[unit] != unit; step++) {
        if (step == UNIT_COUNT)
            break;
        unit = map[unit];
    }
    uint16_t smallest = unit;
    for (uint16_t on = map[unit]; on != unit; on = map[on])
        smallest = on < smallest ? on : smallest;
    return smallest;
}

static int
pair_compare(const void *left, const void *right)
{
    const variant_pair *a = left;
    const variant_pair *b = right;
    if (a->representative != b->representative)
        return a->representative < b->representative ? -1 : 1;
    return (a->unit > b->unit) - (a->unit < b->unit);
}

/* The pairs of all classes of two or more, sorted, at `pairs`. */
static size_t
pairs_collect(const uint16_t *map, variant_pair *pairs, bool *shared)
{
    for (uint32_t c = 0; c < UNIT_COUNT; c++) {
        const uint16_t end = map_end(map, (uint16_t)c);
        if (end != c)
            shared[c] = shared[end] = true;
    }
    size_t count = 0;
    for (uint32_t c = 0; c < UNIT_COUNT; c++)
        if (shared[c])
            pairs[count++] =
                (variant_pair){ map_end(map, (uint16_t)c), (uint16_t)c };
    qsort(pairs, count, sizeof(*pairs), pair_compare);
    return count;
}

yz_status
variant_table_dump(buffer *out, yz_error *err)
{
    uint16_t *map = memory_zeroed(out->from, UNIT_COUNT, sizeof(*map));
    bool *shared = memory_zeroed(out->from, UNIT_COUNT, sizeof(*shared));
    variant_pair *pairs = memory_zeroed(out->from, UNIT_COUNT, sizeof(*pairs));
    yz_status status = YZ_E_NOMEM;
    if (!map || !shared || !pairs) {
        error_nomem(err);
        goto done;
    }
    status = map_fill(map, err);
    if (status != YZ_OK)
        goto done;
    const size_t count = pairs_collect(map, pairs, shared);
    buffer_put_u32(out, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        buffer_put_u16(out, pairs[i].unit);
        buffer_put_u16(out, pairs[i].representative);
    }
    buffer_put(out, data_variants, data_variants_size);
    status = buffer_ok(out) ? YZ_OK : error_nomem(err);
done:
    memory_release(out->from, map);
    memory_release(out->from, shared);
    memory_release(out->from, pairs);
    return status;
}

/* Read the pairs and fold by them. Whether they are there and ascend. */
static bool
pairs_read(bytes *in, variant_table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        variant_pair *pair = &table->pairs[i];
        pair->unit = bytes_take_u16(in);
        pair->representative = bytes_take_u16(in);
        if (i > 0 && pair_compare(pair - 1, pair) >= 0)
            return false;
        table->fold[pair->unit] = pair->representative;
    }
    return !in->bad;
}

/* The end of the class whose pairs begin at `begin`. */
static size_t
class_end(const variant_table *table, size_t begin)
{
    size_t end = begin;
    while (end < table->count && table->pairs[end].representative ==
                                     table->pairs[begin].representative)
        end++;
    return end;
}

/* Whether no unit is in two classes, and each class holds its own end. */
static bool
class_valid(const variant_table *table, size_t begin, size_t end)
{
    bool whole = false;
    for (size_t i = begin; i < end; i++) {
        const variant_pair pair = table->pairs[i];
        if (table->fold[pair.unit] != pair.representative ||
            U16_IS_SURROGATE(pair.unit))
            return false;
        whole = whole || pair.unit == pair.representative;
    }
    return whole && end - begin <= VARIANT_CLASS_MAX;
}

static bool
table_valid(const variant_table *table)
{
    size_t end;
    for (size_t begin = 0; begin < table->count; begin = end) {
        end = class_end(table, begin);
        if (!class_valid(table, begin, end))
            return false;
    }
    return true;
}

static void
mark_varied(variant_table *table)
{
    memset(table->varied, 0, sizeof(table->varied));
    for (size_t i = 0; i < table->count; i++) {
        const uint16_t unit = table->pairs[i].unit;
        byte_bits_set(table->varied, unit);
    }
}

/* ---- the table as a whole -------------------------------------------------- */

yz_status
variant_table_load(const yz_allocator *memory, bytes in,
                   variant_table **ret_table, yz_error *err)
{
    const uint32_t count = bytes_take_u32(&in);
    if (in.bad || count > UNIT_COUNT || bytes_left(&in) < 4 * (size_t)count)
        return error_corrupt(err, "its table of variants has a wrong size");
    variant_table *table = memory_zeroed(
        memory, 1, sizeof(*table) + count * sizeof(table->pairs[0]));
    if (!table)
        return error_nomem(err);
    table->memory = memory;
    table->count = count;
    for (uint32_t c = 0; c < UNIT_COUNT; c++)
        table->fold[c] = (uint16_t)c;
    yz_status status = YZ_OK;
    if (!pairs_read(&in, table) || !table_valid(table))
        status =
            error_corrupt(err, "its table of variants is not a valid table");
    else
        status = variant_relation_load(table, in, err);
    if (status != YZ_OK) {
        variant_table_free(table);
        return status;
    }
    mark_varied(table);
    *ret_table = table;
    return YZ_OK;
}

void
variant_table_free(variant_table *table)
{
    if (!table)
        return;
    memory_release(table->memory, table->partners);
    memory_release(table->memory, table->groups);
    memory_release(table->memory, table);
}

uint16_t
variant_fold(const variant_table *table, uint16_t unit)
{
    return table->fold[unit];
}

/* The first pair of the class, or of the class that would follow it. */
static size_t
class_begin(const variant_table *table, uint16_t representative)
{
    size_t low = 0;
    size_t high = table->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (table->pairs[middle].representative < representative)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t
variant_class(const variant_table *table, uint16_t unit,
              uint16_t ret_forms[VARIANT_CLASS_MAX])
{
    if (!byte_bits_test(table->varied, unit)) {
        ret_forms[0] = unit;
        return 1;
    }
    const size_t begin = class_begin(table, table->fold[unit]);
    const size_t end = class_end(table, begin);
    for (size_t i = begin; i < end; i++)
        ret_forms[i - begin] = table->pairs[i].unit;
    return end - begin;
}

void
variant_fold_units(const variant_table *table, uint16_t *units, uint32_t length)
{
    for (uint32_t i = 0; i < length; i++)
        units[i] = table->fold[units[i]];
}
