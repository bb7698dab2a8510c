/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a dictionary of grams or of words. Byte 0: which; then how many
 * bytes its first chunk has (u16), which hold the blocks; the last chunk, with
 * the index of the blocks, is the rest.
 *
 * Every walk ends, and every term that a walk gives can be looked up without a
 * fault, found or not.
 */
#include "tests/fuzz/fuzz.h"

#include "core/format/grams.h"
#include "core/format/words.h"

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

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    yz_error err = { 0 };
    list_place where;
    bytes in = bytes_of(data, size);
    const bool has_words = bytes_take_u8(&in) & 1;
    const size_t first = bytes_take_u16(&in);
    const uint8_t *at = bytes_take(&in, first);
    if (in.bad)
        return 0;
    bytes chunks[] = { bytes_of(at, first), in };
    blob_reader dictionary = { .chunk_count = 2, .chunks = chunks };
    if (has_words) {
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
