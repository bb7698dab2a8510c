/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as synonyms: as text (byte 0 even) or as they are stored (odd).
 * They are refused, or groups of two words and more, come back from text and
 * from their stored form, and can be looked for.
 */
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/small_index.h"

#include "core/base/utf8.h"
#include "core/text/synonyms.h"

static void
check_same(const synonyms *a, const synonyms *b)
{
    FUZZ_REQUIRE(a->count == b->count && a->groups == b->groups);
    for (uint32_t i = 0; i < a->count; i++)
        FUZZ_REQUIRE(a->items[i].group == b->items[i].group &&
                     str_equal(a->items[i].text, b->items[i].text));
}

static void
check_stored(const synonyms *s, arena *a)
{
    synonyms again;
    buffer out = { 0 };
    synonyms_encode(s, &out);
    FUZZ_REQUIRE(buffer_ok(&out));
    FUZZ_REQUIRE(synonyms_decode(bytes_of(out.data, out.size), a, &again,
                                 NULL) == YZ_OK);
    check_same(s, &again);
    out.size = 0;
    synonyms_write(s, &out);
    FUZZ_REQUIRE(buffer_ok(&out));
    buffer_dispose(&out);
}

static void
check_words(synonyms *s, arena *a)
{
    const yz_index *index = small_index();
    yz_error err = { 0 };
    if (synonyms_prepare(s, index->fold, index->variants, a, &err) != YZ_OK) {
        FUZZ_REQUIRE(err.message[0] != '\0');
        return;
    }
    for (uint32_t i = 0; i < s->count; i++) {
        const synonym *w = &s->items[i];
        FUZZ_REQUIRE(w->group < s->groups);
        if (w->skeleton.length)
            (void)synonyms_at(s, w->folded, w->skeleton.length, 0);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a = { 0 };
    yz_error err = { 0 };
    synonyms s;
    if (size == 0)
        return 0;
    const yz_str text = { (const char *)data + 1, size - 1 };
    const bool is_stored = data[0] & 1;
    if (!is_stored && utf8_valid_prefix(text.data, text.size) != text.size)
        return 0; /* what it is read from has seen to that */
    const yz_status status =
        is_stored ? synonyms_decode(bytes_of(data + 1, size - 1), &a, &s, &err)
                  : synonyms_parse(text, &a, &s, &err);
    if (status == YZ_OK) {
        check_stored(&s, &a);
        check_words(&s, &a);
    }
    FUZZ_REQUIRE(status == YZ_OK || err.message[0] != '\0');
    arena_dispose(&a);
    return 0;
}
