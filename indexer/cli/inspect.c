/* SPDX-License-Identifier: MIT */
/*
 * --inspect: what an index is made of, for people and, with --json, for tools.
 */
#include "core/base/json.h"
#include "indexer/cli/commands.h"
#include "indexer/cli/look.h"

#include <inttypes.h>
#include <string.h>

enum { SCHEMA = 1 };

static const char *const kinds[] = { [YZ_TERM_GRAM] = "gram",
                                     [YZ_TERM_WORD] = "word",
                                     [YZ_TERM_TITLE] = "title",
                                     [YZ_TERM_FIELD] = "field" };

/* What callbacks share. */
typedef struct inspection {
    const arguments *arguments;
    yz_snapshot *snapshot;
    json json;
    yz_term_kind kind;
} inspection;

static yz_str
argument(const inspection *i)
{
    const arguments *a = i->arguments;
    return str_of(a->paths.count ? a->paths.items[0] : "");
}

static void
print_str(yz_str text)
{
    fwrite(text.data, 1, text.size, stdout);
}

/* ---- segments ----------------------------------------------------------- */

static void
print_segment(inspection *i, const yz_segment *s)
{
    json *j = &i->json;
    uint64_t sum = 0;
    for (int part = 0; part < YZ_PART_COUNT; part++)
        sum += s->bytes[part];
    if (i->arguments->json) {
        json_begin(j, NULL, '{');
        json_number(j, "id", s->id);
        json_number(j, "passages", s->passages);
        json_number(j, "deleted", s->deleted);
        json_number(j, "frequent", s->frequent);
        json_number(j, "bytes", sum);
        json_begin(j, "parts", '{');
        for (int part = 0; part < YZ_PART_COUNT; part++)
            json_number(j, yz_part_name((yz_part)part), s->bytes[part]);
        json_end(j, '}');
        json_end(j, '}');
        return;
    }
    printf("segment %" PRIu32 ": %" PRIu64 " passages, %" PRIu64
           " deleted, %" PRIu64 " bytes\n",
           s->id, s->passages, s->deleted, sum);
    for (int part = 0; part < YZ_PART_COUNT; part++)
        printf("  %-20s %12" PRIu64 "\n", yz_part_name((yz_part)part),
               s->bytes[part]);
    if (s->frequent)
        printf("  listed: strings of 3 to 6 ideographs in %" PRIu32
               " passages or more\n",
               s->frequent);
}

static yz_status
inspect_segments(inspection *i, yz_error *err)
{
    yz_segment s;
    yz_status status;
    if (i->arguments->json)
        json_begin(&i->json, "segments", '[');
    for (size_t n = 0;
         (status = yz_inspect_segment(i->snapshot, n, &s, err)) == YZ_OK; n++)
        print_segment(i, &s);
    if (i->arguments->json)
        json_end(&i->json, ']');
    return status == YZ_DONE ? YZ_OK : status;
}

/* ---- terms -------------------------------------------------------------- */

static bool
see_term(void *context, const yz_inspected_term *t)
{
    inspection *i = context;
    json *j = &i->json;
    if (i->arguments->json) {
        json_begin(j, NULL, '{');
        json_text(j, "term", t->text);
        json_text(j, "kind", str_of(kinds[t->kind]));
        json_number(j, "passages", t->passages);
        json_number(j, "bytes", t->bytes);
        json_end(j, '}');
        return false;
    }
    printf("%-5s %10" PRIu64 " %10" PRIu64 "  ", kinds[t->kind], t->passages,
           t->bytes);
    print_str(t->text);
    putchar('\n');
    return ferror(stdout) != 0;
}

static yz_status
inspect_terms(inspection *i, yz_error *err)
{
    if (i->arguments->json)
        json_begin(&i->json, "terms", '[');
    else
        printf("%-5s %10s %10s  %s\n", "kind", "passages", "bytes", "term");
    const yz_status status =
        yz_inspect_terms(i->snapshot, argument(i), see_term, i, err);
    if (i->arguments->json)
        json_end(&i->json, ']');
    return status;
}

/* ---- postings ----------------------------------------------------------- */

