/* SPDX-License-Identifier: MIT */
/*
 * Does the public header compile alone, in every C and C++ that a program may
 * be written in, and can what it offers be used there? It is only compiled;
 * CMakeLists.txt says by whom.
 */
#include <yizhan/yizhan.h>
/* A second time, as happens. */
#include <yizhan/yizhan.h>

int
header_test(const char *path, yz_error *error);

static void
write_nothing(void *context, yz_str text)
{
    (void)context;
    (void)text;
}

static bool
never(void *context)
{
    return context != NULL;
}

/* Every option struct takes its defaults by the macro, in C and in C++. */
static size_t
options_have_sizes(void)
{
    const yz_index_options index = YZ_OPTIONS(yz_index_options);
    const yz_source_options source = YZ_OPTIONS(yz_source_options);
    const yz_writer_options writer = YZ_OPTIONS(yz_writer_options);
    const yz_query_options query = YZ_OPTIONS(yz_query_options);
    const yz_search_options search = YZ_OPTIONS(yz_search_options);
    const yz_snippet_options snippet = YZ_OPTIONS(yz_snippet_options);
    const yz_suggest_options suggest = YZ_OPTIONS(yz_suggest_options);
    return suggest.struct_size + index.struct_size + source.struct_size +
           writer.struct_size + query.struct_size + search.struct_size +
           snippet.struct_size;
}

/* What the comments of the header promise can be written down. */
int
header_test(const char *path, yz_error *error)
{
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    yz_search_options search = YZ_OPTIONS(yz_search_options);
    yz_index *index = NULL;
    yz_snapshot *snapshot = NULL;
    yz_query *query = NULL;
    yz_results *results = NULL;
    const yz_hit *hit = NULL;
    const yz_str text = { "工会驿站", 12 };

    options.flags = YZ_INDEX_CREATE;
    search.limit = 20;
    search.tiers = YZ_TIER_BIT(YZ_TIER_EXACT) | YZ_TIER_BIT(YZ_TIER_VARIANT);
    search.facets = YZ_FACET_BIT(YZ_FACET_KIND);
    search.cancel = never;
    if (yz_index_open(path, &options, &index, error) != YZ_OK)
        return (int)error->status;
    if (yz_snapshot_open(index, &snapshot, error) == YZ_OK &&
        yz_query_parse(text, NULL, &query, error) == YZ_OK &&
        yz_search(snapshot, query, &search, &results, error) == YZ_OK &&
        yz_results_next(results, &hit, error) == YZ_OK &&
        hit->passage->text.size <= YZ_PASSAGE_SIZE_MAX)
        (void)!yz_results_explain(results, write_nothing, NULL, error);
    yz_results_close(results);
    yz_query_free(query);
    yz_snapshot_close(snapshot);
    yz_index_close(index);
    return options_have_sizes() > 0 && yz_version() != 0 ? 0 : 1;
}
