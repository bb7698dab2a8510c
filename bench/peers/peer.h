/* SPDX-License-Identifier: MIT */
/*
 * What every engine under test looks like from outside, so that the harness
 * treats them alike:
 *
 *     PEER VARIANT index FILE.jsonl DIR     build the index in an empty folder
 *     PEER VARIANT query DIR LIMIT          answer the queries of stdin
 *
 * A passage is a line {"id": "N", "text": "..."}, N being the line's number
 * from 0. A query is a line `all` or `any`, then the phrases, with tabs
 * between; a phrase is looked for as a string of characters, not as words. Its
 * answer is a line: how many passages match, the nanoseconds of CPU time it
 * took, and the numbers of the best LIMIT passages, with tabs between. An empty
 * line asks for all answers so far to be written out.
 *
 * peer.c speaks the protocol; a peer is the four functions below. VARIANT is a
 * setting of the peer's own. Benchmarks may give up: every error ends the
 * program with a sentence.
 */
#ifndef BENCH_PEER_H
#define BENCH_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PEER_TERMS_MAX 8

typedef struct peer_text {
    const char *data; /**< NUL-terminated, too */
    size_t size;
} peer_text;

typedef struct peer_query {
    bool any; /**< one phrase is enough; otherwise all must be there */
    size_t count;
    peer_text terms[PEER_TERMS_MAX];
} peer_query;

typedef struct peer_answer {
    uint64_t count;  /**< passages that match */
    size_t limit;    /**< how many of them to name */
    size_t id_count; /**< how many are named, the best first */
    uint32_t *ids;
} peer_answer;

/** Build the index of `variant` over the passages of `jsonl` in `dir`. */
void
peer_index(const char *variant, const char *jsonl, const char *dir);

/** Open the index for queries. */
void *
peer_open(const char *variant, const char *dir);

/** Answer one query: this is what is timed. */
void
peer_ask(void *peer, const peer_query *query, peer_answer *answer);

void
peer_close(void *peer);

/* ---- helpers for peers ------------------------------------------------------- */

/** End the program with a sentence on standard error. */
void
peer_die(const char *format, ...)
    __attribute__((format(printf, 1, 2), noreturn));

/** `dir`/`name`; the caller frees it. */
char *
peer_path(const char *dir, const char *name);

typedef void (*peer_passage_fn)(void *context, uint32_t id, peer_text text);

/** Read the passages of a file, in order. */
void
peer_each_passage(const char *jsonl, peer_passage_fn give, void *context);

/** How many characters (code points) a text has. */
size_t
peer_characters(peer_text text);

#ifdef __cplusplus
}
#endif

#endif /* BENCH_PEER_H */
