/* SPDX-License-Identifier: MIT */
/*
 * Markdown: what each line is, and where its text is in the file.
 */
#include "indexer/source/pages/markdown.h"
#include "tests/unit/ocr_dump.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
test_front_matter_and_headings(void **state)
{
    (void)state;
    ocr_expect(
        &markdown_format,
        "---\ntitle: \"工会驿站\"\ndate: 2025-01-04\nother: x\n---\n\n"
        "# 揭牌 #\n\n## 第一节\n新建的**26个**\n驿站。\n\n第二段。\n#标签\n",
        "page 1 0x0 pixel order=given kinds\n"
        " block headline level=1\n"
        "  line L7 @ \"揭牌\"\n"
        " block heading level=2\n"
        "  line L9 @ \"第一节\"\n"
        " block paragraph\n"
        "  line L10 @ \"新建的**26个**\"\n"
        "  line L11 @ \"驿站。\"\n"
        " block paragraph\n"
        "  line L13 @ \"第二段。\"\n"
        "  line L14 @ \"#标签\"\n"
        "title 工会驿站\n"
        "date 2025-01-04\n");
}

static void
test_captions_tables_lists_code(void **state)
{
    (void)state;
    ocr_expect(&markdown_format,
               "![图为揭牌现场](images/a8.jpg)\n![](b.jpg)\n| 甲 | 乙 |\n"
               "| --- | :-: |\n| 一 | 二 |\n\n- 第一条\n  续行\n- 第二条\n\n"
               "> 引文\n\n***\n```c\n# no heading\n```\n$$\nx^2\n$$\n",
               "page 1 0x0 pixel order=given kinds\n"
               " block caption\n"
               "  line L1 @ \"图为揭牌现场\"\n"
               " block table\n"
               "  line L3 @ \"| 甲 | 乙 |\"\n"
               "  line L5 @ \"| 一 | 二 |\"\n"
               " block list\n"
               "  line L7 @ \"第一条\"\n"
               "  line L8 @ \"续行\"\n"
               " block list\n"
               "  line L9 @ \"第二条\"\n"
               " block paragraph\n"
               "  line L11 @ \"引文\"\n"
               " block code\n"
               "  line L15 @ \"# no heading\"\n"
               " block formula\n"
               "  line L18 @ \"x^2\"\n");
}

static void
test_odd(void **state)
{
    (void)state;
    ocr_expect(&markdown_format, "", "page 1 0x0 pixel order=given kinds\n");
    ocr_expect(&markdown_format, "---\ntitle: a",
               "page 1 0x0 pixel order=given kinds\ntitle a\n");
    ocr_expect(&markdown_format, "![\n![]\n![a](\n#\n|\n>\n-\n",
               "page 1 0x0 pixel order=given kinds\n"
               " block paragraph\n"
               "  line L1 @ \"![\"\n"
               "  line L2 @ \"![]\"\n"
               "  line L3 @ \"![a](\"\n"
               " block table\n"
               "  line L5 @ \"|\"\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_front_matter_and_headings),
        cmocka_unit_test(test_captions_tables_lists_code),
        cmocka_unit_test(test_odd),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
