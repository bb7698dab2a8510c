/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as pinyin. Whatever they part into are rows within their limits,
 * each of classes of characters (of none, where no character has the tone).
 */
#include "tests/fuzz/fuzz.h"

#include "core/text/pinyin.h"

enum { CLASS_MAX = 4000 }; /* no syllable, and no initial, has this many */

static uint32_t
size_of(const pinyin_class *class)
{
    uint32_t size = 0;
    for (uint32_t c = PINYIN_FIRST; c <= PINYIN_LAST; c++)
        size += pinyin_class_has(class, c);
    return size;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a = { 0 };
    yz_error err = { 0 };
    pinyin_query query;
    const yz_str text = { (const char *)data, size };
    const yz_status status = pinyin_parse(text, &a, &query, &err);
    FUZZ_REQUIRE(status == YZ_OK || err.message[0] != '\0');
    FUZZ_REQUIRE(status != YZ_OK || query.count <= PINYIN_ROWS_MAX);
    for (size_t i = 0; status == YZ_OK && i < query.count; i++) {
        FUZZ_REQUIRE(query.rows[i].count >= 1 &&
                     query.rows[i].count <= PINYIN_SYLLABLES_MAX);
        for (size_t j = 0; j < query.rows[i].count; j++)
            FUZZ_REQUIRE(size_of(query.rows[i].classes[j]) < CLASS_MAX);
    }
    arena_dispose(&a);
    return 0;
}
