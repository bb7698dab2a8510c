/* SPDX-License-Identifier: MIT */
#include "indexer/cli/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static const double PAUSE = 0.1;
static const double FIRST_GUESS = 1; /* before that nobody can tell an end */

double
progress_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

progress
progress_begin(bool on, uint64_t files, uint64_t bytes)
{
    return (progress){ .on = on && isatty(STDERR_FILENO),
                       .files_all = files,
                       .bytes_all = bytes,
                       .began = progress_now() };
}

void
progress_tell(progress *p, uint64_t files, uint64_t passages, uint64_t bytes)
{
    const double now = progress_now();
    if (!p->on || now - p->told < PAUSE)
        return;
    const double seconds = now - p->began;
    const double speed = seconds > 0 ? (double)bytes / seconds : 0;
    p->told = now;
    p->visible = true;
    fprintf(stderr,
            "\r\033[K%" PRIu64 " of %" PRIu64 " files, %" PRIu64
            " passages, %.1f MB/s",
            files, p->files_all, passages, speed / 1e6);
    if (seconds > FIRST_GUESS && speed > 0 && bytes <= p->bytes_all)
        fprintf(stderr, ", %.0f s left",
                (double)(p->bytes_all - bytes) / speed);
    fflush(stderr);
}

void
progress_hide(progress *p)
{
    if (p->visible)
        fputs("\r\033[K", stderr);
    p->visible = false;
}
