/* SPDX-License-Identifier: MIT */
/* Index two documents and search them: first_search_cc DIRECTORY [QUERY] */
#include <yizhan/yizhan.hpp>

#include <iostream>

static void
feed(const yizhan::index &index)
{
    yizhan::writer writer(index);
    yz_passage message{};
    message.report = yizhan::str("messages");
    message.id = yizhan::str("1");
    message.text = yizhan::str("新建工会驿站26个");
    writer.put(message);
    message.id = yizhan::str("2");
    message.text = yizhan::str("工会的爱心驿站");
    writer.put(message);
    writer.commit();
}

static void
print_hits(const yizhan::index &index, const char *query)
{
    yizhan::snapshot snapshot(index);
    yizhan::results results = snapshot.search(query);
    for (const yz_hit &hit : results)
        for (const yz_snippet &snippet : results.snippets())
            std::cout << yz_tier_name(hit.tier) << ": " << yizhan::html(snippet)
                      << '\n';
}

int
main(int argc, char **argv)
try {
    if (argc < 2) {
        std::cerr << "usage: first_search_cc DIRECTORY [QUERY]\n";
        return 1;
    }
    const yizhan::index index = yizhan::index::create(argv[1]);
    feed(index);
    print_hits(index, argc > 2 ? argv[2] : "工会驿站");
} catch (const yizhan::error &e) {
    std::cerr << yz_status_name(e.status()) << ": " << e.what() << '\n';
    return 1;
}
