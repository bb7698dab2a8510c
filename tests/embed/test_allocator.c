/* SPDX-License-Identifier: MIT */
/*
 * A program's own allocator: every block of ours comes from it and goes back
 * to it, whatever is done and whoever ends last; where it has nothing to give,
 * the call says YZ_E_NOMEM. The linker puts functions of this file in the
 * place of malloc() and its like, for our objects alone: while `owned` is set
 * they must not be called.
 */
#include "tests/embed/embed.h"

#include <stdatomic.h>
#include <stdint.h>

void *
__real_malloc(size_t size);
void *
__real_calloc(size_t count, size_t size);
void *
__real_realloc(void *old, size_t size);
void *
__wrap_malloc(size_t size);
void *
__wrap_calloc(size_t count, size_t size);
void *
__wrap_realloc(void *old, size_t size);

static atomic_bool owned; /* all memory of ours is the allocator's */
static _Atomic long strays;

static void
see_stray(void)
{
    if (atomic_load(&owned))
        atomic_fetch_add(&strays, 1);
}

void *
__wrap_malloc(size_t size)
{
    see_stray();
    return __real_malloc(size);
}

void *
__wrap_calloc(size_t number, size_t size)
{
    see_stray();
    return __real_calloc(number, size);
}

void *
__wrap_realloc(void *old, size_t size)
{
    see_stray();
    return __real_realloc(old, size);
}

/* ---- an allocator that knows its blocks --------------------------------------- */

enum { SECRET = 0x51a1 };

typedef struct pool {
    _Atomic long blocks;  /* that are out */
    _Atomic long given;   /* in all */
    _Atomic long left;    /* until one fails; negative: none will */
    _Atomic long foreign; /* that came back and were not of this pool */
} pool;

/* In front of each block. */
typedef union tag {
    struct {
        pool *of;
        uint64_t secret;
    } own;
    max_align_t align;
} tag;

static bool
fails(pool *p)
{
    return atomic_load(&p->left) >= 0 && atomic_fetch_sub(&p->left, 1) == 0;
}

static void *
pool_allocate(void *context, size_t size)
{
    pool *p = context;
    tag *block = fails(p) ? NULL : __real_malloc(sizeof(*block) + size);
    if (!block)
        return NULL;
    block->own.of = p;
    block->own.secret = SECRET;
    memset(block + 1, 0xa5, size); /* nobody may count on zeros */
    atomic_fetch_add(&p->blocks, 1);
    atomic_fetch_add(&p->given, 1);
    return block + 1;
}

/* The tag of a block; a crash here is a block of somebody else's. */
static tag *
tag_of(pool *p, void *block)
{
    tag *t = (tag *)block - 1;
    if (t->own.of != p || t->own.secret != SECRET)
        atomic_fetch_add(&p->foreign, 1);
    return t;
}

static void *
pool_resize(void *context, void *block, size_t size)
{
    pool *p = context;
    tag *old = tag_of(p, block);
    tag *moved = fails(p) ? NULL : __real_realloc(old, sizeof(*old) + size);
    return moved ? moved + 1 : NULL;
}

static void
pool_release(void *context, void *block)
{
    pool *p = context;
    tag *t = tag_of(p, block);
    t->own.secret = 0;
    atomic_fetch_sub(&p->blocks, 1);
    free(t);
}

static yz_allocator
allocator_of(pool *p)
{
    return (yz_allocator){ .allocate = pool_allocate,
                           .resize = pool_resize,
                           .release = pool_release,
                           .context = p };
}

static void
begin(pool *p)
{
    *p = (pool){ .left = -1 };
    atomic_store(&strays, 0);
    atomic_store(&owned, true);
}

static void
end(const pool *p)
{
    atomic_store(&owned, false);
    assert_int_equal(atomic_load(&strays), 0);
    assert_int_equal(atomic_load(&p->foreign), 0);
    assert_int_equal(atomic_load(&p->blocks), 0);
}

/* ---- what a program does --------------------------------------------------------- */

/* The allocator's struct is gone when this returns. */
static yz_status
open_index(fixture *f, pool *p, yz_index **ret_index)
{
    const yz_allocator from = allocator_of(p);
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.flags = YZ_INDEX_CREATE;
    options.allocator = &from;
    return yz_index_open(f->path, &options, ret_index, &f->error);
}

