/* SPDX-License-Identifier: MIT */
/*
 * The children of one node are a row: slots that stand as far apart as their
 * codes do, moved along to where all are free. Long rows are laid first, while
 * there is room, and rows of one fill the holes they leave. Within one length
 * the search never goes back, and it tries 64 places at once in two bitmaps,
 * of slots taken and of bases used; so half a million nodes take a few dozen
 * milliseconds. Frequent units have small codes, which keeps rows short.
 */
#include "core/text/word_trie.h"

#include "core/base/bit_set.h"
#include "core/text/trie_nodes.h"

#include <stdlib.h>
#include <string.h>

enum {
    SLOTS_PER_NODE = 2, /* more than needed: about 1.7 are used */
    WINDOW = 64,
    LONG_ROW = 16
};

typedef struct builder {
    const yz_allocator *memory;
    word_trie *trie;
    trie_nodes nodes;
    uint32_t *rows; /* nodes with children, the most children first */
    uint32_t row_count;
    uint32_t code_count;
    uint32_t *bases; /* of each node */
    uint16_t *row;   /* codes of the row at hand */
    uint64_t *taken; /* bits: slots */
    uint64_t *used;  /* bits: bases */
    size_t capacity; /* slots */
} builder;

/* ---- codes ---------------------------------------------------------------------- */

typedef struct unit_count {
    uint32_t count;
    uint16_t unit;
} unit_count;

static int
unit_count_compare(const void *left, const void *right)
{
    const unit_count *a = left;
    const unit_count *b = right;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return (a->unit > b->unit) - (a->unit < b->unit);
}

/* Number the units of all nodes but the root, the most frequent first. */
static bool
codes_assign(builder *b)
{
    unit_count *counts =
        memory_zeroed(b->memory, TRIE_UNIT_COUNT, sizeof(*counts));
    if (!counts)
        return false;
    for (uint32_t u = 0; u < TRIE_UNIT_COUNT; u++)
        counts[u].unit = (uint16_t)u;
    for (size_t i = 1; i < b->nodes.count; i++)
        counts[b->nodes.items[i].unit].count++;
    qsort(counts, TRIE_UNIT_COUNT, sizeof(*counts), unit_count_compare);
    uint32_t i = 0;
    for (; i < TRIE_UNIT_COUNT - 1 && counts[i].count; i++)
        b->trie->codes[counts[i].unit] = (uint16_t)(i + 1);
    b->code_count = i;
    memory_release(b->memory, counts);
    return true;
}

/* ---- rows ------------------------------------------------------------------------ */

/* Sort the nodes that have children by their number, by counting. */
static bool
rows_sort(builder *b)
{
    uint32_t *starts =
        memory_zeroed(b->memory, TRIE_UNIT_COUNT + 1, sizeof(*starts));
    b->rows = memory_zeroed(b->memory, b->nodes.count, sizeof(*b->rows));
    if (!starts || !b->rows) {
        memory_release(b->memory, starts);
        return false;
    }
    for (size_t i = 1; i < b->nodes.count; i++)
        starts[b->nodes.items[i].child_count]++;
    for (uint32_t n = TRIE_UNIT_COUNT, sum = 0; n > 0; n--) {
        const uint32_t count = starts[n];
        starts[n] = sum;
        sum += count;
        b->row_count = sum;
    }
    for (uint32_t i = 1; i < b->nodes.count; i++)
        if (b->nodes.items[i].child_count)
            b->rows[starts[b->nodes.items[i].child_count]++] = i;
    memory_release(b->memory, starts);
    return true;
}

/* Put down the codes of a node's children; how many they are. */
static uint32_t
row_read(builder *b, uint32_t node)
{
    uint32_t count = 0;
    for (uint32_t child = node + 1; child;
         child = b->nodes.items[child].sibling)
        b->row[count++] = b->trie->codes[b->nodes.items[child].unit];
    return count;
}

/* The first base from `base` on at which the row's slots are free; 0: none. */
static size_t
row_find(const builder *b, uint32_t count, size_t base)
{
    const size_t end = b->capacity - b->code_count - WINDOW;
    for (; base < end; base += WINDOW) {
        uint64_t fits = ~bits_window(b->used, base);
        for (uint32_t i = 0; fits && i < count; i++)
            fits &= ~bits_window(b->taken, base + b->row[i]);
        if (fits)
            return base + word_lowest(fits);
    }
    return 0;
}

