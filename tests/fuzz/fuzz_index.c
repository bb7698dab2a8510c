/* SPDX-License-Identifier: MIT */
/*
 * An index that somebody sent us: the bytes choose changes of all its values
 * (mutations.h), every checksum is made again, and then it is opened, asked,
 * checked, added to, compacted and repaired.
 *
 * Nothing may fault, take much memory or long. An index that the check finds
 * nothing wrong with answers every question, takes new passages, and is still
 * whole when it was written to; and so is one that was repaired.
 */
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/mutations.h"

#include "core/index/index.h"

#include <string.h>
#include <unistd.h>

enum { PATH_SIZE = 64, HITS_MAX = 6, TERMS_MAX = 400 };

/* ---- memory, of which there is not much ------------------------------------ */

enum { MEMORY_MAX = 512 << 20, HEAD_SIZE = 16 };
static size_t memory_used;

static void *
resize(void *context, void *block, size_t size)
{
    char *old = block ? (char *)block - HEAD_SIZE : NULL;
    size_t before = 0;
    (void)context;
    if (old)
        memcpy(&before, old, sizeof(before));
    FUZZ_REQUIRE(size <= MEMORY_MAX &&
                 memory_used - before + size <= MEMORY_MAX);
    char *made = realloc(old, size + HEAD_SIZE);
    FUZZ_REQUIRE(made != NULL);
    memory_used += size - before;
    memcpy(made, &size, sizeof(size));
    return made + HEAD_SIZE;
}

static void *
allocate(void *context, size_t size)
{
    return resize(context, NULL, size);
}

static void
release(void *context, void *block)
{
    char *head = (char *)block - HEAD_SIZE;
    size_t size;
    (void)context;
    memcpy(&size, head, sizeof(size));
    memory_used -= size;
    free(head);
}

static const yz_allocator limited = { allocate, resize, release, NULL };

/* ---- outcomes ---------------------------------------------------------------- */

/* Whatever is said of such an index is an answer, or that it is damaged. */
static bool
answered(yz_status status, const yz_error *err)
{
    const bool fine = status == YZ_OK || status == YZ_DONE;
    if (!fine && status != YZ_E_CORRUPT && status != YZ_E_FORMAT_NEW &&
        status != YZ_E_FORMAT_OLD && status != YZ_E_NOT_FOUND &&
        status != YZ_E_LIMIT)
        fprintf(stderr, "%s: %s\n", yz_status_name(status), err->message);
    FUZZ_REQUIRE(fine || status == YZ_E_CORRUPT || status == YZ_E_FORMAT_NEW ||
                 status == YZ_E_FORMAT_OLD || status == YZ_E_NOT_FOUND ||
                 status == YZ_E_LIMIT);
    FUZZ_REQUIRE(fine || err->message[0] != '\0');
    return fine;
}

/* The same, noting that not all was answered. */
static bool
noted(yz_status status, const yz_error *err, bool *all)
{
    const bool fine = answered(status, err);
    if (!fine && *all && getenv("YZ_FUZZ_TALK"))
        fprintf(stderr, "the first that is not answered: %s\n", err->message);
    *all = *all && fine;
    return status == YZ_OK;
}

static void
swallow(void *context, yz_str text)
{
    size_t *size = context;
    *size += text.size;
}

/* ---- asking -------------------------------------------------------------------- */

static const char *const questions[] = {
    "工会驿站",
    "驿",
    "驿站 OR 服务 OR north",
    "\"工会 服务\"~5 -热线",
    "工会?站",
    "py:gonghui",
    "py:yz",
    "section:职工 date:2023..2024 kind:caption",
    "工会 NOT section:新闻",
    "title:职工报 工会",
    "serv* station",
    "南平市去年新建了多少个工会驿站",
    "report:r* NOT 服务",
    "绎站服务",
};

static void
take_hit(yz_results *r, const yz_hit *hit, bool *all)
{
    yz_error err;
    const yz_match *matches;
    const yz_snippet *snippets;
    const yz_passage *neighbour;
    size_t count;
    size_t told = 0;
    FUZZ_REQUIRE(hit->tier < YZ_TIER_COUNT && hit->passage->text.data);
    if (noted(yz_results_matches(r, &matches, &count, &err), &err, all))
        for (size_t i = 0; i < count; i++)
            FUZZ_REQUIRE(matches[i].text.begin <= matches[i].text.end &&
                         matches[i].text.end <= hit->passage->text.size);
    noted(yz_results_snippets(r, NULL, &snippets, &count, &err), &err, all);
    noted(yz_results_neighbour(r, -1, &neighbour, &err), &err, all);
    noted(yz_results_explain(r, swallow, &told, &err), &err, all);
}

