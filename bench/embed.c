/* SPDX-License-Identifier: MIT */
/*
 * What a program pays that embeds the library:
 *
 *     bench_embed DIRECTORY PASSAGES.jsonl
 *
 * Passages go in one by one, committed in groups of several sizes; then
 * phrases out of them are looked for, each from the typed text to ten hits with
 * their snippets; and the longest time is reported that a search goes on without
 * asking whether it should stop.
 */
#include <yizhan/yizhan.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { QUERIES = 2000, PHRASE_CHARS = 4, GROUP_PASSAGES = 20000 };

static yz_error error;

static void
need(yz_status status)
{
    if (status == YZ_OK)
        return;
    fprintf(stderr, "bench_embed: %s\n", error.message);
    exit(1);
}

static double
clock_us(clockid_t clock_id)
{
    struct timespec t;
    clock_gettime(clock_id, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static double
now_us(void)
{
    return clock_us(CLOCK_MONOTONIC);
}

/* Of this thread, so that other work of the machine does not count. */
static double
cpu_us(void)
{
    return clock_us(CLOCK_THREAD_CPUTIME_ID);
}

static int
compare(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

static void
print_spread(const char *name, double *times, size_t count)
{
    qsort(times, count, sizeof(*times), compare);
    printf("%-28s median %8.1f us, p90 %8.1f, p99 %8.1f\n", name,
           times[count / 2], times[count * 9 / 10], times[count * 99 / 100]);
}

/* ---- feeding ------------------------------------------------------------ */

typedef struct passages {
    yz_report **reports;
    size_t report_count;
    const yz_passage **items;
    size_t count;
} passages;

static void
passages_read(const char *path, passages *all)
{
    yz_source *source;
    yz_report *report;
    yz_source_options options = YZ_OPTIONS(yz_source_options);
    options.format = YZ_FORMAT_JSONL;
    need(yz_source_open(path, &options, &source, &error));
    *all = (passages){ 0 };
    while (yz_source_next(source, &report, &error) == YZ_OK) {
        const size_t more = yz_report_passage_count(report);
        all->reports = realloc(all->reports,
                               (all->report_count + 1) * sizeof(*all->reports));
        all->items =
            realloc(all->items, (all->count + more) * sizeof(*all->items));
        if (!all->reports || !all->items)
            exit(1);
        all->reports[all->report_count++] = report;
        for (size_t i = 0; i < more; i++)
            all->items[all->count++] = yz_report_passage(report, i);
    }
    yz_source_close(source);
}

/* Put passages from `at` on, this many a commit; the rest is left. */
static size_t
feed(yz_writer *writer, const passages *all, size_t at, size_t count,
     size_t group)
{
    const double begin = now_us();
    const clock_t cpu_begin = clock();
    const size_t end = at + count < all->count ? at + count : all->count;
    const size_t first = at;
    for (; at < end; at++) {
        need(yz_writer_put_passage(writer, all->items[at], &error));
        if ((at + 1 - first) % group == 0 || at + 1 == end)
            need(yz_writer_commit(writer, &error));
    }
    const double seconds = (now_us() - begin) / 1e6;
    const double cpu = (double)(clock() - cpu_begin) / CLOCKS_PER_SEC;
    const double count_fed = (double)(end - first);
    printf("%6zu passages, %6zu a commit: %8.0f a second, %8.0f a second of "
           "CPU time\n",
           end - first, group, count_fed / seconds, count_fed / cpu);
    return at;
}

/* ---- searching ------------------------------------------------------------ */

/* Four characters out of the middle of a passage. */
static yz_str
phrase_of(const yz_passage *p)
{
    const size_t length = yz_offset_to_code_points(p->text, p->text.size);
    const size_t begin = yz_offset_from_code_points(p->text, length / 2);
    const yz_str rest = { p->text.data + begin, p->text.size - begin };
    return (yz_str){ rest.data,
                     yz_offset_from_code_points(rest, PHRASE_CHARS) };
}

static void
show_page(yz_results *results)
{
    const yz_hit *hit;
    while (yz_results_next(results, &hit, &error) == YZ_OK) {
        const yz_snippet *snippets;
        size_t count;
        need(yz_results_snippets(results, NULL, &snippets, &count, &error));
    }
}

/* From the typed text to ten hits with snippets. */
static void
measure_calls(yz_index *index, const passages *all)
{
    double *times = calloc(QUERIES, sizeof(*times));
    double *renewals = calloc(QUERIES, sizeof(*renewals));
    yz_snapshot *snapshot;
    if (!times || !renewals)
        exit(1);
    need(yz_snapshot_open(index, &snapshot, &error));
    for (size_t i = 0; i < QUERIES; i++) {
        yz_query_options options = YZ_OPTIONS(yz_query_options);
        yz_query *query;
        yz_results *results;
        options.flags = YZ_QUERY_LITERAL;
        const yz_str text = phrase_of(all->items[i * 7919 % all->count]);
        const double begin = cpu_us();
        need(yz_snapshot_renew(&snapshot, NULL, &error));
        renewals[i] = cpu_us() - begin;
        if (yz_query_parse(text, &options, &query, &error) != YZ_OK)
            continue; /* four spaces, say */
        if (yz_search(snapshot, query, NULL, &results, &error) == YZ_OK) {
            show_page(results);
            yz_results_close(results);
        }
        yz_query_free(query);
        times[i] = cpu_us() - begin;
    }
    yz_snapshot_close(snapshot);
    print_spread("renew, nothing changed", renewals, QUERIES);
    print_spread("phrase, 10 hits, snippets", times, QUERIES);
    free(times);
    free(renewals);
}

typedef struct polls {
    double last;
    double longest;
} polls;

static bool
poll(void *context)
{
    polls *p = context;
    const double now = cpu_us();
    if (now - p->last > p->longest)
        p->longest = now - p->last;
    p->last = now;
    return false;
}

static void
measure_stop(yz_snapshot *snapshot, const char *name, yz_str text)
{
    yz_query *query;
    yz_results *results;
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    polls p = { .last = cpu_us() };
    const double begin = p.last;
    options.cancel = poll;
    options.cancel_context = &p;
    need(yz_query_parse(text, NULL, &query, &error));
    need(yz_search(snapshot, query, &options, &results, &error));
    poll(&p);
    printf("%-28s %8.1f ms, %6.2f ms at most unasked\n", name,
           (p.last - begin) / 1e3, p.longest / 1e3);
    yz_results_close(results);
    yz_query_free(query);
}

/* One phrase of ideographs that stand nowhere together. */
static void
measure_stop_of_long(yz_snapshot *snapshot)
{
    enum { CHARS = 20000, FIRST = 0x4e00, KINDS = 0x5000 };
    static char text[3 * CHARS];
    for (uint32_t i = 0; i < CHARS; i++) {
        const uint32_t c = FIRST + i * 7919 % KINDS;
        text[3 * i] = (char)(0xe0 | c >> 12);
        text[3 * i + 1] = (char)(0x80 | (c >> 6 & 0x3f));
        text[3 * i + 2] = (char)(0x80 | (c & 0x3f));
    }
    measure_stop(snapshot, "20,000 ideographs", (yz_str){ text, sizeof(text) });
}

static void
measure_stops(yz_index *index)
{
    static const char *const queries[] = {
        "的",
        "-的",
        "的 OR 在 OR 是",
        "在?的",
        "的 NEAR/9 在",
        "什么时候为什么怎么样",
        "a* OR b* OR c*",
        "kind:paragraph",
    };
    yz_snapshot *snapshot;
    need(yz_snapshot_open(index, &snapshot, &error));
    for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++)
        measure_stop(snapshot, queries[i],
                     (yz_str){ queries[i], strlen(queries[i]) });
    measure_stop_of_long(snapshot);
    yz_snapshot_close(snapshot);
}

int
main(int argc, char **argv)
{
    static const size_t groups[] = { 1, 10, 100, 1000 };
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    yz_writer *writer;
    yz_index *index;
    passages all;
    size_t at = 0;
    if (argc != 3) {
        fputs("usage: bench_embed DIRECTORY PASSAGES.jsonl\n", stderr);
        return 2;
    }
    options.flags = YZ_INDEX_CREATE;
    passages_read(argv[2], &all);
    need(yz_index_open(argv[1], &options, &index, &error));
    need(yz_writer_open(index, NULL, &writer, &error));
    for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
        const size_t most = groups[i] * 200;
        at = feed(writer, &all, at,
                  most < GROUP_PASSAGES ? most : GROUP_PASSAGES, groups[i]);
    }
    feed(writer, &all, at, all.count, all.count);
    yz_writer_close(writer);
    measure_calls(index, &all);
    measure_stops(index);
    yz_index_close(index);
    for (size_t i = 0; i < all.report_count; i++)
        yz_report_free(all.reports[i]);
    free(all.reports);
    free(all.items);
    return 0;
}
