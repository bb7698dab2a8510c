/* SPDX-License-Identifier: MIT */
/*
 * GB 18030: the assignments of its editions of 2000, 2005 and 2022, and the
 * wide space that GBK files have at A3A0. Big5: HKSCS-2008 beside its edition
 * of 2004, which ICU's converter has.
 */
#include "core/text/charset_private.h"

#include <string.h>

typedef struct assignment {
    uint16_t code;
    uint16_t c;
    uint16_t mark; /* that follows, or 0 */
} assignment;

static const assignment gb18030[] = {
    { 0xe5e5, 0x3000, 0 }, { 0xe76c, 0x20ac, 0 }, { 0xe78d, 0xfe10, 0 },
    { 0xe78e, 0xfe12, 0 }, { 0xe78f, 0xfe11, 0 }, { 0xe790, 0xfe13, 0 },
    { 0xe791, 0xfe14, 0 }, { 0xe792, 0xfe15, 0 }, { 0xe793, 0xfe16, 0 },
    { 0xe794, 0xfe17, 0 }, { 0xe795, 0xfe18, 0 }, { 0xe796, 0xfe19, 0 },
    { 0xe7c7, 0x1e3f, 0 }, { 0xe7c8, 0x1f9, 0 },  { 0xe7e7, 0x303e, 0 },
    { 0xe7e8, 0x2ff0, 0 }, { 0xe7e9, 0x2ff1, 0 }, { 0xe7ea, 0x2ff2, 0 },
    { 0xe7eb, 0x2ff3, 0 }, { 0xe7ec, 0x2ff4, 0 }, { 0xe7ed, 0x2ff5, 0 },
    { 0xe7ee, 0x2ff6, 0 }, { 0xe7ef, 0x2ff7, 0 }, { 0xe7f0, 0x2ff8, 0 },
    { 0xe7f1, 0x2ff9, 0 }, { 0xe7f2, 0x2ffa, 0 }, { 0xe7f3, 0x2ffb, 0 },
};

/* The row of GBK at FE50, from U+E815 on. */
enum { ROW_FE_FIRST = 0xe815 };
static const uint32_t row_fe[] = {
    0x2e81, 0x20087, 0x20089, 0x200cc, 0x2e84, 0x3473, 0x3447, 0x2e88, 0x2e8b,
    0x9fb4, 0x359e,  0x361a,  0x360e,  0x2e8c, 0x2e97, 0x396e, 0x3918, 0x9fb5,
    0x39cf, 0x39df,  0x3a73,  0x39d0,  0x9fb6, 0x9fb7, 0x3b4e, 0x3c6e, 0x3ce0,
    0x2ea7, 0x215d7, 0x9fb8,  0x2eaa,  0x4056, 0x415f, 0x2eae, 0x4337, 0x2eb3,
    0x2eb6, 0x2eb7,  0x2298f, 0x43b1,  0x43ac, 0x2ebb, 0x43dd, 0x44d6, 0x4661,
    0x464c, 0x9fb9,  0x4723,  0x4729,  0x477c, 0x478d, 0x2eca, 0x4947, 0x497a,
    0x497d, 0x4982,  0x4983,  0x4985,  0x4986, 0x499f, 0x499b, 0x49b7, 0x49b6,
    0x9fba, 0x241fe, 0x4ca3,  0x4c9f,  0x4ca0, 0x4ca1, 0x4c77, 0x4ca2, 0x4d13,
    0x4d14, 0x4d15,  0x4d16,  0x4d17,  0x4d18, 0x4d19, 0x4dae, 0x9fbb
};

