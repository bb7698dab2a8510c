/* SPDX-License-Identifier: MIT */
/*
 * Threads are started with the second job: a run of one small file needs none.
 */
#include "indexer/write/workers.h"

#include <pthread.h>

typedef struct worker {
    workers *pool;
    void *state;
    pthread_t thread;
} worker;

struct workers {
    const yz_allocator *memory;
    work_fn work;
    pthread_mutex_t mutex;
    pthread_cond_t given; /**< a job lies in the queue, or the end has come */
    pthread_cond_t taken; /**< a job was taken, or done */
    void **queue;         /**< a ring of `count` places */
    uint32_t queue_first;
    uint32_t queue_count;
    uint32_t running; /**< jobs taken and not done */
    uint32_t count;   /**< of workers, and of places in the queue */
    uint32_t started; /**< threads that run */
    bool ends;
    void *kept; /**< the first job, as long as there is no other */
    worker workers[];
};

static void *
take_job(workers *w)
{
    while (!w->queue_count && !w->ends)
        pthread_cond_wait(&w->given, &w->mutex);
    if (!w->queue_count)
        return NULL;
    void *job = w->queue[w->queue_first];
    w->queue_first = (w->queue_first + 1) % w->count;
    w->queue_count--;
    w->running++;
    pthread_cond_broadcast(&w->taken);
    return job;
}

static void *
worker_run(void *context)
{
    worker *self = context;
    workers *w = self->pool;
    void *job;
    pthread_mutex_lock(&w->mutex);
    while ((job = take_job(w)) != NULL) {
        pthread_mutex_unlock(&w->mutex);
        w->work(self->state, job);
        pthread_mutex_lock(&w->mutex);
        w->running--;
        pthread_cond_broadcast(&w->taken);
    }
    pthread_mutex_unlock(&w->mutex);
    return NULL;
}

yz_status
workers_open(const yz_allocator *memory, uint32_t count, void *const *states,
             work_fn work, workers **ret_workers, yz_error *err)
{
    workers *w = memory_zeroed(memory, 1, sizeof(*w) + count * sizeof(worker));
    void **queue = memory_zeroed(memory, count, sizeof(*queue));
    if (!w || !queue) {
        memory_release(memory, w);
        memory_release(memory, queue);
        return error_nomem(err);
    }
    w->memory = memory;
    w->work = work;
    w->queue = queue;
    w->count = count;
    pthread_mutex_init(&w->mutex, NULL);
    pthread_cond_init(&w->given, NULL);
    pthread_cond_init(&w->taken, NULL);
    for (uint32_t i = 0; i < count; i++)
        w->workers[i] = (worker){ .pool = w, .state = states[i] };
    *ret_workers = w;
    return YZ_OK;
}

static void
start_threads(workers *w)
{
    while (w->started < w->count) {
        worker *next = &w->workers[w->started];
        if (pthread_create(&next->thread, NULL, worker_run, next) != 0)
            return; /* those that run will do; without any, the caller does */
        w->started++;
    }
}

static void
enqueue(workers *w, void *job)
{
    if (!w->started) {
        w->work(w->workers[0].state, job);
        return;
    }
    pthread_mutex_lock(&w->mutex);
    while (w->queue_count == w->count)
        pthread_cond_wait(&w->taken, &w->mutex);
    w->queue[(w->queue_first + w->queue_count++) % w->count] = job;
    pthread_cond_signal(&w->given);
    pthread_mutex_unlock(&w->mutex);
}

void
workers_give(workers *w, void *job)
{
    if (w->count > 1 && !w->started && !w->kept) {
        w->kept = job;
        return;
    }
    if (w->count > 1 && !w->started)
        start_threads(w);
    if (w->kept)
        enqueue(w, w->kept);
    w->kept = NULL;
    enqueue(w, job);
}

void
workers_wait(workers *w)
{
    if (w->kept)
        w->work(w->workers[0].state, w->kept);
    w->kept = NULL;
    pthread_mutex_lock(&w->mutex);
    while (w->queue_count || w->running)
        pthread_cond_wait(&w->taken, &w->mutex);
    pthread_mutex_unlock(&w->mutex);
}

void
workers_close(workers *w)
{
    if (!w)
        return;
    workers_wait(w);
    pthread_mutex_lock(&w->mutex);
    w->ends = true;
    pthread_cond_broadcast(&w->given);
    pthread_mutex_unlock(&w->mutex);
    for (uint32_t i = 0; i < w->started; i++)
        pthread_join(w->workers[i].thread, NULL);
    pthread_cond_destroy(&w->given);
    pthread_cond_destroy(&w->taken);
    pthread_mutex_destroy(&w->mutex);
    memory_release(w->memory, w->queue);
    memory_release(w->memory, w);
}
