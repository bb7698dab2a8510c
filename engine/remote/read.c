/* SPDX-License-Identifier: MIT */
/*
 * What the collection adds up to.
 */
#include "core/base/hash.h"
#include "core/index/records.h"
#include "core/index/report_noise.h"
#include "engine/remote/documents.h"

#include <stdlib.h>

_Static_assert((int)ENGINE_LENGTHS == (int)LENGTH_SPACE_COUNT,
               "an engine keeps every length");

yz_status
remote_take_totals(yz_snapshot *snapshot, yz_error *err)
{
    remote *r = snapshot->index->remote;
    engine_totals totals;
    pthread_mutex_lock(&r->lock);
    const yz_status status = r->part->totals(r->engine, &totals, err);
    pthread_mutex_unlock(&r->lock);
    if (status != YZ_OK)
        return status;
    snapshot->passages = totals.documents;
    for (int i = 0; i < LENGTH_SPACE_COUNT; i++)
        snapshot->lengths[i] = totals.lengths[i];
    return YZ_OK;
}

yz_status
remote_count_terms(remote *r, const yz_str *terms, size_t count,
                   uint64_t *ret_counts, yz_error *err)
{
    engine_query *queries =
        memory_zeroed(r->memory, count + 1, sizeof(*queries));
    if (!queries)
        return error_nomem(err);
    for (size_t i = 0; i < count; i++)
        queries[i] = (engine_query){ .operator= ENGINE_HAS,
                                     .field = ENGINE_TERM,
                                     .values = &terms[i],
                                     .value_count = 1 };
    pthread_mutex_lock(&r->lock);
    const yz_status status =
        r->part->count(r->engine, queries, count, ret_counts, err);
    pthread_mutex_unlock(&r->lock);
    memory_release(r->memory, queries);
    return status;
}

static int
noise_compare(const void *a, const void *b)
{
    const fetched_noise *x = a;
    const fetched_noise *y = b;
    return (x->passage > y->passage) - (x->passage < y->passage);
}

yz_status
remote_noise(const yz_snapshot *snapshot, segment *s, uint32_t passage,
             noise_sum *ret_noise, yz_error *err)
{
    arena a = { .from = snapshot->index->memory };
    record_strings strings;
    yz_passage p;
    yz_str report;
    yz_status status = segment_record_decode(s, passage, &a, &p, &strings, err);
    if (status == YZ_OK)
        status = segment_string(s, strings.report, &report, err);
    buffer key = { .from = a.from };
    if (status == YZ_OK)
        document_key(report, p.id, &key);
    const fetched_noise wanted = { .passage = hash_str(buffer_str(&key)) };
    buffer_dispose(&key);
    arena_dispose(&a);
    if (status != YZ_OK)
        return status;
    const fetched_noise *found =
        snapshot->noise_count
            ? bsearch(&wanted, snapshot->noises, snapshot->noise_count,
                      sizeof(wanted), noise_compare)
            : NULL;
    if (!found)
        return error_corrupt(err, "a passage that was not fetched");
    *ret_noise = found->noise;
    return YZ_OK;
}

/* ---- statistics ---------------------------------------------------------------- */

typedef struct report_sums {
    yz_stats *stats;
    noise_sum noise; /* of the report at hand */
    yz_str report;   /* its name, in the arena */
    arena arena;
} report_sums;

static void
end_report(report_sums *r)
{
    r->stats->noise += r->noise.marks;
    r->stats->noisy_reports += noise_is_high(r->noise);
    r->noise = (noise_sum){ 0 };
}

static yz_status
add_report(void *context, yz_str report, const uint64_t noise[2], yz_error *err)
{
    report_sums *r = context;
    if (!r->report.data || !str_equal(r->report, report)) {
        end_report(r);
        arena_clear(&r->arena);
        r->report = arena_str(&r->arena, report);
        r->stats->reports++;
    }
    r->noise.marks += noise[0];
    r->noise.characters += noise[1];
    return r->report.data ? YZ_OK : error_nomem(err);
}

static yz_status
read_stats(remote *r, yz_stats *stats, yz_error *err)
{
    engine_totals totals;
    report_sums sums = { .stats = stats, .arena.from = r->memory };
    TRY(r->part->totals(r->engine, &totals, err));
    stats->passages = totals.documents;
    stats->bytes = totals.bytes;
    const yz_status status =
        r->part->reports(r->engine, add_report, &sums, err);
    end_report(&sums);
    arena_dispose(&sums.arena);
    return status;
}

yz_status
remote_stats(yz_snapshot *snapshot, yz_stats *ret_stats, yz_error *err)
{
    remote *r = snapshot->index->remote;
    yz_stats stats = { .format_version = YZ_FORMAT_VERSION };
    pthread_mutex_lock(&r->lock);
    const yz_status status = read_stats(r, &stats, err);
    pthread_mutex_unlock(&r->lock);
    if (status == YZ_OK)
        *ret_stats = stats;
    return status;
}
