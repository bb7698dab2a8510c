/* SPDX-License-Identifier: MIT */
/*
 * One line on a terminal that says how far the work is. In a pipe there is
 * none.
 */
#ifndef YZ_CLI_PROGRESS_H
#define YZ_CLI_PROGRESS_H

#include "core/base/status.h"

typedef struct progress {
    bool on;
    bool json;          /**< a JSON object a line, for a program */
    bool visible;       /**< the line is there now */
    uint64_t files_all; /**< of the whole work; likewise the next */
    uint64_t bytes_all;
    double began; /**< in seconds, as of progress_now() */
    double told;
} progress;

/** Seconds on a clock that only runs forward. */
double
progress_now(void);

/**
 * @param on    may the line be shown, if standard error is a terminal?
 * @param json  lines of JSON instead, whatever it is
 */
progress
progress_begin(bool on, bool json, uint64_t files, uint64_t bytes);

/** Say how much is done; ten times a second at most. */
void
progress_tell(progress *p, uint64_t files, uint64_t passages, uint64_t bytes);

/** Wipe the line, so that something else can be said. */
void
progress_hide(progress *p);

#endif /* YZ_CLI_PROGRESS_H */
