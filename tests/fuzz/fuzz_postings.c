/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a posting list. The input: how many passages the segment has,
 * how many postings the list should have and how many bytes stand behind it in
 * its chunk (three varints), whether it is a posting in its place (u8, then
 * the place, u64); the rest is the list.
 *
 * It is damaged, or its postings rise and lie within the segment; and then
 * every decoder, a cursor that steps or seeks, and a copy say the same.
 */
#include "tests/fuzz/fuzz.h"

#include "core/format/postings.h"

#include <string.h>

enum { PASSAGES_MAX = 1 << 16 };

/* A list as an array. */
typedef struct plain_list {
    uint32_t count;
    uint32_t *passages;
    uint32_t *frequencies;
} plain_list;

static void
must(bool held)
{
    if (!held)
        abort();
}

static void
plain_free(plain_list *p)
{
    free(p->passages);
    free(p->frequencies);
}

static plain_list
plain_room(uint32_t count)
{
    plain_list p = { count, calloc(count + 1, sizeof(uint32_t)),
                     calloc(count + 1, sizeof(uint32_t)) };
    must(p.passages && p.frequencies);
    return p;
}

static bool
decode(const posting_list *list, plain_list *p)
{
    yz_error err = { 0 };
    *p = plain_room(list->count);
    const yz_status status =
        postings_decode(list, p->passages, p->frequencies, &err);
    FUZZ_REQUIRE(status == YZ_OK ||
                 (status == YZ_E_CORRUPT && err.message[0] != '\0'));
    return status == YZ_OK;
}

static void
check_rises(const posting_list *list, const plain_list *p)
{
    for (uint32_t i = 0; i < p->count; i++) {
        FUZZ_REQUIRE(p->passages[i] < list->passages);
        FUZZ_REQUIRE(i == 0 || p->passages[i - 1] < p->passages[i]);
        FUZZ_REQUIRE(p->frequencies[i] > 0);
    }
}

static bool
same(const plain_list *a, const plain_list *b)
{
    const size_t size = a->count * sizeof(uint32_t);
    return a->count == b->count && !memcmp(a->passages, b->passages, size) &&
           !memcmp(a->frequencies, b->frequencies, size);
}

/* All levels say that a list is damaged, or give the same of it. */
static void
check_levels(posting_list list, const plain_list *scalar, bool whole)
{
    for (int level = 1; level < BITPACK_LEVEL_COUNT; level++) {
        plain_list other;
        list.kernels = bitpack_kernels_of((bitpack_level)level);
        if (!list.kernels)
            continue;
        FUZZ_REQUIRE(decode(&list, &other) == whole);
        FUZZ_REQUIRE(!whole || same(scalar, &other));
        plain_free(&other);
    }
}

/* Damaged or not, a cursor rises and ends. */
static void
check_steps(const posting_list *list, const plain_list *p, bool whole)
{
    posting_cursor c;
    uint32_t i = 0;
    uint32_t before = 0;
    yz_status status = posting_cursor_open(list, &c, NULL);
    for (; status == YZ_OK && c.passage != POSTINGS_END; i++) {
        uint32_t frequency;
        FUZZ_REQUIRE(c.passage < list->passages);
        FUZZ_REQUIRE(i == 0 || before < c.passage);
        FUZZ_REQUIRE(!whole || c.passage == p->passages[i]);
        before = c.passage;
        status = posting_cursor_frequency(&c, &frequency, NULL);
        FUZZ_REQUIRE(!whole ||
                     (status == YZ_OK && frequency == p->frequencies[i]));
        if (status == YZ_OK)
            status = posting_cursor_next(&c, NULL);
    }
    FUZZ_REQUIRE(!whole || (status == YZ_OK && i == p->count));
}

static void
check_seeks(const posting_list *list, const plain_list *p, bool whole,
            uint32_t step)
{
    posting_cursor seeking;
    posting_cursor asking;
    uint32_t i = 0;
    if (posting_cursor_open(list, &seeking, NULL) != YZ_OK ||
        posting_cursor_open(list, &asking, NULL) != YZ_OK)
        return;
    for (uint32_t to = 0; to < list->passages; to += step) {
        bool has;
        const yz_status sought = posting_cursor_seek(&seeking, to, NULL);
        const yz_status asked = posting_cursor_has(&asking, to, &has, NULL);
        FUZZ_REQUIRE(!whole || (sought == YZ_OK && asked == YZ_OK));
        if (sought != YZ_OK || asked != YZ_OK)
            return;
        while (i < p->count && p->passages[i] < to)
            i++;
        const uint32_t next = i < p->count ? p->passages[i] : POSTINGS_END;
        FUZZ_REQUIRE(!whole || seeking.passage == next);
        FUZZ_REQUIRE(!whole || has == (next == to));
    }
}

static void
check_copy(const posting_list *list, const plain_list *p)
{
    static uint8_t lengths[PASSAGES_MAX];
    blob_writer blob = { 0 };
    postings_writer w = { .frequencies = true, .lengths = lengths };
    posting_list again;
    plain_list copied;
    FUZZ_REQUIRE(postings_writer_copy(&w, list, 0, NULL, NULL) == YZ_OK);
    const list_place where = postings_writer_finish(&w, &blob);
    must(!blob.failed);
    bytes chunk = { 0 };
    if (blob.chunks.count)
        chunk = bytes_of(blob.chunks.items[0].data, blob.chunks.items[0].size);
    blob_reader r = { .chunk_count = 1, .chunks = &chunk };
    FUZZ_REQUIRE(postings_open(&r, &where, list->passages, &again, NULL) ==
                 YZ_OK);
    FUZZ_REQUIRE(decode(&again, &copied));
    FUZZ_REQUIRE(same(p, &copied));
    plain_free(&copied);
    postings_writer_dispose(&w);
    blob_writer_dispose(&blob);
}

static void
check_list(posting_list list)
{
    plain_list p;
    list.kernels = bitpack_kernels_of(BITPACK_SCALAR);
    const bool whole = decode(&list, &p);
    if (whole)
        check_rises(&list, &p);
    check_levels(list, &p, whole);
    check_steps(&list, &p, whole);
    check_seeks(&list, &p, whole, 1 + list.passages / 1024);
    check_seeks(&list, &p, whole, 1 + list.passages / 7);
    if (whole)
        check_copy(&list, &p);
    plain_free(&p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    posting_list list;
    bytes in = bytes_of(data, size);
    const uint64_t passages = bytes_take_varint(&in);
    const uint64_t count = bytes_take_varint(&in);
    const uint64_t behind = bytes_take_varint(&in);
    const bool in_place = bytes_take_u8(&in) & 1;
    list_place where = { .count = (uint32_t)count };
    if (in_place)
        where.place = bytes_take_u64(&in);
    else
        where.size = (uint32_t)(bytes_left(&in) - behind);
    if (in.bad || behind > bytes_left(&in) || passages > PASSAGES_MAX ||
        count > PASSAGES_MAX)
        return 0;
    bytes chunk = bytes_of(in.at, bytes_left(&in));
    blob_reader r = { .chunk_count = 1, .chunks = &chunk };
    if (postings_open(&r, &where, (uint32_t)passages, &list, NULL) == YZ_OK)
        check_list(list);
    return 0;
}
