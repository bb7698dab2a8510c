/* SPDX-License-Identifier: MIT */
/*
 * LMDB as we use it: MDB_NOTLS, so that a snapshot may move between threads;
 * never MDB_WRITEMAP, so that a stray write cannot reach the file; a large map
 * reserved at once, since growing it needs a moment without transactions.
 *
 * LMDB forbids a process two environments of one file, so a process-wide list
 * keeps one a directory. It is the library's only global.
 */
#include "core/store/store.h"
#include "core/base/arena.h"
#include "core/store/precheck.h"

#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
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

struct store {
    struct store *next; /**< in the list of open ones */
    uint32_t users;
    bool read_only;
    dev_t device;
    ino_t inode;
    MDB_env *env;
    MDB_dbi tables[STORE_TABLE_COUNT];
    char *lock_path;
    int lock_fd; /**< of the writer's lock; -1 when not held */
};

struct store_txn {
    store *store;
    MDB_txn *txn;
};

static pthread_mutex_t open_stores_mutex = PTHREAD_MUTEX_INITIALIZER;
static store *open_stores;

static yz_status
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

/* ---- the list of open stores ------------------------------------------- */

static store *
open_stores_find(const struct stat *info)
{
    for (store *s = open_stores; s; s = s->next)
        if (s->device == info->st_dev && s->inode == info->st_ino)
            return s;
    return NULL;
}

static void
open_stores_remove(const store *gone)
{
    store **link = &open_stores;
    while (*link && *link != gone)
        link = &(*link)->next;
    if (*link)
        *link = gone->next;
}

/* ---- opening ------------------------------------------------------------ */

