/* SPDX-License-Identifier: MIT */
/*
 * Are the words by the dictionary's tables those by ICU alone: on every line
 * of two collections, on random mixtures of all that text is made of (and of
 * what it never is: lone surrogates, marks at the beginning), and on runs of
 * ideographs far longer than any sentence?
 */
#include "core/text/word_break.h"

#include "core/base/array.h"
#include "core/base/buffer.h"
#include "core/base/file.h"
#include "core/text/fold.h"
#include "core/text/skeleton.h"

#include "property.h"

enum {
    ROUNDS = 30000,
    LENGTH_MAX = 300,
    LONG_RUN = 200000,
    SKIPPED = 77 /* to ctest: there is nothing to compare */
};

typedef struct twins {
    segmenter *icu;
    segmenter *fast;
    arena a;
    uint64_t words;
} twins;

static void
check_same(twins *t, const uint16_t *units, uint32_t length)
{
    word_span *left;
    word_span *right;
    size_t left_count;
    size_t right_count;
    CHECK(segmenter_words(t->icu, units, length, &t->a, &left, &left_count,
                          NULL) == YZ_OK);
    CHECK(segmenter_words(t->fast, units, length, &t->a, &right, &right_count,
                          NULL) == YZ_OK);
    bool same = left_count == right_count;
    for (size_t i = 0; same && i < left_count; i++)
        same = left[i].begin == right[i].begin && left[i].end == right[i].end;
    for (uint32_t i = 0; !same && i < length; i++)
        fprintf(stderr, "%04x ", units[i]);
    CHECK(same);
    t->words += left_count;
    arena_clear(&t->a);
}

/* ---- collections ---------------------------------------------------------------- */

/* The units of all lines, a line feed behind each, for random texts too. */
typedef ARRAY_OF(uint16_t) sample;

static void
check_line(twins *t, const fold_table *fold, yz_str line, sample *s)
{
    skeleton sk;
    arena a = { 0 };
    CHECK(skeleton_make(fold, line, false, &a, &sk, NULL) == YZ_OK);
    check_same(t, sk.units, sk.length);
    for (uint32_t i = 0; i < sk.length; i++)
        CHECK(ARRAY_PUSH(s, sk.units[i]));
    CHECK(ARRAY_PUSH(s, '\n'));
    arena_dispose(&a);
}

static void
check_collection(twins *t, const fold_table *fold, const char *name, sample *s)
{
    char path[1024];
    buffer text = { 0 };
    snprintf(path, sizeof(path), TEST_SOURCE_DIR "/tests/data/%s", name);
    CHECK(file_read(path, SIZE_MAX - 1, &text, NULL, NULL) == YZ_OK);
    const char *data = (const char *)text.data;
    size_t end;
    for (size_t at = 0; at < text.size; at = end + 1) {
        const char *feed = memchr(data + at, '\n', text.size - at);
        end = feed ? (size_t)(feed - data) : text.size;
        check_line(t, fold, (yz_str){ data + at, end - at }, s);
    }
    buffer_dispose(&text);
}

/* ---- random texts ---------------------------------------------------------------- */

typedef struct unit_range {
    uint16_t first;
    uint16_t last;
} unit_range;

static const unit_range ranges[] = {
    { 0x4e00, 0x9fff }, { 0x3400, 0x4dbf }, { 0x3005, 0x3007 },
    { 0x3021, 0x303b }, { 0x2e80, 0x2fd5 }, { 0xf900, 0xfad9 },
    { 0x3041, 0x309f }, { 0x30a0, 0x30ff }, { 0x31f0, 0x31ff },
    { 0x3031, 0x3035 }, { 0xff66, 0xff9f }, { 0x3105, 0x312f },
    { 0xac00, 0xd7a3 }, { 0x1100, 0x11ff }, { 'a', 'z' },
    { 'A', 'Z' },       { '0', '9' },       { ' ', '/' },
    { ':', '@' },       { '[', '`' },       { 0xff01, 0xff3f },
    { 0x3001, 0x3011 }, { 0x2010, 0x2027 }, { 0x300, 0x36f },
    { 0x3099, 0x309c }, { 0xfe00, 0xfe0f }, { 0x200b, 0x200f },
    { 0x200d, 0x200d }, { 0xd83c, 0xd83e }, { 0xdc00, 0xdfff },
    { 0xd840, 0xd869 }, { 0x590, 0x6ff },   { 0xe01, 0xe3a },
    { 0x1780, 0x17b3 }, { 0x1000, 0x1049 }, { 0x400, 0x4ff },
    { 0x2600, 0x27bf }, { 0x3297, 0x3299 }, { 0x2460, 0x24ff },
    { 0x3200, 0x33ff }, { 0x2160, 0x2188 }, { 0, 0xffff },
    { 0x0966, 0x096f }, { 0x30fc, 0x30fc }, { 0x30a1, 0x30fa },
};

