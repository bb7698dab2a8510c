/* SPDX-License-Identifier: MIT */
/*
 * Runs a command N times, its standard input from a file, its output thrown
 * away, and prints for each run the nanoseconds from fork to exit, the
 * nanoseconds of CPU time, and the most memory it had resident in KiB.
 *
 * A program of its own, because a child inherits the peak of the process it
 * was forked from: this one has next to none.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static uint64_t
now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static uint64_t
time_ns(struct timeval t)
{
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_usec * 1000u;
}

static void
child_run(const char *input, char **command)
{
    const int in = open(input, O_RDONLY);
    const int out = open("/dev/null", O_WRONLY);
    if (in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0) {
        fprintf(stderr, "measure: %s: %s\n", input, strerror(errno));
        _exit(126);
    }
    execvp(command[0], command);
    fprintf(stderr, "measure: %s: %s\n", command[0], strerror(errno));
    _exit(127);
}

static int
command_measure(const char *input, char **command)
{
    struct rusage used;
    int state;
    const uint64_t begin = now_ns();
    const pid_t child = fork();
    if (child == 0)
        child_run(input, command);
    if (child < 0 || wait4(child, &state, 0, &used) != child) {
        fprintf(stderr, "measure: %s\n", strerror(errno));
        return 1;
    }
    const uint64_t wall = now_ns() - begin;
    if (!WIFEXITED(state) || WEXITSTATUS(state) != 0) {
        fprintf(stderr, "measure: %s failed\n", command[0]);
        return 1;
    }
    printf(
        "%llu %llu %ld\n", (unsigned long long)wall,
        (unsigned long long)(time_ns(used.ru_utime) + time_ns(used.ru_stime)),
        used.ru_maxrss);
    return 0;
}

int
main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("usage: measure N INPUT COMMAND [ARGUMENT]...\n", stderr);
        return 2;
    }
    for (int i = atoi(argv[1]); i > 0; i--)
        if (command_measure(argv[2], argv + 3))
            return 1;
    return 0;
}
