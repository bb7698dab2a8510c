/* SPDX-License-Identifier: MIT */
/*
 * A program's own documents, each a report of several passages:
 *
 *     own_documents DIRECTORY
 *
 * puts two articles, puts one of them again with a change, and removes the
 * other. A report is replaced as a whole; one that did not change costs only a
 * look at it.
 */
#include <yizhan/yizhan.h>

#include <stdio.h>
#include <string.h>

typedef struct article {
    const char *name;
    const char *date;
    const char *headline;
    const char *paragraphs[3];
} article;

static yz_str
str(const char *text)
{
    return (yz_str){ text, strlen(text) };
}

/* An article becomes a report: its headline, then its paragraphs. */
static yz_status
make_report(const article *from, yz_report **ret_report, yz_error *error)
{
    yz_builder *builder;
    const yz_status status =
        yz_builder_new(str(from->name), NULL, &builder, error);
    if (status != YZ_OK)
        return status;
    yz_passage passage = { .text = str(from->headline),
                           .title = str(from->headline),
                           .date = str(from->date),
                           .kind = YZ_KIND_HEADLINE };
    yz_builder_add(builder, &passage);
    passage.kind = YZ_KIND_PARAGRAPH;
    for (size_t i = 0; i < 3 && from->paragraphs[i]; i++) {
        passage.text = str(from->paragraphs[i]);
        yz_builder_add(builder, &passage);
    }
    return yz_builder_finish(builder, ret_report, error);
}

static yz_status
put(yz_writer *writer, const article *what, yz_error *error)
{
    static const char *const outcomes[] = { [YZ_ADDED] = "added",
                                            [YZ_UNCHANGED] = "unchanged",
                                            [YZ_REPLACED] = "replaced" };
    yz_report *report;
    yz_added added;
    yz_status status = make_report(what, &report, error);
    if (status != YZ_OK)
        return status;
    status = yz_writer_put(writer, report, &added, error);
    yz_report_free(report);
    if (status == YZ_OK)
        printf("%s: %s, %u passages\n", what->name, outcomes[added.outcome],
               (unsigned)added.passages);
    return status;
}

static yz_status
run(yz_writer *writer, yz_error *error)
{
    article station = { "articles/1",
                        "2025-01-04",
                        "工会驿站暖人心",
                        { "去年新建工会驿站26个。", "骑手在这里歇脚。" } };
    const article school = {
        "articles/2", "2025-01-05", "夜校开课", { "市民夜校开了十门课。" }
    };
    uint64_t passages;
    yz_status status = put(writer, &station, error);
    if (status == YZ_OK)
        status = put(writer, &school, error);
    if (status == YZ_OK)
        status = yz_writer_commit(writer, error);
    if (status == YZ_OK)
        status = put(writer, &school, error);
    station.paragraphs[0] = "去年新建工会驿站30个。";
    if (status == YZ_OK)
        status = put(writer, &station, error);
    if (status == YZ_OK)
        status = yz_writer_remove(writer, str(school.name), &passages, error);
    if (status == YZ_OK)
        printf("%s: removed, %u passages\n", school.name, (unsigned)passages);
    return status == YZ_OK ? yz_writer_commit(writer, error) : status;
}

int
main(int argc, char **argv)
{
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    yz_error error = { .message = "usage: own_documents DIRECTORY" };
    yz_index *index = NULL;
    yz_writer *writer = NULL;
    yz_status status = YZ_E_INVALID;
    options.flags = YZ_INDEX_CREATE;
    if (argc == 2)
        status = yz_index_open(argv[1], &options, &index, &error);
    if (status == YZ_OK)
        status = yz_writer_open(index, NULL, &writer, &error);
    if (status == YZ_OK)
        status = run(writer, &error);
    yz_writer_close(writer);
    yz_index_close(index);
    if (status != YZ_OK)
        fprintf(stderr, "%s\n", error.message);
    return status == YZ_OK ? 0 : 1;
}
