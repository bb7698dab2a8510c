/* SPDX-License-Identifier: MIT */
/*
 * How fast is text made ready for the index, beside the ICU that could do it
 * all?
 *
 *     bench_text FILE...       each line of the files is a text
 *
 * Each way goes over all texts several times; the best time counts, of the
 * processor, one thread. The last column says how much faster a way is than
 * the one of ICU above it. The results of fast and slow ways are compared by
 * the tests (tests/unit, tests/property), not here.
 */
#include "core/base/array.h"
#include "core/base/buffer.h"
#include "core/base/file.h"
#include "core/base/utf8.h"
#include "core/text/analyzer.h"
#include "core/text/fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/ubrk.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

enum { ROUNDS = 5 };

typedef struct bench {
    buffer stored;
    ARRAY_OF(yz_str) texts;
    ARRAY_OF(skeleton) skeletons;
    arena keep;
    arena scratch;
    size_t chars;
    fold_table *fold;
    variant_table *variants;
    word_list *dictionary;
    /* The way at hand: */
    const fold_table *with_fold;
    bool places;
    segmenter *segmenter;
    analyzer *analyzer;
    UBreakIterator *breaker;
    double icu_seconds;
} bench;

static void
must(bool so, const char *what)
{
    if (so)
        return;
    fprintf(stderr, "bench_text: %s\n", what);
    exit(2);
}

static double
seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ---- ways, one text each -------------------------------------------------------- */

static void
way_normalize(bench *b, size_t i)
{
    const yz_str text = b->texts.items[i];
    UErrorCode code = U_ZERO_ERROR;
    const int32_t room = (int32_t)text.size + 64;
    UChar *units = arena_array(&b->scratch, 4 * (size_t)room, sizeof(*units));
    int32_t length;
    must(units != NULL, "out of memory");
    u_strFromUTF8(units, room, &length, text.data, (int32_t)text.size, &code);
    const UNormalizer2 *fold = unorm2_getNFKCCasefoldInstance(&code);
    unorm2_normalize(fold, units, length, units + room, 3 * room, &code);
    must(U_SUCCESS(code), "ICU cannot fold a text");
}

static void
way_skeleton(bench *b, size_t i)
{
    skeleton sk;
    must(skeleton_make(b->with_fold, b->texts.items[i], b->places, &b->scratch,
                       &sk, NULL) == YZ_OK,
         "a text has no skeleton");
}

static void
way_breaker(bench *b, size_t i)
{
    UErrorCode code = U_ZERO_ERROR;
    const skeleton *sk = &b->skeletons.items[i];
    ubrk_setText(b->breaker, sk->units, (int32_t)sk->length, &code);
    while (ubrk_next(b->breaker) != UBRK_DONE)
        ;
    must(U_SUCCESS(code), "ICU cannot find words");
}

static void
way_segment(bench *b, size_t i)
{
    word_span *spans;
    size_t count;
    const skeleton *sk = &b->skeletons.items[i];
    must(segmenter_words(b->segmenter, sk->units, sk->length, &b->scratch,
                         &spans, &count, NULL) == YZ_OK,
         "a text has no words");
}

static void
way_analyze(bench *b, size_t i)
{
    word_token *tokens;
    size_t count;
    const skeleton *sk = &b->skeletons.items[i];
    must(analyzer_words(b->analyzer, sk->units, sk->length, &b->scratch,
                        &tokens, &count, NULL) == YZ_OK,
         "a text has no terms");
}

/* ---- measuring ------------------------------------------------------------------- */

static void
measure(bench *b, const char *name, bool icu, void (*way)(bench *, size_t))
{
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
        const double begin = seconds_now();
        for (size_t i = 0; i < b->texts.count; i++) {
            way(b, i);
            arena_clear(&b->scratch);
        }
        const double took = seconds_now() - begin;
        best = round == 0 || took < best ? took : best;
    }
    if (icu)
        b->icu_seconds = best;
    printf("%-34s %8.1f Mchar/s %7.1f ns/char %8.1f\n", name,
           (double)b->chars / best / 1e6, best / (double)b->chars * 1e9,
           b->icu_seconds / best);
}

static void
measure_folding(bench *b)
{
    measure(b, "NFKC_Casefold by ICU, whole texts", true, way_normalize);
    b->with_fold = NULL;
    measure(b, "skeleton, ICU for each character", true, way_skeleton);
    b->with_fold = b->fold;
    measure(b, "skeleton", false, way_skeleton);
    b->places = true;
    measure(b, "skeleton with places", false, way_skeleton);
}

