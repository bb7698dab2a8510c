/* SPDX-License-Identifier: MIT */
/*
 * yizhan_sqlite, a loadable extension of SQLite: what it registers with each
 * connection that loads it.
 */
#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT1

#include "bindings/sqlite/extension.h"
#include "bindings/sqlite/fts5_tokenizer.h"
#include "bindings/sqlite/index_table.h"
#include "bindings/sqlite/sync_table.h"

/* The name by which SQLite looks for the entry of a file yizhan_sqlite.so. */
YZ_API int
sqlite3_yizhansqlite_init(sqlite3 *db, char **ret_error,
                          const sqlite3_api_routines *api);

int
sqlite3_yizhansqlite_init(sqlite3 *db, char **ret_error,
                          const sqlite3_api_routines *api)
{
    SQLITE_EXTENSION_INIT2(api);
    if (sqlite3_libversion_number() < SQLITE_VERSION_LEAST) {
        *ret_error = sqlite3_mprintf(
            "yizhan_sqlite needs SQLite 3.38 or later; this is %s",
            sqlite3_libversion());
        return SQLITE_ERROR;
    }
    int code = fts5_tokenizer_register(db, ret_error);
    if (code == SQLITE_OK)
        code = index_table_register(db, ret_error);
    if (code == SQLITE_OK)
        code = sync_table_register(db, ret_error);
    /* ICU keeps what it has loaded until the process ends: loaded for each
     * connection again, it would be there several times. */
    return code == SQLITE_OK ? SQLITE_OK_LOAD_PERMANENTLY : code;
}
