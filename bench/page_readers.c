/* SPDX-License-Identifier: MIT */
/*
 * How fast are pages read? For each format, from bytes in memory: the reader,
 * to page models and no further, and its parser alone, which calls nothing of
 * ours. Processor time, the best of five runs; the file is repeated.
 *
 *     page_readers FOLDER       of tests/data/ocr
 */
#include "indexer/formats/hocr.h"
#include "indexer/formats/xml_reader.h"
#include "indexer/source/pages/json_reader.h"
#include "indexer/source/pages/tesseract_tsv.h"

#include <jansson.h>
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RUNS = 5, TIMES = 20 };

typedef struct memory_input {
    yz_str data;
    size_t at;
} memory_input;

static double
seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static yz_status
read_memory(void *context, void *to, size_t size, size_t *ret_got,
            yz_error *err)
{
    memory_input *in = context;
    (void)err;
    const size_t left = in->data.size - in->at;
    *ret_got = left < size ? left : size;
    if (*ret_got)
        memcpy(to, in->data.data + in->at, *ret_got);
    in->at += *ret_got;
    return YZ_OK;
}

static void
read_pages(const ocr_format *format, yz_str data)
{
    memory_input in = { data, 0 };
    const ocr_source source = { .input = { read_memory, &in, data.size },
                                .path = str_of("page"),
                                .has_bytes = true };
    ocr_reader *reader;
    ocr_page page;
    yz_error err;
    if (format->open(&source, &reader, &err) != YZ_OK)
        return;
    ocr_page_init(&page, NULL);
    while (format->next(reader, &page, &err) == YZ_OK)
        continue;
    ocr_page_dispose(&page);
    format->close(reader);
}

/* ---- parsers alone ------------------------------------------------------------ */

static void
on_begin(void *user, const XML_Char *name, const XML_Char **attributes)
{
    (void)user;
    (void)name;
    (void)attributes;
}

static void
on_end(void *user, const XML_Char *name)
{
    (void)user;
    (void)name;
}

static void
on_text(void *user, const XML_Char *text, int size)
{
    (void)user;
    (void)text;
    (void)size;
}

static void
bare_xml(yz_str data)
{
    XML_Parser parser = XML_ParserCreate("UTF-8");
    XML_SetElementHandler(parser, on_begin, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_Parse(parser, data.data, (int)data.size, 1);
    XML_ParserFree(parser);
}

static void
on_html_begin(void *user, const xmlChar *name, const xmlChar **attributes)
{
    (void)user;
    (void)name;
    (void)attributes;
}

static void
on_html_text(void *user, const xmlChar *text, int size)
{
    (void)user;
    (void)text;
    (void)size;
}

static void
bare_html(yz_str data)
{
    htmlSAXHandler events = { .startElement = on_html_begin,
                              .characters = on_html_text };
    htmlParserCtxtPtr parser = htmlCreatePushParserCtxt(
        &events, NULL, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
    htmlCtxtUseOptions(parser, HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
    htmlParseChunk(parser, data.data, (int)data.size, 1);
    htmlFreeParserCtxt(parser);
}

static void
bare_json(yz_str data)
{
    json_decref(json_loadb(data.data, data.size, 0, NULL));
}

/* ---- the table ------------------------------------------------------------------ */

static const struct {
    const char *file;
    const ocr_format *format;
    void (*bare)(yz_str data);
} cases[] = {
    { "page1.xml", &xml_format, bare_xml },
    { "page5.page.xml", &xml_format, bare_xml },
    { "1865-05-24_01-00001.xml", &xml_format, bare_xml },
    { "page1.hocr", &hocr_format, bare_html },
    { "seq-4.html", &hocr_format, bare_html },
    { "page1.paddle2.json", &json_format, bare_json },
    { "page1_res.json", &json_format, bare_json },
    { "page1_structure_res.json", &json_format, bare_json },
    { "page1_middle.json", &json_format, bare_json },
    { "page1_content_list.json", &json_format, bare_json },
    { "page1.docling.json", &json_format, bare_json },
    { "page1.tsv", &tsv_format, NULL },
};

static yz_str
read_file(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file)
        exit(1);
    fseek(file, 0, SEEK_END);
    const size_t size = (size_t)ftell(file);
    rewind(file);
    char *data = malloc(size + 1);
    if (!data || fread(data, 1, size, file) != size)
        exit(1);
    fclose(file);
    const size_t mark = size > 3 && !memcmp(data, "\xef\xbb\xbf", 3) ? 3 : 0;
    return (yz_str){ data + mark, size - mark };
}

static double
best_of(const ocr_format *format, void (*bare)(yz_str), yz_str data)
{
    double best = 1e9;
    for (int run = 0; run < RUNS; run++) {
        const double start = seconds();
        for (int i = 0; i < TIMES; i++) {
            if (format)
                read_pages(format, data);
            else
                bare(data);
        }
        const double took = (seconds() - start) / TIMES;
        best = took < best ? took : best;
    }
    return best;
}

int
main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    printf("file\tMB/s\tparser MB/s\tratio\n");
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        const yz_str data = read_file(argv[1], cases[i].file);
        const double size = (double)data.size / 1e6;
        const double own = best_of(cases[i].format, NULL, data);
        if (!cases[i].bare) {
            printf("%s\t%.0f\n", cases[i].file, size / own);
            continue;
        }
        const double bare = best_of(NULL, cases[i].bare, data);
        printf("%s\t%.0f\t%.0f\t%.2f\n", cases[i].file, size / own, size / bare,
               bare / own);
    }
    return 0;
}
