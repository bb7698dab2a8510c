/* SPDX-License-Identifier: MIT */
/*
 * Is a page of the best of many hits, most of which are never scored, the page
 * that scoring all of them gives? Asking for facets makes a search score all.
 * Many passages are alike or equal, so that ties are the rule.
 */
#include "core/base/array.h"
#include "core/base/buffer.h"
#include "tests/property/property.h"

#include <unistd.h>

enum { PASSAGES = 3000, FILES = 4, ROUNDS = 80 };

static const char *const characters[] = { "国", "國", "工", "会", "會", "驿",
                                          "站", "的", "，", "a ", "bb " };
static const char *const joints[] = { "", " ", " OR ", " AND ", " NOT " };

static void
random_text(random_state *r, uint32_t most, buffer *out)
{
    buffer_printf(out, "工");
    for (uint32_t n = random_below(r, most); n > 0; n--)
        buffer_printf(out, "%s",
                      characters[random_below(r, ARRAY_LENGTH(characters))]);
}

static void
fill(yz_index *index, random_state *r)
{
    for (int file = 0; file < FILES; file++) {
        yz_writer *w;
        yz_added added;
        buffer lines = { 0 };
        char name[16];
        yz_source_options options = YZ_OPTIONS(yz_source_options);
        options.format = YZ_FORMAT_JSONL;
        for (int i = 0; i < PASSAGES; i++) {
            buffer_printf(&lines, "{\"id\":\"%d-%d\",\"text\":\"", file, i);
            random_text(r, 12, &lines);
            buffer_printf(&lines, "\"}\n");
        }
        snprintf(name, sizeof(name), "file%d", file);
        CHECK(buffer_ok(&lines) && !yz_writer_open(index, NULL, &w, NULL));
        CHECK(!yz_writer_add_memory(w, lines.data, lines.size, name, &options,
                                    &added, NULL));
        CHECK(!yz_writer_commit(w, NULL));
        yz_writer_close(w);
        buffer_dispose(&lines);
    }
}

/* All that a search tells. */
static void
say_page(yz_snapshot *snapshot, const yz_query *query,
         const yz_search_options *options, buffer *out)
{
    yz_results *results;
    const yz_hit *hit;
    out->size = 0;
    CHECK(!yz_search(snapshot, query, options, &results, NULL));
    for (int tier = 0; tier < YZ_TIER_COUNT; tier++) {
        uint64_t count;
        if (yz_results_tier_count(results, (yz_tier)tier, &count))
            buffer_printf(out, "%d: %llu\n", tier, (unsigned long long)count);
    }
    while (yz_results_next(results, &hit, NULL) == YZ_OK)
        buffer_printf(out, "%d %.17g %.*s\n", (int)hit->tier, hit->score,
                      (int)hit->passage->id.size, hit->passage->id.data);
    buffer_put_text(out, yz_results_cursor(results));
    CHECK(buffer_ok(out));
    yz_results_close(results);
}

static uint64_t
run_round(yz_snapshot *snapshot, random_state *r)
{
    buffer text = { 0 };
    buffer quick = { 0 };
    buffer whole = { 0 };
    yz_query *query;
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    random_text(r, 3, &text);
    for (uint32_t n = random_below(r, 4); n > 0; n--) {
        buffer_printf(&text, "%s",
                      joints[random_below(r, ARRAY_LENGTH(joints))]);
        random_text(r, 4, &text);
    }
    CHECK(buffer_ok(&text));
    CHECK(!yz_query_parse(buffer_str(&text), NULL, &query, NULL));
    options.limit = 1 + random_below(r, 130);
    options.offset = random_below(r, 2) ? random_below(r, 60) : 0;
    if (random_below(r, 2))
        options.tiers =
            ((1u << YZ_TIER_COUNT) - 1) & ~YZ_TIER_BIT(YZ_TIER_PINYIN);
    say_page(snapshot, query, &options, &quick);
    options.facets = YZ_FACET_BIT(YZ_FACET_KIND);
    say_page(snapshot, query, &options, &whole);
    if (!str_equal(buffer_str(&quick), buffer_str(&whole)))
        fprintf(stderr, "%.*s\n", (int)text.size, (const char *)text.data);
    CHECK(str_equal(buffer_str(&quick), buffer_str(&whole)));
    const uint64_t size = quick.size;
    yz_query_free(query);
    buffer_dispose(&text);
    buffer_dispose(&quick);
    buffer_dispose(&whole);
    return size;
}

int
main(int argc, char **argv)
{
    random_state r = random_begin(argc, argv);
    char path[] = "/tmp/yz_page_XXXXXX";
    static const char *const files[] = { "data.mdb", "lock.mdb",
                                         "writer.lock" };
    uint64_t said = 0;
    yz_index *index;
    yz_snapshot *snapshot;
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.flags = YZ_INDEX_CREATE;
    CHECK(mkdtemp(path));
    CHECK(!yz_index_open(path, &options, &index, NULL));
    fill(index, &r);
    CHECK(!yz_snapshot_open(index, &snapshot, NULL));
    for (int i = 0; i < ROUNDS; i++)
        said += run_round(snapshot, &r);
    CHECK(said);
    yz_snapshot_close(snapshot);
    yz_index_close(index);
    for (size_t i = 0; i < ARRAY_LENGTH(files); i++) {
        char file[64];
        snprintf(file, sizeof(file), "%s/%s", path, files[i]);
        unlink(file);
    }
    rmdir(path);
    return 0;
}
