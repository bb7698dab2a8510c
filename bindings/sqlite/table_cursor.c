/* SPDX-License-Identifier: MIT */
#include "bindings/sqlite/table_cursor.h"
#include "bindings/sqlite/highlight.h"

#include <string.h>

/* Hits of the first page of a search without a limit, and how much larger each
 * further page is. */
enum { PAGE_FIRST = 10, PAGE_GROWTH = 8 };

int
table_fail(sqlite3_vtab *table, const yz_error *err)
{
    sqlite3_free(table->zErrMsg);
    table->zErrMsg = sqlite3_mprintf("%s", err->message);
    switch (err->status) {
    case YZ_E_NOMEM:
        return SQLITE_NOMEM;
    case YZ_E_BUSY:
        return SQLITE_BUSY;
    case YZ_E_CANCELLED:
        return SQLITE_INTERRUPT;
    default:
        return SQLITE_ERROR;
    }
}

int
shown_table_open(shown_table *table)
{
    yz_error err;
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    if (table->index)
        return SQLITE_OK;
    options.flags = table->has_rowid ? 0 : YZ_INDEX_READ_ONLY;
    return yz_index_open(table->path, &options, &table->index, &err) == YZ_OK
               ? SQLITE_OK
               : table_fail(&table->base, &err);
}

/* ---- a cursor ----------------------------------------------------------- */

int
cursor_open(sqlite3_vtab *table, sqlite3_vtab_cursor **ret_cursor)
{
    (void)table;
    table_cursor *c = sqlite3_malloc(sizeof(*c));
    if (!c)
        return SQLITE_NOMEM;
    memset(c, 0, sizeof(*c));
    *ret_cursor = &c->base;
    return SQLITE_OK;
}

/* What one scan holds; the snapshot stays, for all scans of a statement. */
static void
scan_end(table_cursor *c)
{
    yz_results_close(c->results);
    yz_passages_close(c->passages);
    yz_query_free(c->query);
    table_request_dispose(&c->asked);
    c->results = NULL;
    c->passages = NULL;
    c->query = NULL;
    c->row = (row){ 0 };
}

int
cursor_close(sqlite3_vtab_cursor *cursor)
{
    table_cursor *c = (table_cursor *)cursor;
    scan_end(c);
    yz_snapshot_close(c->snapshot);
    sqlite3_free(c);
    return SQLITE_OK;
}

/* ---- searching ---------------------------------------------------------- */

static yz_status
query_parse(table_cursor *c, yz_error *err)
{
    yz_query_options options = YZ_OPTIONS(yz_query_options);
    options.flags = c->asked.query_flags;
    const yz_status status =
        yz_snapshot_fields(c->snapshot, &options.fields, err);
    if (status != YZ_OK)
        return status;
    const yz_str text = { c->asked.query, c->asked.query_size };
    return yz_query_parse(text, &options, &c->query, err);
}

/* Search for the hits from search.offset on. */
static yz_status
page_read(table_cursor *c, yz_error *err)
{
    yz_results *results;
    const yz_status status =
        yz_search(c->snapshot, c->query, &c->asked.search, &results, err);
    if (status != YZ_OK)
        return status;
    yz_results_close(c->results);
    c->results = results;
    c->page_end = c->asked.search.offset + c->asked.search.limit;
    return YZ_OK;
}

static yz_status
search_begin(table_cursor *c, yz_error *err)
{
    if (!c->asked.has_limit)
        c->asked.search.limit = PAGE_FIRST;
    const yz_status status = query_parse(c, err);
    return status == YZ_OK ? page_read(c, err) : status;
}

static yz_status
hit_next(table_cursor *c, yz_error *err)
{
    const uint64_t seen = c->row.hit ? c->row.hit->rank : 0;
    c->row = (row){ 0 };
    yz_status status = yz_results_next(c->results, &c->row.hit, err);
    if (status == YZ_DONE && !c->asked.has_limit && seen == c->page_end) {
        c->asked.search.offset = seen;
        c->asked.search.limit *= PAGE_GROWTH;
        status = page_read(c, err);
        if (status == YZ_OK)
            status = yz_results_next(c->results, &c->row.hit, err);
    }
    if (status != YZ_OK)
        c->row.hit = NULL;
    else
        c->row = (row){ c->row.hit->passage, c->row.hit, c->results,
                        c->asked.width };
    return status;
}

static yz_status
row_next(table_cursor *c, yz_error *err)
{
    if (c->results)
        return hit_next(c, err);
    c->row = (row){ 0 };
    return yz_passages_next(c->passages, &c->row.passage, err);
}

/* ---- the methods -------------------------------------------------------- */

static yz_status
scan_begin(table_cursor *c, yz_error *err)
{
    if (c->asked.query)
        return search_begin(c, err);
    const char *report = c->asked.report;
    if (report)
        return yz_passages_open_report(
            c->snapshot, (yz_str){ report, strlen(report) }, &c->passages, err);
    return yz_passages_open(c->snapshot, &c->passages, err);
}

static int
step(table_cursor *c)
{
    yz_error err;
    const yz_status status = row_next(c, &err);
    if (status == YZ_OK)
        return SQLITE_OK;
    c->row = (row){ 0 };
    return status == YZ_DONE ? SQLITE_OK : table_fail(c->base.pVtab, &err);
}

int
cursor_filter(sqlite3_vtab_cursor *cursor, int number, const char *plan,
              int count, sqlite3_value **values)
{
    (void)number;
    (void)count;
    table_cursor *c = (table_cursor *)cursor;
    shown_table *table = (shown_table *)c->base.pVtab;
    yz_error err;
    scan_end(c);
    sqlite3_free(table->base.zErrMsg);
    table->base.zErrMsg = NULL;
    int code =
        table_request_read(plan, values, &c->asked, &table->base.zErrMsg);
    if (code == SQLITE_OK)
        code = shown_table_open(table);
    if (code != SQLITE_OK || c->asked.is_empty)
        return code;
    if (!c->snapshot && yz_snapshot_open(table->index, &c->snapshot, &err))
        return table_fail(&table->base, &err);
    if (scan_begin(c, &err) != YZ_OK)
        return table_fail(&table->base, &err);
    return step(c);
}

int
cursor_next(sqlite3_vtab_cursor *cursor)
{
    return step((table_cursor *)cursor);
}

int
cursor_eof(sqlite3_vtab_cursor *cursor)
{
    return !((table_cursor *)cursor)->row.passage;
}

int
cursor_column(sqlite3_vtab_cursor *cursor, sqlite3_context *to, int column_at)
{
    table_cursor *c = (table_cursor *)cursor;
    yz_error err;
    if (column_at == COLUMN_QUERY) {
        highlight_argument(to, &c->row);
        return SQLITE_OK;
    }
    if (column_value(&c->row, (column)column_at, to, &err) == YZ_OK)
        return SQLITE_OK;
    return table_fail(c->base.pVtab, &err);
}

int
cursor_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *ret_rowid)
{
    const yz_str id = ((table_cursor *)cursor)->row.passage->id;
    sqlite3_int64 rowid = 0;
    const bool negative = id.size && id.data[0] == '-';
    for (size_t i = negative; i < id.size; i++)
        rowid = rowid * 10 + (negative ? '0' - id.data[i] : id.data[i] - '0');
    *ret_rowid = rowid;
    return SQLITE_OK;
}
