/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as the records of a group, the first saying how many come before
 * the one that is wanted. It is damaged, or what it says can be written down
 * again, by itself and behind what precedes it, and says the same; and its head
 * says what the whole says.
 */
#include "tests/fuzz/fuzz.h"

#include "core/report/record.h"
#include "core/report/report.h"

#include <string.h>

static void
check_same_blocks(const yz_passage *p, const yz_passage *q)
{
    FUZZ_REQUIRE(p->block_count == q->block_count);
    FUZZ_REQUIRE(
        p->block_count == 0 ||
        !memcmp(p->blocks, q->blocks, p->block_count * sizeof(*p->blocks)));
    FUZZ_REQUIRE(p->piece_count == q->piece_count);
    for (size_t i = 0; i < p->piece_count; i++) {
        const yz_piece *a = &p->pieces[i];
        const yz_piece *b = &q->pieces[i];
        FUZZ_REQUIRE(a->text_begin == b->text_begin && a->line == b->line &&
                     a->column == b->column && a->joint == b->joint &&
                     a->source_begin == b->source_begin &&
                     str_equal(a->gap, b->gap));
    }
}

static void
check_same(const yz_passage *p, const record_strings *s, const yz_passage *q,
           const record_strings *t)
{
    FUZZ_REQUIRE(!memcmp(s, t, sizeof(*s)));
    FUZZ_REQUIRE(p->kind == q->kind && p->truncated == q->truncated);
    FUZZ_REQUIRE(str_equal(p->id, q->id) && str_equal(p->extra, q->extra));
    FUZZ_REQUIRE(str_equal(p->date, q->date) ||
                 !report_date_number(p->date)); /* the 31st of February */
    check_same_blocks(p, q);
}

static void
check_head(bytes in, uint32_t number, const yz_passage *p,
           const record_strings *s)
{
    record_head head;
    char room[RECORD_ID_ROOM];
    yz_str id;
    FUZZ_REQUIRE(record_peek(in, number, &head, NULL) == YZ_OK);
    FUZZ_REQUIRE(record_peek_id(in, number, room, &id, NULL) == YZ_OK);
    FUZZ_REQUIRE(head.kind == p->kind && str_equal(id, p->id));
    FUZZ_REQUIRE((head.date != 0) == (p->date.size > 0));
    FUZZ_REQUIRE(!memcmp(&head.strings, s, sizeof(*s)));
}

/* Write the record again, and those before it that can be read. */
static void
check_again(bytes in, uint32_t number, const yz_passage *p,
            const record_strings *s)
{
    arena a = { 0 };
    buffer out = { 0 };
    record_group g = { 0 };
    yz_passage q;
    record_strings t;
    uint32_t count = 0;
    for (uint32_t i = 0; i <= number; i++)
        if (record_decode(in, i, &a, &q, &t, NULL) == YZ_OK) {
            record_group_add(&g, &q, &t);
            count++;
        }
    record_group_finish(&g, &out);
    FUZZ_REQUIRE(buffer_ok(&out));
    FUZZ_REQUIRE(record_decode(bytes_of(out.data, out.size), count - 1, &a, &q,
                               &t, NULL) == YZ_OK);
    check_same(p, s, &q, &t);
    record_group_dispose(&g);
    buffer_dispose(&out);
    arena_dispose(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a = { 0 };
    yz_error err = { 0 };
    yz_passage p;
    record_strings s;
    record_head head;
    if (size == 0)
        return 0;
    const uint32_t number = data[0] % RECORDS_MAX;
    const bytes in = bytes_of(data + 1, size - 1);
    const yz_status status = record_decode(in, number, &a, &p, &s, &err);
    FUZZ_REQUIRE(status == YZ_OK ||
                 (status == YZ_E_CORRUPT && err.message[0] != '\0'));
    if (status == YZ_OK) {
        FUZZ_REQUIRE(p.kind < YZ_KIND_COUNT);
        check_head(in, number, &p, &s);
        check_again(in, number, &p, &s);
    } else {
        (void)!record_peek(in, number, &head, NULL);
    }
    arena_dispose(&a);
    return 0;
}
