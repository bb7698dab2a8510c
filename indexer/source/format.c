/* SPDX-License-Identifier: MIT */
/*
 * XML and HTML are recognised by names that page formats have in their first
 * elements; JSON of an OCR engine by the names of its members; JSON lines by a
 * first line that is another object. All other text is what its name says.
 */
#include "indexer/source/format.h"

#include "core/base/file.h"
#include "indexer/source/pages/json_reader.h"
#include "indexer/source/pages/markdown.h"
#include "indexer/source/pages/pdf.h"
#include "indexer/source/pages/tesseract_tsv.h"
#include "indexer/source/pages/umi_text.h"
#include "indexer/source/part_loader.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { HEAD_SIZE = 8192, SUFFIX_SIZE_MAX = 16 };

static const struct {
    const char *name;
    const char *title; /**< as people write it */
} formats[] = {
    [YZ_FORMAT_AUTO] = { "auto", "auto" },
    [YZ_FORMAT_TEXT] = { "text", "text" },
    [YZ_FORMAT_JSONL] = { "jsonl", "JSON lines" },
    [YZ_FORMAT_ALTO] = { "alto", "ALTO XML" },
    [YZ_FORMAT_HOCR] = { "hocr", "hOCR" },
    [YZ_FORMAT_PAGE] = { "page", "PAGE XML" },
    [YZ_FORMAT_MARKDOWN] = { "markdown", "Markdown" },
    [YZ_FORMAT_METS] = { "mets", "METS XML" },
    [YZ_FORMAT_ABBYY] = { "abbyy", "ABBYY XML" },
    [YZ_FORMAT_JSON] = { "json", "JSON of an OCR engine" },
    [YZ_FORMAT_UMI] = { "umi", "text or CSV of Umi-OCR" },
    [YZ_FORMAT_TSV] = { "tsv", "TSV of Tesseract" },
    [YZ_FORMAT_PDF] = { "pdf", "PDF" },
    [YZ_FORMAT_ARCHIVE] = { "archive", "an archive" },
};

static const struct {
    const char *suffix;
    yz_format format;
} suffixes[] = {
    { "txt", YZ_FORMAT_TEXT },    { "text", YZ_FORMAT_TEXT },
    { "jsonl", YZ_FORMAT_JSONL }, { "ndjson", YZ_FORMAT_JSONL },
    { "alto", YZ_FORMAT_ALTO },   { "hocr", YZ_FORMAT_HOCR },
    { "md", YZ_FORMAT_MARKDOWN }, { "markdown", YZ_FORMAT_MARKDOWN },
    { "pdf", YZ_FORMAT_PDF },     { "zip", YZ_FORMAT_ARCHIVE },
    { "tar", YZ_FORMAT_ARCHIVE }, { "tgz", YZ_FORMAT_ARCHIVE },
    { "gz", YZ_FORMAT_ARCHIVE },  { "zst", YZ_FORMAT_ARCHIVE },
};

/* Suffixes of formats that only the bytes tell apart. */
static const char *const open_suffixes[] = { "xml",  "html", "htm", "xhtml",
                                             "json", "tsv",  "csv" };

/* What is in the head of a file of markup, and what that makes it. */
static const struct {
    const char *mark;
    yz_format format;
} marks[] = {
    { "<alto", YZ_FORMAT_ALTO },
    { ":alto", YZ_FORMAT_ALTO },
    { "<PcGts", YZ_FORMAT_PAGE },
    { ":PcGts", YZ_FORMAT_PAGE },
    { "ocr_page", YZ_FORMAT_HOCR },
    { "ocr-system", YZ_FORMAT_HOCR },
    { "<mets", YZ_FORMAT_METS },
    { ":mets", YZ_FORMAT_METS },
    { "FineReader_xml", YZ_FORMAT_ABBYY },
    { "finereader.abbyy.com", YZ_FORMAT_ABBYY },
    { "www.abbyy.com/FineReader", YZ_FORMAT_ABBYY },
};

