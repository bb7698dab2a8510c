/* SPDX-License-Identifier: MIT */
/*
 * Pages in JSON of every engine: a small file of each form, and what it must
 * become; files that are cut or damaged; real ones.
 */
#include "indexer/source/pages/json_reader.h"
#include "tests/unit/ocr_dump.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LINE_1 "[[[60.0,60.0],[560.0,61.0],[560.0,108.0],[60.0,107.5]]"

static void
expect(const char *data, const char *expected)
{
    ocr_expect(&json_format, data, expected);
}

static void
test_paddle_2(void **state)
{
    (void)state;
    expect("[\n [\n  " LINE_1 ", [\"工会驿站\", 0.99]],\n  " LINE_1
           ", [\"揭牌\", 0.5]] ],\n null]",
           "page 1 560x108 pixel order=none\n"
           " block text 60,60,560,108\n"
           "  line 60,60,560,108 0.99 \"工会驿站\"\n"
           "  line 60,60,560,108 0.50 \"揭牌\"\n"
           "page 2 0x0 pixel order=none\n");
    /* Before 2.7 there was no level of pages. */
    expect("[" LINE_1 ", [\"工会\", 1]]," LINE_1 ", [\"驿站\", 2.5]]]",
           "page 1 560x108 pixel order=none\n"
           " block text 60,60,560,108\n"
           "  line 60,60,560,108 1.00 \"工会\"\n"
           "  line 60,60,560,108 \"驿站\"\n");
}

static void
test_paddle_3(void **state)
{
    (void)state;
    /* Two detections, one of them read: dt_polys has no part in it. */
    static const char one[] =
        "{\"input_path\": \"D:\\\\scans\\\\a.png\", \"page_index\": null,"
        " \"dt_polys\": [[[1,1],[2,1],[2,2],[1,2]], [[60,60],[560,108]]],"
        " \"rec_texts\": [\"工会GDP 2\"], \"rec_scores\": [0.75],"
        " \"rec_boxes\": [[60,60,560,108]],"
        " \"text_word\": [[\"工\",\"会\",\"GDP\",\"2\"]],"
        " \"text_word_boxes\": [[[60,60,80,108],[80,60,100,108],"
        "[100,60,180,108],[190,60,200,108]]]}";
    static const char expected[] =
        "page 1 560x108 pixel order=none image=a.png\n"
        " block text 60,60,560,108\n"
        "  line 60,60,560,108 0.75 \"工会GDP 2\"\n"
        "   word 60,60,80,108 \"工\"\n"
        "   word 80,60,100,108 \"会\"\n"
        "   word 100,60,180,108 \"GDP\"\n"
        "   word 190,60,200,108 \"2\"\n";
    char data[2048];
    expect(one, expected);
    snprintf(data, sizeof(data), "{\"res\": %s}", one);
    expect(data, expected);
    snprintf(data, sizeof(data),
             "{\"errorCode\":0,\"result\":{\"ocrResults\":"
             "[{\"prunedResult\":%s}]}}",
             one);
    expect(data, expected);
    snprintf(data, sizeof(data), "[%s]", one);
    expect(data, expected);
    /* No text at all, and words that do not spell the line. */
    expect("{\"rec_texts\": [], \"rec_boxes\": []}",
           "page 1 0x0 pixel order=none\n");
    expect("{\"rec_texts\": [\"工会\"], \"text_word\": [[\"工\"]],"
           " \"text_word_boxes\": [[[1,1,2,2]]],"
           " \"rec_polys\": [[[1,2],[9,2],[9,8],[1,8]]]}",
           "page 1 9x8 pixel order=none\n"
           " block text 1,2,9,8\n"
           "  line 1,2,9,8 \"工会\"\n");
}

