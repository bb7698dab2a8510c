/* SPDX-License-Identifier: MIT */
/*
 * The help fits a screen of 24 lines and 80 columns; the manual has the rest.
 */
#include "indexer/cli/arguments.h"

#include <stdio.h>

static const char help[] =
    "usage: yz-index [OPTION]... PATH...     add or update files and folders\n"
    "       yz-index --remove PATH|REPORT|REPORT#ID...      take them out\n"
    "       yz-index --stats | --list | --dump | --check | --repair | "
    "--compact\n"
    "  -d DIR               the index (else $YIZHAN_INDEX, ./yizhan.index)\n"
    "  -f, "
    "--format=auto|text|jsonl|json|alto|page|hocr|abbyy|mets|pdf|tsv|umi|\n"
    "               markdown|archive     --encoding=NAME, --strict-encoding\n"
    "      --root=DIR, --report-id=REGEX     --language=TAG  of Latin words "
    "(en)\n"
    "      --files-from=FILE, -0      paths in FILE, a line (or NUL) each\n"
    "      --exclude=GLOB   leave out files and folders of such names\n"
    "      --prune          take out reports whose file is gone "
    "(--prune-only)\n"
    "      --field=NAME:text|keyword|number    a member to search and count "
    "by\n"
    "      --force, --commit-every=N files   -j, --jobs=N   --memory=SIZE "
    "(1G)\n"
    "      --dry-run --output=jsonl [--explain]   show the passages of PATHs\n"
    "      --dump           print all passages, to be read again by yz-index\n"
    "      --stats          how many reports and passages, how large\n"
    "      --inspect=segments|terms [PREFIX]|postings TERM|passage REPORT#ID"
    "\n"
    "      --check          read all of it, name what is damaged (--repair "
    "it)\n"
    "      --compact        merge all, drop what was removed    "
    "--refresh-words\n"
    "      --lookalikes=FILE, --synonyms=FILE    --learn-lookalikes OCR TRUTH\n"
    "      --json           print the summary, --stats or --list as JSON\n"
    "  -q, --quiet          only errors      -v, --verbose  what is passed "
    "over\n"
    "      --color=WHEN     --progress=json     --help     --version\n"
    "PATH - is standard input. Pictures and hidden files are passed over.\n"
    "exit:  0 done  1 some refused  2 usage  3 no such index  4 system\n";

void
arguments_help(void)
{
    fputs(help, stdout);
}
