/* SPDX-License-Identifier: MIT */
/* Blocks in the order of a list of ids; those that are not in it stay behind. */
#include "indexer/ocr/ocr_page.h"

#include <stdlib.h>

typedef struct ranked_id {
    yz_str id;
    uint32_t rank;
} ranked_id;

static int
compare_ids(const void *a, const void *b)
{
    const ranked_id *x = a;
    const ranked_id *y = b;
    const int order = str_compare(x->id, y->id);
    if (order)
        return order;
    return (x->rank > y->rank) - (x->rank < y->rank);
}

/* The rank of an id in the sorted list; behind all if it is not there. */
static uint32_t
rank_of(const ranked_id *list, size_t count, yz_str id)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (str_compare(list[middle].id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && str_equal(list[low].id, id) ? list[low].rank
                                                      : UINT32_MAX;
}

typedef struct ranked_block {
    uint32_t rank;
    uint32_t place;
    ocr_block block;
} ranked_block;

static int
compare_ranks(const void *a, const void *b)
{
    const ranked_block *x = a;
    const ranked_block *y = b;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

yz_status
ocr_page_sort(ocr_page *page, const yz_str *ids, size_t count, yz_error *err)
{
    const size_t blocks = page->blocks.count;
    const yz_allocator *memory = page->blocks.from;
    ranked_id *known = memory_zeroed(memory, count + 1, sizeof(*known));
    ranked_block *list = memory_zeroed(memory, blocks + 1, sizeof(*list));
    if (known && list) {
        for (size_t i = 0; i < count; i++)
            known[i] = (ranked_id){ ids[i], (uint32_t)i };
        qsort(known, count, sizeof(*known), compare_ids);
        for (size_t i = 0; i < blocks; i++) {
            const ocr_block block = page->blocks.items[i];
            list[i] = (ranked_block){ rank_of(known, count, block.id),
                                      (uint32_t)i, block };
        }
        qsort(list, blocks, sizeof(*list), compare_ranks);
        for (size_t i = 0; i < blocks; i++)
            page->blocks.items[i] = list[i].block;
        page->order = OCR_ORDER_GIVEN;
    }
    const bool done = known && list;
    memory_release(memory, known);
    memory_release(memory, list);
    return done ? YZ_OK : error_nomem(err);
}
