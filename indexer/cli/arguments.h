/* SPDX-License-Identifier: MIT */
/*
 * The command line of yz-index, read once and then only looked at.
 */
#ifndef YZ_CLI_ARGUMENTS_H
#define YZ_CLI_ARGUMENTS_H

#include "core/base/arena.h"
#include "core/base/array.h"
#include "core/base/buffer.h"
#include "indexer/cli/message.h"

/** What is to be done. */
typedef enum command {
    COMMAND_ADD,
    COMMAND_REMOVE,
    COMMAND_PRUNE,
    COMMAND_DRY_RUN,
    COMMAND_LEARN,
    COMMAND_INSPECT,
    COMMAND_DUMP,
    COMMAND_LIST,
    COMMAND_STATS,
    COMMAND_CHECK,
    COMMAND_COMPACT,
    COMMAND_REPAIR,
    COMMAND_REFRESH_WORDS,
    COMMAND_HELP,
    COMMAND_VERSION
} command;

/** What --inspect shows. */
typedef enum inspected {
    INSPECT_SEGMENTS,
    INSPECT_TERMS,
    INSPECT_POSTINGS,
    INSPECT_PASSAGE
} inspected;

enum { PROGRESS_AUTO, PROGRESS_JSON };

typedef ARRAY_OF(const char *) text_list;

typedef struct arguments {
    command command;
    const char *command_name; /**< the option that chose it; NULL: none did */
    bool help_all;            /**< --help=all */
    uint32_t inspected;       /**< of --inspect */
    const char *index_path;
    bool index_is_named; /**< by an option or the environment */
    const char *files_from;
    const char *output; /**< of --dry-run; NULL: not given */
    text_list paths;    /**< of the command line and --files-from */
    text_list excludes;
    arena arena;           /**< the paths of --files-from */
    uint32_t commit_every; /**< files; 0: only at the end */
    uint32_t color;
    uint32_t progress; /**< PROGRESS_… */
    bool nul;          /**< paths of --files-from end with NUL */
    bool json;
    bool explain;
    bool force;
    bool strict_encoding;
    bool prune;
    bool quiet;
    bool verbose; /**< say what was passed over, and why */
    const char *language;
    const char *lookalikes; /**< files of tables; NULL: not given */
    const char *synonyms;
    buffer fields; /**< declared, separated by commas */
    yz_source_options source;
    yz_writer_options writer;
} arguments;

/**
 * Read the command line. Strings in `ret` point into `argv` or its arena.
 * @return EXIT_DONE, or another code once what is wrong has been said. In any
 *         case end `ret` with arguments_dispose().
 */
exit_code
arguments_read(int argc, char **argv, arguments *ret);

void
arguments_dispose(arguments *a);

/** Print the help: one screen, or every option. */
void
arguments_help(bool all);

#endif /* YZ_CLI_ARGUMENTS_H */
