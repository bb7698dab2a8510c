/* SPDX-License-Identifier: MIT */
#include "query/cli/context.h"

#include <string.h>

static bool
passage_copy(arena *a, const yz_passage *from, yz_passage *to)
{
    *to = (yz_passage){ .kind = from->kind, .truncated = from->truncated };
    to->report = arena_str(a, from->report);
    to->id = arena_str(a, from->id);
    to->section = arena_str(a, from->section);
    to->text = arena_str(a, from->text);
    to->path = arena_str(a, from->path);
    yz_block *blocks = arena_array(a, from->block_count, sizeof(*blocks));
    if (!to->report.data || !to->id.data || !to->section.data ||
        !to->text.data || !to->path.data || !blocks)
        return false;
    if (from->block_count)
        memcpy(blocks, from->blocks, from->block_count * sizeof(*blocks));
    to->blocks = blocks;
    to->block_count = from->block_count;
    return true;
}

/* YZ_DONE after the end of the report. */
static yz_status
neighbour_copy(yz_results *results, int32_t distance, arena *a, neighbour *to,
               yz_error *err)
{
    const yz_passage *passage;
    TRY(yz_results_neighbour(results, distance, &passage, err));
    to->distance = distance;
    return passage_copy(a, passage, &to->passage) ? YZ_OK : error_nomem(err);
}

/* How many passages the report has on one side of the hit, `most` at most. */
static yz_status
count_side(yz_results *results, int32_t most, int32_t step, int32_t *ret_count,
           yz_error *err)
{
    *ret_count = 0;
    for (int32_t i = 1; i <= most; i++) {
        const yz_passage *passage;
        const yz_status status =
            yz_results_neighbour(results, i * step, &passage, err);
        if (status != YZ_OK)
            return status == YZ_DONE ? YZ_OK : status;
        *ret_count = i;
    }
    return YZ_OK;
}

yz_status
context_gather(yz_results *results, int32_t most, arena *a, shown_hit *h,
               yz_error *err)
{
    int32_t before;
    int32_t after;
    TRY(count_side(results, most, -1, &before, err));
    TRY(count_side(results, most, 1, &after, err));
    neighbour *all =
        arena_array(a, (size_t)before + (size_t)after, sizeof(*all));
    if (!all)
        return error_nomem(err);
    h->neighbours = all;
    for (int32_t i = -before; i <= after; i++)
        if (i != 0)
            TRY(neighbour_copy(results, i, a, &all[h->neighbour_count++], err));
    return YZ_OK;
}
