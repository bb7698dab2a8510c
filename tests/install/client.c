/* SPDX-License-Identifier: MIT */
/*
 * A program of somebody else's, in the language that C and C++ share: index a
 * line, and find it. It has functions of its own that are called as ours are.
 */
#include <yizhan/yizhan.h>

#include <stdio.h>
#include <string.h>

/* Were the library's own visible, these would replace them. */
int
arena_alloc(void);
int
store_open(void);

int
arena_alloc(void)
{
    return 1;
}

int
store_open(void)
{
    return 2;
}

static yz_str
str(const char *text)
{
    yz_str s = { text, 0 };
    s.size = strlen(text);
    return s;
}

static yz_status
add(yz_index *index, yz_error *error)
{
    static const char lines[] =
        "{\"id\": 1, \"text\": \"新建26个工会驿站。\"}\n";
    yz_source_options options = YZ_OPTIONS(yz_source_options);
    yz_writer *writer = NULL;
    yz_added added;
    yz_status status;
    options.format = YZ_FORMAT_JSONL;
    status = yz_writer_open(index, NULL, &writer, error);
    if (status == YZ_OK)
        status = yz_writer_add_memory(writer, lines, sizeof(lines) - 1, "lines",
                                      &options, &added, error);
    if (status == YZ_OK)
        status = yz_writer_commit(writer, error);
    yz_writer_close(writer);
    return status;
}

static yz_status
find(yz_index *index, yz_error *error)
{
    yz_snapshot *snapshot = NULL;
    yz_query *query = NULL;
    yz_results *results = NULL;
    const yz_hit *hit = NULL;
    yz_status status = yz_snapshot_open(index, &snapshot, error);
    if (status == YZ_OK)
        status = yz_query_parse(str("工会驿站"), NULL, &query, error);
    if (status == YZ_OK)
        status = yz_search(snapshot, query, NULL, &results, error);
    if (status == YZ_OK)
        status = yz_results_next(results, &hit, error);
    if (status == YZ_OK)
        printf("%.*s\n", (int)hit->passage->text.size, hit->passage->text.data);
    yz_results_close(results);
    yz_query_free(query);
    yz_snapshot_close(snapshot);
    return status;
}

int
main(int argc, char **argv)
{
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    yz_index *index = NULL;
    yz_error error;
    yz_status status;
    memset(&error, 0, sizeof(error));
    options.flags = YZ_INDEX_CREATE;
    if (argc != 2 || arena_alloc() != 1 || store_open() != 2)
        return 2;
    status = yz_index_open(argv[1], &options, &index, &error);
    if (status == YZ_OK)
        status = add(index, &error);
    if (status == YZ_OK)
        status = find(index, &error);
    yz_index_close(index);
    if (status != YZ_OK)
        fprintf(stderr, "%s\n", error.message);
    return status == YZ_OK ? 0 : 1;
}
