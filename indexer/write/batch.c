/* SPDX-License-Identifier: MIT */
#include "indexer/write/batch.h"

#include "core/report/box_record.h"
#include "indexer/source/passage_check.h"

batch *
batch_new(const yz_allocator *memory)
{
    batch *b = memory_zeroed(memory, 1, sizeof(*b));
    if (!b)
        return NULL;
    b->reports.from = b->inputs.from = b->given.from = memory;
    b->page_strings.from = b->boxes.from = memory;
    b->arena.from = b->texts.from = b->records.from = memory;
    return b;
}

void
batch_drop_inputs(batch *b)
{
    for (size_t i = 0; i < b->reports.count; i++)
        yz_report_free(b->reports.items[i]);
    ARRAY_DISPOSE(&b->reports);
    ARRAY_DISPOSE(&b->inputs);
    ARRAY_DISPOSE(&b->page_strings);
    arena_dispose(&b->given);
}

void
batch_free(batch *b)
{
    if (!b)
        return;
    batch_drop_inputs(b);
    buffer_dispose(&b->texts);
    buffer_dispose(&b->records);
    buffer_dispose(&b->boxes);
    arena_dispose(&b->arena);
    memory_release(b->arena.from, b);
}

bool
batch_keep(batch *b, yz_report *report)
{
    if (!ARRAY_PUSH(&b->reports, report))
        return false;
    report_retain(report);
    atomic_fetch_add(&b->held, report_size(report));
    return true;
}

const yz_passage *
batch_copy(batch *b, const yz_passage *passage)
{
    const size_t held = b->given.held;
    yz_passage *own = arena_alloc(&b->given, sizeof(*own));
    if (!own || passage_copy(passage, &b->given, own, NULL) != YZ_OK)
        return NULL;
    atomic_fetch_add(&b->held, b->given.held - held);
    return own;
}

bool
batch_take(batch *b, const yz_passage *passage, const record_strings *strings,
           const uint32_t *pages)
{
    batch_input in = { passage, *strings, b->page_strings.count };
    in.strings.has_boxes = box_record_is_needed(passage);
    b->text_size += passage->text.size;
    atomic_fetch_add(&b->held, sizeof(batch_input));
    for (size_t i = 0; i < passage->page_count; i++)
        if (!ARRAY_PUSH(&b->page_strings, pages ? pages[i] : 0))
            return false;
    return ARRAY_PUSH(&b->inputs, in);
}

void
batch_settle(batch *b)
{
    atomic_store(&b->held, sizeof(*b) + b->arena.held + b->texts.capacity +
                               b->records.capacity + b->boxes.capacity);
}
