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

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#  include <sys/vfs.h>
#endif

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
                         "%s: the index has reached its largest size", what);
    case MDB_READERS_FULL:
        return error_set(err, YZ_E_BUSY,
                         "%s: too many readers at once; end some", what);
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

/* LMDB's locks and its memory map do not hold between machines. */
static yz_status
refuse_network(const char *path, yz_error *err)
{
#ifdef __linux__
    /* NFS, SMB, CIFS, SMB2 of statfs(2) */
    static const uint32_t types[] = { 0x6969, 0x517b, 0xff534d42, 0xfe534d42 };
    struct statfs info;
    if (statfs(path, &info) != 0)
        return YZ_OK;
    for (size_t i = 0; i < ARRAY_LENGTH(types); i++)
        if ((uint32_t)info.f_type == types[i])
            return error_set(err, YZ_E_IO,
                             "the index lies on a network file system, where "
                             "its locks do not hold; put it on a local disk");
#else
    (void)path;
    (void)err;
#endif
    return YZ_OK;
}

static yz_status
error_no_index(const char *path, yz_error *err)
{
    struct stat info;
    const bool is_file = stat(path, &info) == 0 && !S_ISDIR(info.st_mode);
    return error_set(err, YZ_E_NOT_FOUND, "there is no index at %s%s", path,
                     is_file ? ", which is a file; an index is a folder" : "");
}

static yz_status
directory_make(const char *path, yz_error *err)
{
    struct stat info;
    if (mkdir(path, 0777) == 0)
        return YZ_OK;
    if (errno == EEXIST && stat(path, &info) == 0 && S_ISDIR(info.st_mode))
        return YZ_OK;
    if (errno == EEXIST)
        return error_set_errno(err, ENOTDIR,
                               "cannot make the index %s, as there is a file "
                               "of that name",
                               path);
    if (errno == ENOENT)
        return error_set_errno(err, errno,
                               "cannot make the index %s, as the folder that "
                               "it is to lie in is not there",
                               path);
    return error_set_errno(err, errno, "cannot make the index %s", path);
}

/* A process that was killed when it had just made the file leaves it empty, and
 * no writer has been there. */
static bool
is_unborn(const struct stat *data, const char *writer_lock)
{
    return data->st_size == 0 && access(writer_lock, F_OK) != 0;
}

/* Whether the data file may be mapped, or may be made. */
static yz_status
data_prepare(const char *path, const char *data, const char *writer_lock,
             const store_options *options, yz_error *err)
{
    struct stat info;
    TRY(index_file_check(data, options->read_only, err));
    const bool is_there = stat(data, &info) == 0;
    if (is_there && !is_unborn(&info, writer_lock))
        return data_file_check(data, err);
    if (!is_there && errno != ENOENT && errno != ENOTDIR)
        return error_set_errno(err, errno, "cannot read the index %s", path);
    if (!options->create)
        return error_no_index(path, err);
    return directory_make(path, err);
}

static yz_status
directory_prepare(const char *path, const store_options *options, yz_error *err)
{
    arena a = { .from = options->memory };
    const yz_str data = arena_printf(&a, "%s/data.mdb", path);
    const yz_str lock = arena_printf(&a, "%s/lock.mdb", path);
    const yz_str writer_lock = arena_printf(&a, "%s/writer.lock", path);
    yz_status status =
        data.data && lock.data && writer_lock.data
            ? data_prepare(path, data.data, writer_lock.data, options, err)
            : error_nomem(err);
    if (status == YZ_OK)
        status = index_file_check(lock.data, false, err); /* readers write it */
    if (status == YZ_OK)
        status = refuse_network(path, err);
    arena_dispose(&a);
    return status;
}

/* ---- open and close ----------------------------------------------------- */

/* Map all of a file larger than the reserve; nobody else has the environment
 * yet, whose transactions would lose what they stand on. */
static yz_status
map_fit(environment *e, yz_error *err)
{
    MDB_txn *txn;
    int code = mdb_txn_begin(e->env, NULL, MDB_RDONLY, &txn);
    if (code == 0)
        mdb_txn_abort(txn);
    else if (code == MDB_MAP_RESIZED)
        code = mdb_env_set_mapsize(e->env, 0);
    return code ? error_lmdb(err, code, "cannot open the index") : YZ_OK;
}

/* An environment whose opening failed cannot be opened a second time. */
static int
environment_try(const char *path, const store_options *options, unsigned flags,
                MDB_env **ret_env)
{
    MDB_env *env;
    int code = mdb_env_create(&env);
    if (code != 0)
        return code;
    code = mdb_env_set_maxdbs(env, STORE_TABLE_COUNT);
    if (code == 0)
        code = mdb_env_set_mapsize(env, options->map_size);
    if (code == 0)
        code = mdb_env_set_maxreaders(env, options->readers_max);
    if (code == 0)
        code = mdb_env_open(env, path, flags, 0666);
    if (code == 0)
        *ret_env = env;
    else
        mdb_env_close(env);
    return code;
}

