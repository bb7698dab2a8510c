/* SPDX-License-Identifier: MIT */
/*
 * ALTO, PAGE and ABBYY XML, and hOCR: a small file of each form, and what it
 * must become; files that are cut, damaged or hostile; real ones.
 */
#include "indexer/formats/hocr.h"
#include "indexer/formats/xml_reader.h"
#include "tests/unit/ocr_dump.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
expect(const char *data, const char *expected)
{
    ocr_expect(&xml_format, data, expected);
}

/* ---- ALTO ----------------------------------------------------------------------- */

static void
test_alto(void **state)
{
    (void)state;
    expect("<?xml version='1.0'?>\n<alto:alto xmlns:alto='x'>\n"
           "<alto:Description><alto:MeasurementUnit>pixel"
           "</alto:MeasurementUnit><alto:sourceImageInformation>"
           "<alto:fileName>a.tif</alto:fileName>"
           "</alto:sourceImageInformation></alto:Description>\n"
           "<alto:Layout><alto:Page WIDTH='180' HEIGHT='250' "
           "PRINTED_IMG_NR='A2'><alto:PrintSpace>\n"
           "<alto:TextBlock HPOS='10' VPOS='20' WIDTH='30' HEIGHT='40'>\n"
           "<alto:TextLine HPOS='10' VPOS='20' WIDTH='30' HEIGHT='20'>"
           "<alto:String CONTENT='工' HPOS='10' VPOS='20' WIDTH='5' HEIGHT='9' "
           "WC='0.5'><alto:ALTERNATIVE>二</alto:ALTERNATIVE></alto:String>"
           "<alto:SP/><alto:String CONTENT='会A&amp;B' CC='09'/><alto:SP/>"
           "<alto:String CONTENT='two'/></alto:TextLine>"
           "</alto:TextBlock><alto:Illustration HPOS='1' VPOS='2' WIDTH='3' "
           "HEIGHT='4'/></alto:PrintSpace></alto:Page></alto:Layout>"
           "</alto:alto>",
           "page 1 180x250 pixel order=file image=a.tif number=A2\n"
           " block text 10,20,40,60\n"
           "  line 10,20,40,40 0.50 L6 \"工会A&B two\"\n"
           "   word 10,20,15,29 0.50 \"工\"\n"
           "   word 0.50 \"会A&B\"\n"
           "   word \"two\"\n"
           " block picture 1,2,4,6\n"
           " or \"二\" for \"工\"\n");
}

static void
test_alto_units_tags_and_order(void **state)
{
    (void)state;
    expect("<alto><Description><MeasurementUnit>inch1200</MeasurementUnit>"
           "</Description><Tags><LayoutTag ID='t1' LABEL='Heading'/>"
           "<OtherTag ID='t2' LABEL='x'/></Tags><Layout><ReadingOrder>"
           "<OrderedGroup><ElementRef REF='b'/><ElementRef REF='a'/>"
           "</OrderedGroup></ReadingOrder><Page WIDTH='1200' HEIGHT='2400'>"
           "<TopMargin><TextBlock ID='c'><TextLine><String CONTENT='c'/>"
           "</TextLine></TextBlock></TopMargin><PrintSpace>"
           "<TextBlock ID='a'><TextLine><String CONTENT='a'/><HYP "
           "CONTENT='\xc2\xad'/></TextLine></TextBlock>"
           "<TextBlock ID='b' TAGREFS='t2 t1' HPOS='400' VPOS='400' "
           "WIDTH='4' HEIGHT='8'><TextLine><String CONTENT='b'/></TextLine>"
           "</TextBlock></PrintSpace></Page></Layout></alto>",
           "page 1 300x600 dot order=given kinds\n"
           " block heading 100,100,101,102\n"
           "  line L1 \"b\"\n"
           "   word \"b\"\n"
           " block text\n"
           "  line L1 \"a-\"\n"
           "   word \"a\"\n"
           " block header\n"
           "  line L1 \"c\"\n"
           "   word \"c\"\n");
}

static void
test_alto_of_several_pages(void **state)
{
    (void)state;
    expect("<alto><Layout><Page WIDTH='10' HEIGHT='20'/><Page><TextBlock>"
           "<TextLine><String CONTENT='a'/></TextLine></TextBlock></Page>"
           "</Layout></alto>",
           "page 1 10x20 pixel order=file\n"
           "page 2 0x0 pixel order=file\n"
           " block text\n"
           "  line L1 \"a\"\n"
           "   word \"a\"\n");
}

