/* SPDX-License-Identifier: MIT */
/*
 * Which marks say that a text was misread, and which do not? The sentences are
 * of the kinds of docs/format.md, "Noise".
 */
#include "core/text/noise.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

typedef struct example {
    const char *text;
    uint32_t marks;
} example;

static void
check(const example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *text = examples[i].text;
        const uint32_t marks = noise_marks((yz_str){ text, strlen(text) });
        if (marks != examples[i].marks)
            fail_msg("%s has %u marks of noise, not %u", text, marks,
                     examples[i].marks);
    }
}

#define CHECK(examples) check(examples, sizeof(examples) / sizeof(*(examples)))

static void
test_brackets(void **state)
{
    static const example examples[] = {
        { "面积（约七百）公里，《条例》和〈附则〉", 0 },
        { "面积（约七百)公里，人口〈九万》", 0 },
        { "人口约九万〈二〇一〇年）。", 1 },
        { "（甲「乙）丙」丁", 2 },
        { "的附件）和（附件", 0 }, /* cut out of a longer text */
        { "的附件）和附件）又附件」", 2 },
        { "“甲（乙《丙", 2 },
        { "办法：1)申请 2）审查 a)批准 b）公布", 0 },
        { "授予\"安康杯\"和\"先进单位的称号", 1 },
        { "((((((((((((((((((((((((((((((((((((((((", 31 },
    };
    (void)state;
    CHECK(examples);
}

static void
test_rows(void **state)
{
    static const example examples[] = {
        { "保护、，管理", 1 },      { "保护。 ，管理", 1 },
        { "保护，，管理", 0 },      { "保护……管理。。。", 0 },
        { "保护。.，管理", 0 },     { "Inc.,and etc.;", 0 },
        { "第一条 保护，管理", 0 },
    };
    (void)state;
    CHECK(examples);
}

static void
test_widths(void **state)
{
    static const example examples[] = {
        { "应当保护，管理，利用;建设", 1 },
        { "应当保护，管理; 利用，建设，发展", 1 },
        { "应当保护，管理;利用", 0 }, /* one of each says nothing */
        { "应当保护,管理,利用;建设", 0 },
        { "面积3.5万，人口1,000，约5:30，a.b", 0 },
    };
    (void)state;
    CHECK(examples);
}

static void
test_stray_signs(void **state)
{
    static const example examples[] = {
        { "总工会□站品牌", 1 },       { "市总工会 \\perp 作亮点", 1 },
        { "本法^所称§水", 2 },        { "C:\\windows 和 5*3", 0 },
        { "工会驿站+、50%的", 0 },    { "", 0 },
        { "plain \\text{x} (of", 0 },
    };
    (void)state;
    CHECK(examples);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_brackets),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_widths),
        cmocka_unit_test(test_stray_signs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
