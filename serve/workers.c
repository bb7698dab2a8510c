/* SPDX-License-Identifier: MIT */
#include "serve/workers.h"
#include "core/base/memory.h"

#include <pthread.h>

struct workers {
    pthread_mutex_t lock;
    pthread_cond_t added;
    job *first;
    job **last;
    uint32_t waiting;
    uint32_t waiting_max;
    bool is_ending;
    uint32_t thread_count;
    pthread_t threads[];
};

/* The next job; NULL: there will be none. */
static job *
take(workers *w)
{
    pthread_mutex_lock(&w->lock);
    while (!w->first && !w->is_ending)
        pthread_cond_wait(&w->added, &w->lock);
    job *next = w->first;
    if (next) {
        w->first = next->next;
        w->last = w->first ? w->last : &w->first;
        w->waiting--;
    }
    pthread_mutex_unlock(&w->lock);
    return next;
}

static void *
run_jobs(void *context)
{
    for (job *next; (next = take(context));)
        next->run(next);
    return NULL;
}

workers *
workers_start(uint32_t threads, uint32_t waiting_max)
{
    workers *w =
        memory_zeroed(NULL, 1, sizeof(*w) + threads * sizeof(w->threads[0]));
    if (!w)
        return NULL;
    w->last = &w->first;
    w->waiting_max = waiting_max;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->added, NULL);
    for (uint32_t i = 0; i < threads; i++) {
        if (pthread_create(&w->threads[i], NULL, run_jobs, w) != 0) {
            workers_stop(w);
            return NULL;
        }
        w->thread_count++;
    }
    return w;
}

bool
workers_add(workers *w, job *work)
{
    pthread_mutex_lock(&w->lock);
    const bool fits = w->waiting < w->waiting_max && !w->is_ending;
    if (fits) {
        work->next = NULL;
        *w->last = work;
        w->last = &work->next;
        w->waiting++;
        pthread_cond_signal(&w->added);
    }
    pthread_mutex_unlock(&w->lock);
    return fits;
}

void
workers_stop(workers *w)
{
    if (!w)
        return;
    pthread_mutex_lock(&w->lock);
    w->is_ending = true;
    pthread_cond_broadcast(&w->added);
    pthread_mutex_unlock(&w->lock);
    for (uint32_t i = 0; i < w->thread_count; i++)
        pthread_join(w->threads[i], NULL);
    pthread_cond_destroy(&w->added);
    pthread_mutex_destroy(&w->lock);
    memory_release(NULL, w);
}
