/* SPDX-License-Identifier: MIT */
#include "indexer/build/batch.h"

#include <stdlib.h>

batch *
batch_new(void)
{
    return calloc(1, sizeof(batch));
}

void
batch_drop_inputs(batch *b)
{
    for (size_t i = 0; i < b->reports.count; i++)
        yz_report_free(b->reports.items[i]);
    ARRAY_DISPOSE(&b->reports);
    ARRAY_DISPOSE(&b->inputs);
}

void
batch_free(batch *b)
{
    if (!b)
        return;
    batch_drop_inputs(b);
    buffer_dispose(&b->texts);
    buffer_dispose(&b->records);
    arena_dispose(&b->arena);
    free(b);
}

bool
batch_take(batch *b, const yz_passage *passage, const record_strings *strings)
{
    b->text_size += passage->text.size;
    return ARRAY_PUSH(&b->inputs, (batch_input){ passage, *strings });
}

size_t
batch_size(const batch *b)
{
    const size_t grams = b->grams.count;
    const size_t words = b->words.count;
    const size_t gram_postings = grams ? b->grams.ends[grams - 1] : 0;
    const size_t word_postings = words ? b->words.ends[words - 1] : 0;
    return b->texts.capacity + b->records.capacity +
           grams * (sizeof(gram_key) + sizeof(uint32_t)) +
           gram_postings * (sizeof(uint16_t) + 1) +
           words * (sizeof(yz_str) + sizeof(uint32_t)) + b->words.term_size +
           word_postings * 2 * sizeof(uint16_t) +
           b->passages * (3 * sizeof(uint32_t) + LENGTH_SPACE_COUNT);
}
