/* SPDX-License-Identifier: MIT */
/*
 * Tesseract's TSV, and Umi-OCR's text and CSV.
 */
#include "indexer/source/pages/tesseract_tsv.h"
#include "indexer/source/pages/umi_text.h"
#include "tests/unit/ocr_dump.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HEADER                                                                \
  "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth" \
  "\theight\tconf\ttext\n"

static void
test_tsv(void **state)
{
    (void)state;
    ocr_expect(&tsv_format,
               HEADER "1\t1\t0\t0\t0\t0\t0\t0\t180\t250\t-1\t\n"
                      "2\t1\t1\t0\t0\t0\t10\t20\t30\t40\t-1\t\n"
                      "3\t1\t1\t1\t0\t0\t10\t20\t30\t40\t-1\t\n"
                      "4\t1\t1\t1\t1\t0\t10\t20\t30\t20\t-1\t\n"
                      "5\t1\t1\t1\t1\t1\t10\t20\t5\t9\t50.0\t工\r\n"
                      "5\t1\t1\t1\t1\t2\t16\t20\t5\t9\t100\t会\n"
                      "5\t1\t1\t1\t1\t3\t26\t20\t5\t9\t-1\ta\tb\n"
                      "five\n"
                      "1\t2\t0\t0\t0\t0\t0\t0\t18\t25\t-1\t\n"
                      "5\t2\t1\t1\t1\t1\t1\t2\t5\t9\t96\tb",
               "refused 9: the row has not the 11 numbers that Tesseract "
               "writes\n"
               "page 1 180x250 pixel order=file\n"
               " block text 10,20,40,60\n"
               "  line 10,20,40,40 0.75 L5 \"工会a\tb\"\n"
               "   word 10,20,15,29 0.50 \"工\"\n"
               "   word 16,20,21,29 1.00 \"会\"\n"
               "   word 26,20,31,29 \"a\tb\"\n"
               "page 2 18x25 pixel order=file\n"
               " block text 1,2,6,11\n"
               "  line 1,2,6,11 0.96 \"b\"\n"
               "   word 1,2,6,11 0.96 \"b\"\n");
    ocr_expect(&tsv_format, HEADER, "");
    assert_true(tsv_is_tesseract(str_of(HEADER)));
    assert_false(tsv_is_tesseract(str_of("level\tpage")));
}

static void
test_umi_text(void **state)
{
    (void)state;
    ocr_expect(&umi_format,
               "2026-01-01 10:00\n\n≦ a.png ≧\n工会驿站\r\n第二段。\n\n"
               "≦ b.png ≧\n[Error] OCR failed.\n\n≦ c ≧\n≦ 不是标题\n",
               "page 1 0x0 pixel order=file image=a.png\n"
               " block text\n"
               "  line L4 @ \"工会驿站\"\n"
               " block text\n"
               "  line L5 @ \"第二段。\"\n"
               "page 2 0x0 pixel order=file image=b.png\n"
               "page 3 0x0 pixel order=file image=c\n"
               " block text\n"
               "  line L11 @ \"≦ 不是标题\"\n");
    assert_true(umi_is_text(str_of("x\n≦ a ≧\r\n")));
    assert_false(umi_is_text(str_of("≦ a\n")));
    assert_false(umi_is_text(str_of("")));
}

static void
test_umi_csv(void **state)
{
    (void)state;
    ocr_expect(&umi_format,
               "Name,OCR,Path\r\na.png,\"他说\"\"工会\"\"，\n第二行\",D:/a\r\n"
               "b.png,单行,D:/b\nc.png,\nd.png,\"没有结束",
               "page 1 0x0 pixel order=file image=a.png\n"
               " block text\n"
               "  line \"他说\"工会\"，\"\n"
               " block text\n"
               "  line \"第二行\"\n"
               "page 2 0x0 pixel order=file image=b.png\n"
               " block text\n"
               "  line \"单行\"\n"
               "page 3 0x0 pixel order=file image=c.png\n"
               "page 4 0x0 pixel order=file image=d.png\n"
               " block text\n"
               "  line \"没有结束\"\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tsv),
        cmocka_unit_test(test_umi_text),
        cmocka_unit_test(test_umi_csv),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