static void
row_lay(builder *b, uint32_t node, uint32_t count, size_t base)
{
    b->bases[node] = (uint32_t)base;
    bits_set(b->used, base);
    for (uint32_t i = 0; i < count; i++)
        bits_set(b->taken, base + b->row[i]);
}

/* Lay all rows. false: they do not fit the slots. */
static bool
rows_lay(builder *b)
{
    size_t base = 1;
    size_t hole = b->code_count + 1; /* no slot before it is free */
    uint32_t length = 0;             /* of the rows being laid */
    for (uint32_t code = 0; code <= b->code_count; code++)
        bits_set(b->taken, code); /* the root's row has base 0 */
    for (uint32_t i = 0; i < b->row_count; i++) {
        const uint32_t count = row_read(b, b->rows[i]);
        if (count != length)
            base = count > LONG_ROW ? base / 2 + 1 : 1;
        length = count;
        while (count == 1 && bits_test(b->taken, hole))
            hole++;
        if (count == 1)
            base = hole > b->row[0] ? hole - b->row[0] : 1;
        base = row_find(b, count, base);
        if (!base)
            return false;
        row_lay(b, b->rows[i], count, base);
    }
    return true;
}

/* ---- slots ----------------------------------------------------------------------- */

static bool
slots_fill(builder *b)
{
    size_t last = b->code_count;
    for (size_t i = last + 1; i < b->capacity; i++)
        if (bits_test(b->taken, i))
            last = i;
    /* A base may be added to any code: the slots behind stay empty. */
    b->trie->slot_count = last + b->code_count + 1;
    b->trie->slots =
        memory_zeroed(b->memory, b->trie->slot_count, sizeof(trie_slot));
    if (!b->trie->slots)
        return false;
    for (uint32_t i = 0; i < b->nodes.count; i++) {
        if (!b->nodes.items[i].child_count)
            continue;
        for (uint32_t child = i + 1; child;
             child = b->nodes.items[child].sibling) {
            const trie_node *n = &b->nodes.items[child];
            const uint16_t code = b->trie->codes[n->unit];
            b->trie->slots[b->bases[i] + code] =
                (trie_slot){ b->bases[child], code, n->cost };
        }
    }
    return true;
}

static bool
rows_alloc(builder *b)
{
    b->capacity = SLOTS_PER_NODE * b->nodes.count + (size_t)2 * TRIE_UNIT_COUNT;
    const size_t words = b->capacity / 64 + 2;
    b->bases = memory_zeroed(b->memory, b->nodes.count, sizeof(*b->bases));
    b->row = memory_zeroed(b->memory, TRIE_UNIT_COUNT, sizeof(*b->row));
    b->taken = memory_zeroed(b->memory, words, sizeof(*b->taken));
    b->used = memory_zeroed(b->memory, words, sizeof(*b->used));
    return b->bases && b->row && b->taken && b->used;
}

static void
builder_dispose(builder *b)
{
    ARRAY_DISPOSE(&b->nodes);
    memory_release(b->memory, b->rows);
    memory_release(b->memory, b->bases);
    memory_release(b->memory, b->row);
    memory_release(b->memory, b->taken);
    memory_release(b->memory, b->used);
}

word_trie *
word_trie_of_icu(const yz_allocator *memory, const uint16_t *units)
{
    builder b = { .memory = memory,
                  .trie = memory_zeroed(memory, 1, sizeof(word_trie)),
                  .nodes.from = memory };
    if (b.trie)
        b.trie->memory = memory;
    const bool built = b.trie && trie_nodes_read(&b.nodes, units) &&
                       codes_assign(&b) && rows_alloc(&b) && rows_sort(&b) &&
                       rows_lay(&b) && slots_fill(&b);
    builder_dispose(&b);
    if (built)
        return b.trie;
    word_trie_free(b.trie);
    return NULL;
}

void
word_trie_free(word_trie *trie)
{
    if (!trie)
        return;
    memory_release(trie->memory, trie->slots);
    memory_release(trie->memory, trie);
}
