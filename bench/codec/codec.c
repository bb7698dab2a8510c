/* SPDX-License-Identifier: MIT */
/*
 * How fast are posting lists decoded, and how small are they? First the bit
 * unpacker alone, by width and level, beside memcpy of what it writes; then
 * lists of characters and pairs made from text, a passage a line of the files
 * named: bytes a posting and a term, and the rate of decoding them all.
 *
 *     bench_codec FILE...
 */
#include "core/base/array.h"
#include "core/base/file.h"
#include "core/base/utf8.h"
#include "core/format/grams.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BLOCKS = 512, MILLION = 1000000 };

/* CPU time: what others do on the machine is not measured. */
static double
seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ---- the unpacker ------------------------------------------------------------- */

static uint8_t packed[BLOCKS * 4 * BITPACK_COUNT_MAX + BITPACK_OVERREAD];
static uint32_t sums[BLOCKS][BITPACK_COUNT_MAX];

/* G values a second of one pass over all blocks, the best of many. */
static double
unpack_rate(const bitpack_kernels *k, uint32_t width)
{
    double best = 1e9;
    const size_t size = bitpack_size(width, BITPACK_COUNT_MAX);
    for (int round = 0; round < 200; round++) {
        const double begin = seconds();
        for (uint32_t i = 0; i < BLOCKS; i++)
            (void)bitpack_unpack_gaps(k, packed + i * size,
                                      packed + sizeof(packed), width,
                                      BITPACK_COUNT_MAX, 0, sums[i]);
        const double spent = seconds() - begin;
        best = spent < best ? spent : best;
    }
    return BLOCKS * (double)BITPACK_COUNT_MAX / best / 1e9;
}

static double
memcpy_rate(void)
{
    static uint32_t from[BLOCKS][BITPACK_COUNT_MAX];
    double best = 1e9;
    for (int round = 0; round < 200; round++) {
        const double begin = seconds();
        for (uint32_t i = 0; i < BLOCKS; i++)
            memcpy(sums[i], from[(i + (uint32_t)round) % BLOCKS],
                   sizeof(sums[i]));
        const double spent = seconds() - begin;
        best = spent < best ? spent : best;
    }
    return BLOCKS * (double)BITPACK_COUNT_MAX / best / 1e9;
}

static void
show_unpacker(void)
{
    static const uint32_t widths[] = { 1, 4, 7, 10, 13, 16, 20, 25 };
    for (size_t i = 0; i < sizeof(packed); i++)
        packed[i] = (uint8_t)(i * 167 >> 3);
    printf("gaps unpacked and summed, G values/s (memcpy: %.1f)\nwidth",
           memcpy_rate());
    for (size_t i = 0; i < ARRAY_LENGTH(widths); i++)
        printf("%7" PRIu32, widths[i]);
    for (int level = 0; level < BITPACK_LEVEL_COUNT; level++) {
        const bitpack_kernels *k = bitpack_kernels_of((bitpack_level)level);
        if (!k)
            continue;
        printf("\n%-6s", k->name);
        for (size_t i = 0; i < ARRAY_LENGTH(widths); i++)
            printf("%6.2f ", unpack_rate(k, widths[i]));
    }
    printf("\n\n");
}

/* ---- lists from text ---------------------------------------------------------- */

typedef struct occurrence {
    gram_key gram;
    uint32_t passage;
} occurrence;

typedef struct corpus {
    ARRAY_OF(occurrence) occurrences;
    uint32_t passages;
    size_t size;
} corpus;

static bool
is_gram_char(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (c >= 0x3400 && c < 0xe000) ||
           c >= 0x10000;
}

static bool
add_passage(corpus *c, const char *text, size_t size)
{
    uint32_t before = 0;
    for (size_t at = 0; at < size;) {
        const uint32_t next = utf8_next(text, size, &at);
        const bool gram = is_gram_char(next);
        const occurrence one = { gram_of(next, 0), c->passages };
        const occurrence pair = { gram_of(before, next), c->passages };
        if (gram && !ARRAY_PUSH(&c->occurrences, one))
            return false;
        if (gram && before && !ARRAY_PUSH(&c->occurrences, pair))
            return false;
        before = gram ? next : 0;
    }
    c->passages++;
    c->size += size;
    return true;
}

static bool
add_file(corpus *c, const char *path)
{
    buffer text = { 0 };
    yz_error err;
    bool added = file_read(path, SIZE_MAX, &text, NULL, &err) == YZ_OK;
    const char *at = (const char *)text.data;
    const char *end = at + text.size;
    while (added && at < end) {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        line = line ? line : end;
        added = add_passage(c, at, (size_t)(line - at));
        at = line + 1;
    }
    buffer_dispose(&text);
    return added;
}