static void
test_structure_3(void **state)
{
    (void)state;
    expect("{\"input_path\":\"a.png\",\"width\":1200,\"height\":1800,"
           "\"parsing_res_list\":["
           "{\"block_label\":\"doc_title\",\"block_content\":\"揭牌\","
           "\"block_bbox\":[55,50,570,112]},"
           "{\"block_label\":\"table\",\"block_content\":\"<table><tr><td>一"
           "</td><td>二</td></tr><tr><td>&lt;3</td></tr></table>\","
           "\"block_bbox\":[55,200,570,300]},"
           "{\"block_label\":\"vertical_text\",\"block_content\":\"左右\","
           "\"block_bbox\":[600,0,700,300]},"
           "{\"block_label\":\"image\",\"block_content\":\"\","
           "\"block_bbox\":[800,0,900,300]}],"
           "\"overall_ocr_res\":{\"rec_texts\":[\"揭\",\"牌\",\"左\",\"右\","
           "\"外\"],\"rec_scores\":[1,0.5,1,1,1],\"rec_boxes\":"
           "[[60,60,300,108],[300,60,500,108],[610,10,630,290],"
           "[660,10,690,290],[1000,1000,1100,1020]]}}",
           "page 1 1200x1800 pixel order=given kinds image=a.png\n"
           " block headline 55,50,570,112\n"
           "  line 60,60,300,108 1.00 \"揭\"\n"
           "  line 300,60,500,108 0.50 \"牌\"\n"
           " block table 55,200,570,300\n"
           "  line whole 55,200,570,300 \"一 二 \\n<3\"\n"
           " block paragraph 600,0,700,300\n"
           "  line 660,10,690,290 1.00 \"右\"\n"
           "  line 610,10,630,290 1.00 \"左\"\n"
           " block picture 800,0,900,300\n"
           " block text 1000,1000,1100,1020\n"
           "  line 1000,1000,1100,1020 1.00 \"外\"\n");
}

static void
test_structure_without_lines(void **state)
{
    (void)state; /* PaddleOCR-VL; width as a list */
    expect("{\"width\":[1200],\"height\":[1800],\"parsing_res_list\":["
           "{\"block_label\":\"text\",\"block_content\":\"**工会**\\n驿站\","
           "\"block_bbox\":[55,50,570,112],\"group_id\":0}]}",
           "page 1 1200x1800 pixel order=given kinds\n"
           " block paragraph 55,50,570,112\n"
           "  line whole 55,50,570,112 \"工会\\n驿站\"\n");
}

static void
test_structure_2(void **state)
{
    (void)state;
    expect("{\"type\":\"title\",\"bbox\":[1,2,30,40],\"res\":[{\"text\":"
           "\"\\u5de5\\u4f1a\",\"confidence\":0.5,\"text_region\":"
           "[[1,2],[30,2],[30,40],[1,40]]}],\"img_idx\":0}\n"
           "{\"type\":\"table\",\"bbox\":[1,50,30,60],\"res\":{\"html\":"
           "\"<td>一</td>\"},\"img_idx\":0}\n"
           "{\"type\":\"text\",\"bbox\":[1,2,30,40],\"res\":[],\"img_idx\":1}"
           "\n",
           "page 1 30x60 pixel order=none kinds\n"
           " block headline 1,2,30,40\n"
           "  line 1,2,30,40 0.50 \"工会\"\n"
           " block table 1,50,30,60\n"
           "  line whole 1,50,30,60 \"一\"\n"
           "page 2 30x40 pixel order=none kinds\n");
}

static void
test_rapid(void **state)
{
    (void)state;
    expect("[{\"box\":[[1,2],[30,2],[30,40],[1,40]],\"txt\":\"工会\","
           "\"score\":0.5},{\"box\":[[1,50],[30,50],[30,60],[1,60]],"
           "\"txt\":\"驿站\",\"score\":\"0.9\"}]",
           "page 1 30x60 pixel order=none\n"
           " block text 1,2,30,60\n"
           "  line 1,2,30,40 0.50 \"工会\"\n"
           "  line 1,50,30,60 \"驿站\"\n");
}

static void
test_umi(void **state)
{
    (void)state;
    static const char box[] = "\"box\":[[1,2],[30,2],[30,40],[1,40]]";
    char data[1024];
    snprintf(data, sizeof(data),
             "{\"code\":100,\"data\":[{%s,\"text\":\"工\",\"score\":1,\"end\":"
             "\"\"},{%s,\"text\":\"会\",\"score\":1,\"end\":\"\\n\"},"
             "{%s,\"text\":\"驿\",\"score\":1,\"end\":\"\\n\"}],\"fileName\":"
             "\"a.png\"}\n{\"code\":101,\"data\":\"\",\"fileName\":\"b.png\"}\n"
             "{\"code\":100,\"data\":[{%s,\"text\":\"站\"}],\"page\":7,"
             "\"fileName\":\"7\"}",
             box, box, box, box);
    expect(data, "page 1 30x40 pixel order=file image=a.png\n"
                 " block text 1,2,30,40\n"
                 "  line 1,2,30,40 1.00 \"工\"\n"
                 "  line 1,2,30,40 1.00 \"会\"\n"
                 " block text 1,2,30,40\n"
                 "  line 1,2,30,40 1.00 \"驿\"\n"
                 "page 2 0x0 pixel order=none image=b.png\n"
                 "page 7 30x40 pixel order=none\n"
                 " block text 1,2,30,40\n"
                 "  line 1,2,30,40 \"站\"\n");
}

