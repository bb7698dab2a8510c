/* SPDX-License-Identifier: MIT */
/*
 * Do boxes come back from their record as they were given, is a damaged record
 * refused or at least harmless, and are the boxes of a match those of its
 * characters, found one by one?
 */
#include "core/report/box_record.h"
#include "core/report/boxes.h"
#include "query/show/match_boxes.h"
#include "tests/unit/random.h"

#include "core/base/utf8.h"
#include "tests/unit/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROWS_MAX = 6, CELLS_MAX = 12, TEXT_SIZE = 2048, READINGS_MAX = 2 };

typedef struct made {
    yz_passage passage;
    char text[TEXT_SIZE];
    yz_page pages[3];
    yz_piece pieces[ROWS_MAX];
    yz_row rows[ROWS_MAX];
    yz_cell cells[ROWS_MAX][CELLS_MAX];
    yz_reading readings[READINGS_MAX];
} made;

static bool
rarely(uint64_t *seed)
{
    return random_below(seed, 5) == 0;
}

/* ---- passages of all kinds ------------------------------------------------ */

static uint32_t
add_text(made *m, const char *text)
{
    const size_t size = strlen(text);
    memcpy(m->text + m->passage.text.size, text, size);
    return (uint32_t)(m->passage.text.size += size);
}

static yz_box
box_along(uint32_t begin, uint32_t end, uint32_t low, uint32_t high,
          bool vertical)
{
    return vertical ? (yz_box){ 4000 - high, begin, 4000 - low, end }
                    : (yz_box){ begin, low, end, high };
}

/* Cells one behind the other, most of them with nothing between. */
static void
make_cells(made *m, yz_row *row, yz_cell *cells, uint32_t low, uint32_t high,
           uint64_t *seed)
{
    static const char *const words[] = {
        "工", "会驿站", "a", "PC12", "，", "𠮷"
    };
    const uint32_t count = 1 + random_below(seed, CELLS_MAX);
    const bool is_loose = rarely(seed);
    uint32_t x = 50 + random_below(seed, 1000);
    yz_box whole = { 0 };
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t width = 20 + random_below(seed, 40);
        const uint32_t skew = is_loose ? random_below(seed, 3) : 0;
        cells[i].text.begin = (uint32_t)m->passage.text.size;
        cells[i].text.end = add_text(m, words[random_below(seed, 6)]);
        cells[i].box = box_along(x, x + width, low + skew, high, row->vertical);
        cells[i].confidence = is_loose ? random_below(seed, 101) : 0;
        whole = box_join(whole, cells[i].box);
        x += width + (is_loose ? random_below(seed, 9) : 0);
        if (is_loose && rarely(seed))
            add_text(m, " ");
    }
    row->box = whole;
    row->cells = cells;
    row->cell_count = count;
}

static void
make_row(made *m, uint32_t i, uint32_t low, bool vertical, uint64_t *seed)
{
    yz_row *row = &m->rows[i];
    row->vertical = vertical;
    row->text.begin = (uint32_t)m->passage.text.size;
    make_cells(m, row, m->cells[i], low, low + 30, seed);
    row->text.end = (uint32_t)m->passage.text.size;
    row->confidence = random_below(seed, 101);
    row->page = i > 3;
    row->begins_block = i == 0 || rarely(seed);
    row->origin = (yz_box_origin)(1 + random_below(seed, 2));
    if (!rarely(seed))
        return;
    row->origin = (yz_box_origin)(rarely(seed)   ? YZ_BOX_NONE
                                  : rarely(seed) ? YZ_BOX_BLOCK
                                                 : YZ_BOX_ESTIMATED);
    row->cells = NULL;
    row->cell_count = 0;
    if (row->origin == YZ_BOX_NONE)
        row->box = (yz_box){ 0 };
}

