/* SPDX-License-Identifier: MIT */
#include "bindings/sqlite/sync_setup.h"
#include "bindings/sqlite/argument.h"

#include <stdarg.h>
#include <string.h>

/* argv of a module: its name, the database, the table, then the arguments. */
enum { ARGUMENT_SCHEMA = 1, ARGUMENT_TABLE = 2, ARGUMENT_FIRST = 3 };

static const char *const column_names[SYNC_COLUMN_COUNT] = {
    [SYNC_TEXT] = "text", [SYNC_TITLE] = "title", [SYNC_SECTION] = "section",
    [SYNC_DATE] = "date", [SYNC_KIND] = "kind",
};

/* ---- arguments ---------------------------------------------------------- */

/* Where the value of an argument belongs; NULL: nowhere. */
static char **
place_of(sync_table *t, const argument *a)
{
    if (!a->name)
        return &t->shown.path;
    if (argument_is(a, "content"))
        return &t->content;
    if (argument_is(a, "fields"))
        return &t->fields;
    for (int i = 0; i < SYNC_COLUMN_COUNT; i++)
        if (argument_is(a, column_names[i]))
            return &t->columns[i];
    return NULL;
}

static int
argument_take(sync_table *t, const char *text, char **ret_error)
{
    argument a;
    const int code = argument_read(text, &a);
    if (code != SQLITE_OK)
        return code;
    char **place = place_of(t, &a);
    if (place && !*place && *a.value) {
        *place = a.value;
        a.value = NULL;
    } else if (place && *a.value) {
        *ret_error = sqlite3_mprintf("%s is given twice",
                                     a.name ? a.name : "the folder");
    } else if (place) {
        *ret_error =
            sqlite3_mprintf("%s is empty", a.name ? a.name : "the folder");
    } else {
        *ret_error = sqlite3_mprintf(
            "there is no option %s; yizhan_sync takes content, text, title, "
            "section, date, kind and fields",
            a.name);
    }
    argument_dispose(&a);
    return *ret_error ? SQLITE_ERROR : SQLITE_OK;
}

int
sync_arguments_read(sync_table *t, int count, const char *const *texts,
                    char **ret_error)
{
    int code = SQLITE_OK;
    for (int i = ARGUMENT_FIRST; code == SQLITE_OK && i < count; i++)
        code = argument_take(t, texts[i], ret_error);
    if (code != SQLITE_OK)
        return code;
    if (!t->shown.path || !t->content || !t->columns[SYNC_TEXT]) {
        *ret_error = sqlite3_mprintf(
            "yizhan_sync needs the folder of an index, a table and its column "
            "of text: USING yizhan_sync('news.index', content=article, "
            "text=body)");
        return SQLITE_ERROR;
    }
    t->schema = sqlite3_mprintf("%s", texts[ARGUMENT_SCHEMA]);
    t->name = sqlite3_mprintf("%s", texts[ARGUMENT_TABLE]);
    return t->schema && t->name ? SQLITE_OK : SQLITE_NOMEM;
}

/* ---- the content -------------------------------------------------------- */

/* The key: its only column of a primary key, of type INTEGER, so that it is
 * the rowid, which VACUUM leaves as it is. */
static int
key_find(sync_table *t)
{
    sqlite3_stmt *keys;
    char *sql = sqlite3_mprintf(
        "SELECT max(c.name) FROM pragma_table_info(%Q, %Q) AS c, "
        "pragma_table_list(%Q) AS l WHERE c.pk AND l.schema = %Q AND NOT l.wr "
        "HAVING count(*) = 1 AND upper(max(c.type)) = 'INTEGER'",
        t->content, t->schema, t->content, t->schema);
    if (!sql)
        return SQLITE_NOMEM;
    int code = sqlite3_prepare_v2(t->db, sql, -1, &keys, NULL);
    sqlite3_free(sql);
    if (code == SQLITE_OK && sqlite3_step(keys) == SQLITE_ROW)
        t->key = sqlite3_mprintf("%s", sqlite3_column_text(keys, 0));
    if (code == SQLITE_OK)
        code = sqlite3_finalize(keys);
    if (code != SQLITE_OK)
        return sync_fail_sqlite(t, code);
    return t->key ? SQLITE_OK
                  : sync_fail(t,
                              "there is no table %s with an INTEGER PRIMARY "
                              "KEY, by which its rows are known",
                              t->content);
}

int
sync_content_check(sync_table *t)
{
    return key_find(t);
}

/* ---- the log and the triggers ------------------------------------------- */

/* Run statements; a failure is an error of the table. */
static int
execute(sync_table *t, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    char *sql = sqlite3_vmprintf(format, values);
    va_end(values);
    if (!sql)
        return SQLITE_NOMEM;
    const int code = sqlite3_exec(t->db, sql, NULL, NULL, NULL);
    sqlite3_free(sql);
    return code == SQLITE_OK ? code : sync_fail_sqlite(t, code);
}

static int
log_make(sync_table *t)
{
    return execute(t,
                   "CREATE TABLE \"%w\".\"%w_log\"("
                   "seq INTEGER PRIMARY KEY AUTOINCREMENT, id INTEGER, "
                   "mark INTEGER NOT NULL DEFAULT (random()))",
                   t->schema, t->name);
}

/* Each names the row that changed, by its key before and after. */
static int
triggers_make(sync_table *t)
{
    int code = execute(t,
                       "CREATE TRIGGER \"%w\".\"%w_insert\" AFTER INSERT ON "
                       "\"%w\" BEGIN INSERT INTO \"%w\"(rowid) "
                       "VALUES(new.\"%w\"); END",
                       t->schema, t->name, t->content, t->name, t->key);
    if (code == SQLITE_OK)
        code = execute(t,
                       "CREATE TRIGGER \"%w\".\"%w_delete\" AFTER DELETE ON "
                       "\"%w\" BEGIN INSERT INTO \"%w\"(rowid) "
                       "VALUES(old.\"%w\"); END",
                       t->schema, t->name, t->content, t->name, t->key);
    if (code == SQLITE_OK)
        code = execute(t,
                       "CREATE TRIGGER \"%w\".\"%w_update\" AFTER UPDATE ON "
                       "\"%w\" BEGIN INSERT INTO \"%w\"(rowid) SELECT "
                       "old.\"%w\" UNION SELECT new.\"%w\"; END",
                       t->schema, t->name, t->content, t->name, t->key, t->key);
    return code;
}

int
sync_setup(sync_table *t)
{
    const int code = log_make(t);
    return code == SQLITE_OK ? triggers_make(t) : code;
}

int
sync_drop(sync_table *t)
{
    return execute(t,
                   "DROP TRIGGER IF EXISTS \"%w\".\"%w_insert\";"
                   "DROP TRIGGER IF EXISTS \"%w\".\"%w_delete\";"
                   "DROP TRIGGER IF EXISTS \"%w\".\"%w_update\";"
                   "DROP TABLE IF EXISTS \"%w\".\"%w_log\"",
                   t->schema, t->name, t->schema, t->name, t->schema, t->name,
                   t->schema, t->name);
}
