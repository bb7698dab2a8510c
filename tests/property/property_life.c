/* SPDX-License-Identifier: MIT */
/*
 * The life of an index against a plain list of passages: files come, change and
 * go, passages replace each other within and across files, commits are small
 * and many, so that segments are merged again and again; memory is now and
 * then so short that a commit spills several segments. Some files are pages:
 * reports of their own name, of which a line or two changes, comes or goes, so
 * that most of their passages stay where they are. After every commit the index
 * must have exactly the passages of the list, those of a page in order and each
 * beside its neighbours, and every substring must be found in exactly those
 * that have it. The noise of each report must be that of its texts, wherever
 * its passages are.
 */
#include "core/base/array.h"
#include "core/index/passage_lookup.h"
#include "core/index/report_noise.h"
#include "core/text/noise.h"
#include "core/text/skeleton.h"
#include "tests/property/property.h"

#include <unistd.h>

enum { FILES = 12, PAGES = 4, ROUNDS = 150, QUERIES = 8, TEXT_MAX = 160 };

typedef struct model_passage {
    uint32_t file;
    char report[8];
    char id[8];
    char text[TEXT_MAX];
} model_passage;

typedef ARRAY_OF(model_passage) passage_list;

typedef struct model {
    passage_list passages;
    passage_list pages[PAGES]; /* their lines */
    uint32_t lines;            /* given to pages so far */
    uint64_t kept;             /* passages that stayed where they were */
    random_state *random;
} model;

static const char *const characters[] = { "国", "國", "工", "会", "會", "驿",
                                          "站", "的", "，", "。", "“",  "”",
                                          "a",  "b",  "1",  ".",  " " };

/* ---- the list ----------------------------------------------------------- */

static void
model_drop(model *m, size_t i)
{
    m->passages.count--;
    memmove(&m->passages.items[i], &m->passages.items[i + 1],
            (m->passages.count - i) * sizeof(m->passages.items[0]));
}

static void
model_drop_file(model *m, uint32_t file)
{
    for (size_t i = m->passages.count; i-- > 0;)
        if (m->passages.items[i].file == file)
            model_drop(m, i);
}

static void
model_add(model *m, const model_passage *p)
{
    for (size_t i = m->passages.count; i-- > 0;)
        if (!strcmp(m->passages.items[i].report, p->report) &&
            !strcmp(m->passages.items[i].id, p->id))
            model_drop(m, i);
    CHECK(ARRAY_PUSH(&m->passages, *p));
}

/* ---- files -------------------------------------------------------------- */

static void
random_text(random_state *r, char text[TEXT_MAX])
{
    text[0] = '\0';
    strcat(text, "工");
    for (uint32_t n = random_below(r, 30); n > 0; n--)
        strcat(text, characters[random_below(r, ARRAY_LENGTH(characters))]);
}

static void
random_file(model *m, uint32_t file, buffer *lines)
{
    lines->size = 0;
    for (uint32_t n = 1 + random_below(m->random, 12); n > 0; n--) {
        model_passage p = { .file = file };
        snprintf(p.report, sizeof(p.report), "r%u",
                 (unsigned)random_below(m->random, 6));
        snprintf(p.id, sizeof(p.id), "i%u",
                 (unsigned)random_below(m->random, 40));
        random_text(m->random, p.text);
        buffer_printf(lines,
                      "{\"report\":\"%s\",\"id\":\"%s\",\"text\":\"%s\"}\n",
                      p.report, p.id, p.text);
    }
}

/* What the lines say, in the order in which a source gives its reports. */
static void
model_take_file(model *m, uint32_t file, yz_str lines, const char *name)
{
    yz_source *source;
    yz_source_options options = YZ_OPTIONS(yz_source_options);
    options.format = YZ_FORMAT_JSONL;
    model_drop_file(m, file);
    CHECK(!yz_source_open_memory(lines.data, lines.size, name, &options,
                                 &source, NULL));
    yz_report *report;
    while (yz_source_next(source, &report, NULL) == YZ_OK) {
        for (size_t i = 0; i < yz_report_passage_count(report); i++) {
            const yz_passage *from = yz_report_passage(report, i);
            model_passage p = { .file = file };
            memcpy(p.report, from->report.data, from->report.size);
            memcpy(p.id, from->id.data, from->id.size);
            memcpy(p.text, from->text.data, from->text.size);
            model_add(m, &p);
        }
        yz_report_free(report);
    }
    yz_source_close(source);
}