/* ---- PAGE ----------------------------------------------------------------------- */

#define PAGE(inside)                                     \
  "<PcGts><Page imageFilename='a.jpg' imageWidth='180' " \
  "imageHeight='240'>" inside "</Page></PcGts>"
#define REGION(id, attributes, inside) \
  "<TextRegion id='" id "' " attributes ">" inside "</TextRegion>"
#define LINE(text)                                                    \
  "<TextLine><Coords points='1,2 30,2 30,40'/><TextEquiv conf='0.5'>" \
  "<Unicode>" text "</Unicode></TextEquiv></TextLine>"

static void
test_page_order(void **state)
{
    (void)state;
    expect(PAGE("<ReadingOrder><OrderedGroup><RegionRefIndexed index='1' "
                "regionRef='a'/><UnorderedGroupIndexed index='0'><RegionRef "
                "regionRef='c'/><RegionRef regionRef='b'/>"
                "</UnorderedGroupIndexed></OrderedGroup></ReadingOrder>" REGION(
                    "a", "type='paragraph'",
                    LINE("甲")) REGION("b", "type='heading'", LINE("乙"))
                    REGION("c", "", LINE("丙")) REGION("d", "", LINE("丁"))),
           "page 1 180x240 pixel order=given kinds image=a.jpg\n"
           " block text 1,2,30,40\n"
           "  line 1,2,30,40 0.50 L1 @ \"丙\"\n"
           " block heading 1,2,30,40\n"
           "  line 1,2,30,40 0.50 L1 @ \"乙\"\n"
           " block paragraph 1,2,30,40\n"
           "  line 1,2,30,40 0.50 L1 @ \"甲\"\n"
           " block text 1,2,30,40\n"
           "  line 1,2,30,40 0.50 L1 @ \"丁\"\n");
}

static void
test_page_without_order(void **state)
{
    (void)state;
    expect(PAGE(REGION("a", "readingDirection='top-to-bottom'", LINE("甲"))
                    REGION("b", "",
                           "<TextEquiv><Unicode>乙</Unicode>"
                           "</TextEquiv>")),
           "page 1 180x240 pixel order=none image=a.jpg\n"
           " block text 1,2,30,40\n"
           "  line vertical 1,2,30,40 0.50 L1 @ \"甲\"\n"
           " block text\n"
           "  line whole \"乙\"\n");
    expect(
        PAGE(REGION("a",
                    "custom='readingOrder {index:1;} structure "
                    "{type:caption;}'",
                    LINE("甲"))
                 REGION("b", "custom='readingOrder {index:0;}'", LINE("乙"))),
        "page 1 180x240 pixel order=given kinds image=a.jpg\n"
        " block text 1,2,30,40\n"
        "  line 1,2,30,40 0.50 L1 @ \"乙\"\n"
        " block caption 1,2,30,40\n"
        "  line 1,2,30,40 0.50 L1 @ \"甲\"\n");
}

static void
test_page_readings_and_words(void **state)
{
    (void)state;
    expect(
        PAGE(REGION(
            "a", "",
            "<Coords points='0,0 50,0 50,60 0,60'/>"
            "<TextLine><Coords><Point x='1' y='2'/><Point x='30' y='40'/>"
            "</Coords><Word><Coords points='1,2 9,9'/><TextEquiv index='1'>"
            "<Unicode>入</Unicode></TextEquiv><TextEquiv index='0' conf='0.75'>"
            "<Unicode>人</Unicode></TextEquiv></Word><Word>"
            "<Coords points='10,2 19,9'/><TextEquiv><Unicode>A&amp;B</Unicode>"
            "</TextEquiv></Word><TextEquiv><Unicode>人 A&amp;B</Unicode>"
            "</TextEquiv></TextLine>"
            "<TextLine><Word><TextEquiv><Unicode>一</Unicode></TextEquiv>"
            "</Word><TextEquiv index='1'><Unicode>二</Unicode></TextEquiv>"
            "<TextEquiv index='0'><Unicode>三</Unicode></TextEquiv></TextLine>"
            "<TextLine><Word><Glyph><Coords points='1,2 9,9'/><TextEquiv>"
            "<Unicode>甲</Unicode></TextEquiv></Glyph><Glyph><Coords "
            "points='x'/><TextEquiv><Unicode>乙</Unicode></TextEquiv></Glyph>"
            "<TextEquiv><Unicode>甲乙</Unicode></TextEquiv></Word>"
            "<TextEquiv><Unicode>甲乙</Unicode></TextEquiv></TextLine>")),
        "page 1 180x240 pixel order=none image=a.jpg\n"
        " block text 0,0,50,60\n"
        "  line 1,2,31,41 0.75 L1 \"人A&B\"\n"
        "   word 1,2,9,9 0.75 \"人\"\n"
        "   word 10,2,19,9 \"A&B\"\n"
        "  line L1 @ \"三\"\n"
        "  line 1,2,9,9 L1 @ \"甲乙\"\n"
        "   character 1,2,9,9 \"甲\"\n"
        "   character \"乙\"\n"
        " or \"入\" for \"人\"\n");
}