static void
test_content_list_1(void **state)
{
    (void)state;
    expect("[{\"type\":\"text\",\"text\":\"揭牌\",\"text_level\":1,"
           "\"bbox\":[50,33,467,61],\"page_idx\":0},"
           "{\"type\":\"image\",\"img_path\":\"a.jpg\",\"img_caption\":"
           "[\"图为\"],\"bbox\":[516,111,916,277],\"page_idx\":0},"
           "{\"type\":\"discarded\",\"text\":\"晚报\",\"page_idx\":0},"
           "{\"type\":\"list\",\"list_items\":[\"甲\",\"乙\"],\"page_idx\":2},"
           "{\"type\":\"text\",\"text\":\"2\\\\*3 $x^2$\",\"text_level\":2,"
           "\"page_idx\":2}]",
           "page 1 1000x1000 thousandth order=given kinds\n"
           " block headline level=1 50,33,467,61\n"
           "  line whole 50,33,467,61 \"揭牌\"\n"
           " block picture 516,111,916,277\n"
           " block caption\n"
           "  line whole \"图为\"\n"
           " block noise\n"
           "  line whole \"晚报\"\n"
           "page 3 1000x1000 thousandth order=given kinds\n"
           " block list\n"
           "  line whole \"甲\"\n"
           " block list\n"
           "  line whole \"乙\"\n"
           " block heading level=2\n"
           "  line whole \"2*3 x²\"\n");
}

static void
test_content_list_2(void **state)
{
    (void)state;
    expect("[[{\"type\":\"title\",\"content\":{\"title_content\":[{\"type\":"
           "\"text\",\"content\":\"工会\"},{\"type\":\"text\",\"content\":"
           "\"揭牌\"}],\"level\":1},\"bbox\":[50,33,467,61]},"
           "{\"type\":\"page_header\",\"content\":{\"page_header_content\":"
           "[{\"type\":\"text\",\"content\":\"晚报\"}]},\"bbox\":[1,2,3,4]}],"
           "[],[{\"type\":\"list\",\"content\":{\"list_items\":[{\"item_type\":"
           "\"text\",\"item_content\":[{\"type\":\"text\",\"content\":\"甲\"}]}"
           "]}}]]",
           "page 1 1000x1000 thousandth order=given kinds\n"
           " block headline 50,33,467,61\n"
           "  line whole 50,33,467,61 \"工会揭牌\"\n"
           " block header 1,2,3,4\n"
           "  line whole 1,2,3,4 \"晚报\"\n"
           "page 2 1000x1000 thousandth order=given kinds\n"
           "page 3 1000x1000 thousandth order=given kinds\n"
           " block list\n"
           "  line whole \"甲\"\n");
}

#define SPAN(text, box)                         \
  "{\"bbox\":" box ",\"spans\":[{\"bbox\":" box \
  ",\"type\":\"text\",\"content\":\"" text "\",\"score\":0.5}]}"

