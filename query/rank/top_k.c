/* SPDX-License-Identifier: MIT */
#include "query/rank/top_k.h"
#include "core/base/heap.h"

top_k
top_k_make(arena *a, size_t capacity)
{
    return (top_k){
        .levels = arena_array(a, capacity + 1, sizeof(rank_level)),
        .capacity = capacity,
    };
}

/* The worst level is on top, where it is replaced. */
static inline bool
is_worse(const void *unused, const rank_level *x, const rank_level *y)
{
    (void)unused;
    return rank_level_above(*y, *x);
}

HEAP_OF(level_heap, rank_level, const void *, is_worse)

void
top_k_insert(top_k *t, rank_level level)
{
    if (t->count < t->capacity) {
        t->levels[t->count++] = level;
        level_heap_raise(NULL, t->levels, t->count - 1);
    } else if (t->capacity) {
        t->levels[0] = level;
        level_heap_sink(NULL, t->levels, t->count, 0);
    }
}
