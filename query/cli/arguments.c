/* SPDX-License-Identifier: MIT */
/*
 * Reads the options by their table, then the words of the query, then checks
 * what concerns several options.
 */
#include "query/cli/arguments.h"
#include "query/cli/crop.h"
#include "query/cli/rules.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum { LIMIT_DEFAULT = 10 };

/* The rest of the command line is the query. */
static exit_code
read_query(char **words, arguments *a)
{
    if (a->page && *words)
        return message_usage("--page takes no query; use --highlight=%s",
                             *words);
    if (a->page)
        return EXIT_FOUND;
    if (a->batch && *words)
        return message_usage(
            "--batch reads its queries from standard input; remove \"%s\"",
            *words);
    if (!a->batch && !*words)
        return message_usage(
            "no query given; write one, or see yz-query --help");
    if (*words && !strcmp(words[0], "-") && !words[1])
        return message_usage("- is no query; --batch reads queries from "
                             "standard input, one a line");
    for (char **word = words; *word; word++) {
        if (word > words)
            buffer_put_u8(&a->query, ' ');
        buffer_put_text(&a->query, str_of(*word));
    }
    if (buffer_ok(&a->query))
        return EXIT_FOUND;
    message("out of memory");
    return EXIT_SYSTEM;
}

static bool
is_format(const arguments *a, const char *name)
{
    return !strcmp(a->format, name);
}

static bool
is_table(const arguments *a)
{
    return is_format(a, "csv") || is_format(a, "tsv");
}

/* Options that one format alone has. */
static yz_status
check_formats(const arguments *a, yz_error *err)
{
    const char *of_table = a->columns.count ? "fields"
                           : a->header      ? "header"
                           : a->spreadsheet ? "spreadsheet"
                                            : NULL;
    if (of_table && !is_table(a))
        return error_set(err, YZ_E_INVALID, "--%s needs -o csv or -o tsv",
                         of_table);
    if (a->kwic_sort != KWIC_PLACE && !is_format(a, "kwic"))
        return error_set(err, YZ_E_INVALID,
                         "--sort=right and --sort=left need -o kwic");
    if (a->surfaces && !is_format(a, "text"))
        return error_set(err, YZ_E_INVALID,
                         "--only-matching prints plain lines; remove -o "
                         "%s, or use --fields=surface",
                         a->format);
    if (a->highlight && !a->page)
        return error_set(err, YZ_E_INVALID, "--highlight needs --page");
    if (a->page && !is_format(a, "text") && !is_format(a, "html"))
        return error_set(err, YZ_E_INVALID,
                         "--page prints text or html; remove -o %s", a->format);
    if (a->plot && !is_format(a, "text"))
        return error_set(err, YZ_E_INVALID, "--plot needs -o text");
    return YZ_OK;
}

/* Every match in the hits that --count would count. */
static void
count_whole_matches(arguments *a)
{
    a->search.limit = UINT64_MAX;
    a->search.sort = YZ_SORT_SOURCE;
    if (!a->search.tiers)
        a->search.tiers = YZ_TIER_BIT(YZ_TIER_EXACT) |
                          YZ_TIER_BIT(YZ_TIER_VARIANT) |
                          YZ_TIER_BIT(YZ_TIER_PINYIN);
}

/* The index that is meant where no option names one. */
static void
settle_index(arguments *a)
{
    const char *variable = getenv("YIZHAN_INDEX");
    if (!a->index_path)
        a->index_path = variable && *variable ? variable : "yizhan.index";
}

/* What is shown, given what was asked together. */
static yz_status
settle_show(arguments *a, yz_error *err)
{
    const bool hits = a->show == SHOW_HITS;
    if (a->window && !hits)
        return error_set(err, YZ_E_INVALID,
                         "--collocates cannot be combined with --count, "
                         "--reports and --explain-query");
    if (a->window)
        a->show = SHOW_COLLOCATES;
    if (a->show == SHOW_COLLOCATES)
        a->search.flags &= ~(uint32_t)YZ_SEARCH_REVERSE;
    else if (hits && arguments_has_facets(a) &&
             (!a->search.limit || is_table(a)))
        a->show = SHOW_FACETS;
    else if (hits && a->search.limit == 0)
        return error_set(err, YZ_E_INVALID,
                         "--limit=0 shows nothing; use --count for the number "
                         "of hits, or --facet");
    return YZ_OK;
}

static yz_status
check_crop(const arguments *a, bool hits, yz_error *err)
{
    if (!a->crop || (hits && crop_is_possible()))
        return YZ_OK;
    return error_set(err, YZ_E_INVALID, "%s",
                     hits ? "--crop: this build cannot write pictures; "
                            "build it with libpng"
                          : "--crop needs hits; do not use it with "
                            "--count, --reports or --explain-query");
}

