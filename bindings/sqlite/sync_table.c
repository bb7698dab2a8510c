/* SPDX-License-Identifier: MIT */
#include "bindings/sqlite/sync_table.h"
#include "bindings/sqlite/highlight.h"
#include "bindings/sqlite/plan.h"
#include "bindings/sqlite/sync_log.h"
#include "bindings/sqlite/sync_rows.h"
#include "bindings/sqlite/sync_setup.h"

#include <string.h>

/* argv of xUpdate: old rowid, new rowid, then the columns. */
enum { UPDATE_OLD, UPDATE_NEW, UPDATE_COLUMNS };

/* ---- the life of a table ------------------------------------------------ */

static int
table_free(sqlite3_vtab *base)
{
    sync_table *t = (sync_table *)base;
    sync_abandon(t);
    for (int i = 0; i < SYNC_STATEMENT_COUNT; i++)
        sqlite3_finalize(t->statements[i]);
    for (int i = 0; i < SYNC_COLUMN_COUNT; i++)
        sqlite3_free(t->columns[i]);
    yz_index_close(t->shown.index);
    sqlite3_free(t->shown.path);
    sqlite3_free(t->schema);
    sqlite3_free(t->name);
    sqlite3_free(t->content);
    sqlite3_free(t->key);
    sqlite3_free(t->fields);
    sqlite3_free(t);
    return SQLITE_OK;
}

/* Give an error that a table has to who makes it, and free the table. */
static int
fail_to_make(sync_table *t, int code, char **ret_error)
{
    if (!*ret_error) {
        *ret_error = t->shown.base.zErrMsg;
        t->shown.base.zErrMsg = NULL;
    }
    sqlite3_free(t->shown.base.zErrMsg);
    table_free(&t->shown.base);
    return code;
}

static int
table_make(sqlite3 *db, int count, const char *const *texts,
           sync_table **ret_table, char **ret_error)
{
    sync_table *t = sqlite3_malloc(sizeof(*t));
    if (!t)
        return SQLITE_NOMEM;
    memset(t, 0, sizeof(*t));
    t->db = db;
    t->shown.has_rowid = true;
    int code = sync_arguments_read(t, count, texts, ret_error);
    if (code == SQLITE_OK)
        code = columns_declare(db, t->name, true);
    if (code != SQLITE_OK)
        return fail_to_make(t, code, ret_error);
    *ret_table = t;
    return SQLITE_OK;
}

/* What is wrong with the content or the index is said when they are used, so
 * that the table can be dropped. */
static int
connect(sqlite3 *db, void *context, int count, const char *const *texts,
        sqlite3_vtab **ret_table, char **ret_error)
{
    (void)context;
    sync_table *t;
    const int code = table_make(db, count, texts, &t, ret_error);
    if (code == SQLITE_OK)
        *ret_table = &t->shown.base;
    return code;
}

static int
index_make(sync_table *t)
{
    yz_error err;
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.flags = YZ_INDEX_CREATE;
    options.fields = t->fields;
    if (yz_index_open(t->shown.path, &options, &t->shown.index, &err) != YZ_OK)
        return table_fail(&t->shown.base, &err);
    return sync_index_check(t);
}

/* An entry of the log: a row that changed, or by NULL all of them. */
static int
log_add(sync_table *t, sqlite3_value *key)
{
    sqlite3_stmt *add = sync_prepared(t, SYNC_LOG_ADD);
    if (!add)
        return SQLITE_ERROR;
    if (key)
        sqlite3_bind_value(add, 1, key);
    else
        sqlite3_bind_null(add, 1);
    const int code = sqlite3_step(add);
    sqlite3_reset(add);
    return code == SQLITE_DONE ? SQLITE_OK : sync_fail_sqlite(t, code);
}

static int
create(sqlite3 *db, void *context, int count, const char *const *texts,
       sqlite3_vtab **ret_table, char **ret_error)
{
    (void)context;
    sync_table *t;
    int code = table_make(db, count, texts, &t, ret_error);
    if (code != SQLITE_OK)
        return code;
    code = sync_content_check(t);
    if (code == SQLITE_OK && !sync_prepared(t, SYNC_ROW))
        code = SQLITE_ERROR;
    if (code == SQLITE_OK)
        code = index_make(t);
    if (code == SQLITE_OK)
        code = sync_setup(t);
    if (code == SQLITE_OK)
        code = log_add(t, NULL);
    if (code != SQLITE_OK)
        return fail_to_make(t, code, ret_error);
    t->in_transaction = true;
    *ret_table = &t->shown.base;
    return SQLITE_OK;
}