static yz_status
make_report(fixture *f, pool *p, yz_report **ret_report)
{
    const yz_allocator from = allocator_of(p);
    yz_builder_options options = YZ_OPTIONS(yz_builder_options);
    yz_builder *builder;
    options.allocator = &from;
    const yz_status status =
        yz_builder_new(str("report"), &options, &builder, &f->error);
    if (status != YZ_OK)
        return status;
    yz_builder_add(builder, &(yz_passage){ .text = str("一段话很短") });
    yz_builder_add(builder, &(yz_passage){ .text = str("又一段话") });
    return yz_builder_finish(builder, ret_report, &f->error);
}

static yz_status
put_texts(fixture *f, yz_writer *w)
{
    static const char page[] = "工会驿站\n　　新建工会驿站26个，为户外劳动者"
                               "提供服务\n和休息的地方。many services\n";
    static const char lines[] =
        "{\"text\":\"爱心驿站\",\"id\":7,\"more\":[1]}\n{\"text\":\"no\"}\n";
    static const char gbk[] = "\xb9\xa4\xbb\xe1\xe6\xe4\xd5\xbe\xb5\xc4\xbd\xa8"
                              "\xc9\xe8\xd3\xeb\xb9\xdc\xc0\xed\n";
    yz_added added;
    yz_source_options options = YZ_OPTIONS(yz_source_options);
    yz_status status = yz_writer_add_memory(w, page, sizeof(page) - 1, "a.txt",
                                            NULL, &added, &f->error);
    if (status == YZ_OK)
        status = yz_writer_add_memory(w, lines, sizeof(lines) - 1, "b.jsonl",
                                      NULL, &added, &f->error);
    options.encoding = "GB18030";
    if (status == YZ_OK)
        status = yz_writer_add_memory(w, gbk, sizeof(gbk) - 1, "c.txt",
                                      &options, &added, &f->error);
    return status;
}