static void
search(yz_snapshot *snapshot, size_t number, bool *all)
{
    yz_error err;
    yz_query *query;
    yz_results *results;
    yz_suggestions *suggestions;
    const yz_hit *hit;
    const yz_facet_count *facets;
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    const yz_str question = str_of(questions[number]);
    options.ocr = (uint32_t)(number % 4);
    options.sort = (uint32_t)(number % 3);
    options.limit = HITS_MAX;
    options.facets = (1u << YZ_FACET_COUNT) - 1;
    options.report = number % 5 == 4 ? "*r*" : NULL;
    FUZZ_REQUIRE(yz_query_parse(question, NULL, &query, NULL) == YZ_OK);
    if (noted(yz_search(snapshot, query, &options, &results, &err), &err,
              all)) {
        for (int f = 0; f < YZ_FACET_COUNT; f++)
            (void)yz_results_facet(results, (yz_facet)f, &facets);
        while (noted(yz_results_next(results, &hit, &err), &err, all))
            take_hit(results, hit, all);
        yz_results_close(results);
    }
    if (noted(yz_correct(snapshot, query, NULL, &suggestions, &err), &err, all))
        yz_suggestions_free(suggestions);
    yz_query_free(query);
}

static void
walk(yz_snapshot *snapshot, bool *all)
{
    yz_error err;
    yz_stats stats;
    yz_terms *terms;
    const yz_term *term;
    yz_passages *passages;
    const yz_passage *p;
    size_t told = 0;
    noted(yz_snapshot_stats(snapshot, &stats, &err), &err, all);
    noted(yz_snapshot_lookalikes(snapshot, swallow, &told, &err), &err, all);
    noted(yz_snapshot_synonyms(snapshot, swallow, &told, &err), &err, all);
    if (noted(yz_terms_open(snapshot, str_of(""), &terms, &err), &err, all)) {
        for (int i = 0; i < TERMS_MAX; i++)
            if (!noted(yz_terms_next(terms, &term, &err), &err, all))
                break;
        yz_terms_close(terms);
    }
    if (noted(yz_passages_open(snapshot, &passages, &err), &err, all)) {
        while (noted(yz_passages_next(passages, &p, &err), &err, all))
            FUZZ_REQUIRE(p->kind < YZ_KIND_COUNT && p->id.data);
        yz_passages_close(passages);
    }
}

/* Whether all was answered. */
static bool
ask(const char *path)
{
    yz_error err;
    yz_index *index;
    yz_snapshot *snapshot;
    bool all = true;
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.flags = YZ_INDEX_READ_ONLY;
    options.allocator = &limited;
    if (!noted(yz_index_open(path, &options, &index, &err), &err, &all))
        return false;
    if (noted(yz_snapshot_open(index, &snapshot, &err), &err, &all)) {
        walk(snapshot, &all);
        for (size_t i = 0; i < ARRAY_LENGTH(questions); i++)
            search(snapshot, i, &all);
        yz_snapshot_close(snapshot);
    }
    yz_index_close(index);
    return all;
}

/* ---- checking and writing ------------------------------------------------------- */

static void
see_problem(void *context, const yz_problem *problem)
{
    (void)context;
    FUZZ_REQUIRE(problem->message.size && problem->damaged.size);
    if (getenv("YZ_FUZZ_TALK"))
        fprintf(stderr, "%.*s: %.*s\n", (int)problem->damaged.size,
                problem->damaged.data, (int)problem->message.size,
                problem->message.data);
}

static const yz_maintenance_options maintenance = {
    sizeof(yz_maintenance_options), &limited
};

static bool
is_clean(const char *path)
{
    yz_error err;
    yz_check check;
    return answered(yz_index_check(path, &maintenance, see_problem, NULL,
                                   &check, &err),
                    &err) &&
           check.problems == 0;
}

/* Passages that are new, replaced and removed, in one commit. */
static bool
write_some(yz_index *index)
{
    static const char lines[] =
        "{\"report\":\"r1\",\"id\":\"25\",\"text\":\"工会驿站换了\"}\n"
        "{\"report\":\"new\",\"text\":\"新的 station\"}\n";
    yz_error err;
    yz_writer *w;
    yz_added added;
    uint64_t gone;
    bool all = true;
    yz_writer_options options = YZ_OPTIONS(yz_writer_options);
    const yz_passage one = { .report = str_of("one"), .text = str_of("一段") };
    options.jobs = 1;
    if (!noted(yz_writer_open(index, &options, &w, &err), &err, &all))
        return false;
    noted(yz_writer_add_memory(w, lines, sizeof(lines) - 1, "lines.jsonl", NULL,
                               &added, &err),
          &err, &all);
    noted(yz_writer_put_passage(w, &one, &err), &err, &all);
    if (answered(yz_writer_remove(w, str_of("r2"), &gone, &err), &err))
        answered(yz_writer_remove_passage(w, str_of("r3"), str_of("61"), &err),
                 &err);
    noted(yz_writer_commit(w, &err), &err, &all);
    yz_writer_close(w);
    return all;
}

/* Whether it could be written to and compacted. */
static bool
write_to(const char *path)
{
    yz_error err;
    yz_index *index;
    yz_compaction done;
    bool all = true;
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.allocator = &limited;
    if (!noted(yz_index_open(path, &options, &index, &err), &err, &all))
        return false;
    all = write_some(index);
    noted(yz_index_compact(index, &done, &err), &err, &all);
    yz_index_close(index);
    return all;
}

