/* SPDX-License-Identifier: MIT */
/*
 * Does a passage come back from its record as it was, whatever its id, date,
 * blocks and pieces, and whatever stands before it in its group? Is a damaged
 * record refused or at least harmless?
 */
#include "core/report/record.h"
#include "tests/unit/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PARTS_MAX = 5 };

typedef struct made {
    yz_passage passage;
    record_strings strings;
    yz_block blocks[PARTS_MAX];
    yz_piece pieces[PARTS_MAX];
    char id[64];
    char date[16];
} made;

static char long_extra[600]; /* zeros will do */

/* ---- passages of all kinds ---------------------------------------------------- */

static void
make_id(made *m, uint64_t *seed)
{
    const int shift = (int)random_below(seed, 64);
    const unsigned long long number = random_next(seed) >> shift;
    static const char *const before[] = { "drcd-", "0", "", "", "" };
    static const char *const after[] = { "", "", "-2", "a", "" };
    const uint32_t form = random_below(seed, 7);
    if (form < 5)
        snprintf(m->id, sizeof(m->id), "%s%llu%s", before[form], number,
                 after[form]);
    else if (form == 5)
        snprintf(m->id, sizeof(m->id), "%016llx", number);
    m->passage.id = str_of(m->id);
}

static void
make_blocks(made *m, uint64_t *seed)
{
    const uint32_t count = random_below(seed, PARTS_MAX + 1);
    for (uint32_t i = 0; i < count; i++) {
        yz_block *b = &m->blocks[i];
        b->line_first = random_below(seed, 1000000);
        b->line_last = b->line_first + random_below(seed, 3);
        b->byte_begin = random_next(seed) >> (20 + random_below(seed, 40));
        b->byte_end = b->byte_begin + random_below(seed, 100000);
    }
    m->passage.blocks = m->blocks;
    m->passage.block_count = count;
}

static void
make_pieces(made *m, uint64_t *seed)
{
    const uint32_t count = random_below(seed, PARTS_MAX + 1);
    uint32_t text = 0;
    for (uint32_t i = 0; i < count; i++) {
        yz_piece *p = &m->pieces[i];
        p->text_begin = text += random_below(seed, 2) * 17;
        p->line = random_below(seed, 2) ? 0 : random_below(seed, 4000000);
        p->column = random_below(seed, 400);
        p->source_begin = random_next(seed) >> (20 + random_below(seed, 40));
        p->gap = str_of(random_below(seed, 2) ? "\n　　" : "");
        p->joint = random_below(seed, 2);
    }
    m->passage.pieces = m->pieces;
    m->passage.piece_count = count;
}

/* One line that is one piece, as JSON Lines give it: the short form. */
static void
make_whole(made *m, uint64_t *seed)
{
    m->blocks[0] = (yz_block){ 7, 7, random_below(seed, 2) * 900, 0 };
    m->blocks[0].byte_end = m->blocks[0].byte_begin + 55;
    m->pieces[0] = (yz_piece){ .line = 7 + random_below(seed, 2),
                               .column = 1,
                               .source_begin = m->blocks[0].byte_begin };
    m->passage.blocks = m->blocks;
    m->passage.pieces = m->pieces;
    m->passage.block_count = m->passage.piece_count = 1;
}

static void
make_passage(made *m, uint64_t *seed)
{
    *m = (made){ 0 };
    m->passage.kind = (yz_kind)random_below(seed, YZ_KIND_COUNT);
    m->passage.truncated = random_below(seed, 2);
    if (random_below(seed, 2)) {
        snprintf(m->date, sizeof(m->date), "%04u-%02u-%02u",
                 1 + random_below(seed, 9999), 1 + random_below(seed, 12),
                 1 + random_below(seed, 28));
        m->passage.date = str_of(m->date);
    }
    m->passage.extra = str_of(random_below(seed, 2) ? "{\"a\": 1}" : "");
    if (random_below(seed, 8) == 0)
        m->passage.extra =
            (yz_str){ long_extra, random_below(seed, sizeof(long_extra)) };
    uint32_t *numbers[] = { &m->strings.report, &m->strings.section,
                            &m->strings.title, &m->strings.path,
                            &m->strings.encoding };
    for (size_t i = 0; i < ARRAY_LENGTH(numbers); i++)
        *numbers[i] = random_below(seed, 3) ? random_below(seed, 90000) : 0;
    make_id(m, seed);
    if (random_below(seed, 3) == 0) {
        make_whole(m, seed);
        return;
    }
    make_blocks(m, seed);
    make_pieces(m, seed);
}

/* ---- there and back -------------------------------------------------------------- */

static void
check_pieces(const yz_passage *got, const yz_passage *p)
{
    assert_int_equal(got->piece_count, p->piece_count);
    for (size_t i = 0; i < p->piece_count; i++) {
        assert_int_equal(got->pieces[i].text_begin, p->pieces[i].text_begin);
        assert_int_equal(got->pieces[i].line, p->pieces[i].line);
        assert_int_equal(got->pieces[i].column, p->pieces[i].column);
        assert_int_equal(got->pieces[i].source_begin,
                         p->pieces[i].source_begin);
        assert_true(str_equal(got->pieces[i].gap, p->pieces[i].gap));
        assert_int_equal(got->pieces[i].joint, p->pieces[i].joint);
    }
}

static void
check_passage(const yz_passage *got, const yz_passage *p)
{
    assert_int_equal(got->kind, p->kind);
    assert_int_equal(got->truncated, p->truncated);
    assert_true(str_equal(got->id, p->id));
    assert_true(str_equal(got->date, p->date));
    assert_true(str_equal(got->extra, p->extra));
    assert_int_equal(got->block_count, p->block_count);
    if (p->block_count)
        assert_memory_equal(got->blocks, p->blocks,
                            p->block_count * sizeof(*p->blocks));
    check_pieces(got, p);
}

