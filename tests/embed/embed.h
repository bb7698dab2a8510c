/* SPDX-License-Identifier: MIT */
/*
 * What these tests share: a folder of their own, and short names for long
 * calls. Everything goes through the public header, as in a program.
 */
#ifndef YZ_TESTS_EMBED_H
#define YZ_TESTS_EMBED_H

#include <yizhan/yizhan.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct fixture {
    char folder[64];
    char path[96];
    yz_index *index;
    yz_writer *writer; /**< NULL until writer_of() */
    yz_error error;
} fixture;

static inline yz_str
str(const char *text)
{
    return (yz_str){ text, strlen(text) };
}

#define OK(call, error)                            \
  do {                                             \
    (error)->message[0] = '\0';                    \
    const yz_status ok_status = (call);            \
    if (ok_status != YZ_OK)                        \
      fail_msg("%s: %s", #call, (error)->message); \
  } while (0)

static inline int
setup(void **state)
{
    fixture *f = calloc(1, sizeof(*f));
    strcpy(f->folder, "/tmp/yizhan-embed-XXXXXX");
    if (!mkdtemp(f->folder))
        return -1;
    snprintf(f->path, sizeof(f->path), "%s/index", f->folder);
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.flags = YZ_INDEX_CREATE;
    OK(yz_index_open(f->path, &options, &f->index, &f->error), &f->error);
    *state = f;
    return 0;
}

static inline void
print_problem(void *context, const yz_problem *p)
{
    (void)context;
    print_error("%.*s: %.*s\n", (int)p->damaged.size, p->damaged.data,
                (int)p->message.size, p->message.data);
}

/* Whatever a test did, a check finds nothing wrong with what it left. */
static inline int
check_of(const char *path)
{
    yz_check check;
    yz_error error;
    if (access(path, F_OK) != 0)
        return 0;
    if (yz_index_check(path, NULL, print_problem, NULL, &check, &error) !=
        YZ_OK) {
        print_error("%s: %s\n", path, error.message);
        return -1;
    }
    return check.problems ? -1 : 0;
}

static inline int
teardown(void **state)
{
    fixture *f = *state;
    char command[128];
    yz_writer_close(f->writer);
    yz_index_close(f->index);
    const int checked = check_of(f->path);
    snprintf(command, sizeof(command), "rm -rf %s", f->folder);
    const int code = system(command);
    free(f);
    return checked ? checked : code;
}

static inline yz_writer *
writer_of(fixture *f)
{
    yz_writer_options options = YZ_OPTIONS(yz_writer_options);
    options.jobs = 1;
    if (!f->writer)
        OK(yz_writer_open(f->index, &options, &f->writer, &f->error),
           &f->error);
    return f->writer;
}

static inline void
put(fixture *f, const char *report, const char *id, const char *text)
{
    const yz_passage passage = { .report = str(report),
                                 .id = str(id),
                                 .text = str(text) };
    OK(yz_writer_put_passage(writer_of(f), &passage, &f->error), &f->error);
}

static inline void
commit(fixture *f)
{
    OK(yz_writer_commit(writer_of(f), &f->error), &f->error);
}

/* How many passages match, exactly or as a variant, in a fresh snapshot. */
static inline uint64_t
count(fixture *f, const char *query)
{
    yz_snapshot *snapshot;
    yz_query *parsed;
    yz_results *results;
    OK(yz_snapshot_open(f->index, &snapshot, &f->error), &f->error);
    OK(yz_query_parse(str(query), NULL, &parsed, &f->error), &f->error);
    OK(yz_search(snapshot, parsed, NULL, &results, &f->error), &f->error);
    const uint64_t found = yz_results_count(results);
    yz_results_close(results);
    yz_query_free(parsed);
    yz_snapshot_close(snapshot);
    return found;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#endif /* YZ_TESTS_EMBED_H */
