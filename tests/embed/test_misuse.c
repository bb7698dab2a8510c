/* SPDX-License-Identifier: MIT */
/*
 * Calls that no program should make: every pointer that a function of the
 * header needs is NULL once. Each is refused in words, and what was open works
 * as before. tests/api/misuse.py compares the calls of this file with the
 * header, so that no function is forgotten.
 */
#include "tests/embed/embed.h"

/* The call is refused with a sentence that names the argument. */
#define REFUSED(argument, call)                                              \
  do {                                                                       \
    memset(&f->error, 0, sizeof(f->error));                                  \
    const yz_status refused_status = (call);                                 \
    if (refused_status != YZ_E_INVALID || f->error.status != YZ_E_INVALID || \
        strcmp(f->error.message, "the " argument " is NULL"))                \
      fail_msg("%s: %s, \"%s\"", #call, yz_status_name(refused_status),      \
               f->error.message);                                            \
  } while (0)

static const char PAGE[] = "2024年5月1日\n\n工会驿站为户外劳动者服务。\n";

static void
write_nothing(void *context, yz_str text)
{
    (void)context;
    (void)text;
}

static bool
see_term(void *context, const yz_inspected_term *term)
{
    (void)context;
    (void)term;
    return false;
}

static bool
see_posting(void *context, const yz_inspected_posting *posting)
{
    (void)context;
    (void)posting;
    return false;
}

static void
see_passage(void *context, const yz_inspected_passage *passage)
{
    (void)context;
    (void)passage;
}

/* ---- the index and what is written to it --------------------------------- */

static void
an_index_is_needed(void **state)
{
    fixture *f = *state;
    yz_index *index;
    yz_writer *writer;
    yz_snapshot *snapshot = NULL;
    yz_check check;
    yz_repair repair;
    yz_compaction compaction;
    REFUSED("path", yz_index_open(NULL, NULL, &index, &f->error));
    REFUSED("path", yz_index_check(NULL, NULL, NULL, NULL, &check, &f->error));
    REFUSED("path",
            yz_index_repair(NULL, NULL, NULL, NULL, &repair, &f->error));
    REFUSED("path", yz_index_refresh_words(NULL, NULL, &repair, &f->error));
    REFUSED("path",
            yz_index_declare_fields(NULL, NULL, "a:text", &repair, &f->error));
    REFUSED("fields",
            yz_index_declare_fields("x", NULL, NULL, &repair, &f->error));
    REFUSED("index", yz_index_compact(NULL, &compaction, &f->error));
    REFUSED("index", yz_writer_open(NULL, NULL, &writer, &f->error));
    REFUSED("index", yz_snapshot_open(NULL, &snapshot, &f->error));
    REFUSED("snapshot", yz_snapshot_renew(NULL, NULL, &f->error));
    REFUSED("snapshot", yz_snapshot_renew(&snapshot, NULL, &f->error));
}

static void
a_source_is_needed(void **state)
{
    fixture *f = *state;
    yz_source *source;
    yz_report *report;
    yz_format format;
    REFUSED("path", yz_source_open(NULL, NULL, &source, &f->error));
    REFUSED("data",
            yz_source_open_memory(NULL, 1, "n", NULL, &source, &f->error));
    REFUSED("name", yz_source_open_memory(PAGE, sizeof(PAGE) - 1, NULL, NULL,
                                          &source, &f->error));
    REFUSED("source", yz_source_next(NULL, &report, &f->error));
    assert_false(yz_format_of_file(NULL, &format));
}

static void
a_builder_is_needed(void **state)
{
    fixture *f = *state;
    yz_builder *builder;
    yz_report *report;
    const yz_passage passage = { .text = str("工会驿站") };
    yz_builder_add(NULL, &passage);
    REFUSED("builder", yz_builder_finish(NULL, &report, &f->error));
    OK(yz_builder_new(str("r"), NULL, &builder, &f->error), &f->error);
    yz_builder_add(builder, NULL); /* is reported by: */
    REFUSED("passage", yz_builder_finish(builder, &report, &f->error));
    assert_int_equal(yz_report_passage_count(NULL), 0);
    assert_null(yz_report_passage(NULL, 0));
}