static void
test_middle_3(void **state)
{
    (void)state;
    expect(
        "{\"pdf_info\":[{\"page_idx\":4,\"page_size\":[1200,1800],"
        "\"discarded_blocks\":[{\"type\":\"header\",\"bbox\":[1,1,9,9],"
        "\"lines\":[" SPAN(
            "晚报",
            "[1,1,9,9]") "]}],"
                         "\"preproc_blocks\":[{\"type\":\"text\",\"lines\":"
                         "[" SPAN(
                             "不要",
                             "[1,1,2,2]") "]}],"
                                          "\"para_blocks\":[{\"type\":"
                                          "\"title\",\"bbox\":[60,60,570,110],"
                                          "\"level\":1,\"lines\":[" SPAN("工会", "[60,60,300,108]") "," SPAN(
                                              "揭牌",
                                              "[60,70,300,108]") "]},"
                                                                 "{\"type\":"
                                                                 "\"text\","
                                                                 "\"lines_"
                                                                 "deleted\":"
                                                                 "true,"
                                                                 "\"lines\":"
                                                                 "[" SPAN(
                                                                     "重复",
                                                                     "[1,1,2,"
                                                                     "2]") "]},"
                                                                           "{\""
                                                                           "typ"
                                                                           "e\""
                                                                           ":\""
                                                                           "ima"
                                                                           "ge"
                                                                           "\","
                                                                           "\"b"
                                                                           "box"
                                                                           "\":"
                                                                           "[1,"
                                                                           "1,"
                                                                           "9,"
                                                                           "9],"
                                                                           "\"b"
                                                                           "loc"
                                                                           "ks"
                                                                           "\":"
                                                                           "[{"
                                                                           "\"t"
                                                                           "ype"
                                                                           "\":"
                                                                           "\"i"
                                                                           "mag"
                                                                           "e_"
                                                                           "bod"
                                                                           "y\""
                                                                           ",\""
                                                                           "bbo"
                                                                           "x\""
                                                                           ":["
                                                                           "1,"
                                                                           "1,"
                                                                           "9,"
                                                                           "9],"
                                                                           "\"l"
                                                                           "ine"
                                                                           "s\""
                                                                           ":[]"
                                                                           "},{"
                                                                           "\"t"
                                                                           "ype"
                                                                           "\":"
                                                                           "\"i"
                                                                           "mag"
                                                                           "e_"
                                                                           "cap"
                                                                           "tio"
                                                                           "n\""
                                                                           ",\""
                                                                           "bbo"
                                                                           "x\""
                                                                           ":["
                                                                           "10,"
                                                                           "1,"
                                                                           "19,"
                                                                           "9],"
                                                                           "\"l"
                                                                           "ine"
                                                                           "s\""
                                                                           ":"
                                                                           "[" SPAN(
                                                                               "图为",
                                                                               "[10,1,19,9]") "]}]}]}],"
                                                                                              "\"_backend\":\"pipeline\",\"_version_name\":\"2.7.6\"}",
        "page 5 1200x1800 pixel order=given kinds\n"
        " block headline level=1 60,60,570,110\n"
        "  line 60,60,300,108 0.50 \"工会\"\n"
        "  line 60,70,300,108 0.50 \"揭牌\"\n"
        " block picture 1,1,9,9\n"
        " block caption 10,1,19,9\n"
        "  line whole 10,1,19,9 0.50 \"图为\"\n"
        " block header 1,1,9,9\n"
        "  line whole 1,1,9,9 0.50 \"晚报\"\n");
}

static void
test_middle_4(void **state)
{
    (void)state;
    expect("{\"metadata\":{\"file_suffix\":\"pdf\"},\"pages\":[{\"page_idx\":0,"
           "\"blocks\":[{\"type\":\"text\",\"index\":1,\"bbox\":"
           "[0.05,0.078,0.467,0.122],\"content\":[{\"type\":\"text\","
           "\"content\":\"工会\"}]},{\"type\":\"text\",\"index\":2,\"bbox\":"
           "[0.5,0.078,0.9,0.122],\"content\":[{\"type\":\"text\",\"content\":"
           "\"驿站\"}],\"continues_prev\":true},{\"type\":\"image\",\"bbox\":"
           "[0,0,1,1],\"content\":[{\"type\":\"image_caption\",\"bbox\":"
           "[0,0,0.1,0.1],\"content\":[{\"type\":\"text\",\"content\":\"图\"}]"
           "}]}]},{\"page_idx\":1,\"blocks\":[{\"type\":\"header\",\"content\":"
           "\"晚报\"}]}],\"schema\":\"docvortex.middle\"}",
           "page 1 1000x1000 thousandth order=given kinds\n"
           " block paragraph 50,78,467,122\n"
           "  line whole 50,78,467,122 \"工会\"\n"
           " block paragraph continues 500,78,900,122\n"
           "  line whole 500,78,900,122 \"驿站\"\n"
           " block caption 0,0,100,100\n"
           "  line whole 0,0,100,100 \"图\"\n"
           "page 2 1000x1000 thousandth order=given kinds\n"
           " block header\n"
           "  line whole \"晚报\"\n");
}

