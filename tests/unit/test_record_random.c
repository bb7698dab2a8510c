/* SPDX-License-Identifier: MIT */
/*
 * Does a passage come back from its record as it was, whatever its id, date,
 * blocks and pieces, and is a damaged record refused or at least harmless?
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

static void
test_round_trip(void **state)
{
    uint64_t seed = 41;
    arena a = { 0 };
    (void)state;
    for (int round = 0; round < 20000; round++) {
        made m;
        buffer out = { 0 };
        record_strings strings;
        record_head head;
        yz_passage got;
        make_passage(&m, &seed);
        record_encode(&m.passage, &m.strings, &out);
        buffer_put_u8(&out, 0xff); /* the next record */
        const bytes in = bytes_of(out.data, out.size);
        assert_int_equal(record_decode(in, &a, &got, &strings, NULL), YZ_OK);
        check_passage(&got, &m.passage);
        assert_memory_equal(&strings, &m.strings, sizeof(strings));
        assert_int_equal(record_peek(in, &head, NULL), YZ_OK);
        assert_true(str_equal(head.id, m.passage.id));
        assert_int_equal(head.kind, m.passage.kind);
        buffer_dispose(&out);
        arena_clear(&a);
    }
    arena_dispose(&a);
}

static void
test_damage(void **state)
{
    uint64_t seed = 43;
    arena a = { 0 };
    (void)state;
    for (int round = 0; round < 20000; round++) {
        made m;
        buffer out = { 0 };
        record_strings strings;
        record_head head;
        yz_passage got;
        make_passage(&m, &seed);
        record_encode(&m.passage, &m.strings, &out);
        const size_t size = 1 + random_next(&seed) % out.size;
        uint8_t *record = malloc(size);
        memcpy(record, out.data, size);
        record[random_next(&seed) % size] ^=
            (uint8_t)(1u << random_next(&seed) % 8);
        const bytes in = bytes_of(record, size);
        const yz_status status = record_decode(in, &a, &got, &strings, NULL);
        assert_true(status == YZ_OK || status == YZ_E_CORRUPT);
        if (status == YZ_OK)
            assert_int_equal(record_peek(in, &head, NULL), YZ_OK);
        free(record);
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
        cmocka_unit_test(test_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