static void
give(model *m, yz_writer *w, uint32_t file, const char *name,
     const buffer *lines)
{
    yz_added added;
    yz_error err;
    yz_source_options options = YZ_OPTIONS(yz_source_options);
    options.format = YZ_FORMAT_JSONL;
    CHECK(!yz_writer_add_memory(w, lines->data, lines->size, name, &options,
                                &added, &err));
    m->kept += added.kept;
    if (added.outcome != YZ_UNCHANGED)
        model_take_file(m, file, buffer_str(lines), name);
}

static void
change_file(model *m, yz_writer *w, uint32_t file)
{
    char name[16];
    buffer lines = { 0 };
    snprintf(name, sizeof(name), "file%u", (unsigned)file);
    random_file(m, file, &lines);
    give(m, w, file, name, &lines);
    buffer_dispose(&lines);
}

/* Put a new line instead of one, before one, or behind all. */
static void
change_line(model *m, passage_list *page)
{
    model_passage p = { 0 };
    const uint32_t count = (uint32_t)page->count;
    uint32_t at = random_below(m->random, count + 1);
    if (random_below(m->random, 4) == 0 && count > 4 && at < count) {
        page->count--;
        memmove(&page->items[at], &page->items[at + 1],
                (page->count - at) * sizeof(page->items[0]));
        return;
    }
    random_text(m->random, p.text);
    if (random_below(m->random, 2) && at < count) {
        memcpy(page->items[at].text, p.text, sizeof(p.text));
        return;
    }
    snprintf(p.id, sizeof(p.id), "i%u", (unsigned)m->lines++);
    CHECK(ARRAY_PUSH(page, p));
    memmove(&page->items[at + 1], &page->items[at],
            (count - at) * sizeof(page->items[0]));
    page->items[at] = p;
}

static void
change_page(model *m, yz_writer *w, uint32_t number)
{
    char name[16];
    buffer lines = { 0 };
    passage_list *page = &m->pages[number];
    for (uint32_t n = page->count ? 1 : 20; n > 0; n--)
        change_line(m, page);
    for (size_t i = 0; i < page->count; i++)
        buffer_printf(&lines, "{\"id\":\"%s\",\"text\":\"%s\"}\n",
                      page->items[i].id, page->items[i].text);
    snprintf(name, sizeof(name), "page%u", (unsigned)number);
    give(m, w, FILES + number, name, &lines);
    buffer_dispose(&lines);
}

/* ---- comparing ---------------------------------------------------------- */

static const model_passage *
model_find(const model *m, yz_str report, yz_str id)
{
    for (size_t i = 0; i < m->passages.count; i++)
        if (str_equal(str_of(m->passages.items[i].report), report) &&
            str_equal(str_of(m->passages.items[i].id), id))
            return &m->passages.items[i];
    return NULL;
}

static bool
is_of_page(const model_passage *p)
{
    return p->file >= FILES;
}

/* Passages of a page are given in its order, nothing else between them. */
static void
compare_passages(const model *m, yz_snapshot *snapshot)
{
    yz_passages *all;
    const yz_passage *p;
    const model_passage *before = NULL;
    size_t count = 0;
    CHECK(!yz_passages_open(snapshot, &all, NULL));
    while (yz_passages_next(all, &p, NULL) == YZ_OK) {
        const model_passage *known = model_find(m, p->report, p->id);
        CHECK(known && str_equal(str_of(known->text), p->text));
        if (is_of_page(known) && known > m->passages.items &&
            known[-1].file == known->file)
            CHECK(before == known - 1);
        before = known;
        count++;
    }
    CHECK(count == m->passages.count);
    yz_passages_close(all);
}

