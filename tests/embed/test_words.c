/* SPDX-License-Identifier: MIT */
/*
 * Words and suggestions of an index, and offsets for other languages.
 */
#include "tests/embed/embed.h"

static yz_snapshot *
snapshot_of(fixture *f)
{
    yz_snapshot *snapshot;
    OK(yz_snapshot_open(f->index, &snapshot, &f->error), &f->error);
    return snapshot;
}

/* Segments of their own, so that words are brought together. */
static void
fill(fixture *f)
{
    put(f, "r", "1", "新建工会驿站26个，工会服务到家");
    put(f, "r", "2", "工会热线 serving services");
    commit(f);
    put(f, "r", "3", "工会驿站与工作站");
    put(f, "r", "4", "serve the workers");
    commit(f);
}

static void
assert_terms(fixture *f, const char *prefix, const char *wanted)
{
    yz_snapshot *snapshot = snapshot_of(f);
    char got[512] = "";
    size_t size = 0;
    yz_terms *terms;
    const yz_term *term;
    yz_status status;
    OK(yz_terms_open(snapshot, str(prefix), &terms, &f->error), &f->error);
    while ((status = yz_terms_next(terms, &term, &f->error)) == YZ_OK)
        size += (size_t)snprintf(got + size, sizeof(got) - size, "%.*s %u, ",
                                 (int)term->text.size, term->text.data,
                                 (unsigned)term->passages);
    assert_int_equal(status, YZ_DONE);
    assert_string_equal(got, wanted);
    yz_terms_close(terms);
    yz_snapshot_close(snapshot);
}

static void
words_of_all_segments_are_one_list(void **state)
{
    fixture *f = *state;
    fill(f);
    assert_terms(f, "工", "工会 3, 工作站 1, ");
    assert_terms(f, "工會", "");
    assert_terms(f, "工作站", "工作站 1, ");
    assert_terms(f, "SERV", "serv 2, servic 1, ");
    assert_terms(f, "无", "");
    yz_snapshot *snapshot = snapshot_of(f);
    yz_terms *terms;
    assert_int_equal(yz_terms_open(snapshot, str("\xff"), &terms, &f->error),
                     YZ_E_INVALID);
    OK(yz_terms_open(snapshot, str(""), &terms, &f->error), &f->error);
    yz_terms_close(terms);
    yz_snapshot_close(snapshot);
}

static void
assert_suggestions(fixture *f, const char *text, const char *wanted)
{
    yz_snapshot *snapshot = snapshot_of(f);
    char got[512] = "";
    size_t size = 0;
    yz_suggestions *found;
    OK(yz_suggest(snapshot, str(text), NULL, &found, &f->error), &f->error);
    for (size_t i = 0; i < yz_suggestions_count(found); i++) {
        const yz_suggestion s = yz_suggestions_at(found, i);
        size += (size_t)snprintf(got + size, sizeof(got) - size, "%.*s %u, ",
                                 (int)s.text.size, s.text.data,
                                 (unsigned)s.passages);
    }
    assert_string_equal(got, wanted);
    assert_int_equal(yz_suggestions_at(found, 1000).text.size, 0);
    yz_suggestions_free(found);
    yz_snapshot_close(snapshot);
}

static void
what_was_typed_goes_on_as_the_index_does(void **state)
{
    fixture *f = *state;
    fill(f);
    assert_suggestions(f, "工", "工会 3, 工作站 1, ");
    assert_suggestions(f, "工会驿", "工会驿站 2, ");
    assert_suggestions(f, "热线 工会驿", "热线 工会驿站 2, ");
    assert_suggestions(f, "工会熱", "工会熱线 1, ");
    assert_suggestions(f, "work", "workers 1, ");
    assert_suggestions(f, "Serv", "Serving 1, Services 1, ");
    assert_suggestions(f, "无此", "");
    assert_suggestions(f, "", "");
    assert_suggestions(f, "工会 ", "");
}

static bool
at_once(void *context)
{
    (void)context;
    return true;
}

static void
suggestions_stop_when_told_and_have_limits(void **state)
{
    fixture *f = *state;
    fill(f);
    yz_snapshot *snapshot = snapshot_of(f);
    yz_suggest_options options = YZ_OPTIONS(yz_suggest_options);
    yz_suggestions *found;
    options.limit = 1;
    OK(yz_suggest(snapshot, str("工"), &options, &found, &f->error), &f->error);
    assert_int_equal(yz_suggestions_count(found), 1);
    yz_suggestions_free(found);
    options.limit = 1000000;
    assert_int_equal(
        yz_suggest(snapshot, str("工"), &options, &found, &f->error),
        YZ_E_LIMIT);
    options.limit = 0;
    options.cancel = at_once;
    assert_int_equal(
        yz_suggest(snapshot, str("工"), &options, &found, &f->error),
        YZ_E_CANCELLED);
    yz_snapshot_close(snapshot);
}

/* a驿𠀀b: 1, 3, 4 and 1 bytes; 𠀀 is two units of UTF-16. */
static void
offsets_count_as_other_languages_do(void **state)
{
    (void)state;
    const yz_str text = str("a驿𠀀b");
    static const struct {
        size_t bytes;
        size_t code_points;
        size_t utf16;
    } borders[] = {
        { 0, 0, 0 }, { 1, 1, 1 }, { 4, 2, 2 }, { 8, 3, 4 }, { 9, 4, 5 }
    };
    for (size_t i = 0; i < sizeof(borders) / sizeof(borders[0]); i++) {
        assert_int_equal(yz_offset_to_code_points(text, borders[i].bytes),
                         borders[i].code_points);
        assert_int_equal(yz_offset_to_utf16(text, borders[i].bytes),
                         borders[i].utf16);
        assert_int_equal(
            yz_offset_from_code_points(text, borders[i].code_points),
            borders[i].bytes);
        assert_int_equal(yz_offset_from_utf16(text, borders[i].utf16),
                         borders[i].bytes);
    }
    assert_int_equal(yz_offset_to_code_points(text, 2), 1); /* inside 驿 */
    assert_int_equal(yz_offset_to_utf16(text, 6), 2);
    assert_int_equal(yz_offset_from_utf16(text, 3), 4); /* inside 𠀀 */
    assert_int_equal(yz_offset_to_code_points(text, 99), 4);
    assert_int_equal(yz_offset_from_utf16(text, 99), 9);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(words_of_all_segments_are_one_list),
        TEST(what_was_typed_goes_on_as_the_index_does),
        TEST(suggestions_stop_when_told_and_have_limits),
        cmocka_unit_test(offsets_count_as_other_languages_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
