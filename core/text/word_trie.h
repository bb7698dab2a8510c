/* SPDX-License-Identifier: MIT */
/*
 * A dictionary of words with a cost each, as a double array: the units of a
 * word lead from slot to slot, one addition and one comparison a unit.
 *
 *     slot of the next unit = base of this slot + code of the unit
 *
 * and the slot is the right one if it bears that code: no two slots have the
 * same base. Read-only once it is built, so that threads share it.
 */
#ifndef YZ_TEXT_WORD_TRIE_H
#define YZ_TEXT_WORD_TRIE_H

#include "core/base/memory.h"

enum { TRIE_UNIT_COUNT = 0x10000 };

typedef struct trie_slot {
    uint32_t base; /**< 0: no word is longer */
    uint16_t code;
    uint16_t cost; /**< 0: no word ends here */
} trie_slot;

typedef struct word_trie {
    uint16_t codes[TRIE_UNIT_COUNT]; /**< 0: in no word */
    trie_slot *slots;                /**< those of first units begin at 0 */
    size_t slot_count;
    const yz_allocator *memory;
} word_trie;

/**
 * The trie of all words in `units`, ICU's UCharsTrie with values of 1 to 255.
 * The units are trusted: give only what is known to be one.
 * @return NULL if out of memory, or if a value is another
 */
word_trie *
word_trie_of_icu(const yz_allocator *memory, const uint16_t *units);

void
word_trie_free(word_trie *trie);

/** The slot behind `slot` for a code that is not 0; NULL if there is none. */
static inline const trie_slot *
word_trie_next(const word_trie *trie, const trie_slot *slot, uint16_t code)
{
    const trie_slot *next = &trie->slots[slot->base + code];
    return slot->base && next->code == code ? next : NULL;
}

#endif /* YZ_TEXT_WORD_TRIE_H */