static void
test_page_nested_regions(void **state)
{
    (void)state;
    expect(PAGE("<TableRegion id='t'><Coords points='1,1 2,2'/>" REGION(
               "a", "type='paragraph'",
               LINE("甲") REGION("b", "type='footnote'", LINE("注"))
                   LINE("乙")) "</TableRegion><SeparatorRegion "
                               "id='s'><Coords points='5,5 9,6'/>"
                               "</SeparatorRegion>"),
           "page 1 180x240 pixel order=none kinds image=a.jpg\n"
           " block table 1,1,2,2\n"
           " block paragraph 1,2,30,40\n"
           "  line 1,2,30,40 0.50 L1 @ \"甲\"\n"
           " block note 1,2,30,40\n"
           "  line 1,2,30,40 0.50 L1 @ \"注\"\n"
           " block paragraph 1,2,30,40\n"
           "  line 1,2,30,40 0.50 L1 @ \"乙\"\n"
           " block separator 5,5,9,6\n");
}

/* ---- ABBYY ---------------------------------------------------------------------- */

#define CHAR(box, confidence, text) \
  "<charParams " box " charConfidence='" confidence "'>" text "</charParams>"

static void
test_abbyy(void **state)
{
    (void)state;
    expect("<document xmlns='http://www.abbyy.com/FineReader_xml/FineReader10'>"
           "<page width='180' height='250'><block blockType='Text'><text><par>"
           "<line l='1' t='2' r='30' b='9'><formatting lang='zh'>" CHAR(
               "l='1' t='2' r='9' b='9'", "50",
               "<charRecVariants><charRecVariant>入</charRecVariant>"
               "<charRecVariant>人</charRecVariant></charRecVariants>人")
               CHAR("l='10' t='2' r='19' b='9'", "255", "A") CHAR("", "-1", " ")
                   CHAR("", "100", "B") "</formatting></line></par><par>"
                                        "<line l='1' t='12' r='30' "
                                        "b='19'><formatting>甲 乙</formatting>"
                                        "</line></par></text></block><block "
                                        "blockType='Picture' l='50' t='60' "
                                        "r='70' b='80'/></page></document>",
           "page 1 180x250 pixel order=file\n"
           " block text 1,2,30,9\n"
           "  line 1,2,30,9 0.75 L1 \"人A B\"\n"
           "   character 1,2,9,9 0.50 \"人\"\n"
           "   character 10,2,19,9 \"A\"\n"
           "   character 1.00 \"B\"\n"
           " block text 1,12,30,19\n"
           "  line 1,12,30,19 L1 \"甲 乙\"\n"
           " block picture 50,60,70,80\n"
           " or \"入\" for \"人\"\n");
}

/* ---- pdftotext ------------------------------------------------------------------ */

static void
test_pdf_boxes(void **state)
{
    (void)state;
    expect("<html><head><title></title></head><body><doc><page width='72' "
           "height='144'><flow><block xMin='7.2' yMin='7.2' xMax='36' "
           "yMax='72'><line xMin='7.2' yMin='7.2' xMax='30' yMax='14.4'>"
           "<word xMin='7.2' yMin='7.2' xMax='30' yMax='14.4'>法</word></line>"
           "<line xMin='14.4' yMin='7.2' xMax='36' yMax='14.4'>"
           "<word xMin='14.4' yMin='7.2' xMax='36' yMax='14.4'>制</word></line>"
           "<line xMin='7.2' yMin='28.8' xMax='36' yMax='36'><word xMin='7.2' "
           "yMin='28.8' xMax='14.4' yMax='36'>a</word><word xMin='21.6' "
           "yMin='28.8' xMax='36' yMax='36'>b</word></line></block></flow>"
           "</page></doc></body></html>",
           "page 1 300x600 dot order=file\n"
           " block text 30,30,150,300\n"
           "  line 30,30,150,60 \"法制\"\n"
           "   word 30,30,125,60 \"法\"\n"
           "   word 60,30,150,60 \"制\"\n"
           "  line 30,120,150,150 \"a b\"\n"
           "   word 30,120,60,150 \"a\"\n"
           "   word 90,120,150,150 \"b\"\n");
}