/* A run of one kind; many kinds make a text. @return how many units. */
static uint32_t
random_run(random_state *r, uint16_t *out, uint32_t room)
{
    const unit_range range =
        ranges[random_below(r, (uint32_t)ARRAY_LENGTH(ranges))];
    const uint32_t length_max = random_below(r, 8) ? 4 : 30;
    uint32_t length = 1 + random_below(r, length_max);
    length = length < room ? length : room;
    for (uint32_t i = 0; i < length; i++)
        out[i] = (uint16_t)(range.first +
                            random_below(r, 1u + range.last - range.first));
    return length;
}

/* A piece of real text. */
static uint32_t
random_piece(random_state *r, const sample *s, uint16_t *out, uint32_t room)
{
    uint32_t length = 1 + random_below(r, 30);
    length = length < room ? length : room;
    const uint32_t at = random_below(r, (uint32_t)s->count - length);
    memcpy(out, s->items + at, length * sizeof(*out));
    return length;
}

static void
check_random_text(random_state *r, twins *t, const sample *s)
{
    uint16_t units[LENGTH_MAX];
    const uint32_t wanted = random_below(r, LENGTH_MAX);
    const uint32_t real = random_below(r, 4); /* how much of it is */
    for (uint32_t at = 0; at < wanted;)
        at += random_below(r, 4) < real
                  ? random_piece(r, s, units + at, wanted - at)
                  : random_run(r, units + at, wanted - at);
    check_same(t, units, wanted);
}

/* Ideographs of real text, or kana of any kind, without an end. */
static void
check_long_run(random_state *r, twins *t, const sample *s, bool kana)
{
    uint16_t *units = malloc(LONG_RUN * sizeof(*units));
    CHECK(units);
    for (uint32_t i = 0; i < LONG_RUN;) {
        const uint16_t unit = s->items[random_below(r, (uint32_t)s->count)];
        if (kana)
            units[i++] = (uint16_t)(0x3041 + random_below(r, 0x56) +
                                    0x60 * random_below(r, 2));
        else if (unit >= 0x4e00 && unit <= 0x9fff)
            units[i++] = unit;
    }
    check_same(t, units, LONG_RUN);
    free(units);
}

static fold_table *
table_of_icu(void)
{
    fold_table *table;
    buffer stored = { 0 };
    CHECK(fold_table_dump(&stored, NULL) == YZ_OK);
    CHECK(fold_table_load(NULL, bytes_of(stored.data, stored.size), &table,
                          NULL) == YZ_OK);
    buffer_dispose(&stored);
    return table;
}

static void
check_all(random_state *r, twins *t)
{
    sample s = { 0 };
    fold_table *fold = table_of_icu();
    check_collection(t, fold, "collections/drcd/corpus.jsonl", &s);
    check_collection(t, fold, "collections/xquad_zh/corpus.jsonl", &s);
    for (int round = 0; round < ROUNDS; round++)
        check_random_text(r, t, &s);
    check_long_run(r, t, &s, false);
    check_long_run(r, t, &s, true);
    ARRAY_DISPOSE(&s);
    fold_table_free(fold);
}

int
main(int argc, char **argv)
{
    random_state r = random_begin(argc, argv);
    twins t = { 0 };
    word_list *dictionary;
    CHECK(dictionary_new(NULL, &dictionary, NULL) == YZ_OK);
    const bool known = dictionary_build(dictionary) != NULL;
    if (known) {
        CHECK(segmenter_open(NULL, NULL, &t.icu, NULL) == YZ_OK);
        CHECK(segmenter_open(NULL, dictionary, &t.fast, NULL) == YZ_OK);
        check_all(&r, &t);
        printf("%llu words\n", (unsigned long long)t.words);
    } else {
        printf("not the ICU we know: it cuts all words itself\n");
    }
    segmenter_close(t.icu);
    segmenter_close(t.fast);
    dictionary_free(dictionary);
    arena_dispose(&t.a);
    return known ? 0 : SKIPPED;
}
