/* SPDX-License-Identifier: MIT */
/* Index two documents and search them: first_search DIRECTORY */
#include <stdio.h>
#include <string.h>
#include <yizhan/yizhan.h>
#define STR(literal) ((yz_str){ literal, sizeof(literal) - 1 })

int
main(int argc, char **argv)
{
    yz_index *index = NULL;
    yz_writer *writer = NULL;
    yz_snapshot *snapshot = NULL;
    yz_query *query = NULL;
    yz_results *results = NULL;
    const yz_hit *hit;
    yz_error error = { .message = "usage: first_search DIRECTORY" };
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.flags = YZ_INDEX_CREATE;
    const yz_passage one = { .id = STR("1"), .text = STR("新建工会驿站26个") };
    const yz_passage two = { .id = STR("2"), .text = STR("工会的爱心驿站") };
    if (argc == 2 && !yz_index_open(argv[1], &options, &index, &error) &&
        !yz_writer_open(index, NULL, &writer, &error) &&
        !yz_writer_put_passage(writer, &one, &error) &&
        !yz_writer_put_passage(writer, &two, &error) &&
        !yz_writer_commit(writer, &error) &&
        !yz_snapshot_open(index, &snapshot, &error) &&
        !yz_query_parse(STR("工会驿站"), NULL, &query, &error) &&
        !yz_search(snapshot, query, NULL, &results, &error))
        while (yz_results_next(results, &hit, &error) == YZ_OK)
            printf("%s: %.*s\n", yz_tier_name(hit->tier),
                   (int)hit->passage->text.size, hit->passage->text.data);
    else
        fprintf(stderr, "%s\n", error.message);
    yz_results_close(results); /* each accepts NULL */
    yz_query_free(query);
    yz_snapshot_close(snapshot);
    yz_writer_close(writer);
    yz_index_close(index);
    return results ? 0 : 1;
}
