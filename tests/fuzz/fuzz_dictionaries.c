/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a dictionary of grams (byte 0 is 0, 4 ...), of words (1), or of
 * frequent strings (2, 3), whose lists are the first chunk, too; then how many
 * bytes its first chunk has (u16), which hold the blocks; the last chunk, with
 * the index of the blocks, is the rest.
 *
 * Every walk ends, and every term that a walk gives can be looked up without a
 * fault, found or not.
 */
#include "tests/fuzz/fuzz.h"

#include "core/format/frequent.h"
#include "core/format/grams.h"
#include "core/format/subset.h"
#include "core/format/words.h"

#include <stdlib.h>

enum { LOOKED_UP_MAX = 64 };

static bool
answered(yz_status status, const yz_error *err)
{
    FUZZ_REQUIRE(status == YZ_OK || status == YZ_DONE ||
                 status == YZ_E_CORRUPT);
    FUZZ_REQUIRE(status != YZ_E_CORRUPT || err->message[0] != '\0');
    return status == YZ_OK;
}

static void
walk_grams(blob_reader *dictionary, gram_key from)
{
    yz_error err = { 0 };
    grams_cursor c;
    uint32_t count = 0;
    if (!answered(grams_cursor_open(dictionary, from, &c, &err), &err))
        return;
    for (; answered(grams_cursor_next(&c, &err), &err); count++) {
        list_place where;
        FUZZ_REQUIRE(c.where.count > 0);
        if (count < LOOKED_UP_MAX)
            answered(grams_find(dictionary, c.key, &where, &err), &err);
    }
    FUZZ_REQUIRE(count <= (uint64_t)c.lexicon.block_count * LEXICON_BLOCK_MAX);
}

static void
walk_words(blob_reader *dictionary, yz_str from)
{
    static words_cursor c; /* it has room for a term */
    yz_error err = { 0 };
    uint32_t count = 0;
    if (!answered(words_cursor_open(dictionary, from, &c, &err), &err))
        return;
    for (; answered(words_cursor_next(&c, &err), &err); count++) {
        list_place where;
        FUZZ_REQUIRE(c.size <= WORD_SIZE_MAX && c.where.count > 0);
        if (count < LOOKED_UP_MAX)
            answered(
                words_find(dictionary, words_cursor_term(&c), &where, &err),
                &err);
    }
    FUZZ_REQUIRE(count <= (uint64_t)c.lexicon.block_count * LEXICON_BLOCK_MAX);
}

/* Take items by the list of a string of a part of N passages. */
static void
take_list(blob_reader *lists, const frequent_entry *entry, uint32_t limit)
{
    yz_error err = { 0 };
    bytes in;
    if (blob_rest(lists, entry->where.place, &in, &err) != YZ_OK ||
        entry->where.size > bytes_left(&in) || entry->count > limit)
        return;
    uint32_t *items = malloc((size_t)entry->count * sizeof(*items));
    FUZZ_REQUIRE(items);
    const uint8_t *const end = in.end;
    in.end = in.at + entry->where.size;
    const subset s = { in, end, entry->count, limit, entry->others };
    if (answered(subset_take(&s, NULL, items, &err), &err))
        for (uint32_t i = 0; i < entry->count; i++)
            FUZZ_REQUIRE(items[i] < limit && (!i || items[i] > items[i - 1]));
    free(items);
}

static void
walk_frequent(blob_reader *dictionary)
{
    yz_error err = { 0 };
    frequent_cursor c;
    uint32_t count = 0;
    if (!answered(frequent_cursor_open(dictionary, &c, &err), &err))
        return;
    for (; answered(frequent_cursor_next(&c, &err), &err); count++) {
        frequent_entry entry;
        const uint32_t length = frequent_key_length(c.key);
        FUZZ_REQUIRE(length >= FREQUENT_LENGTH_MIN && c.entry.count >= 2);
        if (count >= LOOKED_UP_MAX)
            continue;
        answered(frequent_find(dictionary, c.key, &entry, &err), &err);
        take_list(dictionary, &c.entry, 100);
        take_list(dictionary, &c.entry, 1 << 20);
    }
    FUZZ_REQUIRE(count <= (uint64_t)c.lexicon.block_count * LEXICON_BLOCK_MAX);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    yz_error err = { 0 };
    list_place where;
    bytes in = bytes_of(data, size);
    const uint8_t which = bytes_take_u8(&in);
    const size_t first = bytes_take_u16(&in);
    const uint8_t *at = bytes_take(&in, first);
    if (in.bad)
        return 0;
    bytes chunks[] = { bytes_of(at, first), in };
    blob_reader dictionary = { .chunk_count = 2, .chunks = chunks };
    if (which & 2) {
        walk_frequent(&dictionary);
    } else if (which & 1) {
        walk_words(&dictionary, (yz_str){ 0 });
        walk_words(&dictionary, str_of("w工会"));
        answered(words_find(&dictionary, str_of("wservic"), &where, &err),
                 &err);
    } else {
        walk_grams(&dictionary, 0);
        walk_grams(&dictionary, gram_of(0x5de5, 0));
        answered(grams_find(&dictionary, gram_of(0x5de5, 0x4f1a), &where, &err),
                 &err);
    }
    return 0;
}