static yz_status
put_file(fixture *f, yz_writer *w)
{
    char path[128];
    yz_added added;
    snprintf(path, sizeof(path), "%s/lines.jsonl", f->folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("{\"text\":\"工会的爱心驿站\",\"section\":\"服务\"}\n", file);
    fclose(file);
    return yz_writer_add_file(w, path, NULL, &added, &f->error);
}

static yz_status
put_messages(fixture *f, yz_writer *w, int from)
{
    yz_status status = YZ_OK;
    for (int i = 0; i < 3 && status == YZ_OK; i++) {
        char id[16];
        snprintf(id, sizeof(id), "%d", from + i);
        status = yz_writer_put_passage(w,
                                       &(yz_passage){ .report = str("m"),
                                                      .id = str(id),
                                                      .date = str("2024-05-01"),
                                                      .title = str("工会"),
                                                      .text = str("𠀀工会驿站"
                                                                  "é") },
                                       &f->error);
    }
    return status;
}

static yz_status
put_and_commit(fixture *f, yz_writer *w, yz_report *report)
{
    yz_added added;
    yz_status status = put_texts(f, w);
    if (status == YZ_OK)
        status = put_file(f, w);
    if (status == YZ_OK)
        status = yz_writer_put(w, report, &added, &f->error);
    for (int i = 0; i < 9 && status == YZ_OK;
         i++) { /* so many that some merge */
        status = put_messages(f, w, 2 * i);
        if (status == YZ_OK)
            status = yz_writer_commit(w, &f->error);
    }
    if (status == YZ_OK)
        status = yz_writer_remove_passage(w, str("m"), str("1"), &f->error);
    if (status == YZ_OK)
        status = yz_writer_set_lookalikes(w, str("驿 骑 0.5\n"), &f->error);
    if (status == YZ_OK)
        status = yz_writer_set_synonyms(w, str("工会,驿站\n"), &f->error);
    if (status == YZ_OK)
        status = yz_writer_set_note(w, str("row 1"), &f->error);
    return status == YZ_OK ? yz_writer_commit(w, &f->error) : status;
}

static yz_status
write_all(fixture *f, yz_index *index, yz_report *report, uint32_t jobs)
{
    yz_writer *w;
    yz_writer_options options = YZ_OPTIONS(yz_writer_options);
    options.jobs = jobs;
    yz_status status = yz_writer_open(index, &options, &w, &f->error);
    if (status != YZ_OK)
        return status;
    status = put_and_commit(f, w, report);
    yz_writer_close(w);
    return status;
}

static void
ignore(void *context, yz_str text)
{
    (void)context;
    (void)text;
}

static yz_status
read_hits(yz_results *results, yz_error *error)
{
    const yz_hit *hit;
    const yz_passage *beside;
    const yz_match *matches;
    const yz_snippet *snippets;
    size_t number;
    yz_status status;
    while ((status = yz_results_next(results, &hit, error)) == YZ_OK) {
        status = yz_results_matches(results, &matches, &number, error);
        if (status == YZ_OK)
            status =
                yz_results_snippets(results, NULL, &snippets, &number, error);
        if (status == YZ_OK)
            status = yz_results_explain(results, ignore, NULL, error);
        if (status == YZ_OK)
            status = yz_results_neighbour(results, 1, &beside, error);
        if (status != YZ_OK && status != YZ_DONE)
            return status;
    }
    if (status == YZ_DONE)
        status = yz_results_why(results, ignore, NULL, error);
    return status;
}

static yz_status
ask(fixture *f, pool *p, yz_snapshot *snapshot, const char *text)
{
    const yz_allocator from = allocator_of(p);
    yz_query *query;
    yz_results *results;
    yz_query_options how = YZ_OPTIONS(yz_query_options);
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    how.allocator = &from;
    options.facets =
        YZ_FACET_BIT(YZ_FACET_REPORT) | YZ_FACET_BIT(YZ_FACET_YEAR);
    options.limit = 3;
    options.ocr = YZ_OCR_ON;
    yz_status status = yz_query_parse(str(text), &how, &query, &f->error);
    if (status != YZ_OK)
        return status;
    status = yz_query_explain(query, snapshot, ignore, NULL, &f->error);
    if (status == YZ_OK)
        status = yz_search(snapshot, query, &options, &results, &f->error);
    if (status == YZ_OK) {
        yz_query_free(query); /* results go on */
        query = NULL;
        status = read_hits(results, &f->error);
        yz_results_close(results);
    }
    yz_query_free(query);
    return status;
}

/* What was meant, and the tables that the program gave. */
static yz_status
correct(fixture *f, pool *p, yz_snapshot *snapshot)
{
    static const char *const questions[] = { "公会 AND 译站", "servise" };
    const yz_allocator from = allocator_of(p);
    yz_query_options how = YZ_OPTIONS(yz_query_options);
    yz_status status =
        yz_snapshot_lookalikes(snapshot, ignore, NULL, &f->error);
    if (status == YZ_OK)
        status = yz_snapshot_synonyms(snapshot, ignore, NULL, &f->error);
    how.allocator = &from;
    for (size_t i = 0; status == YZ_OK && i < 2; i++) {
        yz_query *query;
        yz_suggestions *found;
        status = yz_query_parse(str(questions[i]), &how, &query, &f->error);
        if (status != YZ_OK)
            return status;
        status = yz_correct(snapshot, query, NULL, &found, &f->error);
        if (status == YZ_OK)
            yz_suggestions_free(found);
        yz_query_free(query);
    }
    return status;
}

static yz_status
learn(fixture *f, pool *p)
{
    const yz_allocator from = allocator_of(p);
    yz_learner *learner;
    yz_learner_options options = YZ_OPTIONS(yz_learner_options);
    options.allocator = &from;
    yz_status status = yz_learner_new(&options, &learner, &f->error);
    if (status != YZ_OK)
        return status;
    status = yz_learner_add(learner, str("人选福建工会"), str("入选福建工会"),
                            &f->error);
    if (status == YZ_OK)
        status = yz_learner_write(learner, ignore, NULL, &f->error);
    yz_learner_free(learner);
    return status;
}

static bool
see_nothing(void *context, const yz_token *token)
{
    (void)context;
    (void)token;
    return false;
}

static yz_status
tokenize(fixture *f, pool *p)
{
    const yz_allocator from = allocator_of(p);
    yz_tokenizer *tokenizer;
    yz_tokenizer_options options = YZ_OPTIONS(yz_tokenizer_options);
    options.allocator = &from;
    options.flags = YZ_TOKENIZER_VARIANTS;
    yz_status status = yz_tokenizer_new(&options, &tokenizer, &f->error);
    if (status != YZ_OK)
        return status;
    status = yz_tokenize(tokenizer, str("工会\xff驿站 GDP"), see_nothing, NULL,
                         &f->error);
    yz_tokenizer_free(tokenizer);
    return status;
}

static yz_status
list(fixture *f, yz_snapshot *snapshot)
{
    const yz_passage *passage;
    const yz_term *term;
    yz_passages *passages;
    yz_terms *terms;
    yz_suggestions *found;
    yz_stats stats;
    yz_status status = yz_passages_open(snapshot, &passages, &f->error);
    if (status != YZ_OK)
        return status;
    while ((status = yz_passages_next(passages, &passage, &f->error)) == YZ_OK)
        ;
    yz_passages_close(passages);
    if (status == YZ_DONE)
        status = yz_terms_open(snapshot, str("s"), &terms, &f->error);
    if (status != YZ_OK)
        return status;
    while ((status = yz_terms_next(terms, &term, &f->error)) == YZ_OK)
        ;
    yz_terms_close(terms);
    if (status == YZ_DONE)
        status = yz_suggest(snapshot, str("工会驿"), NULL, &found, &f->error);
    if (status != YZ_OK)
        return status;
    yz_suggestions_free(found);
    return yz_snapshot_stats(snapshot, &stats, &f->error);
}

static yz_status
read_all(fixture *f, pool *p, yz_index *index)
{
    static const char *const questions[] = {
        "工会驿站",         "(工?驿站 OR service*) NEAR/9 新建 -夜校",
        "py:yizhan",        "工会骑站~ kind:paragraph",
        "哪里有工会的驿站", "title:工会 date:2024",
        "驿站在哪里",       "-的",
    };
    yz_snapshot *snapshot;
    yz_status status = yz_snapshot_open(index, &snapshot, &f->error);
    if (status != YZ_OK)
        return status;
    for (size_t i = 0;
         i < sizeof(questions) / sizeof(questions[0]) && status == YZ_OK; i++)
        status = ask(f, p, snapshot, questions[i]);
    if (status == YZ_OK)
        status = list(f, snapshot);
    if (status == YZ_OK)
        status = correct(f, p, snapshot);
    if (status == YZ_OK)
        status = learn(f, p);
    if (status == YZ_OK)
        status = tokenize(f, p);
    if (status == YZ_OK)
        status = yz_snapshot_renew(&snapshot, NULL, &f->error);
    yz_snapshot_close(snapshot);
    return status;
}

/* The problems that a repair finds. */
static yz_status
repair(fixture *f, pool *p, uint64_t *ret_problems)
{
    const yz_allocator from = allocator_of(p);
    yz_maintenance_options options = YZ_OPTIONS(yz_maintenance_options);
    yz_repair done;
    options.allocator = &from;
    const yz_status status =
        yz_index_repair(f->path, &options, NULL, NULL, &done, &f->error);
    if (status == YZ_OK)
        *ret_problems = done.problems;
    return status;
}

static yz_status
look_after(fixture *f, pool *p)
{
    uint64_t problems;
    const yz_allocator from = allocator_of(p);
    yz_maintenance_options options = YZ_OPTIONS(yz_maintenance_options);
    yz_check check;
    yz_repair done;
    options.allocator = &from;
    yz_status status =
        yz_index_check(f->path, &options, NULL, NULL, &check, &f->error);
    if (status == YZ_OK)
        status = repair(f, p, &problems);
    if (status == YZ_OK)
        status = yz_index_refresh_words(f->path, &options, &done, &f->error);
    return status;
}

/* The fixture's own index is closed: else it would be the first user. */
static void
leave_alone(fixture *f)
{
    yz_index_close(f->index);
    f->index = NULL;
}

/* ---- everything -------------------------------------------------------------------- */

static void
do_everything(fixture *f, pool *p, uint32_t jobs)
{
    yz_index *index;
    yz_report *report;
    yz_compaction compaction;
    OK(open_index(f, p, &index), &f->error);
    OK(make_report(f, p, &report), &f->error);
    OK(write_all(f, index, report, jobs), &f->error);
    yz_report_free(report);
    OK(read_all(f, p, index), &f->error);
    OK(yz_index_compact(index, &compaction, &f->error), &f->error);
    OK(read_all(f, p, index), &f->error);
    yz_index_close(index);
    OK(look_after(f, p), &f->error);
}

static void
all_memory_is_the_callers(void **state)
{
    pool p;
    leave_alone(*state);
    begin(&p);
    do_everything(*state, &p, 1);
    end(&p);
    assert_true(atomic_load(&p.given) > 1000);
}

static void
with_threads_too(void **state)
{
    pool p;
    leave_alone(*state);
    begin(&p);
    do_everything(*state, &p, 3);
    end(&p);
}

/* Overwrite every this many bytes of the data file. */
static void
damage(const fixture *f, long step)
{
    char path[128];
    snprintf(path, sizeof(path), "%s/data.mdb", f->path);
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    const long size = ftell(file);
    for (long at = 2 * 4096 + 100; at < size; at += step) {
        assert_int_equal(fseek(file, at, SEEK_SET), 0);
        fputs("damaged", file);
    }
    fclose(file);
}

/* Segments that are made again, and pages that are broken. */
static void
of_repairs_too(void **state)
{
    static const long steps[] = { 30000, 4096 };
    fixture *f = *state;
    pool p;
    leave_alone(f);
    begin(&p);
    do_everything(f, &p, 1);
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        uint64_t problems = 0;
        damage(f, steps[i]);
        OK(repair(f, &p, &problems), &f->error);
        assert_true(problems > 0);
        OK(look_after(f, &p), &f->error);
    }
    end(&p);
}

