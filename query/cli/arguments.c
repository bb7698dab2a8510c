/* SPDX-License-Identifier: MIT */
/*
 * Reads the options by their table, then the words of the query, then checks
 * what concerns several options.
 */
#include "query/cli/arguments.h"
#include "query/cli/rules.h"

#include <getopt.h>
#include <stdlib.h>

enum { LIMIT_DEFAULT = 10 };

/* The rest of the command line is the query. */
static exit_code
read_query(char **words, arguments *a)
{
    if (a->batch && *words)
        return message_usage(
            "--batch reads its queries from standard input; remove \"%s\"",
            *words);
    if (!a->batch && !*words)
        return message_usage(
            "no query given; write one, or see yz-query --help");
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

/* The index that is meant where no option names one. */
static void
settle_index(arguments *a)
{
    const char *variable = getenv("YIZHAN_INDEX");
    if (!a->index_path)
        a->index_path = variable && *variable ? variable : "yizhan.index";
}

yz_status
arguments_settle(arguments *a, yz_error *err)
{
    const bool hits = a->show == SHOW_HITS;
    if (hits && a->search.limit == 0)
        return error_set(
            err, YZ_E_INVALID,
            "--limit=0 shows nothing; use --count for the number of hits");
    if (a->batch && a->cursor)
        return error_set(err, YZ_E_INVALID,
                         "a cursor belongs to one query; do not use "
                         "--after with --batch");
    a->search.cursor = str_of(a->cursor);
    a->search.facets = a->facets;
    if (a->show == SHOW_REPORTS)
        a->search.facets |= YZ_FACET_BIT(YZ_FACET_REPORT);
    if (!hits)
        a->search.flags |= YZ_SEARCH_COUNT_ONLY;
    if (a->parse.flags & YZ_QUERY_STRICT)
        a->search.flags |= YZ_SEARCH_STRICT;
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

exit_code
arguments_read(int argc, char **argv, arguments *ret)
{
    yz_error err;
    arguments_init(ret);
    if (options_read(&query_rules, argc, argv, ret, &err) != YZ_OK) {
        message("%s", err.message);
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
    return message_usage("%s", err.message);
}

void
arguments_dispose(arguments *a)
{
    buffer_dispose(&a->query);
}
