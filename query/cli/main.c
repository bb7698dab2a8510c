/* SPDX-License-Identifier: MIT */
/*
 * yz-query: search an index. Reads the command line, opens the index, and
 * answers the query, or in a batch each line of standard input, from one
 * snapshot.
 */
#include "core/base/program.h"
#include "core/base/translation.h"
#include "query/cli/answer.h"
#include "query/cli/page.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char message_program[] = "yz-query";

/* ---- without an index ---------------------------------------------------- */

static exit_code
print_version(void)
{
    char text[512];
    yz_version_text(text, sizeof(text));
    fputs(text, stdout);
    return EXIT_FOUND;
}

static bool
wants_color(const arguments *a)
{
    const char *never = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    if (a->color != COLOR_AUTO)
        return a->color == COLOR_ALWAYS;
    return isatty(STDOUT_FILENO) && !(never && *never) &&
           !(terminal && !strcmp(terminal, "dumb"));
}

/* A terminal that knows no links does not show them. */
static bool
wants_hyperlinks(const arguments *a)
{
    const char *terminal = getenv("TERM");
    if (a->hyperlinks != COLOR_AUTO)
        return a->hyperlinks == COLOR_ALWAYS;
    return isatty(STDOUT_FILENO) && terminal && strcmp(terminal, "dumb") != 0;
}

/* ---- queries ------------------------------------------------------------- */

static exit_code
ask_one(session *s)
{
    const exit_code code = answer_query(s, buffer_str(&s->arguments->query), 0);
    if (code != EXIT_FOUND)
        return code;
    return s->found ? EXIT_FOUND : EXIT_NOTHING;
}

/* The line without its end, which may be CR LF. */
static yz_str
line_query(const char *line, size_t size, char end)
{
    if (size && line[size - 1] == end)
        size--;
    if (size && end == '\n' && line[size - 1] == '\r')
        size--;
    return (yz_str){ line, size };
}

static exit_code
ask_all(session *s)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t size;
    const char end = s->arguments->nul ? '\0' : '\n';
    exit_code code = EXIT_FOUND;
    for (uint64_t index = 0;
         code == EXIT_FOUND && !s->out.os_error &&
         (size = getdelim(&line, &capacity, end, stdin)) >= 0;
         index++)
        code = answer_query(s, line_query(line, (size_t)size, end), index);
    free(line);
    if (code == EXIT_FOUND && ferror(stdin)) {
        message("cannot read the queries: %s", translated(strerror(errno)));
        return EXIT_SYSTEM;
    }
    if (code != EXIT_FOUND || s->found)
        return code;
    return s->failed ? EXIT_SYSTEM : EXIT_NOTHING;
}

static exit_code
ask(const arguments *a, const printer *p, yz_snapshot *snapshot)
{
    session s = { .arguments = a, .printer = p, .snapshot = snapshot };
    s.out = (output){ .file = stdout,
                      .arguments = a,
                      .color = wants_color(a),
                      .hyperlinks = wants_hyperlinks(a),
                      .terminal = isatty(STDOUT_FILENO) };
    exit_code code = a->page    ? page_show(a, snapshot, &s.out)
                     : a->batch ? ask_all(&s)
                                : ask_one(&s);
    if (code <= EXIT_NOTHING) {
        const exit_code closing = answer_close(&s);
        code = closing == EXIT_FOUND ? code : closing;
    }
    arena_dispose(&s.arena);
    return code;
}

static exit_code
open_and_ask(arguments *a, const printer *p)
{
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    yz_index *index = NULL;
    yz_snapshot *snapshot = NULL;
    yz_error error;
    options.flags = YZ_INDEX_READ_ONLY;
    yz_status status = yz_index_open(a->index_path, &options, &index, &error);
    if (status == YZ_OK)
        status = yz_snapshot_open(index, &snapshot, &error);
    if (status == YZ_OK)
        status = arguments_settle_fields(a, snapshot, &error);
    exit_code code = EXIT_USAGE;
    if (status == YZ_OK)
        code = ask(a, p, snapshot);
    else if (status == YZ_E_INVALID)
        message_error("", &error);
    else
        code = message_index(a->index_path, &error);
    yz_snapshot_close(snapshot);
    yz_index_close(index);
    return code;
}

static exit_code
run(arguments *a)
{
    const printer *p =
        a->surfaces ? &printer_surfaces : printer_find(a->format);
    yz_error error;
    if (printer_check(p, a, &error) != YZ_OK) {
        message_error("", &error);
        return EXIT_USAGE;
    }
    return open_and_ask(a, p);
}

int
main(int argc, char **argv)
{
    arguments a;
    program_begin();
    signal(SIGPIPE, SIG_IGN); /* writes fail with EPIPE instead */
    exit_code code = arguments_read(argc, argv, &a);
    if (code == EXIT_FOUND && a.show == SHOW_HELP)
        arguments_help(a.help_all);
    else if (code == EXIT_FOUND && a.show == SHOW_VERSION)
        code = print_version();
    else if (code == EXIT_FOUND)
        code = run(&a);
    arguments_dispose(&a);
    if (a.show == SHOW_HELP || a.show == SHOW_VERSION)
        code = program_end(code);
    return (int)code;
}