static const assignment big5[] = {
    { 0xf303, 0x31c0, 0 },   { 0xf304, 0x31c1, 0 },   { 0xf305, 0x31c2, 0 },
    { 0xf306, 0x31c3, 0 },   { 0xf307, 0x31c4, 0 },   { 0xf309, 0x31c5, 0 },
    { 0xf30c, 0x31c6, 0 },   { 0xf30d, 0x31c7, 0 },   { 0xf310, 0x31c8, 0 },
    { 0xf312, 0x31c9, 0 },   { 0xf313, 0x31ca, 0 },   { 0xf314, 0x31cb, 0 },
    { 0xf315, 0x31cc, 0 },   { 0xf317, 0x31cd, 0 },   { 0xf318, 0x31ce, 0 },
    { 0xf325, 0xca, 0x304 }, { 0xf327, 0xca, 0x30c }, { 0xf344, 0xea, 0x304 },
    { 0xf346, 0xea, 0x30c }, { 0xf34a, 0x23da, 0 },   { 0xf34b, 0x23db, 0 },
    { 0xf57a, 0x9fa6, 0 },   { 0xf5a4, 0x9fa7, 0 },   { 0xf5ab, 0x9fa8, 0 },
    { 0xf5cc, 0x9fa9, 0 },   { 0xf5ce, 0x9faa, 0 },   { 0xf5d0, 0x9fab, 0 },
    { 0xf5d5, 0x9fac, 0 },   { 0xf5ec, 0x9fad, 0 },   { 0xf5ed, 0x9fae, 0 },
    { 0xf5ef, 0x9faf, 0 },   { 0xf602, 0x9fb2, 0 },   { 0xf61c, 0x9fb3, 0 },
    { 0xf7e5, 0x31cf, 0 },   { 0xf7eb, 0x9fb0, 0 },   { 0xf7ed, 0x9fb1, 0 },
};

private_set
private_set_of(const char *encoding)
{
    if (strcmp(encoding, "GB18030") == 0)
        return PRIVATE_GB18030;
    return strcmp(encoding, "Big5") == 0 ? PRIVATE_BIG5 : PRIVATE_NONE;
}

static const assignment *
assignments_of(private_set set, size_t *ret_count)
{
    *ret_count = set == PRIVATE_GB18030 ? ARRAY_LENGTH(gb18030)
                 : set == PRIVATE_BIG5  ? ARRAY_LENGTH(big5)
                                        : 0;
    return set == PRIVATE_GB18030 ? gb18030 : big5;
}

uint32_t
private_map(private_set set, uint32_t c, uint32_t *ret_mark)
{
    size_t count;
    const assignment *rows = assignments_of(set, &count);
    *ret_mark = 0;
    if (c < 0xe000 || c > 0xf8ff)
        return c;
    if (set == PRIVATE_GB18030 && c >= ROW_FE_FIRST &&
        c - ROW_FE_FIRST < ARRAY_LENGTH(row_fe))
        return row_fe[c - ROW_FE_FIRST];
    for (size_t i = 0; i < count; i++) {
        if (rows[i].code != c)
            continue;
        *ret_mark = rows[i].mark;
        return rows[i].c;
    }
    return c;
}

/* Blocks in which the tables' characters lie, so that few others are sought. */
static bool
may_be_assigned(uint32_t c)
{
    return (c >= 0x23da && c <= 0x4dae) || (c >= 0x9fa6 && c <= 0x9fbb) ||
           c > 0xf8ff || c == 0x1e3f || c == 0x1f9 || c == 0x20ac;
}

int
private_size(private_set set, uint32_t c)
{
    enum { PAIR_SIZE = 2, BAD_SIZE = 1 };
    size_t count;
    const assignment *rows = assignments_of(set, &count);
    if (set == PRIVATE_NONE)
        return -1;
    if (c == 0xfffd)
        return BAD_SIZE;
    if (set == PRIVATE_BIG5 && (c == 0x304 || c == 0x30c))
        return 0;
    if (!may_be_assigned(c))
        return -1;
    for (size_t i = 0; i < count; i++)
        if (rows[i].c == c && c != 0x3000)
            return PAIR_SIZE;
    for (size_t i = 0; set == PRIVATE_GB18030 && i < ARRAY_LENGTH(row_fe); i++)
        if (row_fe[i] == c)
            return PAIR_SIZE;
    return -1;
}