/* ---- what is wrong -------------------------------------------------------------- */

static void
test_hostile(void **state)
{
    (void)state;
    expect("<!DOCTYPE alto [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>"
           "<alto><Layout/></alto>",
           "error 1: the XML declares entities, which are not expanded; give "
           "it without its DOCTYPE\n");
    expect("<!DOCTYPE alto [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
           "<alto>&x;</alto>",
           "error 1: the XML declares entities, which are not expanded; give "
           "it without its DOCTYPE\n");
    expect("<!DOCTYPE alto SYSTEM 'http://example.invalid/a.dtd'>\n<alto/>",
           "");
    expect("\n \n<?xml version='1.0'?>\n<rss/>",
           "error 4: it is XML, but not of a known page format: its root "
           "element is <rss>\n");
    expect("<rss/>", "error 1: it is XML, but not of a known page format: its "
                     "root element is <rss>\n");
    expect("", "error 1: the XML ends too early: no element found\n");
    expect("工会", "error 1: the XML is broken: syntax error\n");
}

static void
test_truncated(void **state)
{
    (void)state;
    expect("<alto><Layout>\n<Page WIDTH='9' HEIGHT='9'><TextBlock>\n<TextLine>"
           "<String CONTENT='工会'/></TextLine>\n<TextLine><String CONT",
           "page 1 9x9 pixel order=file\n"
           " block text\n"
           "  line L3 \"工会\"\n"
           "   word \"工会\"\n"
           "error 4: the XML ends too early: unclosed token\n");
    expect("<alto><Layout><Page>\n</Layout></alto>",
           "error 2: the XML is broken: mismatched tag\n");
}

/* ---- hOCR ----------------------------------------------------------------------- */

static void
test_hocr_of_tesseract(void **state)
{
    (void)state;
    ocr_expect(
        &hocr_format,
        "<html><head><title>工会</title></head><body>\n<div class='ocr_page' "
        "title='image \"a;b.jpg\"; bbox 0 0 180 250; ppageno 0'>"
        "<div class='ocr_carea' title='bbox 1 2 3 4'>"
        "<p class='ocr_par' title='bbox 10 20 40 60'>\n"
        "<span class='ocr_line' title='bbox 10 20 40 40; baseline 0 -1'>\n"
        " <span class='ocrx_word' title='bbox 10 20 15 29; x_wconf 50'>"
        "<strong>工</strong></span>\n <span class='ocrx_word' "
        "title='bbox 16 20 25 29; x_wconf 100'>会&amp;</span> <span "
        "class='ocrx_word' title='bbox 26 20 35 29'>a</span> "
        "<span class='ocrx_word' title=''>b</span></span>"
        "<span class='ocr_caption' title='bbox 10 50 40 60'><span "
        "class='ocrx_word' title='bbox 10 50 20 60'><span class='ocrx_cinfo' "
        "title='x_bboxes 10 50 15 60; x_conf 75'>甲</span><span "
        "class='ocrx_cinfo' title='x_bboxes 15 50 20 60'>乙</span></span>"
        "</span></p></div></div></body></html>",
        "page 1 180x250 pixel order=file image=a;b.jpg\n"
        " block text 10,20,40,60\n"
        "  line 10,20,40,40 0.75 L3 \"工会& a b\"\n"
        "   word 10,20,15,29 0.50 \"工\"\n"
        "   word 16,20,25,29 1.00 \"会&\"\n"
        "   word 26,20,35,29 \"a\"\n"
        "   word \"b\"\n"
        "  line 10,50,40,60 0.75 L5 \"甲乙\"\n"
        "   character 10,50,15,60 0.75 \"甲\"\n"
        "   character 15,50,20,60 \"乙\"\n");
}