static void
make_passage(made *m, uint64_t *seed)
{
    *m = (made){ 0 };
    yz_passage *p = &m->passage;
    const bool vertical = rarely(seed);
    const bool by_piece = random_below(seed, 2);
    uint32_t low = random_below(seed, 3000);
    p->text.data = m->text;
    p->pages = m->pages;
    p->page_count = 2;
    p->rows = m->rows;
    p->row_count = 1 + random_below(seed, ROWS_MAX);
    for (uint32_t i = 0; i < p->row_count; i++) {
        const bool joint = by_piece && i && rarely(seed);
        if (joint)
            add_text(m, " ");
        m->pieces[i].text_begin = (uint32_t)p->text.size;
        m->pieces[i].joint = joint;
        make_row(m, i, low, vertical != rarely(seed), seed);
        low += 32 + random_below(seed, 4);
    }
    p->pieces = m->pieces;
    p->piece_count = by_piece ? p->row_count : 0;
    if (rarely(seed)) {
        m->readings[0] = (yz_reading){ .text = m->cells[0][0].text,
                                       .reading = str_of("土"),
                                       .confidence = random_below(seed, 101) };
        p->readings = m->readings;
        p->reading_count = 1;
    }
}

/* ---- there and back ------------------------------------------------------- */

static void
check_rows(const yz_passage *got, const yz_passage *p)
{
    assert_int_equal(got->row_count, p->row_count);
    for (size_t i = 0; i < p->row_count; i++) {
        const yz_row *x = &got->rows[i];
        const yz_row *y = &p->rows[i];
        assert_memory_equal(&x->text, &y->text, sizeof(x->text));
        assert_memory_equal(&x->box, &y->box, sizeof(x->box));
        assert_int_equal(x->page, y->page);
        assert_int_equal(x->confidence, y->confidence);
        assert_int_equal(x->origin, y->origin);
        assert_int_equal(x->vertical, y->vertical);
        assert_int_equal(x->begins_block, y->begins_block);
        assert_int_equal(x->cell_count, y->cell_count);
        for (size_t k = 0; k < y->cell_count; k++)
            assert_memory_equal(&x->cells[k], &y->cells[k], sizeof(*x->cells));
    }
}

static yz_status
decode(bytes in, const made *m, arena *a, yz_passage *got)
{
    box_record_head head;
    *got = m->passage;
    TRY(box_record_peek(in, a, &head, NULL));
    got->rows = NULL;
    got->readings = NULL;
    return box_record_decode(&head, a, got, NULL);
}

static void
test_round_trip(void **state)
{
    static const uint32_t numbers[] = { 7, 300 };
    uint64_t seed = 41;
    arena a = { 0 };
    made *m = malloc(sizeof(*m));
    (void)state;
    for (int round = 0; round < 20000; round++) {
        buffer out = { 0 };
        yz_passage got;
        box_record_head head;
        make_passage(m, &seed);
        assert_int_equal(boxes_check(&m->passage, NULL), YZ_OK);
        box_record_encode(&m->passage, numbers, &out);
        buffer_put_u8(&out, 0xff); /* the next record */
        const bytes in = bytes_of(out.data, out.size);
        assert_int_equal(decode(in, m, &a, &got), YZ_OK);
        check_rows(&got, &m->passage);
        assert_int_equal(got.reading_count, m->passage.reading_count);
        if (got.reading_count) {
            assert_true(
                str_equal(got.readings[0].reading, m->readings[0].reading));
            assert_int_equal(got.readings[0].confidence,
                             m->readings[0].confidence);
        }
        assert_int_equal(box_record_peek(in, &a, &head, NULL), YZ_OK);
        assert_int_equal(head.page_count, 2);
        assert_memory_equal(head.pages, numbers, sizeof(numbers));
        buffer_dispose(&out);
        arena_clear(&a);
    }
    free(m);
    arena_dispose(&a);
}

static void
test_damage(void **state)
{
    uint64_t seed = 43;
    arena a = { 0 };
    made *m = malloc(sizeof(*m));
    (void)state;
    for (int round = 0; round < 20000; round++) {
        buffer out = { 0 };
        yz_passage got;
        make_passage(m, &seed);
        box_record_encode(&m->passage, NULL, &out);
        const size_t size = 1 + random_next(&seed) % out.size;
        uint8_t *record = malloc(size);
        memcpy(record, out.data, size);
        record[random_next(&seed) % size] ^=
            (uint8_t)(1u << random_next(&seed) % 8);
        const yz_status status = decode(bytes_of(record, size), m, &a, &got);
        assert_true(status == YZ_OK || status == YZ_E_CORRUPT);
        if (status == YZ_OK)
            assert_int_equal(boxes_check(&got, NULL), YZ_OK);
        free(record);
        buffer_dispose(&out);
        arena_clear(&a);
    }
    free(m);
    arena_dispose(&a);
}