/*
 * The map is a reserve, and grows when it must: where the process may not have
 * so many addresses (a limit, a tool that runs it), a smaller one does.
 */
static int
environment_try_sizes(const char *path, const store_options *options,
                      unsigned flags, MDB_env **ret_env)
{
    enum { SIZE_LEAST = 64 << 20 };
    store_options smaller = *options;
    int code = environment_try(path, &smaller, flags, ret_env);
    while ((code == ENOMEM || code == EINVAL) &&
           smaller.map_size / 2 >= SIZE_LEAST) {
        smaller.map_size /= 2;
        code = environment_try(path, &smaller, flags, ret_env);
    }
    return code;
}

/* Open with a lock file; without it where the folder may not be written. */
static yz_status
environment_make(environment *e, const char *path, const store_options *options,
                 yz_error *err)
{
    const bool read_only = options->read_only;
    const unsigned flags = MDB_NOTLS | (read_only ? MDB_RDONLY : 0u);
    int code = environment_try_sizes(path, options, flags, &e->env);
    if (read_only && (code == EACCES || code == EROFS || code == EPERM))
        code =
            environment_try_sizes(path, options, flags | MDB_NOLOCK, &e->env);
    if (code != 0)
        return error_lmdb(err, code, "cannot open the index");
    int dead = 0;
    mdb_reader_check(e->env, &dead);
    return YZ_OK;
}

/* LMDB's code. */
static int
tables_try(environment *e, bool create)
{
    MDB_txn *txn;
    int code = mdb_txn_begin(e->env, NULL, create ? 0 : MDB_RDONLY, &txn);
    if (code != 0)
        return code;
    for (int i = 0; code == 0 && i < STORE_TABLE_COUNT; i++)
        code = mdb_dbi_open(txn, table_names[i], create ? MDB_CREATE : 0,
                            &e->tables[i]);
    if (code == 0)
        return mdb_txn_commit(txn);
    mdb_txn_abort(txn);
    return code;
}

/* Only who makes an index writes: a second writer would wait for the first. */
static yz_status
tables_open(environment *e, const char *path, bool create, yz_error *err)
{
    MDB_stat stat;
    int code = tables_try(e, false);
    if (code == MDB_NOTFOUND && create)
        code = tables_try(e, true);
    if (code != MDB_NOTFOUND)
        return code ? error_lmdb(err, code, "cannot open the index") : YZ_OK;
    if (mdb_env_stat(e->env, &stat) == 0 && !stat.ms_entries)
        return error_no_index(path, err); /* it was never made whole */
    return error_corrupt(err, "data.mdb lacks a table of an index");
}

static yz_status
inodes_read(environment *e, const char *path, yz_error *err)
{
    int fd;
    struct stat info;
    arena a = { .from = e->memory };
    const yz_str lock = arena_printf(&a, "%s/lock.mdb", path);
    yz_status status = lock.data ? YZ_OK : error_nomem(err);
    if (status == YZ_OK &&
        (mdb_env_get_fd(e->env, &fd) != 0 || fstat(fd, &info) != 0))
        status = error_set_errno(err, errno, "cannot read the index %s", path);
    if (status == YZ_OK) {
        e->data_inode = info.st_ino;
        e->lock_inode = stat(lock.data, &info) == 0 ? info.st_ino : 0;
    }
    arena_dispose(&a);
    return status;
}

/* Files that another takes the place of come with another lock file. */
static yz_status
environment_join(environment *e, const char *path, const store_options *options,
                 yz_error *err)
{
    TRY(directory_open(path, &e->folder, err));
    TRY(directory_hold(e->folder, err));
    yz_status status = directory_prepare(path, options, err);
    if (status == YZ_OK)
        status = environment_make(e, path, options, err);
    if (status == YZ_OK)
        status = inodes_read(e, path, err);
    directory_release(e->folder);
    return status;
}

/* Pages are checked before anything follows them, and a writer's before that
 * makes the tables. */
static yz_status
environment_fill(environment *e, const char *path, const store_options *options,
                 yz_error *err)
{
    TRY(directory_prepare(path, options, err));
    TRY(environment_join(e, path, options, err));
    TRY(map_fit(e, err));
    TRY(environment_check(
        e, options->create ? PAGES_OF_WRITERS : PAGES_OF_READERS, err));
    TRY(tables_open(e, path, options->create, err));
    e->writer_ready = options->create;
    return YZ_OK;
}

yz_status
environment_open(const char *path, const store_options *options,
                 environment **ret_environment, yz_error *err)
{
    environment *e = memory_zeroed(options->memory, 1, sizeof(*e));
    if (!e)
        return error_nomem(err);
    e->memory = options->memory;
    e->users = 1;
    e->folder = -1;
    const yz_status status = environment_fill(e, path, options, err);
    if (status != YZ_OK) {
        environment_close(e);
        return status;
    }
    *ret_environment = e;
    return YZ_OK;
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
    if (held)
        directory_release(e->folder);
    if (e->folder >= 0)
        close(e->folder);
    memory_release(e->memory, e);
}