/* Make a passage what often stands behind another one. */
static void
make_next(made *m, const made *before, uint64_t *seed)
{
    unsigned long long number;
    if (random_below(seed, 2) && sscanf(before->id, "%llu", &number) == 1) {
        snprintf(m->id, sizeof(m->id), "%llu", number + 1);
        m->passage.id = str_of(m->id);
    } else if (sscanf(before->id, "drcd-%llu", &number) == 1) {
        snprintf(m->id, sizeof(m->id), "drcd-%llu", number + 1);
        m->passage.id = str_of(m->id);
    }
    if (random_below(seed, 2))
        m->strings = before->strings;
    if (random_below(seed, 2) && before->passage.date.size) {
        memcpy(m->date, before->date, sizeof(m->date));
        m->passage.date = str_of(m->date);
    }
}

/* A group of passages, and its records. */
static uint32_t
make_group(made *group, buffer *out, uint64_t *seed)
{
    record_group g = { 0 };
    const uint32_t count = 1 + random_below(seed, RECORDS_MAX);
    for (uint32_t i = 0; i < count; i++) {
        make_passage(&group[i], seed);
        if (i)
            make_next(&group[i], &group[i - 1], seed);
        if (random_below(seed, 4) == 0) {
            group[i].strings.has_boxes = 1;
            group[i].strings.boxes = (uint32_t)random_next(seed);
        }
        record_group_add(&g, &group[i].passage, &group[i].strings);
    }
    record_group_finish(&g, out);
    record_group_dispose(&g);
    return count;
}

static void
check_record(bytes in, uint32_t number, const made *m, arena *a)
{
    record_strings strings;
    record_head head;
    char room[RECORD_ID_ROOM];
    yz_str id;
    yz_passage got;
    assert_int_equal(record_decode(in, number, a, &got, &strings, NULL), YZ_OK);
    check_passage(&got, &m->passage);
    assert_memory_equal(&strings, &m->strings, sizeof(strings));
    assert_int_equal(record_peek(in, number, &head, NULL), YZ_OK);
    assert_int_equal(record_peek_id(in, number, room, &id, NULL), YZ_OK);
    assert_true(str_equal(id, m->passage.id));
    assert_int_equal(head.kind, m->passage.kind);
    assert_memory_equal(&head.strings, &m->strings, sizeof(strings));
}

static void
test_round_trip(void **state)
{
    static made group[RECORDS_MAX];
    uint64_t seed = 41;
    arena a = { 0 };
    (void)state;
    for (int round = 0; round < 6000; round++) {
        buffer out = { 0 };
        const uint32_t count = make_group(group, &out, &seed);
        buffer_put_u8(&out, 0xff); /* what follows */
        for (uint32_t i = 0; i < count; i++)
            check_record(bytes_of(out.data, out.size), i, &group[i], &a);
        buffer_dispose(&out);
        arena_clear(&a);
    }
    arena_dispose(&a);
}

/* Nothing of what is as before is said again. */
static void
test_following_records_are_small(void **state)
{
    const yz_block block = { 7, 7, 0, 55 };
    const yz_piece piece = { .line = 7, .column = 1 };
    const yz_block next_block = { 8, 8, 0, 66 };
    const yz_piece next_piece = { .line = 8, .column = 1 };
    const record_strings strings = { .report = 3, .title = 4000, .path = 3 };
    const yz_passage first = { .id = str_of("law01872-119"),
                               .date = str_of("2015-05-28"),
                               .blocks = &block,
                               .block_count = 1,
                               .pieces = &piece,
                               .piece_count = 1 };
    record_group one = { 0 };
    record_group two = { 0 };
    buffer small = { 0 };
    buffer out = { 0 };
    yz_passage next = first;
    (void)state;
    next.id = str_of("law01872-120");
    next.blocks = &next_block;
    next.pieces = &next_piece;
    record_group_add(&one, &first, &strings);
    record_group_finish(&one, &small);
    record_group_add(&two, &first, &strings);
    record_group_add(&two, &next, &strings);
    record_group_finish(&two, &out);
    assert_int_equal(out.size - small.size, 3); /* size, nothing new, bytes */
    record_group_dispose(&one);
    record_group_dispose(&two);
    buffer_dispose(&small);
    buffer_dispose(&out);
}

static void
test_damage(void **state)
{
    static made group[RECORDS_MAX];
    uint64_t seed = 43;
    arena a = { 0 };
    (void)state;
    for (int round = 0; round < 20000; round++) {
        buffer out = { 0 };
        record_strings strings;
        record_head head;
        yz_passage got;
        const uint32_t count = make_group(group, &out, &seed);
        const uint32_t number = random_below(&seed, count);
        const size_t size = 1 + random_next(&seed) % out.size;
        uint8_t *records = malloc(size);
        memcpy(records, out.data, size);
        records[random_next(&seed) % size] ^=
            (uint8_t)(1u << random_next(&seed) % 8);
        const bytes in = bytes_of(records, size);
        const yz_status status =
            record_decode(in, number, &a, &got, &strings, NULL);
        assert_true(status == YZ_OK || status == YZ_E_CORRUPT);
        if (status == YZ_OK)
            assert_int_equal(record_peek(in, number, &head, NULL), YZ_OK);
        free(records);
        buffer_dispose(&out);
        arena_clear(&a);
    }
    arena_dispose(&a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_following_records_are_small),
        cmocka_unit_test(test_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
