/* SPDX-License-Identifier: MIT */
#include "bindings/sqlite/highlight.h"

#include <string.h>

/* By which SQLite knows the pointer for ours. */
#define POINTER_TYPE "yizhan row"

void
highlight_argument(sqlite3_context *to, row *r)
{
    sqlite3_result_pointer(to, r, POINTER_TYPE, NULL);
}

static void
put(sqlite3_str *out, yz_str text, size_t begin, size_t end)
{
    sqlite3_str_append(out, text.data + begin, (int)(end - begin));
}

static void
put_marked(sqlite3_context *to, const yz_snippet *s, sqlite3_value **marks)
{
    const char *before = (const char *)sqlite3_value_text(marks[0]);
    const char *after = (const char *)sqlite3_value_text(marks[1]);
    sqlite3_str *out = sqlite3_str_new(sqlite3_context_db_handle(to));
    size_t at = 0;
    for (size_t i = 0; i < s->highlight_count; i++) {
        const yz_span *h = &s->highlights[i];
        put(out, s->text, at, h->begin);
        sqlite3_str_appendall(out, before ? before : "");
        put(out, s->text, h->begin, h->end);
        sqlite3_str_appendall(out, after ? after : "");
        at = h->end;
    }
    put(out, s->text, at, s->text.size);
    if (sqlite3_str_errcode(out))
        sqlite3_result_error_code(to, sqlite3_str_errcode(out));
    else
        sqlite3_result_text(to, sqlite3_str_value(out), -1, SQLITE_TRANSIENT);
    sqlite3_free(sqlite3_str_finish(out));
}

static void
mark(sqlite3_context *to, sqlite3_value **values, yz_snippet_options *options)
{
    const row *r = sqlite3_value_pointer(values[0], POINTER_TYPE);
    const yz_snippet *snippets;
    yz_error err;
    size_t count;
    if (!r || !r->passage) {
        sqlite3_result_error(to,
                             "highlight() and snippet() need a row of the "
                             "table itself, as in FTS5",
                             -1);
    } else if (!r->hit) {
        sqlite3_result_text64(to, r->passage->text.data, r->passage->text.size,
                              SQLITE_TRANSIENT, SQLITE_UTF8);
    } else if (yz_results_snippets(r->results, options, &snippets, &count,
                                   &err) != YZ_OK) {
        sqlite3_result_error(to, err.message, -1);
    } else if (count) {
        put_marked(to, &snippets[0], values + 1);
    }
}

static void
highlight(sqlite3_context *to, int count, sqlite3_value **values)
{
    yz_snippet_options options = YZ_OPTIONS(yz_snippet_options);
    options.full = 1;
    if (count == 3)
        mark(to, values, &options);
    else
        sqlite3_result_error(to, "it is highlight(table, before, after)", -1);
}

static void
snippet(sqlite3_context *to, int count, sqlite3_value **values)
{
    yz_snippet_options options = YZ_OPTIONS(yz_snippet_options);
    const int width = count == 4 ? sqlite3_value_int(values[3]) : 0;
    options.width = width > 0 ? (uint32_t)width : 0;
    if (count == 3 || count == 4)
        mark(to, values, &options);
    else
        sqlite3_result_error(to, "it is snippet(table, before, after[, width])",
                             -1);
}

int
highlight_register(sqlite3 *db)
{
    const int code = sqlite3_overload_function(db, "highlight", -1);
    return code == SQLITE_OK ? sqlite3_overload_function(db, "snippet", -1)
                             : code;
}

int
highlight_find(sqlite3_vtab *table, int count, const char *name,
               sql_function *ret_function, void **ret_context)
{
    (void)table;
    (void)count;
    *ret_context = NULL;
    if (sqlite3_stricmp(name, "highlight") == 0)
        *ret_function = highlight;
    else if (sqlite3_stricmp(name, "snippet") == 0)
        *ret_function = snippet;
    else
        return 0;
    return 1;
}
