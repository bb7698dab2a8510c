/* SPDX-License-Identifier: MIT */
/*
 * getopt_long() is told what the table of options says; what remains are the
 * words of the query, and what only all of the line can tell.
 */
#include "query/cli/arguments.h"
#include "query/cli/option.h"

#include <getopt.h>
#include <stdlib.h>

/* Numbers that getopt gives back: those of rules lie above all letters. */
enum { RULE_FIRST = 256, RULES_MAX = 48, LIMIT_DEFAULT = 10 };

typedef struct getopt_tables {
    char letters[2 * RULES_MAX + 2];
    struct option names[RULES_MAX + 1];
} getopt_tables;

static void
tables_fill(getopt_tables *t)
{
    char *letter = t->letters;
    struct option *name = t->names;
    *letter++ = ':'; /* a missing value is told from an unknown option */
    for (size_t i = 0; i < option_rule_count(); i++) {
        const option_rule *rule = option_rule_at(i);
        if (rule->letter)
            *letter++ = rule->letter;
        if (rule->letter && rule->has_value)
            *letter++ = ':';
        if (rule->name)
            *name++ = (struct option){ rule->name, rule->has_value, NULL,
                                       RULE_FIRST + (int)i };
    }
}

/* The rule of a number that getopt gave; NULL if there is none. */
static const option_rule *
rule_of(int number)
{
    if (number >= RULE_FIRST)
        return option_rule_at((size_t)(number - RULE_FIRST));
    for (size_t i = 0; number > 0 && i < option_rule_count(); i++)
        if (option_rule_at(i)->letter == number)
            return option_rule_at(i);
    return NULL;
}

/* getopt() met something it cannot take. */
static exit_code
complain(int answer, char **argv)
{
    const option_rule *rule = rule_of(optopt);
    if (rule && answer == ':')
        return message_usage("%s%.*s needs a value; see yz-query --help",
                             optopt < RULE_FIRST ? "-" : "--",
                             optopt < RULE_FIRST ? 1 : 40,
                             optopt < RULE_FIRST ? &rule->letter : rule->name);
    if (rule)
        return message_usage("--%s takes no value; leave it out", rule->name);
    if ((unsigned char)optopt >= 0x80)
        return message_usage("a word that begins with - is read as an option; "
                             "write -- before the query");
    if (optopt)
        return message_usage("there is no option -%c; see yz-query --help, or "
                             "write -- before a query with -",
                             optopt);
    return message_usage("there is no option %s, or several begin so; see "
                         "yz-query --help",
                         argv[optind - 1]);
}

static exit_code
read_options(int argc, char **argv, arguments *a)
{
    getopt_tables tables = { 0 };
    exit_code code = EXIT_FOUND;
    int answer;
    tables_fill(&tables);
    opterr = 0;
    while (code == EXIT_FOUND &&
           (answer = getopt_long(argc, argv, tables.letters, tables.names,
                                 NULL)) != -1) {
        const option_rule *rule = rule_of(answer);
        code = rule && answer != '?' && answer != ':'
                   ? option_apply(rule, optarg, a)
                   : complain(answer, argv);
    }
    return code;
}

/* What remains of the command line is the query. */
static exit_code
read_query(char **words, arguments *a)
{
    if (a->batch && *words)
        return message_usage("--batch reads its queries from standard input; "
                             "leave out \"%s\"",
                             *words);
    if (!a->batch && !*words)
        return message_usage("there is no query; write one, or see yz-query "
                             "--help");
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

/* What each option alone cannot know. */
static exit_code
settle(arguments *a)
{
    const bool hits = a->show == SHOW_HITS;
    const char *variable = getenv("YIZHAN_INDEX");
    if (hits && a->search.limit == 0)
        return message_usage("--limit=0 shows nothing; for the number of hits "
                             "use --count");
    if (a->batch && a->cursor)
        return message_usage("a cursor belongs to one query; do not use "
                             "--after with --batch");
    if (!a->index_path)
        a->index_path = variable && *variable ? variable : "yizhan.index";
    a->search.cursor = str_of(a->cursor);
    a->search.facets = a->facets;
    if (a->show == SHOW_REPORTS)
        a->search.facets |= YZ_FACET_BIT(YZ_FACET_REPORT);
    if (!hits)
        a->search.flags |= YZ_SEARCH_COUNT_ONLY;
    if (a->parse.flags & YZ_QUERY_STRICT)
        a->search.flags |= YZ_SEARCH_STRICT;
    return EXIT_FOUND;
}

exit_code
arguments_read(int argc, char **argv, arguments *ret)
{
    *ret = (arguments){ .format = "text",
                        .parse = YZ_OPTIONS(yz_query_options),
                        .search = YZ_OPTIONS(yz_search_options),
                        .snippet = YZ_OPTIONS(yz_snippet_options) };
    ret->search.limit = LIMIT_DEFAULT;
    exit_code code = read_options(argc, argv, ret);
    if (code != EXIT_FOUND || ret->show >= SHOW_HELP)
        return code;
    code = read_query(argv + optind, ret);
    return code == EXIT_FOUND ? settle(ret) : code;
}

void
arguments_dispose(arguments *a)
{
    buffer_dispose(&a->query);
}
