/* SPDX-License-Identifier: MIT */
#include "core/base/program.h"
#include "core/base/translation.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/*
 * open() takes the lowest free number, so going up fills each gap. What is
 * opened for the other direction makes reading or writing fail instead of
 * vanish, but for standard error: a warning nobody can see is no failure.
 */
void
program_begin(void)
{
    static const int modes[] = { O_WRONLY, O_RDONLY, O_RDWR };
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) != -1 || errno != EBADF)
            continue;
        if (open("/dev/null", modes[fd]) != fd)
            _exit(EXIT_SYSTEM);
    }
    translation_begin();
}

exit_code
program_end(exit_code code)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    if (errno != EPIPE) /* a program ends with one thread */
        /* NOLINTNEXTLINE(concurrency-mt-unsafe) */
        message("cannot write the results: %s", translated(strerror(errno)));
    return EXIT_SYSTEM;
}