static void
test_docling(void **state)
{
    (void)state;
    expect(
        "{\"schema_name\":\"DoclingDocument\",\"body\":{\"children\":"
        "[{\"$ref\":\"#/groups/0\"},{\"$ref\":\"#/pictures/0\"},"
        "{\"$ref\":\"#/texts/9\"},{\"$ref\":\"#/body\"}]},\"groups\":"
        "[{\"children\":[{\"$ref\":\"#/texts/1\"},{\"$ref\":\"#/texts/0\"},"
        "{\"$ref\":\"#/groups/0\"}]}],"
        "\"texts\":[{\"label\":\"text\",\"text\":\"工会驿站\",\"prov\":["
        "{\"page_no\":1,\"bbox\":{\"l\":60,\"t\":100,\"r\":70,\"b\":90,"
        "\"coord_origin\":\"BOTTOMLEFT\"},\"charspan\":[0,2]},"
        "{\"page_no\":2,\"bbox\":{\"l\":1,\"t\":2,\"r\":3,\"b\":4,"
        "\"coord_origin\":\"TOPLEFT\"},\"charspan\":[2,4]}]},"
        "{\"label\":\"section_header\",\"level\":2,\"text\":\"题\",\"prov\":["
        "{\"page_no\":1,\"bbox\":{\"l\":1,\"t\":2,\"r\":3,\"b\":4,"
        "\"coord_origin\":\"TOPLEFT\"}}]},"
        "{\"label\":\"caption\",\"text\":\"图\",\"prov\":[{\"page_no\":2,"
        "\"bbox\":{\"l\":1,\"t\":2,\"r\":3,\"b\":4,\"coord_origin\":"
        "\"TOPLEFT\"}}]}],"
        "\"pictures\":[{\"label\":\"picture\",\"captions\":[{\"$ref\":"
        "\"#/texts/2\"}],\"prov\":[]}],"
        "\"pages\":{\"2\":{\"size\":{\"width\":120,\"height\":180}},"
        "\"1\":{\"size\":{\"width\":120,\"height\":200}}}}",
        "page 1 120x200 pixel order=given kinds\n"
        " block heading level=2 1,2,3,4\n"
        "  line whole 1,2,3,4 \"题\"\n"
        " block paragraph 60,100,70,110\n"
        "  line whole 60,100,70,110 \"工会\"\n"
        "page 2 120x180 pixel order=given kinds\n"
        " block paragraph continues 1,2,3,4\n"
        "  line whole 1,2,3,4 \"驿站\"\n"
        " block caption 1,2,3,4\n"
        "  line whole 1,2,3,4 \"图\"\n");
}

/* ---- what is wrong -------------------------------------------------------------- */

static void
test_truncated(void **state)
{
    (void)state;
    expect("[[" LINE_1 ", [\"工会\", 1]]],\n[" LINE_1 ", [\"驿",
           "page 1 560x108 pixel order=none\n"
           " block text 60,60,560,108\n"
           "  line 60,60,560,108 1.00 \"工会\"\n"
           "refused 2: the JSON ends in the middle of a value\n");
    expect("{\"rec_texts\": [\"工",
           "error 1: the JSON ends in the middle of a value\n");
    expect("[", "error 1: the JSON ends in the middle of a document\n");
    expect("[1 2]", "error 1: the JSON has no comma here\n");
}

static void
test_a_bad_page_is_left_out(void **state)
{
    (void)state;
    expect("[[" LINE_1 ", [\"工会\", 1]]],\n\n[nul],\n[" LINE_1
           ", [\"驿站\", 1]]]]",
           "page 1 560x108 pixel order=none\n"
           " block text 60,60,560,108\n"
           "  line 60,60,560,108 1.00 \"工会\"\n"
           "refused 3: a value of the JSON cannot be read: invalid token near "
           "'nul'\n"
           "page 2 560x108 pixel order=none\n"
           " block text 60,60,560,108\n"
           "  line 60,60,560,108 1.00 \"驿站\"\n");
}

static void
test_what_is_left_out_before_a_page(void **state)
{
    (void)state;
    expect("[1,\n2,[" LINE_1 ", [\"工会\", 1]]], 3]",
           "refused 1: a value of the JSON is no page, line or block that a "
           "known OCR engine writes\n"
           "page 1 560x108 pixel order=none\n"
           " block text 60,60,560,108\n"
           "  line 60,60,560,108 1.00 \"工会\"\n"
           "refused 2: a value of the JSON is no page, line or block that a "
           "known OCR engine writes\n");
}

