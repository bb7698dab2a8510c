/* SPDX-License-Identifier: MIT */
#include "query/rank/threshold.h"

#include "core/base/heap.h"

threshold
threshold_make(arena *a, size_t wanted)
{
    return (threshold){ .levels =
                            arena_array(a, wanted + 1, sizeof(rank_level)),
                        .room = wanted };
}

/* The worst on top. */
static inline bool
is_worse(const void *unused, const rank_level *x, const rank_level *y)
{
    (void)unused;
    return rank_level_above(*y, *x);
}

HEAP_OF(level_heap, rank_level, const void *, is_worse)

void
threshold_push(threshold *t, rank_level level)
{
    if (t->count < t->room) {
        t->levels[t->count++] = level;
        level_heap_raise(NULL, t->levels, t->count - 1);
    } else if (t->room) {
        t->levels[0] = level;
        level_heap_sink(NULL, t->levels, t->count, 0);
    }
}