static void
store_free(store *s)
{
    if (s->env)
        mdb_env_close(s->env);
    if (s->lock_fd >= 0)
        close(s->lock_fd);
    free(s->lock_path);
    free(s);
}

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
prepare_directory(const char *path, const store_options *options,
                  yz_error *err)
{
    arena a = { 0 };
    const yz_str data = arena_printf(&a, "%s/data.mdb", path);
    yz_status status = YZ_OK;
    struct stat info;
    if (!data.data)
        status = error_nomem(err);
    else if (stat(data.data, &info) == 0)
        status = precheck_data_file(data.data, err);
    else if (errno != ENOENT && errno != ENOTDIR)
        status = error_set_errno(err, errno, "cannot read the index %s", path);
    else if (!options->create)
        status = error_set(err, YZ_E_NOT_FOUND,
                           "there is no index at %s; make one with yz-index",
                           path);
    else if (mkdir(path, 0777) != 0 && errno != EEXIST)
        status = error_set_errno(err, errno, "cannot make the index %s", path);
    if (status == YZ_OK)
        status = refuse_network(path, err);
    arena_dispose(&a);
    return status;
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

/* Open with a lock file; without it where the folder may not be written. */
static yz_status
environment_make(store *s, const char *path, const store_options *options,
                 yz_error *err)
{
    const bool read_only = options->read_only;
    const unsigned flags = MDB_NOTLS | (read_only ? MDB_RDONLY : 0u);
    int code = environment_try(path, options, flags, &s->env);
    if (read_only && (code == EACCES || code == EROFS || code == EPERM))
        code = environment_try(path, options, flags | MDB_NOLOCK, &s->env);
    if (code != 0)
        return error_lmdb(err, code, "cannot open the index");
    int dead = 0;
    mdb_reader_check(s->env, &dead);
    return YZ_OK;
}

static yz_status
tables_open(store *s, bool create, yz_error *err)
{
    MDB_txn *txn;
    int code = mdb_txn_begin(s->env, NULL, create ? 0 : MDB_RDONLY, &txn);
    if (code != 0)
        return error_lmdb(err, code, "cannot open the index");
    for (int i = 0; code == 0 && i < STORE_TABLE_COUNT; i++)
        code = mdb_dbi_open(txn, table_names[i], create ? MDB_CREATE : 0,
                            &s->tables[i]);
    if (code == 0)
        code = mdb_txn_commit(txn);
    else
        mdb_txn_abort(txn);
    if (code == MDB_NOTFOUND)
        return error_corrupt(err, "data.mdb lacks a table of an index");
    return code ? error_lmdb(err, code, "cannot open the index") : YZ_OK;
}

static yz_status
store_make(const char *path, const store_options *options, store **ret_store,
           yz_error *err)
{
    TRY(prepare_directory(path, options, err));
    store *s = calloc(1, sizeof(*s));
    const size_t size = strlen(path) + sizeof("/writer.lock");
    char *lock_path = malloc(size);
    if (!s || !lock_path) {
        free(s);
        free(lock_path);
        return error_nomem(err);
    }
    snprintf(lock_path, size, "%s/writer.lock", path);
    *s = (store){ .users = 1,
                  .read_only = options->read_only,
                  .lock_path = lock_path,
                  .lock_fd = -1 };
    struct stat info;
    yz_status status = environment_make(s, path, options, err);
    if (status == YZ_OK)
        status = tables_open(s, options->create, err);
    if (status == YZ_OK && stat(path, &info) != 0)
        status = error_set_errno(err, errno, "cannot read the index %s", path);
    if (status != YZ_OK) {
        store_free(s);
        return status;
    }
    s->device = info.st_dev;
    s->inode = info.st_ino;
    s->next = open_stores;
    open_stores = s;
    *ret_store = s;
    return YZ_OK;
}

static yz_status
store_share(store *s, const store_options *options, store **ret_store,
            yz_error *err)
{
    if (s->read_only && !options->read_only)
        return error_set(err, YZ_E_BUSY,
                         "this process has the index open for reading only; "
                         "close it first");
    s->users++;
    *ret_store = s;
    return YZ_OK;
}

yz_status
store_open(const char *path, const store_options *options, store **ret_store,
           yz_error *err)
{
    struct stat info;
    pthread_mutex_lock(&open_stores_mutex);
    store *s = stat(path, &info) == 0 ? open_stores_find(&info) : NULL;
    const yz_status status = s ? store_share(s, options, ret_store, err)
                               : store_make(path, options, ret_store, err);
    pthread_mutex_unlock(&open_stores_mutex);
    return status;
}

void
store_close(store *s)
{
    if (!s)
        return;
    pthread_mutex_lock(&open_stores_mutex);
    if (--s->users == 0) {
        open_stores_remove(s);
        store_free(s);
    }
    pthread_mutex_unlock(&open_stores_mutex);
}

uint64_t
store_file_size(const store *s)
{
    int fd;
    struct stat info;
    if (mdb_env_get_fd(s->env, &fd) != 0 || fstat(fd, &info) != 0)
        return 0;
    return (uint64_t)info.st_size;
}

/* ---- the writer's lock ------------------------------------------------- */

static yz_status
error_busy(int fd, yz_error *err)
{
    char owner[32] = "";
    const ssize_t got = pread(fd, owner, sizeof(owner) - 1, 0);
    owner[got > 0 ? (size_t)got : 0] = '\0';
    owner[strcspn(owner, "\n")] = '\0';
    return error_set(err, YZ_E_BUSY,
                     "process %s is writing to the index; wait until it ends",
                     owner[0] ? owner : "(unknown)");
}

yz_status
store_lock_writer(store *s, yz_error *err)
{
    if (s->read_only)
        return error_set(err, YZ_E_READ_ONLY,
                         "the index was opened for reading only");
    const int fd = open(s->lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0)
        return error_set_errno(err, errno, "cannot open %s", s->lock_path);
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        const yz_status status = error_busy(fd, err);
        close(fd);
        return status;
    }
    char owner[32];
    const int size = snprintf(owner, sizeof(owner), "%ld\n", (long)getpid());
    if (ftruncate(fd, 0) != 0 || pwrite(fd, owner, (size_t)size, 0) != size) {
        const yz_status status =
            error_set_errno(err, errno, "cannot write %s", s->lock_path);
        close(fd);
        return status;
    }
    s->lock_fd = fd;
    return YZ_OK;
}

void
store_unlock_writer(store *s)
{
    if (s->lock_fd >= 0)
        close(s->lock_fd);
    s->lock_fd = -1;
}

/* ---- transactions ------------------------------------------------------- */

static yz_status
txn_begin(store *s, unsigned flags, store_txn **ret_txn, yz_error *err)
{
    store_txn *txn = malloc(sizeof(*txn));
    if (!txn)
        return error_nomem(err);
    txn->store = s;
    int code = mdb_txn_begin(s->env, NULL, flags, &txn->txn);
    if (code == MDB_MAP_RESIZED && mdb_env_set_mapsize(s->env, 0) == 0)
        code = mdb_txn_begin(s->env, NULL, flags, &txn->txn);
    if (code != 0) {
        free(txn);
        return error_lmdb(err, code, "cannot begin a transaction");
    }
    *ret_txn = txn;
    return YZ_OK;
}

