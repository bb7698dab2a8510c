/* SPDX-License-Identifier: MIT */
/*
 * Does a posting list give back the postings that were written: decoded whole,
 * by blocks, by a cursor that seeks, by intersection, after a merge with and
 * without deletions, and at every level? Do its bounds hold? And does a
 * damaged one end in YZ_E_CORRUPT, or in postings that rise and lie within the
 * segment?
 */
#include "core/base/bit_set.h"
#include "core/format/postings.h"

#include "property.h"

enum { PASSAGES = 60000, ROUNDS = 400, DAMAGED_ROUNDS = 6000, PARTS = 3 };

/* A list as an array, which is what all is compared with. */
typedef struct plain_list {
    uint32_t count;
    uint32_t passages[PASSAGES];
    uint32_t frequencies[PASSAGES];
} plain_list;

static uint8_t lengths[PARTS * PASSAGES];

static uint32_t
random_frequency(random_state *r)
{
    const uint32_t kind = random_below(r, 100);
    if (kind < 70)
        return 1;
    if (kind < 97)
        return 2 + random_below(r, 5);
    return 1 + (uint32_t)(random_u64(r) >> (33 + random_below(r, 30)));
}

/* Parts of a random density each, up to runs without a gap. */
static void
random_list(random_state *r, plain_list *list)
{
    const bool frequencies = random_below(r, 4) > 0;
    const uint32_t count_max = 1 + random_below(r, 1u << random_below(r, 16));
    uint32_t passage = random_below(r, 1000);
    uint32_t gap_max = 1;
    list->count = 0;
    while (passage < PASSAGES && list->count < count_max) {
        if (random_below(r, 100) == 0)
            gap_max = 1u << random_below(r, 10);
        list->passages[list->count] = passage;
        list->frequencies[list->count++] =
            frequencies ? random_frequency(r) : 1;
        passage += 1 + random_below(r, gap_max);
    }
}

static list_place
write_plain(const plain_list *list, blob_writer *blob)
{
    postings_writer w = { .frequencies = true, .lengths = lengths };
    for (uint32_t i = 0; i < list->count; i++)
        postings_writer_add(&w, list->passages[i], list->frequencies[i]);
    const list_place where = postings_writer_finish(&w, blob);
    uint32_t marked = 0;
    for (uint32_t i = 0; i < list->count; i++)
        marked += list->frequencies[i] > 1;
    CHECK(where.marked == marked);
    postings_writer_dispose(&w);
    return where;
}

/* ---- reading ------------------------------------------------------------------ */

static void
check_decode(const posting_list *list, const plain_list *plain)
{
    uint32_t *passages = malloc(plain->count * sizeof(*passages));
    uint32_t *frequencies = malloc(plain->count * sizeof(*frequencies));
    CHECK(passages && frequencies && list->count == plain->count);
    CHECK(!postings_decode(list, passages, frequencies, NULL));
    CHECK(!memcmp(passages, plain->passages, 4 * (size_t)plain->count));
    CHECK(!memcmp(frequencies, plain->frequencies, 4 * (size_t)plain->count));
    free(passages);
    free(frequencies);
}

/* As bits they are the same, whatever was set before. */
static void
check_mark(const posting_list *list, const plain_list *plain)
{
    const size_t words = bits_words(list->passages);
    uint64_t *bits = calloc(words + 1, sizeof(*bits));
    uint64_t *wanted = calloc(words + 1, sizeof(*wanted));
    CHECK(bits && wanted);
    for (uint32_t i = 0; i < list->passages; i += 7) {
        bits_set(bits, i);
        bits_set(wanted, i);
    }
    for (uint32_t i = 0; i < plain->count; i++)
        bits_set(wanted, plain->passages[i]);
    CHECK(!postings_mark(list, bits, NULL));
    CHECK(!memcmp(bits, wanted, words * sizeof(*bits)));
    free(bits);
    free(wanted);
}

static void
check_bound(posting_bound bound, uint32_t frequency, uint8_t length)
{
    CHECK(bound.frequency == POSTING_BOUND_OPEN ||
          frequency <= bound.frequency);
    CHECK(length >= bound.length);
}

static void
check_blocks(const posting_list *list, const plain_list *plain)
{
    uint32_t at = 0;
    for (uint32_t number = 0; number < list->block_count; number++) {
        posting_block block;
        CHECK(!postings_block(list, number, &block, NULL));
        CHECK(block.first == plain->passages[at]);
        for (uint32_t i = 0; i < block.count; i++, at++) {
            const uint8_t length = lengths[plain->passages[at]];
            CHECK(plain->passages[at] < block.limit);
            check_bound(block.bound, plain->frequencies[at], length);
            check_bound(list->bound, plain->frequencies[at], length);
        }
    }
    CHECK(at == plain->count);
}