static const struct {
    const char *magic;
    size_t size;
    const char *what;
} binaries[] = {
    { "\xff\xd8\xff", 3, "a JPEG picture" },
    { "\x89PNG\r\n", 6, "a PNG picture" },
    { "GIF8", 4, "a GIF picture" },
    { "II*\0", 4, "a TIFF picture" },
    { "MM\0*", 4, "a TIFF picture" },
    { "\0\0\0\x0cjP", 6, "a JPEG 2000 picture" },
    { "\x7f"
      "ELF",
      4, "a program" },
};

/* First bytes of what is read and is no text. */
static const struct {
    const char *magic;
    size_t size;
    size_t at;
    yz_format format;
} magics[] = {
    { "%PDF-", 5, 0, YZ_FORMAT_PDF },
    { "PK\3\4", 4, 0, YZ_FORMAT_ARCHIVE },
    { "PK\5\6", 4, 0, YZ_FORMAT_ARCHIVE }, /* of no members */
    { "\x1f\x8b", 2, 0, YZ_FORMAT_ARCHIVE },
    { "\x28\xb5\x2f\xfd", 4, 0, YZ_FORMAT_ARCHIVE },
    { "BZh", 3, 0, YZ_FORMAT_ARCHIVE },
    { "\xfd"
      "7zXZ",
      5, 0, YZ_FORMAT_ARCHIVE },
    { "ustar", 5, 257, YZ_FORMAT_ARCHIVE },
};

yz_format
format_of_magic(const void *data, size_t size)
{
    for (size_t i = 0; i < ARRAY_LENGTH(magics); i++)
        if (size >= magics[i].at + magics[i].size &&
            !memcmp((const char *)data + magics[i].at, magics[i].magic,
                    magics[i].size))
            return magics[i].format;
    return YZ_FORMAT_AUTO;
}

bool
format_is_binary(yz_format format)
{
    return format == YZ_FORMAT_PDF || format == YZ_FORMAT_ARCHIVE;
}

bool
yz_format_from_name(yz_str name, yz_format *ret_format)
{
    for (size_t i = 0; i < ARRAY_LENGTH(formats); i++)
        if (str_equal(name, str_of(formats[i].name))) {
            *ret_format = (yz_format)i;
            return true;
        }
    return false;
}

/* ---- by name ----------------------------------------------------------- */

/* What stands behind the last dot of the name, with a NUL; empty if nothing. */
static void
suffix_of(yz_str path, char suffix[SUFFIX_SIZE_MAX])
{
    size_t begin = path.size;
    while (begin && path.data[begin - 1] != '.' && path.data[begin - 1] != '/')
        begin--;
    const size_t size = path.size - begin;
    const bool has_dot =
        begin > 1 && path.data[begin - 1] == '.' && path.data[begin - 2] != '/';
    suffix[0] = '\0';
    if (has_dot && size < SUFFIX_SIZE_MAX) {
        memcpy(suffix, path.data + begin, size);
        suffix[size] = '\0';
    }
}

static bool
has_suffix(yz_str path, const char *wanted)
{
    char suffix[SUFFIX_SIZE_MAX];
    suffix_of(path, suffix);
    return !strcasecmp(suffix, wanted);
}

yz_format
format_of_name(yz_str path)
{
    for (size_t i = 0; i < ARRAY_LENGTH(suffixes); i++)
        if (has_suffix(path, suffixes[i].suffix))
            return suffixes[i].format;
    return YZ_FORMAT_AUTO;
}

static bool
has_open_suffix(yz_str path)
{
    for (size_t i = 0; i < ARRAY_LENGTH(open_suffixes); i++)
        if (has_suffix(path, open_suffixes[i]))
            return true;
    return false;
}

/* ---- by bytes ---------------------------------------------------------- */

static yz_str
without_blanks_before(yz_str text)
{
    while (text.size && strchr(" \t\r\n", text.data[0]) && text.data[0]) {
        text.data++;
        text.size--;
    }
    return text;
}

static bool
begins_with(yz_str text, const char *what)
{
    const size_t size = strlen(what);
    return text.size >= size && !strncasecmp(text.data, what, size);
}

static yz_str
head_of(yz_str text)
{
    return (yz_str){ text.data, text.size < HEAD_SIZE ? text.size : HEAD_SIZE };
}