static int
occurrence_compare(const void *a, const void *b)
{
    const occurrence *x = a;
    const occurrence *y = b;
    if (x->gram != y->gram)
        return x->gram < y->gram ? -1 : 1;
    return (x->passage > y->passage) - (x->passage < y->passage);
}

/* What the lists come to. */
typedef struct lists {
    blob_writer blob;
    blob_writer dictionary;
    ARRAY_OF(list_place) places;
    uint64_t postings; /**< of lists that are not inline */
    uint64_t single;
    uint64_t bound; /**< bytes: gaps in the width of their block, no more */
} lists;

static uint64_t
for_bound(const uint32_t *passages, uint32_t count)
{
    uint64_t bits = 0;
    for (uint32_t i = 0; i < count; i += POSTINGS_BLOCK_MAX) {
        uint32_t all = 0;
        uint32_t n = i;
        for (; n < count && n < i + POSTINGS_BLOCK_MAX; n++)
            all |= passages[n] - (n ? passages[n - 1] + 1 : 0);
        bits += (uint64_t)bitpack_width(all) * (n - i);
    }
    return bits / 8;
}

/* Write the list of occurrences [begin, end). */
static void
write_list(lists *l, postings_writer *w, grams_writer *g,
           const occurrence *begin, const occurrence *end, uint32_t *scratch)
{
    uint32_t count = 0;
    for (const occurrence *o = begin; o < end;) {
        const occurrence *first = o;
        while (o < end && o->passage == first->passage)
            o++;
        scratch[count++] = first->passage;
        postings_writer_add(w, first->passage, (uint32_t)(o - first));
    }
    const list_place where = postings_writer_finish(w, &l->blob);
    grams_append(g, begin->gram, &where);
    if (count == 1) {
        l->single++;
        return;
    }
    l->postings += count;
    l->bound += for_bound(scratch, count);
    if (!ARRAY_PUSH(&l->places, where))
        l->blob.failed = true;
}

static void
write_lists(corpus *c, bool frequencies, lists *l)
{
    postings_writer w = { .frequencies = frequencies };
    grams_writer g = { .lexicon = { .blob = &l->dictionary } };
    uint32_t *scratch = malloc((size_t)(c->passages + 1) * sizeof(*scratch));
    const occurrence *end = c->occurrences.items + c->occurrences.count;
    for (const occurrence *o = c->occurrences.items; scratch && o < end;) {
        const occurrence *first = o;
        while (o < end && o->gram == first->gram)
            o++;
        write_list(l, &w, &g, first, o, scratch);
    }
    if (!grams_finish(&g) || !scratch)
        l->blob.failed = true;
    postings_writer_dispose(&w);
    free(scratch);
}

/* ---- reading them back -------------------------------------------------------- */

static blob_reader
reader_of(const blob_writer *blob, bytes *chunks)
{
    for (size_t i = 0; i < blob->chunks.count; i++)
        chunks[i] =
            bytes_of(blob->chunks.items[i].data, blob->chunks.items[i].size);
    return (blob_reader){ .chunk_count = (uint32_t)blob->chunks.count,
                          .chunks = chunks };
}

/* Decoding: from where, into which room. */
typedef struct decoding {
    blob_reader blob;
    const list_place *places;
    size_t count;
    uint32_t passages;
    uint32_t *room;
    bool frequencies;
} decoding;

static int
longer_first(const void *a, const void *b)
{
    const list_place *x = a;
    const list_place *y = b;
    return (x->count < y->count) - (x->count > y->count);
}

/* Seconds to decode the lists. */
static double
decode_all(decoding *d, const bitpack_kernels *k)
{
    const double begin = seconds();
    for (size_t i = 0; i < d->count; i++) {
        posting_list list;
        uint32_t *frequencies = d->frequencies ? d->room + d->passages : NULL;
        if (postings_open(&d->blob, &d->places[i], d->passages, &list, NULL) !=
            YZ_OK)
            continue;
        list.kernels = k;
        if (postings_decode(&list, d->room, frequencies, NULL) != YZ_OK)
            printf("a list does not decode\n");
    }
    return seconds() - begin;
}