/* Next and seek at random, against a walk through the array. */
static void
check_cursor(random_state *r, const posting_list *list, const plain_list *plain)
{
    posting_cursor c;
    uint32_t at = 0;
    const uint32_t stride = 1u << random_below(r, 14);
    CHECK(!posting_cursor_open(list, &c, NULL));
    while (at < plain->count) {
        uint32_t frequency;
        CHECK(c.passage == plain->passages[at]);
        if (random_below(r, 2)) {
            CHECK(!posting_cursor_frequency(&c, &frequency, NULL));
            CHECK(frequency == plain->frequencies[at]);
        }
        if (random_below(r, 2)) {
            CHECK(!posting_cursor_next(&c, NULL));
            at++;
            continue;
        }
        const uint32_t to = plain->passages[at] + random_below(r, stride);
        if (random_below(r, 2))
            CHECK(!posting_cursor_block(&c, to, NULL));
        CHECK(!posting_cursor_seek(&c, to, NULL));
        while (at < plain->count && plain->passages[at] < to)
            at++;
    }
    CHECK(c.passage == POSTINGS_END);
    CHECK(!posting_cursor_next(&c, NULL) && c.passage == POSTINGS_END);
    CHECK(!posting_cursor_seek(&c, PASSAGES, NULL));
    CHECK(c.passage == POSTINGS_END);
}

static void
check_intersect(random_state *r, const posting_list *list,
                const plain_list *plain)
{
    static uint32_t kept[PASSAGES];
    uint32_t count = 0;
    const uint32_t stride = 1u << random_below(r, 10);
    for (uint32_t p = random_below(r, stride); p < PASSAGES;
         p += 1 + random_below(r, stride))
        kept[count++] = p;
    uint32_t *asked = malloc(4 * (size_t)count + 4);
    CHECK(asked);
    memcpy(asked, kept, 4 * (size_t)count);
    const uint32_t asked_count = count;
    CHECK(!postings_intersect(list, kept, &count, NULL));
    uint32_t at = 0;
    uint32_t common = 0;
    for (uint32_t i = 0; i < asked_count; i++) {
        while (at < plain->count && plain->passages[at] < asked[i])
            at++;
        if (at < plain->count && plain->passages[at] == asked[i])
            CHECK(common < count && kept[common++] == asked[i]);
    }
    CHECK(common == count);
    free(asked);
}

static void
check_list(random_state *r, blob_reader *blob, const list_place *where,
           const plain_list *plain)
{
    posting_list list;
    CHECK(where->count == plain->count);
    CHECK(!postings_open(blob, where, PASSAGES, &list, NULL));
    check_blocks(&list, plain);
    for (int level = 0; level < BITPACK_LEVEL_COUNT; level++) {
        list.kernels = bitpack_kernels_of((bitpack_level)level);
        if (!list.kernels)
            continue;
        check_decode(&list, plain);
        check_mark(&list, plain);
        check_cursor(r, &list, plain);
        check_intersect(r, &list, plain);
    }
}

static void
check_round(random_state *r, plain_list *plain)
{
    blob_writer blob = { 0 };
    random_list(r, plain);
    const list_place where = write_plain(plain, &blob);
    blob_reader reader = blob_in_memory(&blob);
    check_list(r, &reader, &where, plain);
    blob_forget(&reader);
    blob_writer_dispose(&blob);
}

/* ---- merging ------------------------------------------------------------------ */

/* Which passages stay, and their numbers from `base` on. */
static uint32_t
random_map(random_state *r, uint32_t base, uint32_t *map)
{
    const uint32_t kept_of = 1u << random_below(r, 14);
    for (uint32_t p = 0; p < PASSAGES; p++)
        map[p] = random_below(r, kept_of) ? base++ : PASSAGE_DROPPED;
    return base;
}

static void
append_mapped(const plain_list *from, uint32_t base, const uint32_t *map,
              plain_list *to)
{
    for (uint32_t i = 0; i < from->count; i++) {
        const uint32_t p = from->passages[i];
        if (map && map[p] == PASSAGE_DROPPED)
            continue;
        to->passages[to->count] = map ? map[p] : p + base;
        to->frequencies[to->count++] = from->frequencies[i];
    }
}

