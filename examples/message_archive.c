/* SPDX-License-Identifier: MIT */
/*
 * The archive of a messenger, as an application would have it:
 *
 *     message_archive DIRECTORY < COMMANDS
 *
 *     add ROOM ID DATE TEXT     a new message, or a changed one
 *     remove ROOM ID
 *     find QUERY                the newest first, with a snippet of each
 *
 * Messages come one by one and are committed before somebody looks, so that
 * each search sees what was said before it.
 */
#include <yizhan/yizhan.h>

#include <stdio.h>
#include <string.h>

typedef struct archive {
    yz_index *index;
    yz_writer *writer;
    yz_snapshot *snapshot;
    bool changed; /* since the last commit */
} archive;

static yz_status
archive_open(archive *a, const char *path, yz_error *error)
{
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.flags = YZ_INDEX_CREATE;
    yz_status status = yz_index_open(path, &options, &a->index, error);
    if (status == YZ_OK)
        status = yz_writer_open(a->index, NULL, &a->writer, error);
    if (status == YZ_OK)
        status = yz_snapshot_open(a->index, &a->snapshot, error);
    return status;
}

static void
archive_close(archive *a)
{
    yz_snapshot_close(a->snapshot);
    yz_writer_close(a->writer);
    yz_index_close(a->index);
}

/* What was added becomes durable and is seen. */
static yz_status
archive_sync(archive *a, yz_error *error)
{
    if (!a->changed)
        return YZ_OK;
    const yz_status status = yz_writer_commit(a->writer, error);
    a->changed = status != YZ_OK;
    return status == YZ_OK ? yz_snapshot_renew(&a->snapshot, NULL, error)
                           : status;
}

/* Take the next word of a line. */
static yz_str
take_word(char **line)
{
    *line += strspn(*line, " ");
    const yz_str word = { *line, strcspn(*line, " ") };
    *line += word.size;
    *line += strspn(*line, " ");
    return word;
}

static yz_status
archive_add(archive *a, char *line, yz_error *error)
{
    yz_passage message = { 0 };
    message.report = take_word(&line);
    message.id = take_word(&line);
    message.date = take_word(&line);
    message.text = (yz_str){ line, strlen(line) };
    a->changed = true;
    return yz_writer_put_passage(a->writer, &message, error);
}

static yz_status
archive_remove(archive *a, char *line, yz_error *error)
{
    const yz_str room = take_word(&line);
    const yz_str id = take_word(&line);
    a->changed = true;
    return yz_writer_remove_passage(a->writer, room, id, error);
}

static yz_status
print_message(yz_results *results, const yz_hit *hit, yz_error *error)
{
    const yz_passage *m = hit->passage;
    const yz_snippet *snippets;
    size_t count;
    const yz_status status =
        yz_results_snippets(results, NULL, &snippets, &count, error);
    if (status == YZ_OK)
        printf("%.*s %.*s/%.*s: %.*s\n", (int)m->date.size, m->date.data,
               (int)m->report.size, m->report.data, (int)m->id.size, m->id.data,
               (int)snippets[0].text.size, snippets[0].text.data);
    return status;
}

static yz_status
print_messages(yz_results *results, yz_error *error)
{
    const yz_hit *hit;
    yz_status status;
    while ((status = yz_results_next(results, &hit, error)) == YZ_OK) {
        status = print_message(results, hit, error);
        if (status != YZ_OK)
            return status;
    }
    return status == YZ_DONE ? YZ_OK : status;
}

/* What was probably meant, where nothing is as it was typed. */
static yz_status
print_meant(archive *a, const yz_query *query, yz_error *error)
{
    yz_suggestions *meant = NULL;
    const yz_status status =
        yz_correct(a->snapshot, query, NULL, &meant, error);
    if (status == YZ_OK && yz_suggestions_count(meant)) {
        const yz_suggestion best = yz_suggestions_at(meant, 0);
        printf("did you mean %.*s?\n", (int)best.text.size, best.text.data);
    }
    yz_suggestions_free(meant);
    return status;
}

static yz_status
archive_find(archive *a, char *line, yz_error *error)
{
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    yz_query *query = NULL;
    yz_results *results = NULL;
    options.sort = YZ_SORT_DATE;
    yz_status status = archive_sync(a, error);
    if (status == YZ_OK)
        status =
            yz_query_parse((yz_str){ line, strlen(line) }, NULL, &query, error);
    if (status == YZ_OK)
        status = yz_search(a->snapshot, query, &options, &results, error);
    if (status == YZ_OK)
        printf("%u found\n", (unsigned)yz_results_count(results));
    if (status == YZ_OK && !yz_results_count(results))
        status = print_meant(a, query, error);
    if (status == YZ_OK)
        status = print_messages(results, error);
    yz_results_close(results);
    yz_query_free(query);
    return status;
}

static void
obey(archive *a, char *line)
{
    yz_error error;
    yz_status status = YZ_OK;
    const yz_str verb = take_word(&line);
    if (!strncmp(verb.data, "add", verb.size))
        status = archive_add(a, line, &error);
    else if (!strncmp(verb.data, "remove", verb.size))
        status = archive_remove(a, line, &error);
    else if (!strncmp(verb.data, "find", verb.size))
        status = archive_find(a, line, &error);
    if (status != YZ_OK)
        printf("error: %s\n", error.message);
}

int
main(int argc, char **argv)
{
    yz_error error = { .message = "usage: message_archive DIRECTORY" };
    archive a = { 0 };
    char line[4096];
    const bool ready = argc == 2 && !archive_open(&a, argv[1], &error);
    while (ready && fgets(line, sizeof(line), stdin)) {
        line[strcspn(line, "\n")] = '\0';
        obey(&a, line);
    }
    if (!ready || archive_sync(&a, &error) != YZ_OK)
        fprintf(stderr, "%s\n", error.message);
    archive_close(&a);
    return ready ? 0 : 1;
}