static void
a_writer_is_needed(void **state)
{
    fixture *f = *state;
    yz_builder *builder;
    yz_report *report;
    yz_added added;
    uint64_t removed;
    const yz_passage passage = { .text = str("工会驿站") };
    OK(yz_builder_new(str("r"), NULL, &builder, &f->error), &f->error);
    yz_builder_add(builder, &passage);
    OK(yz_builder_finish(builder, &report, &f->error), &f->error);
    REFUSED("writer",
            yz_writer_add_file(NULL, f->path, NULL, &added, &f->error));
    REFUSED("writer", yz_writer_add_memory(NULL, PAGE, sizeof(PAGE) - 1, "n",
                                           NULL, &added, &f->error));
    REFUSED("writer", yz_writer_put(NULL, report, &added, &f->error));
    REFUSED("writer", yz_writer_put_passage(NULL, &passage, &f->error));
    REFUSED("writer",
            yz_writer_remove_passage(NULL, str("r"), str("1"), &f->error));
    REFUSED("writer", yz_writer_remove(NULL, str("r"), &removed, &f->error));
    REFUSED("writer", yz_writer_prune(NULL, f->folder, &removed, &f->error));
    REFUSED("writer", yz_writer_set_lookalikes(NULL, str(""), &f->error));
    REFUSED("writer", yz_writer_set_synonyms(NULL, str(""), &f->error));
    REFUSED("writer", yz_writer_set_note(NULL, str(""), &f->error));
    REFUSED("writer", yz_writer_commit(NULL, &f->error));
    yz_report_free(report);
}

/* The writer is used further, and has none of it. */
static void
a_writer_needs_what_it_writes(void **state)
{
    fixture *f = *state;
    yz_writer *writer = writer_of(f);
    yz_added added;
    uint64_t removed;
    put(f, "r", "1", "工会驿站");
    REFUSED("path", yz_writer_add_file(writer, NULL, NULL, &added, &f->error));
    REFUSED("data", yz_writer_add_memory(writer, NULL, 1, "n", NULL, &added,
                                         &f->error));
    REFUSED("name", yz_writer_add_memory(writer, PAGE, sizeof(PAGE) - 1, NULL,
                                         NULL, &added, &f->error));
    REFUSED("report", yz_writer_put(writer, NULL, &added, &f->error));
    REFUSED("passage", yz_writer_put_passage(writer, NULL, &f->error));
    REFUSED("path", yz_writer_prune(writer, NULL, &removed, &f->error));
    commit(f);
    assert_int_equal(count(f, "工会驿站"), 1);
}

static void
a_learner_is_needed(void **state)
{
    fixture *f = *state;
    yz_learner *learner;
    REFUSED("learner",
            yz_learner_add(NULL, str("土会"), str("工会"), &f->error));
    REFUSED("learner", yz_learner_write(NULL, write_nothing, NULL, &f->error));
    OK(yz_learner_new(NULL, &learner, &f->error), &f->error);
    REFUSED("write callback", yz_learner_write(learner, NULL, NULL, &f->error));
    OK(yz_learner_add(learner, str("土会"), str("工会"), &f->error), &f->error);
    OK(yz_learner_write(learner, write_nothing, NULL, &f->error), &f->error);
    yz_learner_free(learner);
}

static bool
see_nothing(void *context, const yz_token *token)
{
    (void)context;
    (void)token;
    return false;
}

static void
a_tokenizer_is_needed(void **state)
{
    fixture *f = *state;
    yz_tokenizer *tokenizer;
    REFUSED("tokenizer",
            yz_tokenize(NULL, str("工会"), see_nothing, NULL, &f->error));
    OK(yz_tokenizer_new(NULL, &tokenizer, &f->error), &f->error);
    REFUSED("callback",
            yz_tokenize(tokenizer, str("工会"), NULL, NULL, &f->error));
    yz_tokenizer_free(tokenizer);
}

/* ---- searching ----------------------------------------------------------- */

