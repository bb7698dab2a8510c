/* SPDX-License-Identifier: MIT */
/*
 * Any bytes instead of a part of a segment, while all that reads it is
 * asked. Byte 0: the kind of blob, which of its chunks (from bit 4), and
 * whether the rest is the whole chunk (bit 7) or changes of the true one, each
 * of three bytes: where (u16), and what to turn over there. Byte 1: who asks.
 *
 * Nobody may fault or turn in a circle; what is returned lies within what it is
 * told of; and the check must see that the part is another.
 */
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/small_index.h"

#include "indexer/maintain/check_segment.h"

#include "core/index/passage_lookup.h"
#include "core/index/report_noise.h"
#include "core/index/statistics.h"

#include <string.h>

enum {
    WHOLE = 0x80,
    EXPLAINING = 216,
    CHUNK_SHIFT = 4,
    CHUNK_MASK = 7,
    KIND_MASK = 15
};

typedef struct scene {
    yz_snapshot *snapshot;
    segment *segment;
    uint8_t choice; /* byte 1 */
    bool explains;  /* say why, too: that takes long */
    bool is_other;  /* the part differs from what was written */
} scene;

/* Whatever is said of a damaged part is an answer, or that it is damaged. */
static bool
answered(yz_status status, const yz_error *err)
{
    FUZZ_REQUIRE(status == YZ_OK || status == YZ_DONE ||
                 status == YZ_E_CORRUPT);
    FUZZ_REQUIRE(status != YZ_E_CORRUPT || err->message[0] != '\0');
    return status == YZ_OK;
}

static void
swallow(void *context, yz_str text)
{
    size_t *size = context;
    *size += text.size;
}

/* ---- searching ----------------------------------------------------------- */

static void
check_hit(const scene *s, yz_results *r, const yz_hit *hit)
{
    yz_error err;
    const yz_match *matches;
    const yz_snippet *snippets;
    const yz_passage *neighbour;
    size_t count;
    size_t told = 0;
    yz_snippet_options options = YZ_OPTIONS(yz_snippet_options);
    options.snippets = 2;
    FUZZ_REQUIRE(hit->tier < YZ_TIER_COUNT && hit->passage->text.data);
    if (answered(yz_results_matches(r, &matches, &count, &err), &err))
        for (size_t i = 0; i < count; i++)
            FUZZ_REQUIRE(matches[i].text.begin <= matches[i].text.end &&
                         matches[i].text.end <= hit->passage->text.size);
    if (answered(yz_results_snippets(r, &options, &snippets, &count, &err),
                 &err))
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < snippets[i].highlight_count; j++)
                FUZZ_REQUIRE(snippets[i].highlights[j].end <=
                             snippets[i].text.size);
    answered(yz_results_neighbour(r, 1, &neighbour, &err), &err);
    if (s->explains)
        answered(yz_results_explain(r, swallow, &told, &err), &err);
}

static void
check_results(const scene *s, yz_results *r)
{
    yz_error err;
    const yz_hit *hit;
    const yz_facet_count *facets;
    uint64_t before = 0;
    size_t told = 0;
    FUZZ_REQUIRE(yz_results_count(r) <= s->snapshot->passages);
    for (int f = 0; f < YZ_FACET_COUNT; f++)
        (void)yz_results_facet(r, (yz_facet)f, &facets);
    while (answered(yz_results_next(r, &hit, &err), &err)) {
        FUZZ_REQUIRE(hit->rank > before);
        before = hit->rank;
        check_hit(s, r, hit);
    }
    if (s->explains)
        answered(yz_results_why(r, swallow, &told, &err), &err);
}

static void
search_with(const scene *s, const char *question, uint32_t ocr, uint32_t sort)
{
    yz_error err;
    yz_query *query;
    yz_results *results;
    size_t told = 0;
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    options.ocr = ocr;
    options.sort = sort;
    options.facets = (1u << YZ_FACET_COUNT) - 1;
    options.limit = 5;
    FUZZ_REQUIRE(yz_query_parse(str_of(question), NULL, &query, NULL) == YZ_OK);
    if (answered(yz_search(s->snapshot, query, &options, &results, &err),
                 &err)) {
        check_results(s, results);
        yz_results_close(results);
    }
    if (s->explains)
        answered(yz_query_explain(query, s->snapshot, swallow, &told, &err),
                 &err);
    yz_query_free(query);
}

static const char *const questions[] = {
    "工会驿站",
    "驿",
    "驿站 OR 服务",
    "\"工会 服务\"~5 -热线",
    "工会?站",
    "py:gonghui",
    "工会绎站中心",
    "section:职工 date:2023..2024 kind:caption",
    "title:职工报 工会",
    "serv* station",
    "南平市去年新建了多少个工会驿站",
    "，",
    "report:r1 NOT 服务",
    "龘",
};
enum { QUESTIONS = sizeof(questions) / sizeof(*questions) };

/* ---- looking inside -------------------------------------------------------- */