/* A source and what it gives, without an index. */
static void
of_sources_too(void **state)
{
    static const char lines[] = "{\"text\":\"一\"}\n{\"text\":\"二\"}\n";
    fixture *f = *state;
    pool p;
    yz_source *source;
    yz_report *report;
    yz_source_options options = YZ_OPTIONS(yz_source_options);
    begin(&p);
    yz_allocator from = allocator_of(&p);
    options.allocator = &from;
    OK(yz_source_open_memory(lines, sizeof(lines) - 1, "a.jsonl", &options,
                             &source, &f->error),
       &f->error);
    memset(&from, 0, sizeof(from)); /* it was copied */
    OK(yz_source_next(source, &report, &f->error), &f->error);
    yz_source_close(source);
    assert_int_equal(yz_report_passage_count(report), 2);
    yz_report_free(report);
    end(&p);
}

/* ---- shared and refused ------------------------------------------------------------- */

/* Of two users of one directory the first goes first. */
static void
two_users_each_have_theirs(void **state)
{
    fixture *f = *state;
    pool first;
    pool second;
    yz_index *one;
    yz_index *other;
    yz_report *report;
    leave_alone(f);
    begin(&first);
    begin(&second);
    OK(open_index(f, &first, &one), &f->error);
    OK(open_index(f, &second, &other), &f->error);
    OK(make_report(f, &first, &report), &f->error);
    yz_index_close(one);
    OK(write_all(f, other, report, 1), &f->error); /* another's report */
    yz_report_free(report);
    OK(read_all(f, &second, other), &f->error);
    yz_index_close(other);
    end(&first);
    end(&second);
}