static void
a_query_is_needed(void **state)
{
    fixture *f = *state;
    yz_snapshot *snapshot;
    yz_results *results;
    yz_suggestions *suggestions;
    yz_collocates *collocates;
    OK(yz_snapshot_open(f->index, &snapshot, &f->error), &f->error);
    REFUSED("query", yz_search(snapshot, NULL, NULL, &results, &f->error));
    REFUSED("query", yz_correct(snapshot, NULL, NULL, &suggestions, &f->error));
    REFUSED("query",
            yz_query_explain(NULL, snapshot, write_nothing, NULL, &f->error));
    yz_snapshot_close(snapshot);
    assert_int_equal(yz_query_warning_count(NULL), 0);
    assert_int_equal(yz_query_warning(NULL, 0).message.size, 0);
    REFUSED("query", yz_collocate_query(snapshot, NULL, NULL, NULL, &collocates,
                                        &f->error));
    assert_int_equal(yz_collocates_count(NULL), 0);
    assert_int_equal(yz_collocates_at(NULL, 0).text.size, 0);
    assert_int_equal(yz_suggestions_count(NULL), 0);
    assert_int_equal(yz_suggestions_at(NULL, 0).text.size, 0);
}

static void
a_snapshot_is_needed(void **state)
{
    fixture *f = *state;
    yz_query *query;
    yz_results *results;
    yz_passages *passages;
    const yz_passage *passage;
    yz_terms *terms;
    const yz_term *term;
    yz_suggestions *suggestions;
    yz_collocates *collocates;
    yz_stats stats;
    yz_str fields;
    yz_field field;
    OK(yz_query_parse(str("驿站"), NULL, &query, &f->error), &f->error);
    REFUSED("snapshot", yz_search(NULL, query, NULL, &results, &f->error));
    REFUSED("snapshot",
            yz_query_explain(query, NULL, write_nothing, NULL, &f->error));
    REFUSED("snapshot", yz_correct(NULL, query, NULL, &suggestions, &f->error));
    REFUSED("snapshot", yz_collocate_query(NULL, query, NULL, NULL, &collocates,
                                           &f->error));
    REFUSED("snapshot",
            yz_suggest(NULL, str("驿"), NULL, &suggestions, &f->error));
    REFUSED("snapshot", yz_passages_open(NULL, &passages, &f->error));
    REFUSED("snapshot",
            yz_passages_open_report(NULL, str("r"), &passages, &f->error));
    REFUSED("passages iterator", yz_passages_next(NULL, &passage, &f->error));
    REFUSED("snapshot", yz_terms_open(NULL, str("驿"), &terms, &f->error));
    REFUSED("terms iterator", yz_terms_next(NULL, &term, &f->error));
    REFUSED("snapshot", yz_snapshot_stats(NULL, &stats, &f->error));
    REFUSED("snapshot",
            yz_snapshot_lookalikes(NULL, write_nothing, NULL, &f->error));
    REFUSED("snapshot",
            yz_snapshot_synonyms(NULL, write_nothing, NULL, &f->error));
    REFUSED("snapshot", yz_snapshot_fields(NULL, &fields, &f->error));
    REFUSED("snapshot", yz_snapshot_note(NULL, &fields, &f->error));
    REFUSED("snapshot", yz_snapshot_field(NULL, 0, &field, &f->error));
    yz_query_free(query);
}

static void
a_snapshot_is_needed_to_inspect(void **state)
{
    fixture *f = *state;
    yz_segment segment;
    REFUSED("snapshot", yz_inspect_segment(NULL, 0, &segment, &f->error));
    REFUSED("snapshot",
            yz_inspect_terms(NULL, str("驿"), see_term, NULL, &f->error));
    REFUSED("snapshot", yz_inspect_postings(NULL, YZ_TERM_GRAM, str("驿"),
                                            see_posting, NULL, &f->error));
    REFUSED("snapshot", yz_inspect_passage(NULL, str("r"), str("1"),
                                           see_passage, NULL, &f->error));
}

