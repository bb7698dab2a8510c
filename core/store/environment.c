/* SPDX-License-Identifier: MIT */
/*
 * LMDB as we use it: MDB_NOTLS, so that a snapshot may move between threads;
 * never MDB_WRITEMAP, so that a stray write cannot reach the file; a large map
 * reserved at once, since growing it needs a moment without transactions.
 */
#include "core/store/environment.h"
#include "core/base/arena.h"
#include "core/store/data_file.h"
#include "core/store/exchange.h"
#include "core/store/lmdb_open.h"
#include "core/store/reader_hold.h"
#include "core/store/reader_slot.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const table_names[STORE_TABLE_COUNT] = {
    [STORE_META] = "meta",
    [STORE_BLOB] = "blob",
    [STORE_TOMBSTONES] = "del",
    [STORE_SOURCES] = "sources",
};

const char *
store_table_name(store_table table)
{
    return table_names[table];
}

yz_status
error_lmdb(yz_error *err, int code, const char *what)
{
    switch (code) {
    case ENOMEM:
        return error_nomem(err);
    case MDB_MAP_FULL:
        return error_set(err, YZ_E_FULL,
                         "%s: the index has reached its maximum size", what);
    case MDB_READERS_FULL:
        return error_set(err, YZ_E_BUSY,
                         "%s: too many snapshots are open; close some", what);
    case MDB_INVALID:
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_VERSION_MISMATCH:
        return error_corrupt(err, mdb_strerror(code));
    default:
        break;
    }
    if (code > 0)
        return error_set_errno(err, code, "%s", what);
    return error_set(err, YZ_E_IO, "%s: %s", what, mdb_strerror(code));
}

/* ---- before LMDB -------------------------------------------------------- */

static yz_status
data_file_empty(int folder, yz_error *err)
{
    const int fd = openat(folder, DATA_FILE, O_WRONLY | O_TRUNC | O_CLOEXEC);
    if (fd < 0)
        return error_set_errno(err, errno, "cannot write the index's %s",
                               DATA_FILE);
    close(fd);
    return YZ_OK;
}

/* Whether the data file may be mapped, or may be made. The folder is held. */
static yz_status
data_prepare(int folder, const char *path, const store_options *options,
             yz_error *err)
{
    bool is_unborn;
    struct stat info;
    TRY(index_file_check(folder, DATA_FILE, options->read_only, err));
    if (fstatat(folder, DATA_FILE, &info, 0) != 0) {
        if (errno != ENOENT)
            return error_set_errno(err, errno, "cannot read the index %s",
                                   path);
        return options->create ? folder_check_new(folder, path, err)
                               : error_no_index(path, err);
    }
    TRY(data_file_is_unborn(folder, DATA_FILE, &is_unborn, err));
    if (!is_unborn)
        return data_file_check(folder, DATA_FILE, err);
    return options->create ? data_file_empty(folder, err)
                           : error_no_index(path, err);
}

/* ---- open and close ----------------------------------------------------- */

/* Map all of a file larger than the reserve; nobody else has the environment
 * yet, whose transactions would lose what they stand on. */
static yz_status
map_fit(environment *e, yz_error *err)
{
    reader_hold hold;
    MDB_txn *txn;
    int code = reading_begin(e, &hold, &txn);
    if (code == 0)
        reading_end(e, &hold, txn);
    else if (code == MDB_MAP_RESIZED)
        code = mdb_env_set_mapsize(e->env, 0);
    return code ? error_lmdb(err, code, "cannot open the index") : YZ_OK;
}

/* LMDB's code. */
static int
tables_find(environment *e, MDB_txn *txn, unsigned flags)
{
    int code = 0;
    for (int i = 0; code == 0 && i < STORE_TABLE_COUNT; i++)
        code = mdb_dbi_open(txn, table_names[i], flags, &e->tables[i]);
    return code;
}

/* The numbers of tables outlive the transaction that found them only if it is
 * committed, one that reads, too. */
static int
tables_try_reading(environment *e)
{
    reader_hold hold;
    MDB_txn *txn;
    int code = reading_begin(e, &hold, &txn);
    if (code != 0)
        return code;
    code = tables_find(e, txn, 0);
    if (code != 0) {
        reading_end(e, &hold, txn);
        return code;
    }
    return reading_commit(e, &hold, txn);
}

static int
tables_try_making(environment *e)
{
    MDB_txn *txn;
    int code = mdb_txn_begin(e->env, NULL, 0, &txn);
    if (code != 0)
        return code;
    code = tables_find(e, txn, MDB_CREATE);
    if (code == 0)
        return mdb_txn_commit(txn);
    mdb_txn_abort(txn);
    return code;
}

/*
 * The names of the files, and the name of the folder, are on the disk before
 * anything is committed to them. Who was stopped in between is followed by one
 * who finds no tables, and does it again.
 */
static yz_status
creation_sync(const environment *e, int folder, const char *path, yz_error *err)
{
    int data;
    arena a = { .from = e->memory };
    if (mdb_env_get_fd(e->env, &data) != 0 || fsync(data) != 0)
        return error_set_errno(err, errno, "cannot write the index %s", path);
    yz_status status = folder_sync(folder, err);
    if (status == YZ_OK)
        status = folder_sync_above(&a, path, err);
    arena_dispose(&a);
    return status;
}

