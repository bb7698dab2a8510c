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
progress_begin(bool on, bool json, uint64_t files, uint64_t bytes)
{
    return (progress){ .on = json || (on && isatty(STDERR_FILENO)),
                       .json = json,
                       .files_all = files,
                       .bytes_all = bytes,
                       .began = progress_now() };
}

/* `{"files":3,"files_all":60,"passages":99,"bytes":9064,"bytes_all":N}` */
static void
tell_json(const progress *p, uint64_t files, uint64_t passages, uint64_t bytes)
{
    fprintf(stderr,
            "{\"files\":%" PRIu64 ",\"files_all\":%" PRIu64
            ",\"passages\":%" PRIu64 ",\"bytes\":%" PRIu64
            ",\"bytes_all\":%" PRIu64 "}\n",
            files, p->files_all, passages, bytes, p->bytes_all);
    fflush(stderr);
}

void
progress_tell(progress *p, uint64_t files, uint64_t passages, uint64_t bytes)
{
    const double now = progress_now();
    if (!p->on ||
        (now - p->told < PAUSE && !(p->json && files == p->files_all)))
        return;
    const double seconds = now - p->began;
    const double speed = seconds > 0 ? (double)bytes / seconds : 0;
    p->told = now;
    if (p->json) {
        tell_json(p, files, passages, bytes);
        return;
    }
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