static void
test_hocr_in_the_wild(void **state)
{
    (void)state;
    ocr_expect(&hocr_format,
               "<DIV CLASS=ocr_page TITLE=\"bbox 0 0 9 9\"><p>no"
               "<div class='ocr_header' title='bbox 1 1 8 2'></div>"
               "<p class='ocr_par'><span class='ocr_line' title='bbox 1 2 3 4'>"
               "工会 <b>驿站</b><br>two  words</span>\n</p></DIV>\n"
               "<div class='ocr_page'><span class='alternatives'><span "
               "class='ocr_line'><ins class='alt'>人</ins><del class='alt'>入"
               "</del></span></span></div>",
               "page 1 9x9 pixel order=file\n"
               " block text 1,2,3,4\n"
               "  line 1,2,3,4 L1 \"工会 驿站 two words\"\n"
               "page 2 0x0 pixel order=file\n"
               " block text\n"
               "  line L3 \"人\"\n"
               " or \"入\" for \"人\"\n");
    ocr_expect(&hocr_format, "<html><body>工会</body></html>",
               "error 0: it is HTML, but no hOCR: no element is of class "
               "ocr_page\n");
    ocr_expect(&hocr_format, "",
               "error 0: it is HTML, but no hOCR: no element is of class "
               "ocr_page\n");
    /* Cut: what is there is read. */
    ocr_expect(&hocr_format,
               "<div class='ocr_page'><span class='ocr_line'>工<span cl",
               "page 1 0x0 pixel order=file\n"
               " block text\n"
               "  line L1 \"工\"\n");
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
        const ocr_format *format;
        const char *name;
        const char *first; /* the dump begins so */
        size_t lines;
        size_t words;
        const char *text;
    } files[] = {
        { &xml_format, "page1.xml",
          "page 1 1800x2500 pixel order=file image=page1.jpg\n", 128, 1454,
          "中华人民共和国关税法" },
        { &xml_format, "page5.page.xml",
          "page 1 1800x2400 pixel order=given kinds image=page5.jpg\n", 87, 0,
          "按照東羅馬史官的記載，當時甚至找不到" },
        { &xml_format, "page5.noorder.page.xml",
          "page 1 1800x2400 pixel order=none", 87, 0, "" },
        { &xml_format, "PPN720183197-PHYS_0004.xml", "page 1 537x922 pixel", 17,
          62, "Albert Schütt" },
        { &xml_format, "PPN750717092-00000780.ocr.xml",
          "page 1 2217x3629 pixel", 60, 329, "Dezember" },
        { &xml_format, "1865-05-24_01-00001.xml", "page 1 3756x5563 dot", 386,
          2617, "PIUX DE L'ABONNEMENT" },
        { &hocr_format, "page1.hocr",
          "page 1 1800x2500 pixel order=file image=page1.jpg\n", 128, 1454,
          "中华人民共和国关税法" },
        { &hocr_format, "seq-4.html", "page 1 20300x29180 pixel", 0, 0,
          "People Vou Know" },
    };
    for (size_t i = 0; i < ARRAY_LENGTH(files); i++) {
        const yz_str data = ocr_data(files[i].name);
        /* Of the file's first three bytes the source takes a mark away. */
        const size_t bom = (unsigned char)data.data[0] == 0xef ? 3 : 0;
        char *got = ocr_dump(files[i].format,
                             (yz_str){ data.data + bom, data.size - bom },
                             files[i].name, 0);
        const size_t lines = count_of(got, "\n  line ");
        const size_t words = count_of(got, "\n   word ");
        if (strncmp(got, files[i].first, strlen(files[i].first)) != 0 ||
            count_of(got, "\nrefused") || count_of(got, "\nerror ") ||
            !strstr(got, files[i].text) ||
            (files[i].lines && lines != files[i].lines) ||
            (files[i].words && words != files[i].words))
            fail_msg("%s: %zu lines, %zu words, %.90s", files[i].name, lines,
                     words, got);
        free(got);
        free((char *)data.data);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alto),
        cmocka_unit_test(test_alto_units_tags_and_order),
        cmocka_unit_test(test_alto_of_several_pages),
        cmocka_unit_test(test_page_order),
        cmocka_unit_test(test_page_without_order),
        cmocka_unit_test(test_page_readings_and_words),
        cmocka_unit_test(test_page_nested_regions),
        cmocka_unit_test(test_abbyy),
        cmocka_unit_test(test_pdf_boxes),
        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_truncated),
        cmocka_unit_test(test_hocr_of_tesseract),
        cmocka_unit_test(test_hocr_in_the_wild),
        cmocka_unit_test(test_real_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