/* Only who makes an index writes: a second writer would wait for the first. */
static yz_status
tables_open(environment *e, int folder, const char *path, bool create,
            yz_error *err)
{
    MDB_stat stat;
    int code = tables_try_reading(e);
    if (code == MDB_NOTFOUND && create) {
        TRY(creation_sync(e, folder, path, err));
        code = tables_try_making(e);
    }
    if (code != MDB_NOTFOUND)
        return code ? error_lmdb(err, code, "cannot open the index") : YZ_OK;
    if (mdb_env_stat(e->env, &stat) == 0 && !stat.ms_entries)
        return error_no_index(path, err); /* it was never made whole */
    return error_corrupt(err, "data.mdb lacks a table that every index has");
}

/* LMDB opened by name; the name may have come to mean another folder. */
static yz_status
inodes_read(environment *e, bool *ret_is_of_folder, yz_error *err)
{
    int fd;
    struct stat opened;
    struct stat here;
    struct stat lock;
    if (mdb_env_get_fd(e->env, &fd) != 0 ||
        fstat(e->copied_from >= 0 ? e->copied_from : fd, &opened) != 0)
        return error_set_errno(err, errno, "cannot read the index");
    *ret_is_of_folder = fstatat(e->folder, DATA_FILE, &here, 0) == 0 &&
                        here.st_ino == opened.st_ino &&
                        here.st_dev == opened.st_dev;
    e->data_inode = opened.st_ino;
    e->lock_inode =
        e->is_registered && fstatat(e->folder, LOCK_FILE, &lock, 0) == 0
            ? lock.st_ino
            : 0;
    return YZ_OK;
}

static yz_status
environment_open_by_name(environment *e, const char *path,
                         const store_options *options, bool *ret_is_of_folder,
                         yz_error *err)
{
    arena a = { .from = e->memory };
    yz_str now;
    yz_status status = folder_path_now(e->folder, &a, path, &now, err);
    if (status == YZ_OK)
        status = lmdb_open(e, now.data, options, err);
    if (status == YZ_OK)
        status = inodes_read(e, ret_is_of_folder, err);
    if (status == YZ_OK && !*ret_is_of_folder) {
        mdb_env_close(e->env);
        e->env = NULL;
    }
    arena_dispose(&a);
    return status;
}

/* The folder is held. */
static yz_status
environment_open_here(environment *e, const char *path,
                      const store_options *options, yz_error *err)
{
    enum { TRIES = 8 };
    bool is_of_folder = false;
    for (int i = 0; i < TRIES && !is_of_folder; i++) {
        TRY(data_prepare(e->folder, path, options, err));
        /* readers write it */
        TRY(index_file_check(e->folder, LOCK_FILE, false, err));
        TRY(environment_open_by_name(e, path, options, &is_of_folder, err));
    }
    if (is_of_folder)
        return YZ_OK;
    return error_set(err, YZ_E_IO,
                     "the folder of the index %s keeps being renamed", path);
}

/* A file that replaces another comes with another lock file. */
static yz_status
environment_join(environment *e, const char *path, const store_options *options,
                 yz_error *err)
{
    const bool needs_hold =
        !options->read_only || folder_lets_register(e->folder);
    yz_status status = directory_hold(e->folder, err);
    if (status != YZ_OK && needs_hold)
        return status; /* the others need no lock file */
    status = environment_open_here(e, path, options, err);
    directory_release(e->folder);
    return status;
}

/* Pages are checked before anything follows them, and a writer's before that
 * makes the tables. */
static yz_status
environment_fill(environment *e, int folder, const char *path,
                 const store_options *options, yz_error *err)
{
    TRY(folder_open_again(folder, &e->folder, err));
    TRY(environment_join(e, path, options, err));
    TRY(map_fit(e, err));
    TRY(environment_check(
        e, options->create ? PAGES_OF_WRITERS : PAGES_OF_READERS, err));
    TRY(tables_open(e, folder, path, options->create, err));
    e->writer_ready = options->create;
    return YZ_OK;
}

yz_status
environment_open(int folder, const char *path, const store_options *options,
                 environment **ret_environment, yz_error *err)
{
    environment *e = memory_zeroed(options->memory, 1, sizeof(*e));
    if (!e)
        return error_nomem(err);
    e->memory = options->memory;
    e->users = 1;
    e->folder = -1;
    e->copied_from = -1;
    e->readers.fd = -1;
    pthread_mutex_init(&e->holds_mutex, NULL);
    const yz_status status = environment_fill(e, folder, path, options, err);
    if (status != YZ_OK) {
        environment_close(e);
        return status;
    }
    *ret_environment = e;
    return YZ_OK;
}

bool
environment_is_outdated(const environment *e)
{
    uint64_t last;
    return e->copied_from >= 0 && data_file_last_txn(e->copied_from, &last) &&
           last != e->copied_txn;
}

void
environment_close(environment *e)
{
    if (!e)
        return;
    /* Newer releases of LMDB unmake the lock file's mutexes when the last user
     * closes: nobody may be waiting inside LMDB for that file then. */
    const bool held =
        e->folder >= 0 && directory_hold(e->folder, NULL) == YZ_OK;
    if (e->env)
        mdb_env_close(e->env);
    reader_table_close(&e->readers);
    if (held)
        directory_release(e->folder);
    if (e->copied_from >= 0)
        close(e->copied_from);
    if (e->folder >= 0)
        close(e->folder);
    pthread_mutex_destroy(&e->holds_mutex);
    memory_release(e->memory, e);
}