static void
read_all(const scene *s)
{
    yz_error err;
    yz_passages *passages;
    const yz_passage *p;
    uint64_t count = 0;
    if (!answered(yz_passages_open(s->snapshot, &passages, &err), &err))
        return;
    while (answered(yz_passages_next(passages, &p, &err), &err)) {
        FUZZ_REQUIRE(p->kind < YZ_KIND_COUNT && p->id.data);
        count++;
    }
    FUZZ_REQUIRE(count <= s->snapshot->passages);
    yz_passages_close(passages);
}

static void
read_terms(const scene *s)
{
    yz_error err;
    yz_terms *terms;
    const yz_term *term;
    yz_suggestions *suggestions;
    if (answered(yz_terms_open(s->snapshot, str_of("职"), &terms, &err),
                 &err)) {
        while (answered(yz_terms_next(terms, &term, &err), &err))
            FUZZ_REQUIRE(term->text.size < WORD_SIZE_MAX);
        yz_terms_close(terms);
    }
    if (answered(
            yz_suggest(s->snapshot, str_of("工会服"), NULL, &suggestions, &err),
            &err))
        yz_suggestions_free(suggestions);
}

static void
look_up(const scene *s)
{
    yz_error err;
    passage_place place;
    source_finder finder;
    source_run run;
    report_counts reports;
    noise_sum noise;
    answered(
        snapshot_find_id(s->snapshot, str_of("r1"), str_of("25"), &place, &err),
        &err);
    answered(snapshot_count_reports(s->snapshot, &reports, &err), &err);
    for (uint32_t i = 0; i < s->segment->info.passages && i < 8; i++)
        answered(report_noise(s->snapshot, s->segment, i, &noise, &err), &err);
    if (answered(segment_find_source(s->segment, str_of("lines.jsonl"), &finder,
                                     &err),
                 &err))
        while (answered(source_finder_next(&finder, &run, &err), &err))
            FUZZ_REQUIRE(run.first + run.count <= s->segment->info.passages);
}

static void
check(const scene *s)
{
    yz_error err;
    problems found = { 0 };
    segment_check c = { .problems = &found,
                        .snapshot = s->snapshot,
                        .segment = s->segment,
                        .err = &err };
    const declared_fields none = { 0 };
    FUZZ_REQUIRE(analysis_open(s->snapshot->index, &none, &c.analysis, &err) ==
                 YZ_OK);
    FUZZ_REQUIRE(segment_check_run(&c) == YZ_OK);
    FUZZ_REQUIRE((found.count > 0) == s->is_other);
    analysis_close(c.analysis);
    check_state_dispose(&c);
}

/* ---- one input --------------------------------------------------------------- */

static void
ask(const scene *s)
{
    static void (*const inside[])(const scene *) = { read_all, read_terms,
                                                     look_up, check };
    enum { INSIDE = sizeof(inside) / sizeof(*inside) };
    const uint32_t who = s->choice % (QUESTIONS + INSIDE);
    const uint32_t how = s->choice / (QUESTIONS + INSIDE);
    if (who < QUESTIONS)
        search_with(s, questions[who], how % 4, how / 4 % 3);
    else
        inside[who - QUESTIONS](s);
}

/* A chunk as the input wants it, in memory of its size. */
static uint8_t *
damaged(bytes whole, bytes in, bool is_all, size_t *ret_size)
{
    const size_t size = is_all ? bytes_left(&in) : bytes_left(&whole);
    uint8_t *copy = malloc(size ? size : 1);
    if (!copy)
        abort();
    if (size)
        memcpy(copy, is_all ? in.at : whole.at, size);
    while (!is_all && size && bytes_left(&in) >= 3) {
        const size_t at = bytes_take_u16(&in) % size;
        copy[at] ^= bytes_take_u8(&in);
    }
    *ret_size = size;
    return copy;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static analyzer *kept;
    yz_error err;
    bytes whole;
    size_t part_size;
    scene s = { 0 };
    if (size < 2 || (data[0] & KIND_MASK) >= BLOB_KIND_COUNT)
        return 0;
    FUZZ_REQUIRE(yz_snapshot_open(small_index(), &s.snapshot, &err) == YZ_OK);
    s.snapshot->analyzer = kept; /* opening one takes long */
    s.segment = &s.snapshot->segments[0];
    s.choice = data[1];
    s.explains = data[1] >= EXPLAINING;
    blob_reader *blob = &s.segment->blobs[data[0] & KIND_MASK];
    if (!blob->chunk_count)
        return 0;
    const uint32_t number =
        (data[0] >> CHUNK_SHIFT & CHUNK_MASK) % blob->chunk_count;
    FUZZ_REQUIRE(blob_chunk(blob, number, &whole, &err) == YZ_OK);
    uint8_t *part = damaged(whole, bytes_of(data + 2, size - 2),
                            data[0] & WHOLE, &part_size);
    s.is_other = part_size != bytes_left(&whole) ||
                 memcmp(part, whole.at, part_size) != 0;
    blob->chunks[number] = bytes_of(part, part_size);
    ask(&s);
    kept = s.snapshot->analyzer;
    s.snapshot->analyzer = NULL;
    yz_snapshot_close(s.snapshot);
    free(part);
    return 0;
}