/* Parts are written to blobs of their own and copied into one list. */
static void
check_merge(random_state *r, plain_list *plain, plain_list *merged)
{
    static uint32_t map[PASSAGES];
    postings_writer w = { .frequencies = true, .lengths = lengths };
    blob_writer out = { 0 };
    uint32_t base = 0;
    merged->count = 0;
    for (int part = 0; part < PARTS; part++) {
        blob_writer blob = { 0 };
        posting_list list;
        random_list(r, plain);
        plain->count =
            plain->count > PASSAGES / PARTS ? PASSAGES / PARTS : plain->count;
        const list_place where = write_plain(plain, &blob);
        blob_reader reader = blob_in_memory(&blob);
        const bool drops = random_below(r, 2);
        const uint32_t next =
            drops ? random_map(r, base, map) : base + PASSAGES;
        CHECK(!postings_open(&reader, &where, PASSAGES, &list, NULL));
        CHECK(!postings_writer_copy(&w, &list, base, drops ? map : NULL, NULL));
        append_mapped(plain, base, drops ? map : NULL, merged);
        base = next;
        blob_forget(&reader);
        blob_writer_dispose(&blob);
    }
    const list_place where = postings_writer_finish(&w, &out);
    CHECK(where.count == merged->count);
    if (where.count > 0) {
        posting_list list;
        blob_reader reader = blob_in_memory(&out);
        CHECK(!postings_open(&reader, &where, base, &list, NULL));
        check_decode(&list, merged);
        check_mark(&list, merged);
        blob_forget(&reader);
    }
    postings_writer_dispose(&w);
    blob_writer_dispose(&out);
}

/* ---- damage ------------------------------------------------------------------- */

/* Read all that opens; what decodes must rise below the limit. */
static void
check_damaged(random_state *r, blob_reader *blob, const list_place *where,
              plain_list *out)
{
    posting_list list;
    posting_cursor c;
    if (postings_open(blob, where, PASSAGES, &list, NULL))
        return;
    list.kernels =
        bitpack_kernels_of((bitpack_level)random_below(r, BITPACK_LEVEL_COUNT));
    list.kernels = list.kernels ? list.kernels : bitpack_kernels_best();
    const yz_status status =
        postings_decode(&list, out->passages, out->frequencies, NULL);
    CHECK(status == YZ_OK || status == YZ_E_CORRUPT);
    uint64_t *bits = calloc(bits_words(PASSAGES), sizeof(*bits));
    CHECK(bits);
    const yz_status marked = postings_mark(&list, bits, NULL);
    CHECK(marked == YZ_OK || marked == YZ_E_CORRUPT);
    free(bits);
    for (uint32_t i = 0; i < list.count && status == YZ_OK; i++) {
        CHECK(out->frequencies[i] > 0 && out->passages[i] < PASSAGES);
        CHECK(i == 0 || out->passages[i] > out->passages[i - 1]);
    }
    if (posting_cursor_open(&list, &c, NULL))
        return;
    uint32_t steps = 0;
    while (c.passage != POSTINGS_END && steps++ < 2 * PASSAGES) {
        uint32_t frequency;
        const uint32_t to = c.passage + 1 + random_below(r, 300);
        if (posting_cursor_frequency(&c, &frequency, NULL) ||
            posting_cursor_seek(&c, to, NULL))
            return;
        CHECK(c.passage >= to);
    }
    CHECK(c.passage == POSTINGS_END);
}

static void
check_damage(random_state *r, plain_list *plain)
{
    blob_writer blob = { 0 };
    random_list(r, plain);
    list_place where = write_plain(plain, &blob);
    blob_reader reader = blob_in_memory(&blob);
    for (int i = 0; i < 20 && where.size > 0; i++) {
        list_place changed = where;
        blob_damage(&reader, r);
        if (random_below(r, 4) == 0)
            changed.size = random_below(r, 2 * where.size) + 1;
        if (random_below(r, 4) == 0)
            changed.count = 1 + random_below(r, PASSAGES);
        check_damaged(r, &reader, &changed, plain);
    }
    blob_forget(&reader);
    blob_writer_dispose(&blob);
}

int
main(int argc, char **argv)
{
    random_state r = random_begin(argc, argv);
    plain_list *plain = malloc(sizeof(*plain));
    plain_list *merged = malloc(sizeof(*merged));
    CHECK(plain && merged);
    random_bytes(&r, lengths, sizeof(lengths));
    for (int round = 0; round < ROUNDS; round++)
        check_round(&r, plain);
    for (int round = 0; round < ROUNDS / 4; round++)
        check_merge(&r, plain, merged);
    for (int round = 0; round < DAMAGED_ROUNDS / 20; round++)
        check_damage(&r, plain);
    free(plain);
    free(merged);
    return 0;
}
