/* SPDX-License-Identifier: MIT */
#include "core/index/skeletons.h"

#include "core/base/array.h"
#include "core/base/bit_set.h"
#include "core/text/skeleton.h"

static uint16_t
folded_unit(const fold_table *table, uint16_t unit)
{
    uint16_t folded;
    switch (fold_unit(table, unit, &folded)) {
    case FOLD_SPACE:
        return UNIT_SPACE;
    case FOLD_DROPPED:
        return UNIT_DROPPED;
    case FOLD_SLOW:
        return UNIT_SLOW;
    default:
        return folded;
    }
}

packed_fold *
packed_fold_new(const yz_allocator *memory, const fold_table *table)
{
    packed_fold *fold = memory_zeroed(memory, 1, sizeof(*fold));
    if (!fold)
        return NULL;
    for (uint32_t c = 0; c < UNIT_COUNT; c++) {
        const uint16_t unit = (uint16_t)c;
        fold->units[c] = folded_unit(table, unit);
        if (fold_class(table, unit) == FOLD_LOOSE)
            byte_bits_set(fold->loose, c);
    }
    packed_fold_finish(fold);
    return fold;
}

void
skeleton_buffer_dispose(skeleton_buffer *scratch)
{
    memory_release(scratch->slow.from, scratch->units);
    scratch->units = NULL;
    scratch->capacity = 0;
    arena_dispose(&scratch->slow);
}

static bool
scratch_reserve(skeleton_buffer *scratch, size_t units)
{
    return array_reserve(scratch->slow.from, (void **)&scratch->units,
                         &scratch->capacity, 0, units, sizeof(*scratch->units));
}

static yz_status
fold_again(const packed_text *text, skeleton_buffer *scratch,
           const uint16_t **ret_units, uint32_t *ret_length, yz_error *err)
{
    yz_str utf8;
    skeleton made;
    arena_clear(&scratch->slow);
    TRY(packed_text_utf8(text, &scratch->slow, &utf8, err));
    TRY(skeleton_make(scratch->fold, utf8, false, &scratch->slow, &made, err));
    *ret_units = made.units;
    *ret_length = made.length;
    return YZ_OK;
}

yz_status
packed_skeleton(const packed_text *text, const packed_fold *fold,
                skeleton_buffer *scratch, const uint16_t **ret_units,
                uint32_t *ret_length, yz_error *err)
{
    if (text->slow)
        return fold_again(text, scratch, ret_units, ret_length, err);
    if (!scratch_reserve(scratch, packed_text_capacity(text)))
        return error_nomem(err);
    *ret_length = packed_text_skeleton(text, fold, scratch->units);
    *ret_units = scratch->units;
    return YZ_OK;
}

yz_status
segment_skeleton(segment *s, uint32_t passage, skeleton_buffer *scratch,
                 const uint16_t **ret_units, uint32_t *ret_length,
                 yz_error *err)
{
    packed_text text;
    TRY(segment_packed_text(s, passage, &text, err));
    return packed_skeleton(&text, s->fold, scratch, ret_units, ret_length, err);
}