/* All of one report, those of a page in its order. */
static void
compare_report(const model *m, yz_snapshot *snapshot, const char *report)
{
    yz_passages *all;
    const yz_passage *p;
    const model_passage *before = NULL;
    size_t left = 0;
    for (size_t i = 0; i < m->passages.count; i++)
        left += !strcmp(m->passages.items[i].report, report);
    CHECK(!yz_passages_open_report(snapshot, str_of(report), &all, NULL));
    while (yz_passages_next(all, &p, NULL) == YZ_OK) {
        const model_passage *known = model_find(m, p->report, p->id);
        CHECK(known && !strcmp(known->report, report) && left > 0);
        CHECK(!before || !is_of_page(known) || before == known - 1);
        before = known;
        left--;
    }
    CHECK(left == 0);
    yz_passages_close(all);
}

static void
compare_reports(const model *m, yz_snapshot *snapshot)
{
    for (size_t i = 0; i < m->passages.count; i++)
        compare_report(m, snapshot, m->passages.items[i].report);
    compare_report(m, snapshot, "none");
}

static segment *
segment_with_id(yz_snapshot *snapshot, uint32_t id)
{
    for (uint32_t i = 0; i < snapshot->segment_count; i++)
        if (snapshot->segments[i].info.id == id)
            return &snapshot->segments[i];
    CHECK(false);
    return NULL;
}

/* A report is what one file gave under its name. */
static void
compare_noise(const model *m, yz_snapshot *snapshot)
{
    for (size_t i = 0; i < m->passages.count; i++) {
        const model_passage *p = &m->passages.items[i];
        passage_place place;
        noise_sum noise;
        uint64_t marks = 0;
        for (size_t j = 0; j < m->passages.count; j++)
            if (m->passages.items[j].file == p->file &&
                !strcmp(m->passages.items[j].report, p->report))
                marks += noise_marks(str_of(m->passages.items[j].text));
        CHECK(!snapshot_find_id(snapshot, str_of(p->report), str_of(p->id),
                                &place, NULL));
        CHECK(!report_noise(snapshot, segment_with_id(snapshot, place.segment),
                            place.passage, &noise, NULL));
        CHECK(noise.marks == marks);
    }
}

/* The passage of the same page that stands `distance` behind; NULL: none. */
static const model_passage *
model_neighbour(const model *m, const model_passage *p, int32_t distance)
{
    const int64_t at = p - m->passages.items + distance;
    if (at < 0 || at >= (int64_t)m->passages.count ||
        m->passages.items[at].file != p->file)
        return NULL;
    return &m->passages.items[at];
}

static void
compare_neighbours(const model *m, yz_results *results,
                   const yz_passage *passage)
{
    const model_passage *known = model_find(m, passage->report, passage->id);
    CHECK(known);
    if (!is_of_page(known))
        return;
    for (int32_t distance = -2; distance <= 2; distance++) {
        const yz_passage *found;
        const model_passage *expected = model_neighbour(m, known, distance);
        const yz_status status =
            yz_results_neighbour(results, distance, &found, NULL);
        CHECK(status == (expected ? YZ_OK : YZ_DONE));
        CHECK(!expected || str_equal(str_of(expected->id), found->id));
    }
}

static bool
stands_in(const skeleton *needle, const char *text, arena *a)
{
    skeleton sk;
    CHECK(!skeleton_make(NULL, str_of(text), false, a, &sk, NULL));
    for (uint32_t i = 0; i + needle->length <= sk.length; i++)
        if (!memcmp(sk.units + i, needle->units,
                    needle->length * sizeof(*sk.units)))
            return true;
    return false;
}

static uint64_t
count_found(yz_snapshot *snapshot, yz_str text, const model *m)
{
    yz_query *query;
    yz_results *results;
    const yz_hit *found;
    uint64_t count = 0;
    yz_query_options how = YZ_OPTIONS(yz_query_options);
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    how.flags = YZ_QUERY_LITERAL;
    options.tiers = YZ_TIER_BIT(YZ_TIER_EXACT);
    options.limit = 100000;
    CHECK(!yz_query_parse(text, &how, &query, NULL));
    CHECK(!yz_search(snapshot, query, &options, &results, NULL));
    while (yz_results_next(results, &found, NULL) == YZ_OK) {
        compare_neighbours(m, results, found->passage);
        count++;
    }
    CHECK(count == yz_results_count(results));
    yz_results_close(results);
    yz_query_free(query);
    return count;
}

