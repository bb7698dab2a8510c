/* SPDX-License-Identifier: MIT */
/*
 * As in ICU's CjkBreakEngine (dictbe.cpp): places in ascending order, the
 * words of the dictionary that begin there, and a later way to a place only if
 * it costs less. A character that is no word by itself is one at the highest
 * cost. A run of katakana may be one word, whose cost depends on its length.
 */
#include "core/text/word_path.h"

#include <string.h>

enum {
    COST_UNKNOWN = 255,
    COST_KATAKANA_LONG = 8192,
    KATAKANA_RUN_MAX = 20 /* this many and more are no one word */
};

static bool
is_katakana(uint16_t unit)
{
    return (unit >= 0x30a1 && unit <= 0x30fe && unit != 0x30fb) ||
           (unit >= 0xff66 && unit <= 0xff9f);
}

static uint32_t
katakana_cost(uint32_t length)
{
    static const uint16_t costs[] = {
        COST_KATAKANA_LONG, 984, 408, 240, 204, 252, 300, 372, 480
    };
    return length < sizeof(costs) / sizeof(costs[0]) ? costs[length]
                                                     : COST_KATAKANA_LONG;
}

/* A word of `cost` leads from `from` to `to`. */
static inline void
path_offer(path_step *steps, uint32_t from, uint32_t to, uint32_t cost)
{
    cost += steps[from].cost;
    if (cost < steps[to].cost) {
        steps[to].cost = cost;
        steps[to].from = from;
    }
}

static inline void
offer_words(path_step *steps, const word_trie *trie, const uint16_t *units,
            uint32_t length, uint32_t at)
{
    const trie_slot *slot = &trie->slots[trie->codes[units[at]]];
    path_offer(steps, at, at + 1, slot->cost ? slot->cost : COST_UNKNOWN);
    for (uint32_t end = at + 1; end < length; end++) {
        const uint16_t code = trie->codes[units[end]];
        slot = code ? word_trie_next(trie, slot, code) : NULL;
        if (!slot)
            return;
        if (slot->cost)
            path_offer(steps, at, end + 1, slot->cost);
    }
}

static void
offer_katakana(path_step *steps, const uint16_t *units, uint32_t length,
               uint32_t at)
{
    if (at > 0 && is_katakana(units[at - 1]))
        return;
    uint32_t end = at + 1;
    while (end < length && end - at < KATAKANA_RUN_MAX &&
           is_katakana(units[end]))
        end++;
    if (end - at < KATAKANA_RUN_MAX)
        path_offer(steps, at, end, katakana_cost(end - at));
}

bool
word_path_find(word_path *path, const word_trie *trie, const uint16_t *units,
               uint32_t length)
{
    path->count = 0;
    if (!ARRAY_RESERVE(path, (size_t)length + 1))
        return false;
    path_step *steps = path->items;
    path->count = (size_t)length + 1;
    memset(steps, 0xff, path->count * sizeof(*steps));
    steps[0].cost = 0;
    for (uint32_t at = 0; at < length; at++) {
        offer_words(steps, trie, units, length, at);
        if (is_katakana(units[at]))
            offer_katakana(steps, units, length, at);
    }
    for (uint32_t at = length; at > 0; at = steps[at].from)
        steps[steps[at].from].to = at;
    return true;
}