static void
try_index(const char *path)
{
    yz_error err;
    yz_repair done;
    const bool clean = is_clean(path);
    const bool all = ask(path);
    FUZZ_REQUIRE(all || !clean);
    const bool written = write_to(path);
    FUZZ_REQUIRE(written || !clean);
    FUZZ_REQUIRE(!clean || (is_clean(path) && ask(path)));
    if (answered(
            yz_index_repair(path, &maintenance, see_problem, NULL, &done, &err),
            &err)) {
        FUZZ_REQUIRE(is_clean(path));
        FUZZ_REQUIRE(ask(path));
    }
    FUZZ_REQUIRE(memory_used == 0);
}

/* ---- the index that is changed --------------------------------------------------- */

static void
folder_make(char *path, size_t size)
{
    snprintf(path, size, "%s/yizhan-index-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    FUZZ_REQUIRE(mkdtemp(path) != NULL);
}

static void
folder_remove(const char *path)
{
    static const char *const names[] = { "data.mdb", "lock.mdb",
                                         "writer.lock" };
    char file[PATH_SIZE + 32];
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
        snprintf(file, sizeof(file), "%s/%s", path, names[i]);
        unlink(file);
    }
    rmdir(path);
}

/* Lines of a few reports, dates, kinds and titles; a page; user tables. */
static void
fill(yz_writer *w, unsigned first, unsigned count)
{
    static const char *const words[] = { "驿站", "服务", "職工",
                                         "热线", "劳模", "serve" };
    static const char page[] =
        "2025年1月4日 星期六\n\n维护职工权益 当好\"娘家人\"\n\n"
        "近年来，南平市总工会积极探索创新“工会驿站+”多元赋能，在工会驿站\n"
        "中加入服务职工的新内容，去年新建了36个工會驛站，North services。\n";
    yz_error err;
    yz_added added;
    buffer lines = { 0 };
    char name[32];
    for (unsigned i = first; i < first + count; i++)
        buffer_printf(
            &lines,
            "{\"report\":\"r%u\",\"id\":\"%u\",\"title\":\"第%u期职工报\","
            "\"section\":\"%s\",\"date\":\"202%u-01-1%u\",\"kind\":\"%s\","
            "\"text\":\"工会%s%s第%u号，%s中心 stations\"}\n",
            i / 20, i, i / 40, i % 3 ? "维护职工权益" : "新闻", i % 6, i % 9,
            i % 5 ? "paragraph" : "caption", words[i % 6], words[i % 3], i,
            words[i % 5]);
    snprintf(name, sizeof(name), "lines%u.jsonl", first);
    FUZZ_REQUIRE(buffer_ok(&lines));
    FUZZ_REQUIRE(yz_writer_add_memory(w, lines.data, lines.size, name, NULL,
                                      &added, &err) == YZ_OK);
    buffer_dispose(&lines);
    snprintf(name, sizeof(name), "page%u.txt", first);
    if (first)
        FUZZ_REQUIRE(yz_writer_add_memory(w, page, sizeof(page) - 1, name, NULL,
                                          &added, &err) == YZ_OK);
    FUZZ_REQUIRE(yz_writer_commit(w, &err) == YZ_OK);
}

/* Three segments, one with deleted passages. */
static void
make(sealed_index *ret_index)
{
    yz_error err;
    yz_index *index;
    yz_writer *w;
    store_txn *txn;
    char path[PATH_SIZE];
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    yz_writer_options how = YZ_OPTIONS(yz_writer_options);
    options.flags = YZ_INDEX_CREATE;
    how.jobs = 1;
    folder_make(path, sizeof(path));
    FUZZ_REQUIRE(yz_index_open(path, &options, &index, &err) == YZ_OK);
    index->frequent = 2; /* frequent strings, of all lengths */
    FUZZ_REQUIRE(yz_writer_open(index, &how, &w, &err) == YZ_OK);
    FUZZ_REQUIRE(yz_writer_set_lookalikes(w, str_of("驿\t绎\n"), &err) ==
                 YZ_OK);
    FUZZ_REQUIRE(yz_writer_set_synonyms(w, str_of("驿站 服务站\n"), &err) ==
                 YZ_OK);
    fill(w, 0, 150);
    fill(w, 150, 9);
    fill(w, 160, 30);
    FUZZ_REQUIRE(yz_writer_remove_passage(w, str_of("r0"), str_of("3"), &err) ==
                 YZ_OK);
    FUZZ_REQUIRE(yz_writer_commit(w, &err) == YZ_OK);
    yz_writer_close(w);
    FUZZ_REQUIRE(store_read_begin(index->store, &txn, &err) == YZ_OK);
    sealed_index_load(txn, ret_index);
    store_end(txn);
    yz_index_close(index);
    folder_remove(path);
    FUZZ_REQUIRE(ret_index->segments.count == 3);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static sealed_index whole;
    sealed_index changed;
    char path[PATH_SIZE];
    if (!whole.segments.count)
        make(&whole);
    sealed_index_copy(&whole, &changed);
    mutate_index(&changed, bytes_of(data, size));
    folder_make(path, sizeof(path));
    sealed_index_store(&changed, path);
    sealed_index_dispose(&changed);
    try_index(path);
    folder_remove(path);
    return 0;
}