static void
test_other_json(void **state)
{
    (void)state;
    static const char error[] =
        "error 0: it is JSON, but not of a known OCR engine and not one "
        "passage per line; write one passage per line, as jq -c does\n";
    expect("{\"name\": 1}", error);
    expect("{\n\"text\":\n\"a\"}", error);
    expect("[]", error);
}

static void
test_absurd_values(void **state)
{
    (void)state;
    expect("{\"rec_texts\": [\"工\", 5, null], \"rec_boxes\": "
           "[[-5, 1e300, \"9\", 4], {}, [1]], \"rec_scores\": [-1, {}]}",
           "page 1 0x0 pixel order=none\n"
           " block text\n"
           "  line \"工\"\n");
    expect("[{\"type\":\"text\",\"page_idx\":-3,\"text\":\"工\",\"bbox\":"
           "[[]],\"text_level\":1e30}]",
           "page 1 1000x1000 thousandth order=given kinds\n"
           " block paragraph\n"
           "  line whole \"工\"\n");
}

/* ---- real files ------------------------------------------------------------------ */

static size_t
count_of(const char *text, const char *what)
{
    size_t count = 0;
    for (; (text = strstr(text, what)); text++)
        count++;
    return count;
}

static void
test_real_files(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *first; /* the dump begins so */
        size_t lines;
    } files[] = {
        { "page1.paddle2.json", "page 1 ", 128 },
        { "page1_res.json", "page 1 ", 128 },
        { "page1_structure_res.json", "page 1 1800x2500 pixel order=given",
          128 },
        { "page1_content_list.json", "page 1 1000x1000 thousandth", 35 },
        { "page1_middle.json", "page 1 1800x2500 pixel order=given", 128 },
        { "page1.docling.json", "page 1 1800x2500 pixel order=given", 35 },
        { "page1.umi.jsonl", "page 1 ", 128 },
        { "page5_res.json", "page 1 ", 87 },
    };
    for (size_t i = 0; i < ARRAY_LENGTH(files); i++) {
        const yz_str data = ocr_data(files[i].name);
        char *got = ocr_dump(&json_format, data, files[i].name, 0);
        const bool begins =
            !strncmp(got, files[i].first, strlen(files[i].first));
        const size_t lines = count_of(got, "\n  line ");
        if (!begins || lines != files[i].lines || count_of(got, "refused"))
            fail_msg("%s: %zu lines, %.60s", files[i].name, lines, got);
        assert_non_null(strstr(got, i == 7 ? "按照東羅馬" : "关税"));
        free(got);
        free((char *)data.data);
    }
}

static void
test_detection(void **state)
{
    (void)state;
    static const char *const known[] = {
        "[[[[1,2],[3,4]]",
        "[ null, null ]",
        "{\n \"input_path\": \"a\", \"rec_texts\": [",
        "[{\"type\": \"text\", \"page_idx\": 0",
        "[[[12.5, 3], [4, 5]], [\"a\", 1]]",
        "{\"pdf_info\": [",
    };
    static const char *const others[] = {
        "[美] 作者", "{}", "[1, 2]", "{工会}", "{\"text\": \"a\"}", "", "[[注]]"
    };
    for (size_t i = 0; i < ARRAY_LENGTH(known); i++)
        assert_true(json_is_of_engine(str_of(known[i])));
    for (size_t i = 0; i < ARRAY_LENGTH(others); i++)
        assert_false(json_is_of_engine(str_of(others[i])));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paddle_2),
        cmocka_unit_test(test_paddle_3),
        cmocka_unit_test(test_structure_3),
        cmocka_unit_test(test_structure_without_lines),
        cmocka_unit_test(test_structure_2),
        cmocka_unit_test(test_rapid),
        cmocka_unit_test(test_umi),
        cmocka_unit_test(test_content_list_1),
        cmocka_unit_test(test_content_list_2),
        cmocka_unit_test(test_middle_3),
        cmocka_unit_test(test_middle_4),
        cmocka_unit_test(test_docling),
        cmocka_unit_test(test_truncated),
        cmocka_unit_test(test_a_bad_page_is_left_out),
        cmocka_unit_test(test_what_is_left_out_before_a_page),
        cmocka_unit_test(test_other_json),
        cmocka_unit_test(test_absurd_values),
        cmocka_unit_test(test_real_files),
        cmocka_unit_test(test_detection),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
