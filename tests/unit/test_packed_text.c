/* SPDX-License-Identifier: MIT */
/*
 * Does a text come back from its packed form byte for byte, is its quick
 * skeleton the true one, does a probe never overlook a character, and does a
 * needle tell where it stands? The twin is skeleton_make(), on the collections,
 * on text of all kinds of characters, and on damaged records.
 */
#include "core/format/packed_text.h"

#include "core/base/array.h"
#include "core/base/utf8.h"
#include "core/index/skeletons.h"
#include "core/text/skeleton.h"
#include "tests/unit/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

static fold_table *
table_new(void)
{
    buffer stored = { 0 };
    fold_table *table;
    assert_int_equal(fold_table_dump(&stored, NULL), YZ_OK);
    assert_int_equal(
        fold_table_load(NULL, bytes_of(stored.data, stored.size), &table, NULL),
        YZ_OK);
    buffer_dispose(&stored);
    return table;
}

/* ---- one text ------------------------------------------------------------------ */

typedef struct fixture {
    fold_table *table;
    packed_fold *fold;
    packer *packer;
    uint64_t texts;
    uint64_t slow;
    uint64_t bytes;
    uint64_t packed;
    uint64_t needles;
    uint64_t unknown; /* needles that the skeleton must tell of */
} fixture;

static int
set_up(void **state)
{
    fixture *f = calloc(1, sizeof(*f));
    f->table = table_new();
    f->fold = packed_fold_new(NULL, f->table);
    f->packer = packer_new(NULL, f->fold);
    *state = f;
    return f->packer ? 0 : -1;
}

static int
tear_down(void **state)
{
    fixture *f = *state;
    packer_free(f->packer);
    free(f->fold);
    fold_table_free(f->table);
    free(f);
    return 0;
}

static bool
has_unit(const skeleton *s, uint16_t unit)
{
    for (uint32_t i = 0; i < s->length; i++)
        if (s->units[i] == unit)
            return true;
    return false;
}

/* Every character of the text is found; others where they stand. */
static void
check_probes(const fixture *f, const packed_text *t, const skeleton *s,
             uint64_t *seed)
{
    for (int i = 0; i < 8; i++) {
        const uint64_t drawn = random_next(seed);
        const uint16_t unit = s->length && drawn & 1
                                  ? s->units[(drawn >> 8) % s->length]
                                  : (uint16_t)(drawn >> 8);
        packed_probe probe;
        packed_probe_make(f->fold, &unit, 1, &probe);
        if (has_unit(s, unit))
            assert_true(packed_text_may_have(t, &probe));
    }
}

static bool
has_units(const skeleton *s, const uint16_t *units, uint32_t count)
{
    for (uint32_t i = 0; i + count <= s->length; i++)
        if (!memcmp(s->units + i, units, count * sizeof(*units)))
            return true;
    return false;
}

/* Phrases of the text, every other one with a unit of elsewhere in it. */
static void
check_needles(fixture *f, const packed_text *t, const skeleton *s,
              uint64_t *seed)
{
    for (int i = 0; i < 8; i++) {
        uint16_t units[PACKED_NEEDLE_MAX];
        packed_needle needle;
        const uint32_t count = 2 + (uint32_t)(random_next(seed) >> 8) % 5;
        if (count > s->length)
            continue;
        const uint32_t most = s->length - count + 1;
        memcpy(units, s->units + (random_next(seed) >> 8) % most,
               count * sizeof(*units));
        if (i & 1)
            units[(random_next(seed) >> 8) % count] =
                s->units[(random_next(seed) >> 8) % s->length];
        if (!packed_needle_make(f->fold, units, count, &needle))
            continue;
        const packed_answer answer = packed_text_find(t, &needle);
        if (answer != PACKED_UNKNOWN)
            assert_int_equal(answer == PACKED_PRESENT,
                             has_units(s, units, count));
        f->needles++;
        f->unknown += answer == PACKED_UNKNOWN;
    }
}

static void
check_text(fixture *f, yz_str text, uint64_t *seed)
{
    arena a = { 0 };
    skeleton s;
    buffer out = { 0 };
    packed_text t;
    yz_str back;
    assert_int_equal(skeleton_make(f->table, text, false, &a, &s, NULL), YZ_OK);
    buffer_put_u8(&out, 0); /* records begin anywhere */
    packer_put(f->packer, text, s.units, s.length, &out);
    assert_true(buffer_ok(&out));
    bytes in = bytes_of(out.data + 1, out.size - 1);
    assert_true(packed_text_read(&in, &t));
    assert_int_equal(bytes_left(&in), 0);
    assert_int_equal(packed_text_utf8(&t, &a, &back, NULL), YZ_OK);
    assert_true(str_equal(back, text));
    assert_true(out.size <= text.size + 8);
    if (!t.slow) {
        uint16_t *room =
            arena_array(&a, packed_text_capacity(&t), sizeof(*room));
        const uint32_t length = packed_text_skeleton(&t, f->fold, room);
        assert_int_equal(length, s.length);
        if (length)
            assert_memory_equal(room, s.units, 2 * (size_t)length);
    }
    check_probes(f, &t, &s, seed);
    check_needles(f, &t, &s, seed);
    f->texts++;
    f->slow += t.slow;
    f->bytes += text.size;
    f->packed += out.size - 1;
    buffer_dispose(&out);
    arena_dispose(&a);
}