yz_status
store_read_begin(store *s, store_txn **ret_txn, yz_error *err)
{
    return txn_begin(s, MDB_RDONLY, ret_txn, err);
}

yz_status
store_write_begin(store *s, store_txn **ret_txn, yz_error *err)
{
    int dead = 0;
    mdb_reader_check(s->env, &dead);
    return txn_begin(s, 0, ret_txn, err);
}

yz_status
store_commit(store_txn *txn, yz_error *err)
{
    const int code = mdb_txn_commit(txn->txn);
    free(txn);
    return code ? error_lmdb(err, code, "cannot write to the index") : YZ_OK;
}

void
store_end(store_txn *txn)
{
    if (!txn)
        return;
    mdb_txn_abort(txn->txn);
    free(txn);
}

/* ---- keys and values ----------------------------------------------------- */

static MDB_val
val_of(yz_str text)
{
    union {
        const void *given;
        void *wanted; /* LMDB's interface is not const; it does not write */
    } data = { text.data };
    return (MDB_val){ .mv_size = text.size, .mv_data = data.wanted };
}

static yz_str
str_of_val(const MDB_val *value)
{
    return (yz_str){ value->mv_data, value->mv_size };
}

yz_status
store_get(store_txn *txn, store_table table, yz_str key, bytes *ret_value,
          yz_error *err)
{
    MDB_val key_val = val_of(key);
    MDB_val value;
    const int code =
        mdb_get(txn->txn, txn->store->tables[table], &key_val, &value);
    if (code == MDB_NOTFOUND)
        return YZ_DONE;
    if (code != 0)
        return error_lmdb(err, code, "cannot read the index");
    *ret_value = bytes_of(value.mv_data, value.mv_size);
    return YZ_OK;
}

yz_status
store_put(store_txn *txn, store_table table, yz_str key, yz_str value,
          yz_error *err)
{
    MDB_val key_val = val_of(key);
    MDB_val value_val = val_of(value);
    const int code = mdb_put(txn->txn, txn->store->tables[table], &key_val,
                             &value_val, 0);
    return code ? error_lmdb(err, code, "cannot write to the index") : YZ_OK;
}

yz_status
store_delete(store_txn *txn, store_table table, yz_str key, yz_error *err)
{
    MDB_val key_val = val_of(key);
    const int code =
        mdb_del(txn->txn, txn->store->tables[table], &key_val, NULL);
    if (code == 0 || code == MDB_NOTFOUND)
        return YZ_OK;
    return error_lmdb(err, code, "cannot write to the index");
}

yz_status
store_scan(store_txn *txn, store_table table, yz_str first,
           store_visit_fn visit, void *context, yz_error *err)
{
    MDB_cursor *cursor;
    int code = mdb_cursor_open(txn->txn, txn->store->tables[table], &cursor);
    if (code != 0)
        return error_lmdb(err, code, "cannot read the index");
    MDB_val key = val_of(first);
    MDB_val value;
    yz_status status = YZ_OK;
    code = mdb_cursor_get(cursor, &key, &value,
                          first.size ? MDB_SET_RANGE : MDB_FIRST);
    while (code == 0 && status == YZ_OK) {
        status = visit(context, str_of_val(&key),
                       bytes_of(value.mv_data, value.mv_size));
        if (status == YZ_OK)
            code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT);
    }
    mdb_cursor_close(cursor);
    if (code != 0 && code != MDB_NOTFOUND)
        return error_lmdb(err, code, "cannot read the index");
    return status;
}

yz_status
store_count(store_txn *txn, store_table table, uint64_t *ret_count,
            yz_error *err)
{
    MDB_stat stats;
    const int code = mdb_stat(txn->txn, txn->store->tables[table], &stats);
    if (code != 0)
        return error_lmdb(err, code, "cannot read the index");
    *ret_count = stats.ms_entries;
    return YZ_OK;
}

store_key
store_key_of(uint64_t number)
{
    store_key key;
    for (int i = 0; i < 8; i++)
        key.bytes[i] = (char)(number >> (56 - 8 * i));
    return key;
}

uint64_t
store_key_number(yz_str key)
{
    uint64_t number = 0;
    for (size_t i = 0; i < key.size && i < 8; i++)
        number = number << 8 | (unsigned char)key.data[i];
    return number;
}

const char *
store_library_version(void)
{
    int major;
    int minor;
    int patch;
    return mdb_version(&major, &minor, &patch);
}
