/* SPDX-License-Identifier: MIT */
/*
 * Yizhan itself, through its public API alone.
 *
 *     N (a number)   index with N jobs
 *     exact          the tier `exact` only: the peers' phrase search
 *     default        the settings a user gets; worse tiers are tried when the
 *                    better ones do not fill the page
 */
#include "bench/peers/peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <yizhan/yizhan.h>

typedef struct yizhan {
    yz_index *index;
    yz_snapshot *snapshot;
    uint32_t tiers;
    char query[YZ_QUERY_SIZE_MAX];
} yizhan;

static void
must(yz_status status, const yz_error *error)
{
    if (status < 0)
        peer_die("yizhan: %s", error->message);
}

void
peer_index(const char *variant, const char *jsonl, const char *dir)
{
    yz_error error;
    yz_index_options opening = YZ_OPTIONS(yz_index_options);
    yz_writer_options writing = YZ_OPTIONS(yz_writer_options);
    yz_source_options reading = YZ_OPTIONS(yz_source_options);
    opening.flags = YZ_INDEX_CREATE;
    writing.jobs = (uint32_t)atoi(variant);
    reading.format = YZ_FORMAT_JSONL;
    yz_index *index;
    yz_writer *writer;
    yz_added added;
    must(yz_index_open(dir, &opening, &index, &error), &error);
    must(yz_writer_open(index, &writing, &writer, &error), &error);
    must(yz_writer_add_file(writer, jsonl, &reading, &added, &error), &error);
    must(yz_writer_commit(writer, &error), &error);
    yz_writer_close(writer);
    yz_index_close(index);
}

void *
peer_open(const char *variant, const char *dir)
{
    yz_error error;
    yizhan *y = calloc(1, sizeof(*y));
    if (!y)
        peer_die("out of memory");
    if (strcmp(variant, "exact") == 0)
        y->tiers = YZ_TIER_BIT(YZ_TIER_EXACT);
    must(yz_index_open(dir, NULL, &y->index, &error), &error);
    must(yz_snapshot_open(y->index, &y->snapshot, &error), &error);
    return y;
}

/* The query as a user types it: runs, with a space or OR between them. */
static yz_str
query_text(yizhan *y, const peer_query *query)
{
    const char *joint = query->any ? " OR " : " ";
    size_t size = 0;
    for (size_t i = 0; i < query->count; i++)
        size += (size_t)snprintf(y->query + size, sizeof(y->query) - size,
                                 "%s%s", i ? joint : "", query->terms[i].data);
    return (yz_str){ y->query, size };
}

static uint32_t
passage_number(yz_str id)
{
    uint32_t number = 0;
    for (size_t i = 0; i < id.size; i++)
        number = number * 10 + (uint32_t)(id.data[i] - '0');
    return number;
}

void
peer_ask(void *peer, const peer_query *query, peer_answer *answer)
{
    yizhan *y = peer;
    yz_error error;
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    options.tiers = y->tiers;
    options.limit = answer->limit;
    yz_query *parsed;
    yz_results *results;
    must(yz_query_parse(query_text(y, query), NULL, &parsed, &error), &error);
    must(yz_search(y->snapshot, parsed, &options, &results, &error), &error);
    answer->count = yz_results_count(results);
    const yz_hit *hit;
    yz_status status;
    while ((status = yz_results_next(results, &hit, &error)) == YZ_OK)
        answer->ids[answer->id_count++] = passage_number(hit->passage->id);
    must(status, &error);
    yz_results_close(results);
    yz_query_free(parsed);
}

void
peer_close(void *peer)
{
    yizhan *y = peer;
    yz_snapshot_close(y->snapshot);
    yz_index_close(y->index);
    free(y);
}
