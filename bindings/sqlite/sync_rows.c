/* SPDX-License-Identifier: MIT */
#include "bindings/sqlite/sync_rows.h"

#include <string.h>

/* Columns of the statements SYNC_ROW and SYNC_ROWS. */
enum { AT_KEY, AT_FIRST, AT_EXTRA = AT_FIRST + SYNC_COLUMN_COUNT };

/* A row as a passage; its strings are the statement's. */
typedef struct row_passage {
    yz_passage passage;
    char id[24];
    bool is_empty; /* there is nothing to index */
} row_passage;

/* ---- a row as a passage ------------------------------------------------- */

static yz_str
column_str(sqlite3_stmt *found, int at)
{
    const char *text = (const char *)sqlite3_column_text(found, at);
    return (yz_str){ text, text ? (size_t)sqlite3_column_bytes(found, at) : 0 };
}

static bool
is_blank(yz_str text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!strchr(" \t\r\n", text.data[i]))
            return false;
    return true;
}

static void
id_write(sqlite3_int64 key, char id[24])
{
    sqlite3_snprintf(24, id, "%lld", key);
}

static void
row_read(const sync_table *t, sqlite3_stmt *found, row_passage *ret_row)
{
    row_passage r = { 0 };
    yz_passage *p = &r.passage;
    id_write(sqlite3_column_int64(found, AT_KEY), r.id);
    p->report = (yz_str){ t->content, strlen(t->content) };
    p->text = column_str(found, AT_FIRST + SYNC_TEXT);
    p->title = column_str(found, AT_FIRST + SYNC_TITLE);
    p->section = column_str(found, AT_FIRST + SYNC_SECTION);
    p->date = column_str(found, AT_FIRST + SYNC_DATE);
    p->extra = column_str(found, AT_EXTRA);
    yz_kind_from_name(column_str(found, AT_FIRST + SYNC_KIND), &p->kind);
    r.is_empty = is_blank(p->text);
    *ret_row = r;
    ret_row->passage.id = (yz_str){ ret_row->id, strlen(ret_row->id) };
}

static bool
is_answer(int code)
{
    return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* SQLITE_ROW, SQLITE_DONE or an error. */
static int
row_find(sync_table *t, sqlite3_int64 key, row_passage *ret_row)
{
    sqlite3_stmt *find = sync_prepared(t, SYNC_ROW);
    if (!find)
        return SQLITE_ERROR;
    sqlite3_bind_int64(find, 1, key);
    const int code = sqlite3_step(find);
    if (code == SQLITE_ROW)
        row_read(t, find, ret_row);
    return is_answer(code) ? code : sync_fail_sqlite(t, code);
}

/* Let go of the row that was found. */
static int
row_end(sync_table *t, int code)
{
    sqlite3_reset(t->statements[SYNC_ROW]);
    return code;
}

static int
row_fail(sync_table *t, const char *id, const yz_error *err)
{
    const int code = table_fail(&t->shown.base, err);
    sync_fail(t, "row %s of %s: %s", id, t->content, err->message);
    return code;
}

int
sync_row_check(sync_table *t, sqlite3_int64 key)
{
    row_passage r = { 0 };
    yz_error err;
    yz_builder *builder;
    yz_report *report = NULL;
    const int found = row_find(t, key, &r);
    if (found != SQLITE_ROW || r.is_empty)
        return row_end(t, is_answer(found) ? SQLITE_OK : found);
    yz_status status = yz_builder_new(r.passage.report, NULL, &builder, &err);
    if (status == YZ_OK) {
        yz_builder_add(builder, &r.passage);
        status = yz_builder_finish(builder, &report, &err);
    }
    yz_report_free(report);
    return row_end(t, status == YZ_OK ? SQLITE_OK : row_fail(t, r.id, &err));
}

/* ---- rows to the index -------------------------------------------------- */

static int
row_put(sync_table *t, const row_passage *r)
{
    yz_error err;
    return yz_writer_put_passage(t->writer, &r->passage, &err) == YZ_OK
               ? SQLITE_OK
               : row_fail(t, r->id, &err);
}

static int
row_remove(sync_table *t, sqlite3_int64 key)
{
    char id[24];
    yz_error err;
    id_write(key, id);
    const yz_status status = yz_writer_remove_passage(
        t->writer, (yz_str){ t->content, strlen(t->content) },
        (yz_str){ id, strlen(id) }, &err);
    return status == YZ_OK || status == YZ_E_NOT_FOUND ? SQLITE_OK
                                                       : row_fail(t, id, &err);
}

int
sync_row_write(sync_table *t, sqlite3_int64 key)
{
    row_passage r = { 0 };
    const int found = row_find(t, key, &r);
    if (found == SQLITE_ROW && !r.is_empty)
        return row_end(t, row_put(t, &r));
    return row_end(t, is_answer(found) ? row_remove(t, key) : found);
}

/* Remove each report; all of one go at once. */
static yz_status
remove_all(sync_table *t, yz_snapshot *snapshot, yz_error *err)
{
    yz_passages *passages;
    const yz_passage *p;
    yz_status status = yz_passages_open(snapshot, &passages, err);
    if (status != YZ_OK)
        return status;
    while ((status = yz_passages_next(passages, &p, err)) == YZ_OK) {
        status = yz_writer_remove_passage(t->writer, p->report, p->id, err);
        if (status != YZ_OK && status != YZ_E_NOT_FOUND)
            break;
    }
    yz_passages_close(passages);
    return status == YZ_DONE ? YZ_OK : status;
}

static int
clear(sync_table *t)
{
    yz_error err;
    yz_snapshot *snapshot;
    yz_status status = yz_snapshot_open(t->shown.index, &snapshot, &err);
    if (status == YZ_OK) {
        status = remove_all(t, snapshot, &err);
        yz_snapshot_close(snapshot);
    }
    return status == YZ_OK ? SQLITE_OK : table_fail(&t->shown.base, &err);
}

int
sync_rows_write(sync_table *t)
{
    row_passage r = { 0 };
    int code = clear(t);
    sqlite3_stmt *rows = code == SQLITE_OK ? sync_prepared(t, SYNC_ROWS) : NULL;
    if (!rows)
        return code == SQLITE_OK ? SQLITE_ERROR : code;
    int step;
    while (code == SQLITE_OK && (step = sqlite3_step(rows)) != SQLITE_DONE) {
        if (step != SQLITE_ROW) {
            code = sync_fail_sqlite(t, step);
            break;
        }
        row_read(t, rows, &r);
        if (!r.is_empty)
            code = row_put(t, &r);
    }
    sqlite3_reset(rows);
    return code;
}
