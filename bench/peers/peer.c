/* SPDX-License-Identifier: MIT */
/*
 * The protocol of peer.h: takes queries apart, times each answer with the
 * thread's CPU time (the machine may be busy with other work), and prints.
 */
#include "bench/peers/peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- queries ------------------------------------------------------------------- */

static void
query_split(char *line, peer_query *query)
{
    char *rest = line;
    const char *mode = strsep(&rest, "\t");
    *query = (peer_query){ .any = strcmp(mode, "any") == 0 };
    if (!query->any && strcmp(mode, "all") != 0)
        peer_die("a query begins with all or any, not with %s", mode);
    for (char *term; (term = strsep(&rest, "\t"));) {
        if (query->count == PEER_TERMS_MAX)
            peer_die("a query has at most %d phrases", PEER_TERMS_MAX);
        query->terms[query->count++] = (peer_text){ term, strlen(term) };
    }
    if (query->count == 0)
        peer_die("a query without a phrase");
}

static uint64_t
cpu_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void
query_answer(void *peer, char *line, peer_answer *answer)
{
    peer_query query;
    query_split(line, &query);
    answer->count = answer->id_count = 0;
    const uint64_t begin = cpu_ns();
    peer_ask(peer, &query, answer);
    const uint64_t took = cpu_ns() - begin;
    printf("%llu\t%llu", (unsigned long long)answer->count,
           (unsigned long long)took);
    for (size_t i = 0; i < answer->id_count; i++)
        printf("\t%u", answer->ids[i]);
    putchar('\n');
}

static void
queries_answer(const char *variant, const char *dir, size_t limit)
{
    peer_answer answer = { .limit = limit };
    answer.ids = calloc(limit, sizeof(*answer.ids));
    if (!answer.ids)
        peer_die("out of memory");
    void *peer = peer_open(variant, dir);
    char *line = NULL;
    size_t capacity = 0;
    ssize_t size;
    while ((size = getline(&line, &capacity, stdin)) > 0) {
        if (line[size - 1] == '\n')
            line[--size] = '\0';
        if (size == 0)
            fflush(stdout);
        else
            query_answer(peer, line, &answer);
    }
    peer_close(peer);
    free(line);
    free(answer.ids);
}

int
main(int argc, char **argv)
{
    const char *name =
        strrchr(argv[0], '/') ? strrchr(argv[0], '/') + 1 : argv[0];
    if (argc == 5 && strcmp(argv[2], "index") == 0)
        peer_index(argv[1], argv[3], argv[4]);
    else if (argc == 5 && strcmp(argv[2], "query") == 0 && atoi(argv[4]) > 0)
        queries_answer(argv[1], argv[3], (size_t)atoi(argv[4]));
    else
        peer_die("usage: %s VARIANT index FILE.jsonl DIR\n"
                 "       %s VARIANT query DIR LIMIT < QUERIES",
                 name, name);
    return 0;
}
