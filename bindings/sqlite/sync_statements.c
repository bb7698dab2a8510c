/* SPDX-License-Identifier: MIT */
/*
 * The SQL of a table that keeps an index in step, and its errors.
 */
#include "bindings/sqlite/sync_table.h"

#include <stdarg.h>
#include <string.h>

int
sync_fail(sync_table *t, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    sqlite3_free(t->shown.base.zErrMsg);
    t->shown.base.zErrMsg = sqlite3_vmprintf(format, values);
    va_end(values);
    return SQLITE_ERROR;
}

int
sync_fail_sqlite(sync_table *t, int code)
{
    sync_fail(t, "%s", sqlite3_errmsg(t->db));
    return code;
}

/* ---- the statements ----------------------------------------------------- */

static const char *const log_sql[] = {
    [SYNC_LOG_ADD] = "INSERT INTO \"%w\".\"%w_log\"(id) VALUES(?1)",
    [SYNC_LOG_TRIM] = "DELETE FROM \"%w\".\"%w_log\" WHERE seq < ?1",
    [SYNC_LOG_HAS] =
        "SELECT 1 FROM \"%w\".\"%w_log\" WHERE seq = ?1 AND mark = ?2",
    [SYNC_LOG_LAST] = ("SELECT seq, mark FROM \"%w\".\"%w_log\" "
                       "ORDER BY seq DESC LIMIT 1"),
    [SYNC_LOG_ROWS] =
        "SELECT DISTINCT id FROM \"%w\".\"%w_log\" WHERE seq > ?1 ORDER BY id",
};

static void
put_column(sqlite3_str *sql, const char *name)
{
    if (name)
        sqlite3_str_appendf(sql, ", c.\"%w\"", name);
    else
        sqlite3_str_appendall(sql, ", NULL");
}

/* A text that SQLite takes for a day; a number is none. */
static void
put_date(sqlite3_str *sql, const char *name)
{
    if (name)
        sqlite3_str_appendf(sql,
                            ", CASE WHEN length(c.\"%w\") >= 10 THEN "
                            "date(c.\"%w\") END",
                            name, name);
    else
        sqlite3_str_appendall(sql, ", NULL");
}

/* Of `author:text,year:number` the object of both columns, as JSON. */
static void
put_fields(sqlite3_str *sql, const char *fields)
{
    sqlite3_str_appendall(sql, fields ? ", json_object(" : ", NULL");
    for (const char *at = fields; at && *at;) {
        at += strspn(at, " ,");
        const int size = (int)strcspn(at, ":, ");
        sqlite3_str_appendf(sql, "%s'%.*q', c.\"%.*w\"",
                            at == fields ? "" : ", ", size, at, size, at);
        at += strcspn(at, ",");
    }
    sqlite3_str_appendall(sql, fields ? ")" : "");
}

/*
 * The row's key, then the columns in the order of sync_column, then fields.
 * Columns are named with their table, as SQLite takes a quoted name that is no
 * column for a string.
 */
static char *
row_sql(const sync_table *t, bool all)
{
    sqlite3_str *sql = sqlite3_str_new(t->db);
    sqlite3_str_appendf(sql, "SELECT c.\"%w\"", t->key);
    for (int c = 0; c < SYNC_COLUMN_COUNT; c++) {
        if (c == SYNC_DATE)
            put_date(sql, t->columns[c]);
        else
            put_column(sql, t->columns[c]);
    }
    put_fields(sql, t->fields);
    sqlite3_str_appendf(sql, " FROM \"%w\".\"%w\" AS c", t->schema, t->content);
    if (!all)
        sqlite3_str_appendf(sql, " WHERE c.\"%w\" = ?1", t->key);
    return sqlite3_str_finish(sql);
}

sqlite3_stmt *
sync_prepared(sync_table *t, sync_statement which)
{
    sqlite3_stmt **statement = &t->statements[which];
    if (*statement) {
        sqlite3_reset(*statement);
        return *statement;
    }
    char *sql = which >= SYNC_ROW
                    ? row_sql(t, which == SYNC_ROWS)
                    : sqlite3_mprintf(log_sql[which], t->schema, t->name);
    const int code =
        sql ? sqlite3_prepare_v3(t->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
                                 statement, NULL)
            : SQLITE_NOMEM;
    sqlite3_free(sql);
    if (code != SQLITE_OK)
        sync_fail_sqlite(t, code);
    return *statement;
}
