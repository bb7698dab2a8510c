/* SPDX-License-Identifier: MIT */
/*
 * Stored form: runs of units that fold alike, in the order of the units, until
 * all 65,536 are covered. A run is its length and the distance from each unit to
 * the one it folds to (modulo 65,536), both as varints, and the upper 16 bits
 * of the entries in 2 bytes. The ideographs are a handful of runs; the letters
 * of Latin, Greek and Cyrillic, where large and small alternate, are most of
 * them. The hash of the runs, 8 bytes, stands before them.
 */
#include "core/text/fold.h"

#include "core/base/hash.h"
#include "core/text/charclass.h"
#include "core/text/icu.h"
#include "core/text/signs.h"

#include <unicode/unorm2.h>
#include <unicode/utf16.h>

enum { FLAGS_SHIFT = 16, HASH_SIZE = 8 };
static const uint32_t UNIT_MASK = 0xffff;

/* ---- the table of today's ICU ----------------------------------------------- */

static fold_kind
class_of(uint32_t c)
{
    if (char_is_space(c))
        return FOLD_SPACE;
    if (char_is_dropped(c))
        return FOLD_DROPPED;
    return char_is_tight(c) ? FOLD_TIGHT : FOLD_LOOSE;
}

/* The upper bits that tell of the unit as it stands. */
static uint32_t
class_bits(uint32_t c)
{
    return (uint32_t)class_of(c) << FOLD_CLASS_SHIFT |
           (char_is_gram(c) ? FOLD_GRAM : 0) |
           (char_is_word(c) ? FOLD_WORD : 0) |
           (char_is_digit(c) || char_is_raised_digit(c) ? FOLD_DIGIT : 0) |
           (char_begins_omissible(c) ? FOLD_SIGN : 0) |
           (char_is_numeral(c) ? FOLD_NUMERAL : 0);
}

/* What becomes of `unit`, alone, in a source text. */
static uint32_t
fold_bits(const UNormalizer2 *fold, uint16_t unit, UErrorCode *code)
{
    const UChar source = unit;
    UChar folded[32];
    const uint32_t kept = char_kept(unit);
    if (kept)
        return kept | (uint32_t)class_of(kept) << FOLD_KIND_SHIFT;
    const int32_t length = unorm2_normalize(
        fold, &source, 1, folded, (int32_t)ARRAY_LENGTH(folded), code);
    if (!unorm2_hasBoundaryBefore(fold, unit))
        return unit | (uint32_t)FOLD_SLOW << FOLD_KIND_SHIFT | FOLD_JOINS;
    if (length == 0)
        return unit | (uint32_t)FOLD_DROPPED << FOLD_KIND_SHIFT;
    if (length > 1 || U16_IS_SURROGATE(unit))
        return unit | (uint32_t)FOLD_SLOW << FOLD_KIND_SHIFT;
    return folded[0] | (uint32_t)class_of(folded[0]) << FOLD_KIND_SHIFT;
}

static yz_status
entries_fill(uint32_t *entries, yz_error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *fold = unorm2_getNFKCCasefoldInstance(&code);
    for (uint32_t c = 0; U_SUCCESS(code) && c < FOLD_UNIT_COUNT; c++)
        entries[c] = fold_bits(fold, (uint16_t)c, &code) | class_bits(c);
    return U_SUCCESS(code) ? YZ_OK : icu_error(code, "fold a text", err);
}

/* ---- stored form -------------------------------------------------------------- */

/* What the entries of one run have in common: flags above, distance below. */
static uint32_t
run_of(const uint32_t *entries, uint32_t c)
{
    return (entries[c] & ~UNIT_MASK) | ((entries[c] - c) & UNIT_MASK);
}

static void
runs_encode(const uint32_t *entries, buffer *out)
{
    uint32_t end;
    for (uint32_t begin = 0; begin < FOLD_UNIT_COUNT; begin = end) {
        const uint32_t run = run_of(entries, begin);
        end = begin + 1;
        while (end < FOLD_UNIT_COUNT && run_of(entries, end) == run)
            end++;
        buffer_put_varint(out, end - begin);
        buffer_put_varint(out, run & UNIT_MASK);
        buffer_put_u16(out, (uint16_t)(run >> FLAGS_SHIFT));
    }
}

static bool
runs_decode(bytes *in, uint32_t *entries)
{
    for (uint32_t c = 0; c < FOLD_UNIT_COUNT;) {
        const uint32_t length = bytes_take_varint32(in);
        const uint32_t distance = bytes_take_varint32(in);
        const uint32_t flags = (uint32_t)bytes_take_u16(in) << FLAGS_SHIFT;
        if (in->bad || length == 0 || length > FOLD_UNIT_COUNT - c)
            return false;
        for (const uint32_t end = c + length; c < end; c++)
            entries[c] = ((c + distance) & UNIT_MASK) | flags;
    }
    return bytes_left(in) == 0;
}

yz_status
fold_table_dump(buffer *out, yz_error *err)
{
    buffer runs = { .from = out->from };
    uint32_t *entries =
        memory_zeroed(out->from, FOLD_UNIT_COUNT, sizeof(*entries));
    yz_status status = entries ? entries_fill(entries, err) : error_nomem(err);
    if (status == YZ_OK) {
        runs_encode(entries, &runs);
        buffer_put_u64(out, hash_str(buffer_str(&runs)));
        buffer_put_text(out, buffer_str(&runs));
        status = buffer_ok(&runs) && buffer_ok(out) ? YZ_OK : error_nomem(err);
    }
    buffer_dispose(&runs);
    memory_release(out->from, entries);
    return status;
}

yz_status
fold_table_load(const yz_allocator *memory, bytes in, fold_table **ret_table,
                yz_error *err)
{
    const uint64_t hash = bytes_take_u64(&in);
    if (in.bad || hash_bytes(in.at, bytes_left(&in)) != hash)
        return error_corrupt(err, "its folding table is damaged");
    fold_table *table = memory_allocate(memory, sizeof(*table));
    if (!table)
        return error_nomem(err);
    table->memory = memory;
    table->hash = hash;
    if (!runs_decode(&in, table->entries)) {
        memory_release(memory, table);
        return error_corrupt(err, "its folding table is not a valid table");
    }
    *ret_table = table;
    return YZ_OK;
}

void
fold_table_free(fold_table *table)
{
    if (table)
        memory_release(table->memory, table);
}