static void
half_an_allocator_is_refused(void **state)
{
    fixture *f = *state;
    pool p = { .left = -1 };
    yz_index *index;
    yz_query *query;
    yz_allocator from = allocator_of(&p);
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    yz_query_options how = YZ_OPTIONS(yz_query_options);
    from.resize = NULL;
    options.allocator = how.allocator = &from;
    assert_int_equal(yz_index_open(f->path, &options, &index, &f->error),
                     YZ_E_INVALID);
    assert_int_equal(yz_query_parse(str("驿站"), &how, &query, &f->error),
                     YZ_E_INVALID);
    assert_int_equal(atomic_load(&p.given), 0);
}

/* ---- nothing to give ------------------------------------------------------------------ */

typedef yz_status (*deed)(fixture *f, pool *p);

/*
 * The n-th allocation fails: of the first sixty each, then ever fewer.
 * Nothing but YZ_E_NOMEM may come of it, and all blocks come back.
 */
static void
fail_each(fixture *f, deed what)
{
    enum { EACH = 60, FEWER = 6 };
    bool reached = true;
    for (long n = 0; reached; n += n < EACH ? 1 : n / FEWER) {
        pool p;
        begin(&p);
        atomic_store(&p.left, n);
        const yz_status status = what(f, &p);
        reached = atomic_load(&p.left) < 0;
        atomic_store(&p.left, -1);
        if (status != YZ_OK && status != YZ_E_NOMEM)
            fail_msg("allocation %ld: %s: %s", n, yz_status_name(status),
                     f->error.message);
        if (!reached)
            assert_int_equal(status, YZ_OK);
        end(&p);
    }
}

static yz_status
write_in_vain(fixture *f, pool *p)
{
    yz_index *index;
    yz_report *report;
    yz_status status = open_index(f, p, &index);
    if (status != YZ_OK)
        return status;
    status = make_report(f, p, &report);
    if (status == YZ_OK) {
        status = write_all(f, index, report, 1);
        yz_report_free(report);
    }
    yz_index_close(index);
    return status;
}

static yz_status
read_in_vain(fixture *f, pool *p)
{
    yz_index *index;
    yz_status status = open_index(f, p, &index);
    if (status != YZ_OK)
        return status;
    status = read_all(f, p, index);
    yz_index_close(index);
    return status;
}

static void
failures_are_told(void **state)
{
    leave_alone(*state);
    fail_each(*state, write_in_vain);
    fail_each(*state, read_in_vain);
    fail_each(*state, look_after);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(all_memory_is_the_callers),
        TEST(with_threads_too),
        TEST(of_sources_too),
        TEST(of_repairs_too),
        TEST(two_users_each_have_theirs),
        TEST(half_an_allocator_is_refused),
        TEST(failures_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