static void
compare_query(const model *m, yz_snapshot *snapshot)
{
    arena a = { 0 };
    char text[64] = "";
    skeleton needle;
    uint64_t count = 0;
    for (uint32_t n = 1 + random_below(m->random, 4); n > 0; n--)
        strcat(text,
               characters[random_below(m->random, ARRAY_LENGTH(characters))]);
    CHECK(!skeleton_make(NULL, str_of(text), false, &a, &needle, NULL));
    if (needle.length) {
        for (size_t i = 0; i < m->passages.count; i++)
            count += stands_in(&needle, m->passages.items[i].text, &a);
        CHECK(count == count_found(snapshot, str_of(text), m));
    }
    arena_dispose(&a);
}

static void
compare(const model *m, yz_index *index)
{
    yz_snapshot *snapshot;
    yz_stats stats;
    CHECK(!yz_snapshot_open(index, &snapshot, NULL));
    CHECK(!yz_snapshot_stats(snapshot, &stats, NULL));
    CHECK(stats.passages == m->passages.count);
    CHECK(stats.segments < 16);
    compare_passages(m, snapshot);
    compare_reports(m, snapshot);
    compare_noise(m, snapshot);
    for (int i = 0; i < QUERIES; i++)
        compare_query(m, snapshot);
    yz_snapshot_close(snapshot);
}

/* ---- the rounds --------------------------------------------------------- */

static void
remove_file(model *m, yz_writer *w, uint32_t file)
{
    char name[16];
    uint64_t passages;
    size_t before = m->passages.count;
    snprintf(name, sizeof(name), "file%u", (unsigned)file);
    if (yz_writer_remove(w, str_of(name), &passages, NULL) != YZ_OK)
        return;
    model_drop_file(m, file);
    CHECK(before - m->passages.count == passages);
}

static void
run_round(model *m, yz_index *index)
{
    yz_writer *w;
    yz_writer_options options = YZ_OPTIONS(yz_writer_options);
    options.jobs = 1 + random_below(m->random, 3);
    options.memory_max = random_below(m->random, 2) ? 1 : 0;
    CHECK(!yz_writer_open(index, &options, &w, NULL));
    if (random_below(m->random, 4) == 0)
        remove_file(m, w, random_below(m->random, FILES));
    else
        for (uint32_t n = 1 + random_below(m->random, 4); n > 0; n--)
            change_file(m, w, random_below(m->random, FILES));
    for (uint32_t n = random_below(m->random, 3); n > 0; n--)
        change_page(m, w, random_below(m->random, PAGES));
    CHECK(!yz_writer_commit(w, NULL));
    yz_writer_close(w);
}

int
main(int argc, char **argv)
{
    random_state random = random_begin(argc, argv);
    model m = { .random = &random };
    char path[] = "/tmp/yizhan-life-XXXXXX";
    char file[64];
    yz_index *index;
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.flags = YZ_INDEX_CREATE;
    CHECK(mkdtemp(path));
    CHECK(!yz_index_open(path, &options, &index, NULL));
    for (int i = 0; i < ROUNDS; i++) {
        run_round(&m, index);
        compare(&m, index);
    }
    CHECK(m.kept > ROUNDS);
    yz_index_close(index);
    ARRAY_DISPOSE(&m.passages);
    for (int i = 0; i < PAGES; i++)
        ARRAY_DISPOSE(&m.pages[i]);
    static const char *const files[] = { "data.mdb", "lock.mdb",
                                         "writer.lock" };
    for (size_t i = 0; i < ARRAY_LENGTH(files); i++) {
        snprintf(file, sizeof(file), "%s/%s", path, files[i]);
        unlink(file);
    }
    rmdir(path);
    return 0;
}
