/* SPDX-License-Identifier: MIT */
/*
 * yizhan.hpp: errors are exceptions with their place, handles go by themselves
 * in any order, hits and passages are ranges, callbacks cancel.
 */
#include <csetjmp>
#include <cstdarg>
#include <cstdlib>
#include <filesystem>

#include <yizhan/yizhan.hpp>

extern "C" {
#include <cmocka.h>
}

namespace
{

struct folder {
    std::string path;

    folder()
    {
        char made[] = "/tmp/yizhan-cpp-XXXXXX";
        if (!mkdtemp(made))
            fail_msg("no folder");
        path = made;
    }
    ~folder()
    {
        std::filesystem::remove_all(path);
    }
    std::string index() const
    {
        return path + "/index";
    }
};

yz_passage
passage_of(std::string_view report, std::string_view id, std::string_view text)
{
    yz_passage passage{};
    passage.report = yizhan::str(report);
    passage.id = yizhan::str(id);
    passage.text = yizhan::str(text);
    return passage;
}

void
feed(const yizhan::index &index)
{
    yizhan::writer writer(index);
    writer.put(passage_of("r", "1", "新建<工会驿站>26个"));
    writer.put(passage_of("r", "2", "工会的爱心驿站"));
    writer.put(
        yizhan::builder("s").add(passage_of("", "1", "两个驿站")).finish());
    writer.commit();
}

template <typename Call>
yz_error
error_of(Call call)
{
    try {
        call();
    } catch (const yizhan::error &e) {
        assert_string_equal(e.what(), e.info().message);
        assert_int_equal(e.status(), e.info().status);
        return e.info();
    }
    fail_msg("nothing was thrown");
    return yz_error{};
}

void
hits_are_a_range(void **)
{
    folder f;
    const yizhan::index index = yizhan::index::create(f.index());
    feed(index);
    yizhan::snapshot snapshot(index);
    yizhan::results results = snapshot.search("工会驿站");
    std::string seen;
    assert_int_equal(results.count(), 1);
    for (const yz_hit &hit : results) {
        seen += yz_tier_name(hit.tier);
        for (const yz_snippet &snippet : results.snippets())
            seen += " " + yizhan::html(snippet) + "\n";
    }
    assert_string_equal(seen.c_str(),
                        "exact 新建&lt;<mark>工会驿站</mark>&gt;26个\n"
                        "near <mark>工会</mark>的爱心<mark>驿站</mark>\n");
    assert_null(results.next());
    assert_true(results.cursor().empty());
}

void
details_of_a_hit(void **)
{
    folder f;
    const yizhan::index index = yizhan::index::create(f.index());
    feed(index);
    yizhan::snapshot snapshot(index);
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    options.facets = YZ_FACET_BIT(YZ_FACET_REPORT);
    yizhan::results results = snapshot.search("驿站", options);
    assert_non_null(results.next());
    assert_int_equal(results.matches().size(), 1);
    assert_true(yizhan::view(results.matches()[0].surface) == "驿站");
    assert_true(results.explain().find("exact") != std::string::npos);
    const auto reports = results.facet(YZ_FACET_REPORT);
    assert_int_equal(reports.size(), 2);
    assert_true(yizhan::view(reports.front().value) == "r");
    assert_int_equal(reports.front().count, 2);
    yizhan::results none = snapshot.search("夜校");
    assert_null(none.next());
    assert_true(none.why().find("夜校") != std::string::npos);
}

void
errors_have_a_place(void **)
{
    folder f;
    yz_error e = error_of([&] { yizhan::index index(f.index()); });
    assert_int_equal(e.status, YZ_E_NOT_FOUND);
    yz_query_options strict = YZ_OPTIONS(yz_query_options);
    strict.flags = YZ_QUERY_STRICT;
    e = error_of([&] { yizhan::query query("工会 \"驿站", strict); });
    assert_int_equal(e.status, YZ_E_SYNTAX);
    assert_int_equal(e.offset, 7);
    assert_int_equal(e.column, 4);
    const yizhan::query repaired("工会 \"驿站");
    assert_int_equal(repaired.warnings().size(), 1);
    yizhan::builder builder("r");
    e = error_of([&] { builder.finish(); });
    assert_int_equal(e.status, YZ_E_INVALID);
    e = error_of([&] { builder.finish(); });
    assert_int_equal(e.status, YZ_E_INVALID);
}

void
handles_move_and_outlive_their_parents(void **)
{
    folder f;
    auto index =
        std::make_unique<yizhan::index>(yizhan::index::create(f.index()));
    feed(*index);
    auto snapshot = std::make_unique<yizhan::snapshot>(*index);
    yizhan::results first = snapshot->search("驿站");
    yizhan::passages passages(*snapshot, "r");
    index.reset();
    snapshot.reset();
    yizhan::results results = std::move(first);
    assert_null(first.get()); /* NOLINT: what a moved-from handle is */
    assert_non_null(results.next());
    size_t count = 0;
    for (const yz_passage &p : passages)
        count += yizhan::view(p.report) == "r";
    assert_int_equal(count, 2);
}

void
writers_discard_and_snapshots_follow(void **)
{
    folder f;
    const yizhan::index index = yizhan::index::create(f.index());
    yizhan::snapshot snapshot(index);
    {
        yizhan::writer writer(index);
        writer.put(passage_of("r", "1", "工会"));
        const yz_error e = error_of([&] { yizhan::writer second(index); });
        assert_int_equal(e.status, YZ_E_BUSY);
    }
    assert_false(snapshot.renew());
    feed(index);
    assert_true(snapshot.renew());
    assert_int_equal(snapshot.stats().passages, 3);
    yizhan::writer writer(index);
    writer.remove("r", "1");
    assert_int_equal(writer.remove("s"), 1);
    writer.commit();
    snapshot.renew();
    assert_int_equal(snapshot.stats().passages, 1);
}

void
a_flag_cancels(void **)
{
    folder f;
    const yizhan::index index = yizhan::index::create(f.index());
    feed(index);
    yizhan::snapshot snapshot(index);
    std::atomic<bool> flag{ true };
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    options.cancel = yizhan::cancel_if_set;
    options.cancel_context = &flag;
    const yz_error e =
        error_of([&] { (void)snapshot.search("驿站", options); });
    assert_int_equal(e.status, YZ_E_CANCELLED);
    flag = false;
    assert_int_equal(snapshot.search("驿站", options).count(), 3);
}

} // namespace

int
main()
{
    const CMUnitTest tests[] = {
        cmocka_unit_test(hits_are_a_range),
        cmocka_unit_test(details_of_a_hit),
        cmocka_unit_test(errors_have_a_place),
        cmocka_unit_test(handles_move_and_outlive_their_parents),
        cmocka_unit_test(writers_discard_and_snapshots_follow),
        cmocka_unit_test(a_flag_cancels),
    };
    return cmocka_run_group_tests(tests, nullptr, nullptr);
}
