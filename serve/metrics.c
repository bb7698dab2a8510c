/* SPDX-License-Identifier: MIT */
#include "serve/metrics.h"
#include "serve/routes.h"

#include <inttypes.h>

/* Upper bounds, in microseconds. */
static const uint64_t bounds[DURATION_BUCKETS] = {
    100,   250,   500,    1000,   2500,    5000,
    10000, 25000, 100000, 250000, 1000000, 10000000,
};

static uint64_t
value(atomic_uint_fast64_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

static void
add(atomic_uint_fast64_t *counter, uint64_t by)
{
    atomic_fetch_add_explicit(counter, by, memory_order_relaxed);
}

void
metrics_count_answer(metrics *m, http_status status)
{
    const unsigned digit = (unsigned)status / 100;
    add(&m->answers[digit < ARRAY_LENGTH(m->answers) ? digit : 5], 1);
}

void
metrics_count_search(metrics *m, uint64_t us)
{
    add(&m->searches, 1);
    add(&m->search_us, us);
    for (size_t i = 0; i < DURATION_BUCKETS; i++)
        if (us <= bounds[i])
            add(&m->search_buckets[i], 1);
}

static void
write_head(FILE *to, const char *name, const char *type, const char *help)
{
    fprintf(to, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void
write_durations(metrics *m, FILE *to)
{
    static const char name[] = "yizhan_search_seconds";
    write_head(to, name, "histogram", "Time of a search with its answer.");
    for (size_t i = 0; i < DURATION_BUCKETS; i++)
        fprintf(to, "%s_bucket{le=\"%g\"} %" PRIu64 "\n", name,
                (double)bounds[i] * 1e-6, value(&m->search_buckets[i]));
    fprintf(to, "%s_bucket{le=\"+Inf\"} %" PRIu64 "\n", name,
            value(&m->searches));
    fprintf(to, "%s_sum %.6f\n", name, (double)value(&m->search_us) * 1e-6);
    fprintf(to, "%s_count %" PRIu64 "\n", name, value(&m->searches));
}

void
metrics_write(metrics *m, FILE *to)
{
    write_head(to, "yizhan_answers_total", "counter",
               "Answers by the class of their status.");
    for (unsigned digit = 2; digit < ARRAY_LENGTH(m->answers); digit++)
        fprintf(to, "yizhan_answers_total{status=\"%uxx\"} %" PRIu64 "\n",
                digit, value(&m->answers[digit]));
    write_head(to, "yizhan_refused_total", "counter",
               "Requests refused because too many waited.");
    fprintf(to, "yizhan_refused_total %" PRIu64 "\n", value(&m->refused));
    write_head(to, "yizhan_waiting", "gauge", "Requests that wait.");
    fprintf(to, "yizhan_waiting %" PRIu64 "\n", value(&m->waiting));
    write_durations(m, to);
}

void
metrics_answer(const service *s, exchange *e)
{
    FILE *to = exchange_begin(e);
    if (!to)
        return;
    metrics_write(s->metrics, to);
    exchange_end(e, HTTP_OK, "text/plain; version=0.0.4; charset=utf-8");
}