/* ---- matches -------------------------------------------------------------- */

/* A character's share of the box of a text that has it. */
static yz_box
share(const yz_passage *p, yz_span text, yz_box box, uint32_t at, uint32_t size,
      bool vertical)
{
    const double whole = box_units(box_text(p, text));
    const double before =
        box_units((yz_str){ p->text.data + text.begin, at - text.begin });
    const double own = box_units((yz_str){ p->text.data + at, size });
    const double begin = vertical ? box.y0 : box.x0;
    const double length = vertical ? box.y1 - box.y0 : box.x1 - box.x0;
    const uint32_t first = (uint32_t)(begin + length * before / whole + .5);
    const uint32_t end =
        (uint32_t)(begin + length * (before + own) / whole + .5);
    return vertical ? (yz_box){ box.x0, first, box.x1, end }
                    : (yz_box){ first, box.y0, end, box.y1 };
}

/* The box of one character; none where nothing has it. */
static yz_box
box_of_character(const yz_passage *p, const yz_row *row, uint32_t at,
                 uint32_t size)
{
    for (size_t i = 0; i < row->cell_count; i++)
        if (row->cells[i].text.begin <= at && at < row->cells[i].text.end)
            return share(p, row->cells[i].text, row->cells[i].box, at, size,
                         row->vertical);
    return (yz_box){ 0 };
}

static yz_box
slow_box(const yz_passage *p, const yz_row *row, yz_span span)
{
    yz_box box = { 0 };
    yz_box estimated = { 0 };
    if (row->origin == YZ_BOX_BLOCK || row->origin == YZ_BOX_NONE)
        return row->box;
    for (size_t at = span.begin; at < span.end;) {
        const uint32_t begin = (uint32_t)at;
        utf8_next(p->text.data, p->text.size, &at);
        const uint32_t size = (uint32_t)at - begin;
        if (begin < row->text.begin || begin >= row->text.end)
            continue;
        box = box_join(box, box_of_character(p, row, begin, size));
        estimated = box_join(estimated, share(p, row->text, row->box, begin,
                                              size, row->vertical));
    }
    return box_is_none(box) ? estimated : box;
}

static void
check_match(const yz_passage *p, const yz_match *m)
{
    size_t count = 0;
    for (size_t i = 0; i < p->row_count; i++) {
        const yz_row *row = &p->rows[i];
        if (row->text.end <= m->text.begin || row->text.begin >= m->text.end ||
            row->origin == YZ_BOX_NONE)
            continue;
        const yz_box box = slow_box(p, row, m->text);
        assert_true(count < m->box_count);
        assert_int_equal(m->boxes[count].page, row->page);
        assert_memory_equal(&m->boxes[count].box, &box, sizeof(box));
        assert_true(m->box_origin >= row->origin);
        count++;
    }
    assert_int_equal(m->box_count, count);
}

static uint32_t
random_border(const made *m, uint64_t *seed)
{
    uint32_t at = random_below(seed, (uint32_t)m->passage.text.size + 1);
    while (at < m->passage.text.size && (m->text[at] & 0xc0) == 0x80)
        at++;
    return at;
}

static void
test_matches(void **state)
{
    uint64_t seed = 47;
    arena a = { 0 };
    made *m = malloc(sizeof(*m));
    (void)state;
    for (int round = 0; round < 20000; round++) {
        make_passage(m, &seed);
        const uint32_t x = random_border(m, &seed);
        const uint32_t y = random_border(m, &seed);
        yz_match match = { .text = { x < y ? x : y, x < y ? y : x } };
        if (x == y)
            continue;
        assert_int_equal(match_boxes_find(&m->passage, &a, &match, NULL),
                         YZ_OK);
        check_match(&m->passage, &match);
        arena_clear(&a);
    }
    free(m);
    arena_dispose(&a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_matches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
