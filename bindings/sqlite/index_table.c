/* SPDX-License-Identifier: MIT */
#include "bindings/sqlite/index_table.h"
#include "bindings/sqlite/argument.h"
#include "bindings/sqlite/highlight.h"
#include "bindings/sqlite/plan.h"

#include <string.h>

/* argv of a module: its name, the database, the table, then the arguments. */
enum { ARGUMENT_TABLE = 2, ARGUMENT_FIRST = 3 };

static int
table_free(sqlite3_vtab *base)
{
    shown_table *table = (shown_table *)base;
    yz_index_close(table->index);
    sqlite3_free(table->path);
    sqlite3_free(table);
    return SQLITE_OK;
}

/* The path of the index, the one argument there is. */
static int
read_path(int count, const char *const *texts, char **ret_path,
          char **ret_error)
{
    argument a = { 0 };
    if (count == ARGUMENT_FIRST + 1) {
        const int code = argument_read(texts[ARGUMENT_FIRST], &a);
        if (code != SQLITE_OK)
            return code;
    }
    if (a.name || !a.value || !*a.value) {
        argument_dispose(&a);
        *ret_error = sqlite3_mprintf(
            "yizhan takes one argument, the folder of an index: "
            "USING yizhan('news.index')");
        return SQLITE_ERROR;
    }
    *ret_path = a.value;
    return SQLITE_OK;
}

/* An index that is not there is no error yet: its table can be dropped. */
static int
connect(sqlite3 *db, void *context, int count, const char *const *texts,
        sqlite3_vtab **ret_table, char **ret_error)
{
    (void)context;
    char *path = NULL;
    int code = read_path(count, texts, &path, ret_error);
    if (code == SQLITE_OK)
        code = columns_declare(db, texts[ARGUMENT_TABLE], false);
    shown_table *table =
        code == SQLITE_OK ? sqlite3_malloc(sizeof(*table)) : NULL;
    if (!table) {
        sqlite3_free(path);
        return code == SQLITE_OK ? SQLITE_NOMEM : code;
    }
    *table = (shown_table){ .path = path };
    *ret_table = &table->base;
    return SQLITE_OK;
}

/* Of a new table the index is there. */
static int
create(sqlite3 *db, void *context, int count, const char *const *texts,
       sqlite3_vtab **ret_table, char **ret_error)
{
    int code = connect(db, context, count, texts, ret_table, ret_error);
    if (code != SQLITE_OK)
        return code;
    code = shown_table_open((shown_table *)*ret_table);
    if (code != SQLITE_OK) {
        *ret_error = (*ret_table)->zErrMsg;
        table_free(*ret_table);
    }
    return code;
}

int
index_table_register(sqlite3 *db, char **ret_error)
{
    static const sqlite3_module methods = {
        .iVersion = 1,
        .xCreate = create,
        .xConnect = connect,
        .xBestIndex = table_plan_make,
        .xDisconnect = table_free,
        .xDestroy = table_free,
        .xOpen = cursor_open,
        .xClose = cursor_close,
        .xFilter = cursor_filter,
        .xNext = cursor_next,
        .xEof = cursor_eof,
        .xColumn = cursor_column,
        .xRowid = cursor_rowid,
        .xFindFunction = highlight_find,
    };
    int code = highlight_register(db);
    if (code == SQLITE_OK)
        code = sqlite3_create_module(db, "yizhan", &methods, NULL);
    if (code != SQLITE_OK)
        *ret_error = sqlite3_mprintf("%s", sqlite3_errmsg(db));
    return code;
}
