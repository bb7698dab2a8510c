/* SPDX-License-Identifier: MIT */
/*
 * The help fits on a screen of 24 lines and 80 columns; the rest is in the man
 * page.
 */
#include "query/cli/arguments.h"

#include <stdio.h>

static const char help[] =
    "usage: yz-query [OPTION]... QUERY...              a space means AND\n"
    "       yz-query [OPTION]... --batch < QUERIES     one query per line\n"
    "  -d DIR               the index (else $YIZHAN_INDEX, ./yizhan.index)\n"
    "  -n, --limit=N        hits to show (10)   --offset=N, --after=CURSOR\n"
    "  -c, --count          number of hits only -l, --reports  report names "
    "only\n"
    "  -C N                 passages around each hit\n"
    "  -k, --kind=LIST      paragraph caption heading headline lede byline\n"
    "                       date credit noise\n"
    "      --report=GLOB --section=TEXT --since=DATE --until=DATE\n"
    "      --sort=score|date|source      --timeout=MS  --memory=SIZE (256M)\n"
    "      --facet=LIST     kind report section year month\n"
    "  -F, --literal        the query is one raw string\n"
    "      --any            a space means OR\n"
    "      --strict         exact hits only, no repair of the query\n"
    "      --tiers=LIST     exact variant lookalike pinyin synonym near words "
    "some\n"
    "      --ocr=auto|off|on|loose       how far misreadings are followed\n"
    "  -o, --output=text|json|jsonl|tsv|html|vimgrep\n"
    "      --width=N (120) --snippets=N --full  --images=WHERE --crop=DIR\n"
    "      --explain        explain each hit   --explain-query  explain the "
    "query\n"
    "  -q  errors only      --color=auto|always|never  --help  --version\n"
    "query: run of text = phrase  \"a b\"  a OR b  -a  (a b)  \"a b\"~5  ?  "
    "a*\n"
    "       kind: section: title: report: date:2024..2025 py:gonghui\n"
    "exit:  0 hits  1 none  2 usage  3 no such index  4 system\n";

void
arguments_help(void)
{
    fputs(help, stdout);
}
