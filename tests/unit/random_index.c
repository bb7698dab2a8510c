/* SPDX-License-Identifier: MIT */
#include "tests/unit/random_index.h"
#include "core/base/array.h"
#include "tests/unit/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { COMMITS = 3, TEXT_SIZE_A_PIECE = 8 };

static const char *const pieces[] = { "国", "國",    "工",   "会", "會",
                                      "驿", "站",    "中",   "文", "的",
                                      "，", " cat ", " log " };

void
require_ok(yz_status status, const yz_error *err)
{
    if (status != YZ_OK)
        fail_msg("status %d: %s", (int)status, err->message);
}

char *
random_index_text(uint64_t *random, uint32_t most)
{
    const uint32_t count = 1 + random_below(random, most);
    char *text = calloc(count + 1, TEXT_SIZE_A_PIECE);
    char *to = text;
    assert_non_null(text);
    for (uint32_t i = 0; i < count; i++)
        to = stpcpy(to, pieces[random_below(random, ARRAY_LENGTH(pieces))]);
    return text;
}

static yz_str
str(const char *text)
{
    return (yz_str){ text, strlen(text) };
}

/* ---- filling -------------------------------------------------------------- */

static yz_writer *
open_writer(random_index *x)
{
    yz_error err;
    yz_writer *writer;
    yz_writer_options options = YZ_OPTIONS(yz_writer_options);
    options.jobs = 1;
    require_ok(yz_writer_open(x->index, &options, &writer, &err), &err);
    return writer;
}

static void
commit(yz_writer *writer)
{
    yz_error err;
    require_ok(yz_writer_commit(writer, &err), &err);
    yz_writer_close(writer);
}

/* Passages [begin, end). Every third text is that of the passage before. */
static void
put_passages(random_index *x, uint32_t begin, uint32_t end, uint32_t characters)
{
    yz_error err;
    yz_writer *writer = open_writer(x);
    char *text = random_index_text(x->random, characters);
    for (uint32_t i = begin; i < end; i++) {
        char id[16];
        char *title = random_index_text(x->random, 4);
        snprintf(id, sizeof(id), "%u", i);
        if (i % 3) {
            free(text);
            text = random_index_text(x->random, characters);
        }
        const yz_passage passage = { .report = str("report"),
                                     .id = str(id),
                                     .title = str(i % 2 ? title : ""),
                                     .text = str(text) };
        require_ok(yz_writer_put_passage(writer, &passage, &err), &err);
        free(title);
    }
    free(text);
    commit(writer);
}

/* Too few of each segment for it to be rewritten without them. */
static void
remove_some(random_index *x, uint32_t passages)
{
    yz_error err;
    yz_writer *writer = open_writer(x);
    for (uint32_t i = random_below(x->random, 20); i < passages;
         i += 10 + random_below(x->random, 20)) {
        char id[16];
        snprintf(id, sizeof(id), "%u", i);
        require_ok(
            yz_writer_remove_passage(writer, str("report"), str(id), &err),
            &err);
    }
    commit(writer);
}

void
random_index_open(random_index *x, uint64_t *random, uint32_t passages,
                  uint32_t characters)
{
    random_index_open_frequent(x, random, 0, passages, characters);
}

void
random_index_open_frequent(random_index *x, uint64_t *random, uint32_t frequent,
                           uint32_t passages, uint32_t characters)
{
    yz_error err;
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.flags = YZ_INDEX_CREATE;
    *x = (random_index){ .random = random };
    strcpy(x->folder, "/tmp/yizhan-random-XXXXXX");
    assert_non_null(mkdtemp(x->folder));
    require_ok(yz_index_open(x->folder, &options, &x->index, &err), &err);
    x->index->frequent = frequent;
    /* The first half, then less and less: a segment each. */
    for (uint32_t i = 0, begin = 0; i < COMMITS; i++) {
        const uint32_t rest = passages - begin;
        const uint32_t end = i + 1 < COMMITS ? begin + rest * 3 / 4 : passages;
        put_passages(x, begin, end, characters);
        begin = end;
    }
    remove_some(x, passages);
    require_ok(yz_snapshot_open(x->index, &x->snapshot, &err), &err);
    x->context = (pattern_context){
        .fold = x->index->fold,
        .variants = x->index->variants,
        .skeletons = skeleton_buffer_of(NULL, x->index->fold),
    };
    require_ok(snapshot_analyzer(x->snapshot, &x->context.analyzer, &err),
               &err);
}

void
random_index_close(random_index *x)
{
    char command[128];
    skeleton_buffer_dispose(&x->context.skeletons);
    arena_dispose(&x->context.scratch);
    yz_snapshot_close(x->snapshot);
    yz_index_close(x->index);
    snprintf(command, sizeof(command), "rm -rf %s", x->folder);
    assert_int_equal(system(command), 0);
}

/* ---- asking --------------------------------------------------------------- */

void
random_index_plan(random_index *x, const char *text, uint32_t flags, arena *a,
                  random_plan *ret_plan)
{
    yz_error err;
    cancellation never = { 0 };
    yz_query_options options = YZ_OPTIONS(yz_query_options);
    options.flags = flags;
    require_ok(yz_query_parse(str(text), &options, &ret_plan->query, &err),
               &err);
    require_ok(plan_make(ret_plan->query, &x->context, NULL, &never, a,
                         &ret_plan->plan, &err),
               &err);
}
