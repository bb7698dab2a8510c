/* SPDX-License-Identifier: MIT */
/*
 * What a search costs a program in C, beside which the bindings are measured:
 *
 *     bench_search INDEX PASSES < queries
 *
 * For each query, a line: the CPU time in µs from the typed text to ten hits
 * with their texts and snippets, the least of the passes.
 */
#include <yizhan/yizhan.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LINE_MAX_BYTES = 4096 };

static yz_error error;

static void
need(yz_status status)
{
    if (status == YZ_OK)
        return;
    fprintf(stderr, "bench_search: %s\n", error.message);
    exit(1);
}

static double
cpu_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void
search(yz_snapshot **snapshot, yz_str text)
{
    yz_query *query;
    yz_results *results;
    const yz_hit *hit;
    need(yz_snapshot_renew(snapshot, NULL, &error));
    need(yz_query_parse(text, NULL, &query, &error));
    need(yz_search(*snapshot, query, NULL, &results, &error));
    while (yz_results_next(results, &hit, &error) == YZ_OK) {
        const yz_snippet *snippets;
        size_t count;
        need(yz_results_snippets(results, NULL, &snippets, &count, &error));
    }
    yz_results_close(results);
    yz_query_free(query);
}

static double
best_of(yz_snapshot **snapshot, yz_str text, int passes)
{
    double best = 1e12;
    for (int i = 0; i < passes; i++) {
        const double begin = cpu_us();
        search(snapshot, text);
        const double took = cpu_us() - begin;
        best = took < best ? took : best;
    }
    return best;
}

int
main(int argc, char **argv)
{
    char line[LINE_MAX_BYTES];
    yz_index *index;
    yz_snapshot *snapshot;
    if (argc != 3) {
        fputs("usage: bench_search INDEX PASSES < queries\n", stderr);
        return 2;
    }
    need(yz_index_open(argv[1], NULL, &index, &error));
    need(yz_snapshot_open(index, &snapshot, &error));
    while (fgets(line, sizeof(line), stdin)) {
        const yz_str text = { line, strcspn(line, "\n") };
        printf("%.1f\n", best_of(&snapshot, text, atoi(argv[2])));
    }
    yz_snapshot_close(snapshot);
    yz_index_close(index);
    return 0;
}