static bool
see_posting(void *context, const yz_inspected_posting *p)
{
    inspection *i = context;
    json *j = &i->json;
    if (i->arguments->json) {
        json_begin(j, NULL, '{');
        json_text(j, "kind", str_of(kinds[i->kind]));
        json_number(j, "segment", p->segment);
        json_number(j, "number", p->number);
        json_number(j, "frequency", p->frequency);
        json_bool(j, "deleted", p->is_deleted);
        json_text(j, "report", p->passage->report);
        json_text(j, "id", p->passage->id);
        json_end(j, '}');
        return false;
    }
    printf("%-5s %7" PRIu32 " %8" PRIu32 " %9" PRIu32 "  ", kinds[i->kind],
           p->segment, p->number, p->frequency);
    print_str(p->passage->report);
    putchar('#');
    print_str(p->passage->id);
    puts(p->is_deleted ? " (deleted)" : "");
    return ferror(stdout) != 0;
}

static yz_status
inspect_postings(inspection *i, yz_error *err)
{
    bool any = false;
    yz_status status = YZ_OK;
    if (i->arguments->json)
        json_begin(&i->json, "postings", '[');
    else
        printf("%-5s %7s %8s %9s  %s\n", "kind", "segment", "number",
               "frequency", "passage");
    for (int kind = 0; kind <= YZ_TERM_FIELD && status == YZ_OK; kind++) {
        i->kind = (yz_term_kind)kind;
        status = yz_inspect_postings(i->snapshot, i->kind, argument(i),
                                     see_posting, i, err);
        any = any || status == YZ_OK;
        status = status == YZ_DONE ? YZ_OK : status;
    }
    if (i->arguments->json)
        json_end(&i->json, ']');
    if (status == YZ_OK && !any)
        status = error_set(err, YZ_E_NOT_FOUND,
                           "the index has no such term; terms are words, and "
                           "grams of one or two characters");
    return status;
}

/* ---- a passage ---------------------------------------------------------- */

static void
json_terms(json *j, const char *name, yz_term_kind kind,
           const yz_inspected_passage *p)
{
    json_begin(j, name, '[');
    for (size_t n = 0; n < p->term_count; n++) {
        if (p->terms[n].kind != kind)
            continue;
        json_begin(j, NULL, '[');
        json_text(j, NULL, p->terms[n].text);
        json_number(j, NULL, p->terms[n].frequency);
        json_end(j, ']');
    }
    json_end(j, ']');
}

static void
json_pieces(json *j, const yz_passage *p)
{
    json_begin(j, "pieces", '[');
    for (size_t n = 0; n < p->piece_count; n++) {
        const yz_piece *piece = &p->pieces[n];
        json_begin(j, NULL, '{');
        json_number(j, "text", piece->text_begin);
        json_number(j, "line", piece->line);
        json_number(j, "column", piece->column);
        json_number(j, "source", piece->source_begin);
        json_end(j, '}');
    }
    json_end(j, ']');
}

static void
print_passage_json(inspection *i, const yz_inspected_passage *p)
{
    json *j = &i->json;
    json_text(j, "report", p->passage->report);
    json_text(j, "id", p->passage->id);
    json_number(j, "segment", p->segment);
    json_number(j, "number", p->number);
    json_text(j, "text", p->passage->text);
    json_text(j, "skeleton", p->skeleton);
    json_begin(j, "lengths", '{');
    json_number(j, "han", p->length_han);
    json_number(j, "words", p->length_words);
    json_number(j, "title", p->length_title);
    json_end(j, '}');
    json_begin(j, "noise", '{');
    json_number(j, "passage", p->noise);
    json_number(j, "report", p->report_noise);
    json_number(j, "report_han", p->report_characters);
    json_end(j, '}');
    json_terms(j, "grams", YZ_TERM_GRAM, p);
    json_terms(j, "words", YZ_TERM_WORD, p);
    json_terms(j, "titles", YZ_TERM_TITLE, p);
    json_terms(j, "fields", YZ_TERM_FIELD, p);
    json_pieces(j, p->passage);
}

