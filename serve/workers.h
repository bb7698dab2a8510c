/* SPDX-License-Identifier: MIT */
/*
 * The threads that answer. Connections are another thread's work, so that slow
 * clients take no worker, and long searches hold up no connection.
 */
#ifndef YZ_SERVE_WORKERS_H
#define YZ_SERVE_WORKERS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct workers workers;

/** A piece of work; its owner embeds it. */
typedef struct job {
    struct job *next;
    void (*run)(struct job *work);
} job;

/** @return NULL: the system has no more threads or memory. */
workers *
workers_start(uint32_t threads, uint32_t waiting_max);

/**
 * Have a worker run the job, in the order of the calls.
 * @return false if too many wait; the job is not run then.
 */
bool
workers_add(workers *w, job *work);

/** Run what waits, then end the threads. */
void
workers_stop(workers *w);

#endif /* YZ_SERVE_WORKERS_H */