static void
results_are_needed(void **state)
{
    yz_box box;
    const yz_passage none = { 0 };
    fixture *f = *state;
    const yz_hit *hit;
    const yz_match *matches;
    const yz_snippet *snippets;
    const yz_passage *passage;
    const yz_facet_count *facets;
    uint64_t in_tier;
    size_t n;
    REFUSED("results handle", yz_results_next(NULL, &hit, &f->error));
    REFUSED("results handle",
            yz_results_matches(NULL, &matches, &n, &f->error));
    REFUSED("results handle",
            yz_results_snippets(NULL, NULL, &snippets, &n, &f->error));
    REFUSED("results handle",
            yz_results_neighbour(NULL, 1, &passage, &f->error));
    REFUSED("results handle",
            yz_results_explain(NULL, write_nothing, NULL, &f->error));
    REFUSED("results handle",
            yz_results_why(NULL, write_nothing, NULL, &f->error));
    assert_int_equal(yz_results_count(NULL), 0);
    assert_false(yz_results_tier_count(NULL, YZ_TIER_EXACT, &in_tier));
    assert_false(yz_results_is_capped(NULL));
    assert_int_equal(yz_results_took_us(NULL), 0);
    assert_int_equal(yz_results_facet(NULL, YZ_FACET_KIND, &facets), 0);
    assert_int_equal(yz_results_facet_member(NULL, 0, &facets), 0);
    assert_int_equal(yz_passage_boxes(NULL, 0, &box, 1), 0);
    assert_int_equal(yz_passage_boxes(&none, 0, NULL, 1), 0);
    assert_int_equal(yz_results_cursor(NULL).size, 0);
    assert_null(yz_results_query(NULL));
}

static void
a_callback_is_needed(void **state)
{
    fixture *f = *state;
    yz_snapshot *snapshot;
    yz_query *query;
    yz_results *results;
    const yz_hit *hit;
    put(f, "r", "1", "工会驿站");
    commit(f);
    OK(yz_snapshot_open(f->index, &snapshot, &f->error), &f->error);
    OK(yz_query_parse(str("驿站"), NULL, &query, &f->error), &f->error);
    OK(yz_search(snapshot, query, NULL, &results, &f->error), &f->error);
    OK(yz_results_next(results, &hit, &f->error), &f->error);
    REFUSED("write callback",
            yz_results_explain(results, NULL, NULL, &f->error));
    REFUSED("write callback", yz_results_why(results, NULL, NULL, &f->error));
    REFUSED("write callback",
            yz_query_explain(query, snapshot, NULL, NULL, &f->error));
    REFUSED("write callback",
            yz_snapshot_lookalikes(snapshot, NULL, NULL, &f->error));
    REFUSED("write callback",
            yz_snapshot_synonyms(snapshot, NULL, NULL, &f->error));
    REFUSED("see callback",
            yz_inspect_terms(snapshot, str("驿"), NULL, NULL, &f->error));
    REFUSED("see callback",
            yz_inspect_postings(snapshot, YZ_TERM_GRAM, str("驿"), NULL, NULL,
                                &f->error));
    REFUSED("see callback", yz_inspect_passage(snapshot, str("r"), str("1"),
                                               NULL, NULL, &f->error));
    yz_results_close(results);
    yz_query_free(query);
    yz_snapshot_close(snapshot);
}

/* ---- what accepts NULL --------------------------------------------------- */

static void
nothing_may_be_closed(void **state)
{
    (void)state;
    yz_index_close(NULL);
    yz_writer_close(NULL);
    yz_snapshot_close(NULL);
    yz_query_free(NULL);
    yz_results_close(NULL);
    yz_passages_close(NULL);
    yz_terms_close(NULL);
    yz_collocates_free(NULL);
    yz_suggestions_free(NULL);
    yz_source_close(NULL);
    yz_builder_free(NULL);
    yz_report_free(NULL);
    yz_learner_free(NULL);
    yz_tokenizer_free(NULL);
    yz_version_text(NULL, 512);
}

static void
an_error_need_not_be_taken(void **state)
{
    fixture *f = *state;
    yz_snapshot *snapshot;
    assert_int_equal(yz_snapshot_open(NULL, &snapshot, NULL), YZ_E_INVALID);
    assert_int_equal(yz_writer_commit(NULL, NULL), YZ_E_INVALID);
    assert_int_equal(yz_writer_put_passage(writer_of(f), NULL, NULL),
                     YZ_E_INVALID);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_index_is_needed),
        TEST(a_source_is_needed),
        TEST(a_builder_is_needed),
        TEST(a_writer_is_needed),
        TEST(a_writer_needs_what_it_writes),
        TEST(a_learner_is_needed),
        TEST(a_tokenizer_is_needed),
        TEST(a_query_is_needed),
        TEST(a_snapshot_is_needed),
        TEST(a_snapshot_is_needed_to_inspect),
        TEST(results_are_needed),
        TEST(a_callback_is_needed),
        TEST(nothing_may_be_closed),
        TEST(an_error_need_not_be_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