/* ---- the collections -------------------------------------------------------------- */

static void
check_collection(fixture *f, const char *name)
{
    char path[512];
    char *line = NULL;
    size_t room = 0;
    uint64_t seed = 7;
    snprintf(path, sizeof(path), "%s/tests/data/collections/%s/corpus.jsonl",
             TEST_SOURCE_DIR, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (getline(&line, &room, file) > 0) {
        json_t *passage = json_loads(line, 0, NULL);
        const json_t *text = json_object_get(passage, "text");
        assert_non_null(text);
        check_text(
            f, (yz_str){ json_string_value(text), json_string_length(text) },
            &seed);
        json_decref(passage);
    }
    free(line);
    fclose(file);
}

/* Chinese takes little more than 12 bits of 24, and few texts are slow. */
static void
test_collections(void **state)
{
    fixture *f = *state;
    check_collection(f, "drcd");
    check_collection(f, "xquad_zh");
    assert_true(f->texts >= 400);
    assert_true(f->slow * 10 < f->texts);
    assert_true(f->needles > f->texts && f->unknown * 4 < f->needles);
    assert_true(f->packed * 100 < f->bytes * 58);
}

/* ---- all kinds of characters --------------------------------------------------------- */

static uint32_t
random_char(uint64_t *seed)
{
    static const char *const pool =
        "aB1.\"' \t\n\r…½㎏ée\u0301　，。“”「」工会ＡＢ"
        "\u200b\u00ad\u00a0\u2028\xc2\x85\ufffd\ufdd0"
        "\ufdd1\ufdd2각ｶﾞ𠮷😀ﬁßİ";
    const uint64_t drawn = random_next(seed);
    uint32_t c = 0;
    switch (drawn % 8) {
    case 0:
        return 0x4e00 + (uint32_t)(drawn >> 8) % 0x5200;
    case 1:
        return (uint32_t)(drawn >> 8) % 0x80;
    case 2:
        c = (uint32_t)(drawn >> 8) % 0x110000;
        return c >= 0xd800 && c < 0xe000 ? 0x3000 : c;
    case 3:
        c = (uint32_t)(drawn >> 8) % 0x10000;
        return c >= 0xd800 && c < 0xe000 ? ' ' : c;
    default:
        for (size_t at = 0, i = (drawn >> 8) % 45; i-- && pool[at];)
            c = utf8_next(pool, strlen(pool), &at);
        return c ? c : 'x';
    }
}

static void
test_random(void **state)
{
    fixture *f = *state;
    uint64_t seed = 20;
    for (int round = 0; round < 4000; round++) {
        buffer text = { 0 };
        /* some texts are of few kinds, so that all forms are met */
        const uint64_t kinds = random_next(&seed) % 3;
        uint32_t count = (uint32_t)random_next(&seed) % 90;
        for (; count; count--) {
            char one[4];
            uint32_t c = random_char(&seed);
            if (kinds == 0 && c > 0x7f && c % 16)
                c = 'a' + c % 26;
            if (kinds == 1 && c < 0x80 && c > ' ')
                c += 0x4e00;
            buffer_put(&text, one, utf8_put(one, c));
        }
        check_text(f, buffer_str(&text), &seed);
        buffer_dispose(&text);
    }
}

static void
test_edges(void **state)
{
    fixture *f = *state;
    static const char *const texts[] = {
        "",
        " ",
        "工",
        "工 会",
        "a b",
        "工 a",
        "a 工",
        "a \"b",
        "a \" b",
        "“a” “b”",
        "　　工会 ",
        "a\r\n\r\nb",
        "工\"a 会",
        "𠮷 𠮷a 𠮷",
        "工会a b会",
        "…",
        "e\u0301",
        "a\u200b b",
        "中 A \" 文 B C 字符",
        "中文字符中文 A \"B 中文字符中文字符\" C D",
    };
    uint64_t seed = 3;
    for (size_t i = 0; i < ARRAY_LENGTH(texts); i++)
        check_text(f, str_of(texts[i]), &seed);
}

/* ---- kernels against their twins -------------------------------------------------------- */

/* In place, with and without codes behind that must be kept. */
static void
check_map(const uint16_t *codes, uint32_t count, uint64_t *seed)
{
    uint16_t map[CODE_MAP_SIZE];
    uint16_t fast[300 + CODE_SLACK] = { 0 };
    uint16_t slow[300 + CODE_SLACK];
    const uint64_t kinds = random_next(seed) % 2 ? 4096 : 30;
    for (int i = 0; i < CODE_MAP_SIZE; i++)
        map[i] = (uint16_t)(random_next(seed) % kinds);
    memcpy(fast, codes, count * sizeof(*codes));
    const uint16_t behind = fast[count] = 0x1234;
    const uint32_t length = codes_map_scalar(map, 7, codes, count, slow);
    assert_int_equal(codes_map(map, 7, fast, count, false, fast), length);
    assert_memory_equal(fast, slow, length * sizeof(*fast));
    assert_int_equal(fast[count], behind);
    memcpy(fast, codes, count * sizeof(*codes));
    /* What is behind may be no code at all. */
    memset(fast + count, 0xff, CODE_SLACK * sizeof(*fast));
    assert_int_equal(codes_map(map, 7, fast, count, true, fast), length);
    assert_memory_equal(fast, slow, length * sizeof(*fast));
}

static void
test_kernels(void **state)
{
    uint64_t seed = 11;
    (void)state;
    for (uint32_t count = 0; count < 300; count++) {
        uint16_t codes[300];
        uint16_t fast[300 + CODE_SLACK];
        uint16_t slow[300 + CODE_SLACK];
        uint16_t wanted[CODES_WANTED];
        buffer out = { 0 };
        for (uint32_t i = 0; i < count; i++)
            codes[i] = (uint16_t)(random_next(&seed) % CODE_COUNT);
        for (int i = 0; i < CODES_WANTED; i++)
            wanted[i] = (uint16_t)(random_next(&seed) % CODE_ESCAPE);
        if (count % 3 == 0)
            wanted[1] = codes[random_next(&seed) % (count + 1)] % CODE_ESCAPE;
        codes_pack(codes, count, &out);
        assert_int_equal(out.size, codes_size(count));
        /* a copy of the exact size, so that a sanitizer sees a byte more */
        uint8_t *exact = malloc(out.size + 1);
        memcpy(exact + 1, out.data ? out.data : exact, out.size);
        const bytes packed = bytes_of(exact + 1, out.size);
        codes_unpack(packed, count, fast);
        codes_unpack_scalar(packed, count, slow);
        if (count) {
            assert_memory_equal(fast, codes, 2 * (size_t)count);
            assert_memory_equal(slow, codes, 2 * (size_t)count);
        }
        assert_int_equal(codes_have(packed, count, wanted),
                         codes_have_scalar(packed, count, wanted));
        check_map(codes, count, &seed);
        free(exact);
        buffer_dispose(&out);
    }
}

/* ---- damage -------------------------------------------------------------------------------- */

/* A damaged record is refused or gives some text: no more is promised. */
static void
test_damage(void **state)
{
    const fixture *f = *state;
    const yz_str text = str_of("工会 A, b 𠮷𠮷 c…\n龘劳模工匠助企行活动");
    uint64_t seed = 5;
    arena a = { 0 };
    skeleton s;
    buffer out = { 0 };
    assert_int_equal(skeleton_make(f->table, text, false, &a, &s, NULL), YZ_OK);
    packer_put(f->packer, text, s.units, s.length, &out);
    for (int round = 0; round < 20000; round++) {
        packed_text t;
        yz_str back;
        const size_t size = 1 + random_next(&seed) % out.size;
        uint8_t *record = malloc(size);
        memcpy(record, out.data, size);
        record[random_next(&seed) % size] ^=
            (uint8_t)(1u << random_next(&seed) % 8);
        bytes in = bytes_of(record, size);
        arena_clear(&a);
        if (packed_text_read(&in, &t)) {
            uint16_t *room = malloc(packed_text_capacity(&t) * sizeof(*room));
            assert_true(packed_text_skeleton(&t, f->fold, room) <=
                        packed_text_capacity(&t));
            free(room);
            if (packed_text_utf8(&t, &a, &back, NULL) == YZ_OK &&
                t.form != PACKED_PLAIN)
                assert_int_equal(utf8_valid_prefix(back.data, back.size),
                                 back.size);
        }
        free(record);
    }
    buffer_dispose(&out);
    arena_dispose(&a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_edges),  cmocka_unit_test(test_collections),
        cmocka_unit_test(test_random), cmocka_unit_test(test_kernels),
        cmocka_unit_test(test_damage),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
