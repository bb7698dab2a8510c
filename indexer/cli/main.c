/* SPDX-License-Identifier: MIT */
/*
 * yz-index: from source files to an index.
 */
#include "core/base/program.h"
#include "indexer/cli/commands.h"
#include "indexer/cli/summary.h"

#include <signal.h>
#include <stdio.h>

static exit_code
print_version(void)
{
    char text[512];
    yz_version_text(text, sizeof(text));
    fputs(text, stdout);
    return EXIT_DONE;
}

static exit_code
run(const arguments *a)
{
    switch (a->command) {
    case COMMAND_ADD:
        return command_add(a);
    case COMMAND_REMOVE:
        return command_remove(a);
    case COMMAND_PRUNE:
        return command_prune(a);
    case COMMAND_LIST:
        return command_list(a);
    case COMMAND_DRY_RUN:
        return command_dry_run(a);
    case COMMAND_LEARN:
        return command_learn(a);
    case COMMAND_DUMP:
        return command_dump(a);
    case COMMAND_STATS:
        return command_stats(a);
    case COMMAND_INSPECT:
        return command_inspect(a);
    case COMMAND_CHECK:
        return command_check(a);
    case COMMAND_REPAIR:
        return command_repair(a);
    case COMMAND_REFRESH_WORDS:
        return command_refresh_words(a);
    case COMMAND_COMPACT:
        return command_compact(a);
    case COMMAND_HELP:
        arguments_help(a->help_all);
        return EXIT_DONE;
    case COMMAND_VERSION:
        return print_version();
    }
    return EXIT_USAGE;
}

int
main(int argc, char **argv)
{
    arguments a;
    program_begin();
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is seen by the one who writes */
    signal(SIGXFSZ, SIG_IGN); /* so is a file that may not grow */
    exit_code code = arguments_read(argc, argv, &a);
    if (code == EXIT_DONE)
        code = program_end(run(&a));
    arguments_dispose(&a);
    return (int)code;
}