static void
show_rates(decoding *d, uint32_t shortest)
{
    uint64_t postings = 0;
    for (size_t i = 0; i < d->count; i++)
        postings += d->places[i].count;
    printf("  %zu lists of %" PRIu32 " and more, G postings/s:", d->count,
           shortest);
    for (int level = 0; level < BITPACK_LEVEL_COUNT; level++) {
        const bitpack_kernels *k = bitpack_kernels_of((bitpack_level)level);
        double best = 1e9;
        for (int round = 0; k && round < 9; round++) {
            const double spent = decode_all(d, k);
            best = spent < best ? spent : best;
        }
        if (k)
            printf(" %s %.2f", k->name, (double)postings / best / 1e9);
    }
    printf("\n");
}

static void
show_decoding(lists *l, uint32_t passages, bool frequencies)
{
    static const uint32_t shortest[] = { 2, 129, 4096 };
    bytes *chunks = malloc((l->blob.chunks.count + 1) * sizeof(*chunks));
    uint32_t *room = malloc(2 * ((size_t)passages + 1) * sizeof(*room));
    if (!chunks || !room)
        return;
    decoding d = { reader_of(&l->blob, chunks),
                   l->places.items,
                   l->places.count,
                   passages,
                   room,
                   frequencies };
    qsort(l->places.items, l->places.count, sizeof(list_place), longer_first);
    for (size_t i = 0; i < ARRAY_LENGTH(shortest); i++) {
        while (d.count > 0 && d.places[d.count - 1].count < shortest[i])
            d.count--;
        show_rates(&d, shortest[i]);
    }
    free(chunks);
    free(room);
}

/* Nanoseconds to find each term that is not inline once. */
static double
find_cost(const lists *l)
{
    bytes *chunks = malloc((l->dictionary.chunks.count + 1) * sizeof(*chunks));
    grams_cursor c;
    ARRAY_OF(gram_key) keys = { 0 };
    if (!chunks)
        return 0;
    blob_reader dictionary = reader_of(&l->dictionary, chunks);
    if (grams_cursor_open(&dictionary, 0, &c, NULL) == YZ_OK)
        while (grams_cursor_next(&c, NULL) == YZ_OK && ARRAY_PUSH(&keys, c.key))
            continue;
    const double begin = seconds();
    for (size_t i = 0, at = 0; i < keys.count; i++) {
        list_place where;
        at = (at + 2654435761u) % keys.count;
        if (grams_find(&dictionary, keys.items[at], &where, NULL) != YZ_OK)
            printf("a term is not found\n");
    }
    const double spent = seconds() - begin;
    const double cost = 1e9 * spent / (double)(keys.count + !keys.count);
    ARRAY_DISPOSE(&keys);
    free(chunks);
    return cost;
}

static void
show_lists(corpus *c, bool frequencies)
{
    lists l = { 0 };
    const double begin = seconds();
    write_lists(c, frequencies, &l);
    const double spent = seconds() - begin;
    const double terms = (double)(l.places.count + l.single);
    const double size = (double)blob_writer_size(&l.blob);
    const double postings = (double)(l.postings + !l.postings);
    printf(
        "%s frequencies: %.0f terms (%.0f %% of one posting), %" PRIu64
        " postings\n  lists %.3f bytes/posting (packed gaps alone: %.3f), "
        "dictionary %.2f bytes/term, written in %.0f ns/posting\n"
        "  both %.1f %% of the text; a term is found in %.0f ns\n",
        frequencies ? "with" : "without", terms, 100 * (double)l.single / terms,
        l.postings, size / postings, (double)l.bound / postings,
        (double)blob_writer_size(&l.dictionary) / terms, 1e9 * spent / postings,
        100 * (size + (double)blob_writer_size(&l.dictionary)) /
            (double)c->size,
        find_cost(&l));
    show_decoding(&l, c->passages, frequencies);
    blob_writer_dispose(&l.blob);
    blob_writer_dispose(&l.dictionary);
    ARRAY_DISPOSE(&l.places);
}

int
main(int argc, char **argv)
{
    corpus c = { 0 };
    show_unpacker();
    for (int i = 1; i < argc; i++)
        if (!add_file(&c, argv[i])) {
            fprintf(stderr, "bench_codec: cannot read %s\n", argv[i]);
            return 2;
        }
    if (c.passages == 0)
        return 0;
    qsort(c.occurrences.items, c.occurrences.count, sizeof(occurrence),
          occurrence_compare);
    printf("%" PRIu32 " passages, %.1f MB\n", c.passages,
           (double)c.size / MILLION);
    show_lists(&c, false);
    show_lists(&c, true);
    ARRAY_DISPOSE(&c.occurrences);
    return 0;
}
