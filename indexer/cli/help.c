/* SPDX-License-Identifier: MIT */
/*
 * The help fits a screen of 24 lines and 80 columns; the manual has the rest.
 */
#include "indexer/cli/arguments.h"

#include <stdio.h>

static const char help[] =
    "usage: yz-index [OPTION]... PATH...     add or update files and folders\n"
    "       yz-index --remove PATH|REPORT|REPORT#ID...      take them out\n"
    "       yz-index --stats | --dump        look into the index\n"
    "  -d DIR               the index (else $YIZHAN_INDEX, ./yizhan.index)\n"
    "  -f, --format=auto|text|jsonl    (alto, hocr, page, markdown: later)\n"
    "      --encoding=NAME  UTF-8, UTF-16, GB18030, Big5 (found by itself)\n"
    "      --root=DIR       reports are named by their path below DIR\n"
    "      --language=TAG   of words in Latin letters (en), for a new index\n"
    "      --files-from=FILE, -0      paths in FILE, a line (or NUL) each\n"
    "      --exclude=GLOB   leave out files and folders of such names\n"
    "      --prune          take out reports whose file is gone\n"
    "      --force          read unchanged files again\n"
    "      --commit-every=N files     -j, --jobs=N     --memory=SIZE (1G)\n"
    "      --dry-run --output=jsonl [--explain]   show the passages of PATHs\n"
    "      --dump           print all passages, to be read again by yz-index\n"
    "      --stats          how many reports and passages, how large\n"
    "      --json           print the summary, or --stats, as JSON\n"
    "  -q, --quiet          only errors\n"
    "      --color=WHEN     --help     --version\n"
    "PATH - is standard input. Files of no known format, pictures and hidden\n"
    "files in folders are passed over.\n"
    "exit:  0 done  1 some refused  2 usage  3 no such index  4 system\n";

void
arguments_help(void)
{
    fputs(help, stdout);
}
