/* SPDX-License-Identifier: MIT */
/*
 * The command line of yz-query, read once and then constant.
 */
#ifndef YZ_CLI_ARGUMENTS_H
#define YZ_CLI_ARGUMENTS_H

#include "core/base/buffer.h"
#include "query/cli/columns.h"
#include "query/cli/message.h"

/** What is printed of an answer. */
typedef enum show {
    SHOW_HITS,
    SHOW_COUNT,
    SHOW_REPORTS,
    SHOW_COLLOCATES,    /**< words beside the matches */
    SHOW_FACETS,        /**< facets, and no hits */
    SHOW_UNDERSTANDING, /**< how the query is understood, without a search */
    SHOW_HELP,          /**< no answer; likewise the next */
    SHOW_VERSION
} show;

/** What --count counts. */
typedef enum counted { COUNT_PASSAGES, COUNT_MATCHES, COUNT_REPORTS } counted;

/** What the lines of a concordance are sorted by. */
typedef enum kwic_sort { KWIC_PLACE, KWIC_RIGHT, KWIC_LEFT } kwic_sort;

/** How paths are shown. */
typedef enum path_form { PATH_GIVEN, PATH_ABSOLUTE, PATH_RELATIVE } path_form;

enum { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

typedef struct arguments {
    const char *index_path;
    const char *format;    /**< name of the printer */
    const char *page;      /**< --page: REPORT[#ID]; NULL: not given */
    const char *highlight; /**< the query whose hits are marked there */
    const char *cursor;    /**< NULL: from the start */
    const char *images; /**< where page images are; NULL: beside the sources */
    const char *crop;   /**< folder for regions of hits; NULL: none */
    buffer query;       /**< the words, joined by spaces */
    show show;
    uint32_t color;      /**< COLOR_… */
    uint32_t hyperlinks; /**< likewise */
    uint32_t counted;    /**< a counted */
    uint32_t window;     /**< --collocates: words on each side; 0: not given */
    uint32_t kwic_sort;  /**< a kwic_sort */
    uint32_t path_form;  /**< a path_form */
    column_list columns; /**< of tables; empty: those of the format */
    bool has_sort;       /**< --sort was given */
    bool header;         /**< a first row with the names of the columns */
    bool spreadsheet;    /**< no cell is a formula */
    bool plot;           /**< facets of time as bars */
    bool surfaces;       /**< only what matched is printed */
    bool nul;            /**< paths, and queries of a batch, end with NUL */
    bool help_all;
    bool batch;
    bool quiet;
    bool explain;
    uint32_t context;     /**< passages shown before and after each hit */
    uint32_t facets;      /**< YZ_FACET_BIT()s to print */
    buffer facet_members; /**< other names to count, separated by commas */
    yz_query_options parse;
    yz_search_options search;
    yz_snippet_options snippet;
} arguments;

/** All defaults. */
void
arguments_init(arguments *ret);

/** Check what concerns several options, and derive from them. */
yz_status
arguments_settle(arguments *a, yz_error *err);

/**
 * Read the command line. Strings in `ret` point into `argv`.
 * @return EXIT_FOUND, or EXIT_USAGE or EXIT_SYSTEM after the error was
 *         reported. In any case, free `ret` with arguments_dispose().
 */
exit_code
arguments_read(int argc, char **argv, arguments *ret);

/**
 * Settle what depends on the index: the names of its declared fields, which are
 * borrowed from the snapshot.
 */
yz_status
arguments_settle_fields(arguments *a, yz_snapshot *snapshot, yz_error *err);

void
arguments_dispose(arguments *a);

static inline bool
arguments_has_facets(const arguments *a)
{
    return a->facets || a->facet_members.size;
}

/** Print the help: one screen, or every option. */
void
arguments_help(bool all);

#endif /* YZ_CLI_ARGUMENTS_H */
