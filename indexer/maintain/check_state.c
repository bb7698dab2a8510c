/* SPDX-License-Identifier: MIT */
#include "indexer/maintain/check_state.h"

#include <string.h>

static const char *const sides[BLOB_KIND_COUNT] = {
    [BLOB_DIRECTORY] = "text",
    [BLOB_TEXT] = "text",
    [BLOB_LENGTH] = "lengths",
    [BLOB_RECORD] = "records",
    [BLOB_STRING] = "records",
    [BLOB_GRAM] = "grams",
    [BLOB_GRAM_LIST] = "grams",
    [BLOB_WORD] = "words",
    [BLOB_WORD_LIST] = "words",
    [BLOB_ID] = "ids",
    [BLOB_SOURCE] = "sources",
    [BLOB_BOX] = "boxes",
    [BLOB_FREQUENT] = "frequent strings",
    [BLOB_FREQUENT_LIST] = "frequent strings",
};

const char *
side_of(blob_kind kind)
{
    return sides[kind];
}

bool
check_text_is_whole(const segment_check *c)
{
    return !c->changed[BLOB_DIRECTORY] && !c->changed[BLOB_TEXT] &&
           !c->changed[BLOB_RECORD] && !c->changed[BLOB_STRING];
}

uint64_t
term_sum(uint64_t term, uint64_t frequency)
{
    uint64_t x = term ^ frequency * UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

yz_status
check_state_begin(segment_check *c)
{
    const size_t count = (size_t)c->segment->info.passages + 1;
    memset(c->changed, 0, sizeof(c->changed));
    c->unreadable = false;
    arena_clear(&c->arena);
    c->gram_sums = arena_array(&c->arena, count, sizeof(*c->gram_sums));
    c->word_sums = arena_array(&c->arena, count, sizeof(*c->word_sums));
    c->id_hashes = arena_array(&c->arena, count, sizeof(*c->id_hashes));
    c->readable = arena_array(&c->arena, count, 1);
    bool made = c->gram_sums && c->word_sums && c->id_hashes && c->readable;
    for (int i = 0; i < LENGTH_SPACE_COUNT; i++) {
        c->lengths[i] = arena_array(&c->arena, count, 1);
        made = made && c->lengths[i];
    }
    return made ? YZ_OK : error_nomem(c->err);
}

void
check_state_dispose(segment_check *c)
{
    arena_dispose(&c->arena);
    ARRAY_DISPOSE(&c->names);
}
