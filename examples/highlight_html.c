/* SPDX-License-Identifier: MIT */
/*
 * Search, and print the hits as HTML with the matches marked:
 *
 *     highlight_html DIRECTORY QUERY
 *
 * A snippet is text and the spans in it that match, so that the program
 * decides how they look, and escapes what it must.
 */
#include <yizhan/yizhan.h>

#include <stdio.h>
#include <string.h>

static void
print_escaped(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        switch (text[i]) {
        case '&':
            fputs("&amp;", stdout);
            break;
        case '<':
            fputs("&lt;", stdout);
            break;
        case '>':
            fputs("&gt;", stdout);
            break;
        default:
            putchar(text[i]);
        }
}

static void
print_snippet(const yz_snippet *snippet)
{
    const char *text = snippet->text.data;
    size_t at = 0;
    for (size_t i = 0; i < snippet->highlight_count; i++) {
        const yz_span mark = snippet->highlights[i];
        print_escaped(text + at, mark.begin - at);
        fputs("<mark>", stdout);
        print_escaped(text + mark.begin, mark.end - mark.begin);
        fputs("</mark>", stdout);
        at = mark.end;
    }
    print_escaped(text + at, snippet->text.size - at);
}

static yz_status
print_hits(yz_results *results, yz_error *error)
{
    yz_snippet_options options = YZ_OPTIONS(yz_snippet_options);
    const yz_hit *hit;
    yz_status status;
    options.width = 40;
    while ((status = yz_results_next(results, &hit, error)) == YZ_OK) {
        const yz_snippet *snippets;
        size_t count;
        status =
            yz_results_snippets(results, &options, &snippets, &count, error);
        if (status != YZ_OK)
            return status;
        printf("<p class=\"%s\">", yz_tier_name(hit->tier));
        for (size_t i = 0; i < count; i++)
            print_snippet(&snippets[i]);
        puts("</p>");
    }
    return status == YZ_DONE ? YZ_OK : status;
}

int
main(int argc, char **argv)
{
    yz_error error = { .message = "usage: highlight_html DIRECTORY QUERY" };
    yz_index *index = NULL;
    yz_snapshot *snapshot = NULL;
    yz_query *query = NULL;
    yz_results *results = NULL;
    yz_status status = YZ_E_INVALID;
    if (argc == 3)
        status = yz_index_open(argv[1], NULL, &index, &error);
    if (status == YZ_OK)
        status = yz_snapshot_open(index, &snapshot, &error);
    if (status == YZ_OK)
        status = yz_query_parse((yz_str){ argv[2], strlen(argv[2]) }, NULL,
                                &query, &error);
    if (status == YZ_OK)
        status = yz_search(snapshot, query, NULL, &results, &error);
    if (status == YZ_OK)
        status = print_hits(results, &error);
    yz_results_close(results);
    yz_query_free(query);
    yz_snapshot_close(snapshot);
    yz_index_close(index);
    if (status != YZ_OK)
        fprintf(stderr, "%s\n", error.message);
    return status == YZ_OK ? 0 : 1;
}