static void
print_terms(const char *name, yz_term_kind kind, const yz_inspected_passage *p)
{
    printf("%-9s", name);
    for (size_t n = 0; n < p->term_count; n++) {
        if (p->terms[n].kind != kind)
            continue;
        putchar(' ');
        print_str(p->terms[n].text);
        if (p->terms[n].frequency > 1)
            printf("*%" PRIu32, p->terms[n].frequency);
    }
    putchar('\n');
}

static void
print_passage_text(const yz_inspected_passage *p)
{
    printf("segment   %" PRIu32 ", passage %" PRIu32 "\n", p->segment,
           p->number);
    printf("lengths   han %" PRIu32 ", words %" PRIu32 ", title %" PRIu32 "\n",
           p->length_han, p->length_words, p->length_title);
    printf("noise     %" PRIu32 ", its report %" PRIu64 " in %" PRIu64 "\n",
           p->noise, p->report_noise, p->report_characters);
    printf("text      ");
    print_str(p->passage->text);
    printf("\nskeleton  ");
    print_str(p->skeleton);
    putchar('\n');
    print_terms("grams", YZ_TERM_GRAM, p);
    print_terms("words", YZ_TERM_WORD, p);
    print_terms("titles", YZ_TERM_TITLE, p);
    print_terms("fields", YZ_TERM_FIELD, p);
    for (size_t n = 0; n < p->passage->piece_count; n++) {
        const yz_piece *piece = &p->passage->pieces[n];
        printf("piece     from byte %" PRIu32 " of the text: line %" PRIu32
               ", column %" PRIu32 ", byte %" PRIu64 " of the source\n",
               piece->text_begin, piece->line, piece->column,
               piece->source_begin);
    }
}

static void
see_passage(void *context, const yz_inspected_passage *p)
{
    inspection *i = context;
    if (i->arguments->json)
        print_passage_json(i, p);
    else
        print_passage_text(p);
}

/* REPORT#ID; both may contain a #, so the last is tried first. */
static yz_status
inspect_passage(inspection *i, yz_error *err)
{
    const yz_str name = argument(i);
    for (size_t at = name.size; at-- > 0;) {
        if (name.data[at] != '#')
            continue;
        const yz_str report = { name.data, at };
        const yz_str id = { name.data + at + 1, name.size - at - 1 };
        const yz_status status =
            yz_inspect_passage(i->snapshot, report, id, see_passage, i, err);
        if (status != YZ_E_NOT_FOUND)
            return status;
    }
    return error_set(err, YZ_E_NOT_FOUND,
                     "the index has no passage of this name; it is REPORT#ID");
}

/* ---- the command -------------------------------------------------------- */

static yz_status
inspect(inspection *i, yz_error *err)
{
    switch (i->arguments->inspected) {
    case INSPECT_SEGMENTS:
        return inspect_segments(i, err);
    case INSPECT_TERMS:
        return inspect_terms(i, err);
    case INSPECT_POSTINGS:
        return inspect_postings(i, err);
    case INSPECT_PASSAGE:
        return inspect_passage(i, err);
    }
    return YZ_OK;
}

/* What is not found there is as a file that is refused. */
static exit_code
refuse(const inspection *i, const yz_error *err)
{
    if (err->status != YZ_E_NOT_FOUND)
        return message_index(i->arguments->index_path, err);
    message_file(i->arguments->paths.items[0], "", err);
    return EXIT_REFUSED;
}

exit_code
command_inspect(const arguments *a)
{
    yz_error err;
    inspection i = { .arguments = a,
                     .json = { .to = stdout, .compact = true } };
    const exit_code code = look_into(a, &i.snapshot);
    if (code != EXIT_DONE)
        return code;
    if (a->json) {
        json_begin(&i.json, NULL, '{');
        json_number(&i.json, "schema", SCHEMA);
    }
    const yz_status status = inspect(&i, &err);
    if (a->json) {
        json_end(&i.json, '}');
        putchar('\n');
    }
    yz_snapshot_close(i.snapshot);
    return status == YZ_OK ? EXIT_DONE : refuse(&i, &err);
}