static void
measure_words(bench *b)
{
    UErrorCode code = U_ZERO_ERROR;
    b->breaker = ubrk_open(UBRK_WORD, "zh", NULL, 0, &code);
    must(U_SUCCESS(code), "ICU has no rules for words");
    measure(b, "word bounds by ICU", true, way_breaker);
    ubrk_close(b->breaker);
    for (int fast = 0; fast < 2; fast++) {
        must(segmenter_open(NULL, fast ? b->dictionary : NULL, &b->segmenter,
                            NULL) == YZ_OK,
             "out of memory");
        measure(b, fast ? "words" : "words, ICU for Han", !fast, way_segment);
        segmenter_close(b->segmenter);
    }
    for (int fast = 0; fast < 2; fast++) {
        must(analyzer_open(NULL, "en", b->variants, fast ? b->dictionary : NULL,
                           &b->analyzer, NULL) == YZ_OK,
             "out of memory");
        measure(b, fast ? "terms" : "terms, ICU for Han", !fast, way_analyze);
        analyzer_close(b->analyzer);
    }
}

/* ---- texts and tables ------------------------------------------------------------ */

static void
read_texts(bench *b, int count, char **paths)
{
    for (int i = 0; i < count; i++)
        must(file_read(paths[i], INT32_MAX, &b->stored, NULL, NULL) == YZ_OK,
             "cannot read a file");
    const char *data = (const char *)b->stored.data;
    const size_t size = b->stored.size;
    must(utf8_valid_prefix(data, size) == size, "a file is not UTF-8");
    size_t end;
    for (size_t at = 0; at < size; at = end + 1) {
        const char *feed = memchr(data + at, '\n', size - at);
        end = feed ? (size_t)(feed - data) : size;
        const yz_str text = { data + at, end - at };
        skeleton sk;
        must(skeleton_make(b->fold, text, false, &b->keep, &sk, NULL) ==
                     YZ_OK &&
                 ARRAY_PUSH(&b->texts, text) && ARRAY_PUSH(&b->skeletons, sk),
             "out of memory");
        b->chars += utf8_count(text.data, text.size);
    }
    must(b->chars > 0, "the files are empty");
}

/* Make the tables, and say how long each takes. */
static void
make_tables(bench *b)
{
    buffer out = { 0 };
    double begin = seconds_now();
    must(fold_table_dump(&out, NULL) == YZ_OK, "no folding table");
    printf("%-34s %8.2f ms, %zu bytes\n", "dumping the folding table",
           1e3 * (seconds_now() - begin), out.size);
    begin = seconds_now();
    must(fold_table_load(NULL, bytes_of(out.data, out.size), &b->fold, NULL) ==
             YZ_OK,
         "no folding table");
    printf("%-34s %8.2f ms\n", "loading it", 1e3 * (seconds_now() - begin));
    out.size = 0;
    must(variant_table_dump(&out, NULL) == YZ_OK &&
             variant_table_load(NULL, bytes_of(out.data, out.size),
                                &b->variants, NULL) == YZ_OK &&
             dictionary_new(NULL, &b->dictionary, NULL) == YZ_OK,
         "no tables");
    buffer_dispose(&out);
    begin = seconds_now();
    const bool known = dictionary_build(b->dictionary) != NULL;
    printf("%-34s %8.2f ms%s\n", "the dictionary's tables",
           1e3 * (seconds_now() - begin),
           known ? "" : " (ICU not known: words are ICU's)");
}

int
main(int argc, char **argv)
{
    static bench b;
    if (argc < 2) {
        fprintf(stderr, "usage: bench_text FILE...\n");
        return 2;
    }
    make_tables(&b);
    read_texts(&b, argc - 1, argv + 1);
    printf("%zu texts, %zu characters\n", b.texts.count, b.chars);
    measure_folding(&b);
    measure_words(&b);
    dictionary_free(b.dictionary);
    variant_table_free(b.variants);
    fold_table_free(b.fold);
    ARRAY_DISPOSE(&b.texts);
    ARRAY_DISPOSE(&b.skeletons);
    arena_dispose(&b.keep);
    arena_dispose(&b.scratch);
    buffer_dispose(&b.stored);
    return 0;
}
