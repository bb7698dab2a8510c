/* SPDX-License-Identifier: MIT */
/*
 * What tests of packed texts share: the tables that pack them, and random
 * texts of so few characters that phrases recur.
 */
#ifndef YZ_TESTS_PACKING_H
#define YZ_TESTS_PACKING_H

#include "core/format/packed_text.h"
#include "core/index/skeletons.h"
#include "core/text/skeleton.h"
#include "tests/unit/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct packing {
    fold_table *table;
    packed_fold *fold;
    packer *packer;
    uint64_t seed;
} packing;

static inline uint32_t
below(packing *p, uint32_t limit)
{
    return random_below(&p->seed, limit);
}

static inline int
packing_set_up(void **state)
{
    static packing p;
    buffer stored = { 0 };
    p = (packing){ .seed = 4711 };
    assert_int_equal(fold_table_dump(&stored, NULL), YZ_OK);
    assert_int_equal(fold_table_load(NULL, bytes_of(stored.data, stored.size),
                                     &p.table, NULL),
                     YZ_OK);
    buffer_dispose(&stored);
    p.fold = packed_fold_new(NULL, p.table);
    p.packer = packer_new(NULL, p.fold);
    *state = &p;
    return p.packer ? 0 : -1;
}

static inline int
packing_tear_down(void **state)
{
    packing *p = *state;
    packer_free(p->packer);
    free(p->fold);
    fold_table_free(p->table);
    return 0;
}

/** Pack a text behind `to`; *ret_text points into it. */
static inline void
packing_put(const packing *p, yz_str text, buffer *to, packed_text *ret_text)
{
    arena a = { 0 };
    skeleton sk;
    assert_int_equal(skeleton_make(p->table, text, false, &a, &sk, NULL),
                     YZ_OK);
    packer_put(p->packer, text, sk.units, sk.length, to);
    bytes in = bytes_of(to->data, to->size);
    assert_true(packed_text_read(&in, ret_text));
    arena_dispose(&a);
}

/** Draw characters: common, rare, traditional ones, and one without a code. */
static inline void
draw(packing *p, uint16_t *to, uint32_t length)
{
    static const uint16_t letters[] = { 0x4e00, 0x5de5, 0x4f1a, 0x7ad9,
                                        0x9a5b, 0x9f98, 0x9f9f, 0x4e28 };
    for (uint32_t i = 0; i < length; i++)
        to[i] = letters[below(p, sizeof(letters) / sizeof(*letters))];
}

/** What stands between ideographs; a line break, the last, leaves no trace. */
static const char *const ODD[] = { "，", "“", "”", "、", "。", "a", "\\perp",
                                   "□",  "1", "-", "𠮷", "·",  ")", "\n" };
enum { ODD_COUNT = sizeof(ODD) / sizeof(*ODD), SIGN_COUNT = ODD_COUNT - 1 };

/** Append characters, about one in `odd` with something odd behind it. */
static inline void
put_letters(packing *p, buffer *text, const uint16_t *units, uint32_t count,
            uint32_t odd)
{
    arena a = { 0 };
    for (uint32_t i = 0; i < count; i++) {
        buffer_put_text(text, skeleton_utf8(units + i, 1, &a));
        while (below(p, odd) == 0)
            buffer_put_text(text, str_of(ODD[below(p, ODD_COUNT)]));
    }
    arena_dispose(&a);
}

#endif /* YZ_TESTS_PACKING_H */