/* What the search itself is asked for. */
static void
settle_search(arguments *a, bool hits)
{
    const bool walks =
        hits || (a->show == SHOW_COUNT && a->counted == COUNT_MATCHES);
    a->search.cursor = str_of(a->cursor);
    a->search.facets = a->facets;
    if (a->show == SHOW_REPORTS || a->counted == COUNT_REPORTS)
        a->search.facets |= YZ_FACET_BIT(YZ_FACET_REPORT);
    if (!walks || a->show == SHOW_FACETS)
        a->search.flags |= YZ_SEARCH_COUNT_ONLY;
    if (walks && !hits)
        count_whole_matches(a);
    if (a->parse.flags & YZ_QUERY_STRICT)
        a->search.flags |= YZ_SEARCH_STRICT;
}

yz_status
arguments_settle(arguments *a, yz_error *err)
{
    const bool hits = a->show == SHOW_HITS;
    TRY(check_formats(a, err));
    TRY(settle_show(a, err));
    if (is_format(a, "kwic") && !a->has_sort)
        a->search.sort = YZ_SORT_SOURCE;
    if (a->batch && a->cursor)
        return error_set(err, YZ_E_INVALID,
                         "a cursor belongs to one query; do not use "
                         "--after with --batch");
    TRY(check_crop(a, hits, err));
    settle_search(a, hits);
    return YZ_OK;
}

void
arguments_init(arguments *ret)
{
    *ret = (arguments){ .format = "text",
                        .parse = YZ_OPTIONS(yz_query_options),
                        .search = YZ_OPTIONS(yz_search_options),
                        .snippet = YZ_OPTIONS(yz_snippet_options) };
    ret->search.limit = LIMIT_DEFAULT;
}

static bool
is_declared(yz_snapshot *snapshot, yz_str name)
{
    yz_field field;
    for (size_t i = 0; yz_snapshot_field(snapshot, i, &field, NULL) == YZ_OK;
         i++)
        if (str_equal(field.name, name))
            return true;
    return false;
}

/* `extra.author`, or `author` where that is declared: the name alone. */
static yz_status
take_member(yz_snapshot *snapshot, yz_str name, buffer *names, yz_error *err)
{
    static const char extra[] = "extra.";
    const size_t size = sizeof(extra) - 1;
    if (name.size > size && !memcmp(name.data, extra, size))
        name = (yz_str){ name.data + size, name.size - size };
    else if (!is_declared(snapshot, name))
        return error_set(err, YZ_E_INVALID,
                         "--facet: unknown value \"%.*s\"; see yz-query "
                         "--help, or write extra.%.*s",
                         (int)name.size, name.data, (int)name.size, name.data);
    if (names->size)
        buffer_put_u8(names, ',');
    buffer_put_text(names, name);
    return YZ_OK;
}

static yz_status
settle_members(arguments *a, yz_snapshot *snapshot, yz_error *err)
{
    buffer names = { 0 };
    yz_status status = YZ_OK;
    yz_str rest = buffer_str(&a->facet_members);
    while (rest.size && status == YZ_OK) {
        const char *comma = memchr(rest.data, ',', rest.size);
        const size_t size = comma ? (size_t)(comma - rest.data) : rest.size;
        const size_t step = size + (comma != NULL);
        status =
            take_member(snapshot, (yz_str){ rest.data, size }, &names, err);
        rest = (yz_str){ rest.data + step, rest.size - step };
    }
    buffer_dispose(&a->facet_members);
    a->facet_members = names;
    a->search.facet_members = buffer_str(&a->facet_members);
    return status != YZ_OK || buffer_ok(&names) ? status : error_nomem(err);
}

yz_status
arguments_settle_fields(arguments *a, yz_snapshot *snapshot, yz_error *err)
{
    TRY(yz_snapshot_fields(snapshot, &a->parse.fields, err));
    return settle_members(a, snapshot, err);
}

exit_code
arguments_read(int argc, char **argv, arguments *ret)
{
    yz_error err;
    arguments_init(ret);
    if (options_read(&query_rules, argc, argv, ret, &err) != YZ_OK) {
        message_error("", &err);
        return exit_code_of(err.status);
    }
    if (ret->show >= SHOW_HELP)
        return EXIT_FOUND;
    const exit_code code = read_query(argv + optind, ret);
    if (code != EXIT_FOUND)
        return code;
    settle_index(ret);
    if (arguments_settle(ret, &err) == YZ_OK)
        return EXIT_FOUND;
    message_error("", &err);
    return EXIT_USAGE;
}

void
arguments_dispose(arguments *a)
{
    buffer_dispose(&a->query);
    buffer_dispose(&a->facet_members);
    ARRAY_DISPOSE(&a->columns);
}
