/* SPDX-License-Identifier: MIT */
/*
 * A few threads that do jobs of one kind. Each has a state of its own (an
 * analyzer, say), so that nothing is shared but the queue. With one worker
 * there is no thread at all: a job is done where it is given.
 */
#ifndef YZ_WRITE_WORKERS_H
#define YZ_WRITE_WORKERS_H

#include "core/base/memory.h"

/** Does one job. What goes wrong is written into the job. */
typedef void (*work_fn)(void *state, void *job);

typedef struct workers workers;

/**
 * @param states  `count` of them, one a worker; borrowed
 */
yz_status
workers_open(const yz_allocator *memory, uint32_t count, void *const *states,
             work_fn work, workers **ret_workers, yz_error *err);

/**
 * Give a job, which must live until workers_wait(). Waits while as many jobs
 * are queued as there are workers.
 */
void
workers_give(workers *w, void *job);

/** Wait until every job that was given is done. */
void
workers_wait(workers *w);

/** Wait, and end the threads. Accepts NULL. */
void
workers_close(workers *w);

#endif /* YZ_WRITE_WORKERS_H */
