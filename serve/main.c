/* SPDX-License-Identifier: MIT */
/*
 * yz-serve: search indexes in a browser. Opens the indexes, answers until it is
 * told to stop (SIGINT, SIGTERM), and finishes what it is answering then.
 */
#include "core/base/program.h"
#include "serve/server.h"

#include <signal.h>
#include <stdio.h>
#include <time.h>

const char message_program[] = "yz-serve";

static void
print_version(void)
{
    char text[512];
    yz_version_text(text, sizeof(text));
    fputs(text, stdout);
}

/* The signals that end it, blocked, so that they are waited for. */
static sigset_t
block_signals(void)
{
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ending, NULL);
    signal(SIGPIPE, SIG_IGN);
    return ending;
}

static void
wait_for_end(const sigset_t *ending, catalogue *c)
{
    const struct timespec second = { .tv_sec = 1 };
    while (sigtimedwait(ending, NULL, &second) < 0)
        catalogue_rest(c);
}

static exit_code
serve(const service *s, gate *g, const sigset_t *ending)
{
    server *running;
    char at[ADDRESS_TEXT_SIZE];
    const exit_code code = server_start(s, g, &running);
    if (code != EXIT_DONE)
        return code;
    address_write(server_address(running), at);
    if (!s->options->quiet) {
        printf("http://%s/\n", at);
        fflush(stdout);
    }
    wait_for_end(ending, s->catalogue);
    server_stop(running);
    return EXIT_DONE;
}

static exit_code
run(const serve_options *options)
{
    static metrics counters;
    catalogue *c = NULL;
    gate *g = NULL;
    const sigset_t ending = block_signals();
    exit_code code = gate_open(options, &g);
    if (code == EXIT_DONE)
        code = catalogue_open(options, &c);
    const service s = { .options = options,
                        .catalogue = c,
                        .metrics = &counters };
    if (code == EXIT_DONE)
        code = serve(&s, g, &ending);
    catalogue_close(c);
    gate_close(g);
    return code;
}

int
main(int argc, char **argv)
{
    serve_options options;
    program_begin();
    const exit_code code = serve_options_read(argc, argv, &options);
    if (code != EXIT_DONE)
        return (int)code;
    if (options.help)
        serve_options_help();
    else if (options.version)
        print_version();
    else
        return (int)run(&options);
    return (int)program_end(EXIT_DONE);
}
