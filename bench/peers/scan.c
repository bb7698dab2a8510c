/* SPDX-License-Identifier: MIT */
/*
 * The oracle: every passage's skeleton in one file, read from end to end by
 * memmem() for every query. What it finds is right by definition; and it is the
 * cost an index has to beat.
 *
 * `text` holds the skeletons, each followed by a line feed, which no skeleton
 * contains; `ends` where each ends.
 */
#include "bench/peers/scan_text.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct scan {
    peer_text text;
    const uint64_t *ends;
    size_t passage_count;
    uint8_t *marks; /**< a passage's byte: phrases found, or any found */
    scan_text *folder;
} scan;

typedef struct scan_writer {
    FILE *text;
    FILE *ends;
    uint64_t at;
    scan_text *folder;
} scan_writer;

/* ---- building ------------------------------------------------------------------ */

static FILE *
file_create(const char *dir, const char *name)
{
    char *path = peer_path(dir, name);
    FILE *file = fopen(path, "w");
    if (!file)
        peer_die("%s cannot be written", path);
    free(path);
    return file;
}

static void
passage_write(void *context, uint32_t id, peer_text text)
{
    (void)id;
    scan_writer *w = context;
    const peer_text skeleton = scan_text_skeleton(w->folder, text);
    fwrite(skeleton.data, 1, skeleton.size, w->text);
    fputc('\n', w->text);
    w->at += skeleton.size + 1;
    fwrite(&w->at, sizeof(w->at), 1, w->ends);
}

void
peer_index(const char *variant, const char *jsonl, const char *dir)
{
    (void)variant;
    scan_writer w = { file_create(dir, "text"), file_create(dir, "ends"), 0,
                      scan_text_new() };
    peer_each_passage(jsonl, passage_write, &w);
    if (fclose(w.text) || fclose(w.ends))
        peer_die("the disk is full");
    scan_text_free(w.folder);
}

/* ---- asking --------------------------------------------------------------------- */

static peer_text
file_map(const char *dir, const char *name)
{
    char *path = peer_path(dir, name);
    struct stat st;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st))
        peer_die("%s cannot be read", path);
    const size_t size = (size_t)st.st_size;
    void *data = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
    if (data == MAP_FAILED)
        peer_die("%s cannot be mapped", path);
    close(fd);
    free(path);
    return (peer_text){ data, size };
}

void *
peer_open(const char *variant, const char *dir)
{
    (void)variant;
    scan *s = calloc(1, sizeof(*s));
    if (!s)
        peer_die("out of memory");
    const peer_text ends = file_map(dir, "ends");
    s->text = file_map(dir, "text");
    s->ends = (const uint64_t *)(const void *)ends.data;
    s->passage_count = ends.size / sizeof(*s->ends);
    s->marks = calloc(s->passage_count, 1);
    s->folder = scan_text_new();
    if (!s->marks)
        peer_die("out of memory");
    return s;
}

/* The passage that byte `at` lies in; it is `from` or a later one. */
static size_t
passage_at(const scan *s, size_t from, uint64_t at)
{
    size_t step = 1, end = from;
    while (end < s->passage_count && s->ends[end] <= at) {
        from = end + 1;
        end += step;
        step *= 2;
    }
    if (end > s->passage_count)
        end = s->passage_count;
    while (from < end) {
        const size_t middle = from + (end - from) / 2;
        if (s->ends[middle] <= at)
            from = middle + 1;
        else
            end = middle;
    }
    return from;
}

/* Mark the passages that have the phrase, if they have the mark `needed`. */
static void
phrase_mark(scan *s, peer_text phrase, uint8_t needed)
{
    size_t at = 0, passage = 0;
    for (;;) {
        const char *found = memmem(s->text.data + at, s->text.size - at,
                                   phrase.data, phrase.size);
        if (!found)
            return;
        at = (size_t)(found - s->text.data);
        if (scan_text_cuts_word(s->text, at) ||
            scan_text_cuts_word(s->text, at + phrase.size)) {
            at++;
            continue;
        }
        passage = passage_at(s, passage, at);
        if (s->marks[passage] == needed)
            s->marks[passage]++;
        at = s->ends[passage];
    }
}

void
peer_ask(void *peer, const peer_query *query, peer_answer *answer)
{
    scan *s = peer;
    memset(s->marks, 0, s->passage_count);
    for (size_t i = 0; i < query->count; i++)
        phrase_mark(s, scan_text_skeleton(s->folder, query->terms[i]),
                    query->any ? 0 : (uint8_t)i);
    const uint8_t wanted = query->any ? 1 : (uint8_t)query->count;
    for (size_t i = 0; i < s->passage_count; i++) {
        if (s->marks[i] != wanted)
            continue;
        answer->count++;
        if (answer->id_count < answer->limit)
            answer->ids[answer->id_count++] = (uint32_t)i;
    }
}

void
peer_close(void *peer)
{
    scan *s = peer;
    munmap((void *)(uintptr_t)s->text.data, s->text.size);
    munmap((void *)(uintptr_t)s->ends, s->passage_count * sizeof(*s->ends));
    scan_text_free(s->folder);
    free(s->marks);
    free(s);
}