static int
destroy(sqlite3_vtab *base)
{
    sync_table *t = (sync_table *)base;
    for (int i = 0; i < SYNC_STATEMENT_COUNT; i++) {
        sqlite3_finalize(t->statements[i]);
        t->statements[i] = NULL;
    }
    const int code = sync_drop(t);
    return code == SQLITE_OK ? table_free(base) : code;
}

/* ---- writing ------------------------------------------------------------ */

/* The key of a table that was connected is found when it is needed first. */
static int
key_need(sync_table *t)
{
    return t->key ? SQLITE_OK : sync_content_check(t);
}

static int
command_run(sync_table *t, sqlite3_value *command)
{
    const char *text = (const char *)sqlite3_value_text(command);
    if (text && sqlite3_stricmp(text, "rebuild") == 0)
        return log_add(t, NULL);
    return sync_fail(t, "there is no command '%s'; there is 'rebuild'",
                     text ? text : "");
}

/* The triggers insert the keys of rows that changed; a user, commands. */
static int
update(sqlite3_vtab *base, int count, sqlite3_value **values,
       sqlite3_int64 *ret_rowid)
{
    sync_table *t = (sync_table *)base;
    int code = key_need(t);
    if (code != SQLITE_OK)
        return code;
    if (count == 1 || sqlite3_value_type(values[UPDATE_OLD]) != SQLITE_NULL)
        return sync_fail(t, "%s is changed by way of %s", t->name, t->content);
    sqlite3_value *command = values[UPDATE_COLUMNS + COLUMN_QUERY];
    if (sqlite3_value_type(command) != SQLITE_NULL)
        return command_run(t, command);
    if (sqlite3_value_type(values[UPDATE_NEW]) != SQLITE_INTEGER)
        return sync_fail(t, "%s is changed by way of %s", t->name, t->content);
    *ret_rowid = sqlite3_value_int64(values[UPDATE_NEW]);
    code = sync_row_check(t, *ret_rowid);
    return code == SQLITE_OK ? log_add(t, values[UPDATE_NEW]) : code;
}

static int
begin(sqlite3_vtab *base)
{
    ((sync_table *)base)->in_transaction = true;
    return SQLITE_OK;
}

static int
sync(sqlite3_vtab *base)
{
    sync_table *t = (sync_table *)base;
    const int code = key_need(t);
    return code == SQLITE_OK ? sync_prepare(t) : code;
}

static int
commit(sqlite3_vtab *base)
{
    sync_table *t = (sync_table *)base;
    t->in_transaction = false;
    sync_commit(t);
    return SQLITE_OK;
}

static int
rollback(sqlite3_vtab *base)
{
    sync_table *t = (sync_table *)base;
    t->in_transaction = false;
    sync_abandon(t);
    return SQLITE_OK;
}

static int
rename_table(sqlite3_vtab *base, const char *name)
{
    sync_table *t = (sync_table *)base;
    return sync_fail(t, "%s cannot be renamed to %s; drop it and create it",
                     t->name, name);
}

static int
is_shadow(const char *suffix)
{
    return sqlite3_stricmp(suffix, "log") == 0;
}

/* ---- reading ------------------------------------------------------------ */

/* Inside a transaction that writes, the index is as it was before. */
static int
filter(sqlite3_vtab_cursor *cursor, int number, const char *plan, int count,
       sqlite3_value **values)
{
    sync_table *t = (sync_table *)cursor->pVtab;
    int code = key_need(t);
    if (code == SQLITE_OK && !t->in_transaction)
        code = sync_catch_up(t);
    return code == SQLITE_OK
               ? cursor_filter(cursor, number, plan, count, values)
               : code;
}

int
sync_table_register(sqlite3 *db, char **ret_error)
{
    static const sqlite3_module methods = {
        .iVersion = 3,
        .xCreate = create,
        .xConnect = connect,
        .xBestIndex = table_plan_make,
        .xDisconnect = table_free,
        .xDestroy = destroy,
        .xOpen = cursor_open,
        .xClose = cursor_close,
        .xFilter = filter,
        .xNext = cursor_next,
        .xEof = cursor_eof,
        .xColumn = cursor_column,
        .xRowid = cursor_rowid,
        .xUpdate = update,
        .xBegin = begin,
        .xSync = sync,
        .xCommit = commit,
        .xRollback = rollback,
        .xFindFunction = highlight_find,
        .xRename = rename_table,
        .xShadowName = is_shadow,
    };
    const int code = sqlite3_create_module(db, "yizhan_sync", &methods, NULL);
    if (code != SQLITE_OK)
        *ret_error = sqlite3_mprintf("%s", sqlite3_errmsg(db));
    return code;
}