/* The format of pages that the head of a file shows; AUTO if none. */
static yz_format
format_of_markup(yz_str text)
{
    const yz_str head = head_of(text);
    if (head.size == 0 || head.data[0] != '<')
        return YZ_FORMAT_AUTO;
    for (size_t i = 0; i < ARRAY_LENGTH(marks); i++)
        if (str_contains(head, str_of(marks[i].mark)))
            return marks[i].format;
    return YZ_FORMAT_AUTO;
}

/* The tables and parts of text that engines write. */
static yz_format
format_of_rows(yz_str text)
{
    if (tsv_is_tesseract(text))
        return YZ_FORMAT_TSV;
    return umi_is_text(head_of(text)) ? YZ_FORMAT_UMI : YZ_FORMAT_AUTO;
}

static bool
is_markup(yz_str text)
{
    return begins_with(text, "<?xml") || begins_with(text, "<!DOCTYPE") ||
           begins_with(text, "<html");
}

/* If the first line is an object, it tells passages from pages. */
static yz_format
format_of_json(yz_str text)
{
    if (text.size == 0 || (text.data[0] != '{' && text.data[0] != '['))
        return YZ_FORMAT_AUTO;
    const char *end = memchr(text.data, '\n', text.size);
    const size_t size = end ? (size_t)(end - text.data) : text.size;
    json_t *value = json_loadb(text.data, size, JSON_ALLOW_NUL, NULL);
    if (!json_is_object(value)) {
        json_decref(value);
        return json_is_of_engine(head_of(text)) ? YZ_FORMAT_JSON
                                                : YZ_FORMAT_AUTO;
    }
    const bool of_engine = json_line_is_of_engine(value);
    json_decref(value);
    return of_engine ? YZ_FORMAT_JSON : YZ_FORMAT_JSONL;
}

yz_status
format_find(yz_str text, yz_str path, yz_format *ret_format, yz_error *err)
{
    const yz_str begin = without_blanks_before(text);
    yz_format format = format_of_markup(begin);
    if (format == YZ_FORMAT_AUTO)
        format = format_of_json(begin);
    if (format == YZ_FORMAT_AUTO)
        format = format_of_rows(begin);
    if (format == YZ_FORMAT_AUTO && is_markup(begin))
        return error_set(err, YZ_E_SOURCE,
                         "it is XML or HTML, but not a known page format; name "
                         "one with --format");
    if (format == YZ_FORMAT_AUTO && has_suffix(path, "json"))
        format = YZ_FORMAT_JSON; /* its reader says what it misses */
    if (format == YZ_FORMAT_AUTO)
        format = format_of_name(path);
    *ret_format = format == YZ_FORMAT_AUTO ? YZ_FORMAT_TEXT : format;
    return YZ_OK;
}

/* Formats that libyizhan-formats reads. */
static bool
is_of_part(yz_format format)
{
    return format == YZ_FORMAT_ALTO || format == YZ_FORMAT_PAGE ||
           format == YZ_FORMAT_HOCR || format == YZ_FORMAT_ABBYY ||
           format == YZ_FORMAT_METS;
}

bool
format_is_streamed(yz_format format)
{
    return format == YZ_FORMAT_JSONL || format == YZ_FORMAT_JSON ||
           format == YZ_FORMAT_TSV || format == YZ_FORMAT_UMI ||
           format == YZ_FORMAT_MARKDOWN || format_is_binary(format) ||
           is_of_part(format);
}

yz_status
format_reader(yz_format format, const ocr_format **ret_reader, yz_error *err)
{
    static const struct {
        yz_format format;
        const ocr_format *reader;
    } readers[] = {
        { YZ_FORMAT_JSON, &json_format },
        { YZ_FORMAT_TSV, &tsv_format },
        { YZ_FORMAT_UMI, &umi_format },
        { YZ_FORMAT_PDF, &pdf_format },
        { YZ_FORMAT_MARKDOWN, &markdown_format },
    };
    const ocr_part *part;
    *ret_reader = NULL;
    for (size_t i = 0; i < ARRAY_LENGTH(readers); i++)
        if (readers[i].format == format)
            *ret_reader = readers[i].reader;
    if (!is_of_part(format))
        return YZ_OK;
    TRY(part_load(formats[format].title, &part, err));
    *ret_reader = format == YZ_FORMAT_HOCR ? part->hocr : part->xml;
    return YZ_OK;
}

