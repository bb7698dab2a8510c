/* SPDX-License-Identifier: MIT */
#include "query/rank/threshold.h"

threshold
threshold_make(arena *a, size_t wanted)
{
    return (threshold){ .levels =
                            arena_array(a, wanted + 1, sizeof(rank_level)),
                        .room = wanted };
}

static void
swap(rank_level *x, rank_level *y)
{
    const rank_level kept = *x;
    *x = *y;
    *y = kept;
}

static void
sift_up(threshold *t, size_t at)
{
    while (at && rank_level_above(t->levels[(at - 1) / 2], t->levels[at])) {
        swap(&t->levels[at], &t->levels[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
}

static void
sift_down(threshold *t)
{
    size_t at = 0;
    for (;;) {
        size_t worst = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2; child++)
            if (child < t->count &&
                rank_level_above(t->levels[worst], t->levels[child]))
                worst = child;
        if (worst == at)
            return;
        swap(&t->levels[at], &t->levels[worst]);
        at = worst;
    }
}

void
threshold_push(threshold *t, rank_level level)
{
    if (t->count < t->room) {
        t->levels[t->count++] = level;
        sift_up(t, t->count - 1);
    } else if (t->room) {
        t->levels[0] = level;
        sift_down(t);
    }
}