yz_status
format_check(yz_format format, yz_error *err)
{
    if (format == YZ_FORMAT_TEXT || format_is_streamed(format))
        return YZ_OK;
    if ((size_t)format >= ARRAY_LENGTH(formats) || format == YZ_FORMAT_AUTO)
        return error_set(err, YZ_E_INVALID, "unknown format");
    return error_set(err, YZ_E_UNSUPPORTED,
                     "it is %s, which this release cannot read yet; give its "
                     "text, or JSON lines",
                     formats[format].title);
}

yz_str
format_declared_encoding(yz_str head)
{
    static const char name[] = "encoding=";
    const yz_str none = { 0 };
    head = without_blanks_before(head);
    if (!begins_with(head, "<?xml"))
        return none;
    const char *end = memchr(head.data, '>', head.size);
    const size_t size = end ? (size_t)(end - head.data) : 0;
    for (size_t i = 0; i + sizeof(name) < size; i++) {
        if (memcmp(head.data + i, name, sizeof(name) - 1) != 0)
            continue;
        const char *begin = head.data + i + sizeof(name);
        const char *close =
            memchr(begin, begin[-1], size - (size_t)(begin - head.data));
        return close ? (yz_str){ begin, (size_t)(close - begin) } : none;
    }
    return none;
}

yz_status
format_refuse_binary(const void *data, size_t size, yz_error *err)
{
    for (size_t i = 0; i < ARRAY_LENGTH(binaries); i++)
        if (size >= binaries[i].size &&
            !memcmp(data, binaries[i].magic, binaries[i].size))
            return error_set(err, YZ_E_SOURCE,
                             "it is %s; give its OCR text instead",
                             binaries[i].what);
    return YZ_OK;
}

/* ---- for those who walk folders ---------------------------------------- */

/* Without a byte-order mark; of UTF-16 its ASCII, which tells the format. */
static yz_str
without_mark(char *data, size_t size)
{
    if (size >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0)
        return (yz_str){ data + 3, size - 3 };
    if (size < 2 ||
        (memcmp(data, "\xff\xfe", 2) != 0 && memcmp(data, "\xfe\xff", 2) != 0))
        return (yz_str){ data, size };
    size_t kept = 0;
    for (size_t i = 2; i < size; i++)
        if (data[i])
            data[kept++] = data[i];
    return (yz_str){ data, kept };
}

/* The format of a file whose name does not decide. */
static yz_format
format_of_head(yz_str head)
{
    yz_format format = format_of_markup(head);
    if (format == YZ_FORMAT_AUTO && json_is_of_engine(head))
        format = YZ_FORMAT_JSON;
    if (format == YZ_FORMAT_AUTO)
        format = format_of_rows(head);
    return format;
}

bool
format_is_known(yz_str data, yz_str path)
{
    char head[HEAD_SIZE];
    const size_t size = data.size < sizeof(head) ? data.size : sizeof(head);
    if (format_of_magic(data.data, data.size) != YZ_FORMAT_AUTO)
        return true;
    const yz_format named = format_of_name(path);
    if (named != YZ_FORMAT_AUTO || !has_open_suffix(path) || !size)
        return named != YZ_FORMAT_AUTO && named != YZ_FORMAT_MARKDOWN;
    memcpy(head, data.data, size);
    return format_of_head(without_blanks_before(without_mark(head, size))) !=
           YZ_FORMAT_AUTO;
}

bool
yz_format_of_file(const char *path, yz_format *ret_format)
{
    char data[HEAD_SIZE];
    if (!path)
        return false;
    yz_format format = format_of_name(str_of(path));
    if (format == YZ_FORMAT_AUTO && has_open_suffix(str_of(path))) {
        FILE *file = fopen(path, "rbe");
        const size_t size = file ? fread(data, 1, sizeof(data), file) : 0;
        format =
            format_of_head(without_blanks_before(without_mark(data, size)));
        if (file)
            fclose(file);
    }
    if (format == YZ_FORMAT_AUTO)
        return false;
    *ret_format = format;
    return true;
}
