/* SPDX-License-Identifier: MIT */
/*
 * LMDB forbids a process two environments of one file, so a process-wide list
 * keeps one for each folder: the folder itself, not its name. It is the
 * library's only global.
 */
#include "core/store/open_store.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t open_stores_mutex = PTHREAD_MUTEX_INITIALIZER;
static store *open_stores;

/* ---- after fork() ------------------------------------------------------- */

bool
store_is_of_parent(const store *s)
{
    return s->process != getpid();
}

yz_status
store_check_process(const store *s, yz_error *err)
{
    if (!store_is_of_parent(s))
        return YZ_OK;
    return error_set(err, YZ_E_INVALID,
                     "the index is not open in this process: it was closed, or "
                     "it was opened before fork(); open it again");
}

/* ---- the list of open stores ------------------------------------------- */

static store *
open_stores_find(int folder)
{
    struct stat info;
    if (fstat(folder, &info) != 0)
        return NULL;
    for (store *s = open_stores; s; s = s->next)
        if (s->device == info.st_dev && s->inode == info.st_ino &&
            !store_is_of_parent(s))
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

bool
store_has_writer(int folder)
{
    bool has = false;
    pthread_mutex_lock(&open_stores_mutex);
    store *s = open_stores_find(folder);
    if (s) {
        pthread_mutex_lock(&s->mutex);
        has = s->lock_fd >= 0;
        pthread_mutex_unlock(&s->mutex);
    }
    pthread_mutex_unlock(&open_stores_mutex);
    return has;
}

/* ---- opening ------------------------------------------------------------ */

static void
store_free(store *s)
{
    environment_close(s->current);
    if (s->lock_fd >= 0)
        close(s->lock_fd);
    if (s->folder >= 0)
        close(s->folder);
    pthread_cond_destroy(&s->idle);
    pthread_mutex_destroy(&s->mutex);
    const yz_allocator copy = s->allocator;
    const yz_allocator *memory = s->options.memory ? &copy : NULL;
    memory_release(memory, s->path);
    memory_release(memory, s);
}

/* The options are those of whom the store was opened for first. */
static yz_status
store_new(const char *path, const store_options *options, store **ret_store,
          yz_error *err)
{
    const yz_allocator *memory = options->memory;
    arena a = { .from = memory };
    yz_str absolute;
    yz_status status = folder_path_absolute(&a, path, &absolute, err);
    store *s = memory_allocate(memory, sizeof(*s));
    char *copy =
        status == YZ_OK ? memory_allocate(memory, absolute.size + 1) : NULL;
    if (s && copy) {
        memcpy(copy, absolute.data, absolute.size + 1);
        *s = (store){ .users = 1,
                      .process = getpid(),
                      .options = *options,
                      .path = copy,
                      .folder = -1,
                      .lock_fd = -1,
                      .mutex = PTHREAD_MUTEX_INITIALIZER,
                      .idle = PTHREAD_COND_INITIALIZER };
        s->options.memory = memory_keep(&s->allocator, memory);
        *ret_store = s;
    } else {
        memory_release(memory, s);
        memory_release(memory, copy);
        status = error_nomem(err);
    }
    arena_dispose(&a);
    return status;
}

static yz_status
store_fill(store *s, const char *path, yz_error *err)
{
    struct stat info;
    TRY(environment_open(s->folder, path, &s->options, &s->current, err));
    s->options.create = false;
    if (fstat(s->folder, &info) != 0)
        return error_set_errno(err, errno, "cannot read the index %s", path);
    s->device = info.st_dev;
    s->inode = info.st_ino;
    return YZ_OK;
}

/* Takes the folder. */
static yz_status
store_make(int folder, const char *path, const store_options *options,
           store **ret_store, yz_error *err)
{
    store *s;
    yz_status status = store_new(path, options, &s, err);
    if (status != YZ_OK) {
        close(folder);
        return status;
    }
    s->folder = folder;
    status = store_fill(s, path, err);
    if (status != YZ_OK) {
        store_free(s);
        return status;
    }
    s->next = open_stores;
    open_stores = s;
    *ret_store = s;
    return YZ_OK;
}

static yz_status
store_share(store *s, const store_options *options, store **ret_store,
            yz_error *err)
{
    if (s->options.read_only && !options->read_only)
        return error_set(
            err, YZ_E_BUSY,
            "this process has opened the index read-only; close it first");
    s->users++;
    *ret_store = s;
    return YZ_OK;
}

/* What the name means now decides whether the store is open already. */
static yz_status
store_find_or_make(const char *path, const store_options *options,
                   store **ret_store, yz_error *err)
{
    int folder;
    TRY(folder_open(path, options->create, &folder, err));
    store *s = open_stores_find(folder);
    if (!s)
        return store_make(folder, path, options, ret_store, err);
    close(folder);
    return store_share(s, options, ret_store, err);
}

yz_status
store_open(const char *path, const store_options *options, store **ret_store,
           yz_error *err)
{
    pthread_mutex_lock(&open_stores_mutex);
    const yz_status status = store_find_or_make(path, options, ret_store, err);
    pthread_mutex_unlock(&open_stores_mutex);
    return status;
}

void
store_close(store *s)
{
    /* In a child, closing would give up the locks that the child has. */
    if (!s || store_is_of_parent(s))
        return;
    pthread_mutex_lock(&open_stores_mutex);
    if (--s->users == 0) {
        open_stores_remove(s);
        store_free(s);
    }
    pthread_mutex_unlock(&open_stores_mutex);
}

const yz_allocator *
store_memory(const store *s)
{
    return s->options.memory;
}

const yz_allocator *
store_txn_memory(const store_txn *txn)
{
    return store_memory(txn->store);
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
        mdb_get(txn->txn, txn->environment->tables[table], &key_val, &value);
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
    const int code = mdb_put(txn->txn, txn->environment->tables[table],
                             &key_val, &value_val, 0);
    return code ? error_lmdb(err, code, "cannot write to the index") : YZ_OK;
}

yz_status
store_delete(store_txn *txn, store_table table, yz_str key, yz_error *err)
{
    MDB_val key_val = val_of(key);
    const int code =
        mdb_del(txn->txn, txn->environment->tables[table], &key_val, NULL);
    if (code == 0 || code == MDB_NOTFOUND)
        return YZ_OK;
    return error_lmdb(err, code, "cannot write to the index");
}

yz_status
store_scan(store_txn *txn, store_table table, yz_str first,
           store_visit_fn visit, void *context, yz_error *err)
{
    MDB_cursor *cursor;
    int code =
        mdb_cursor_open(txn->txn, txn->environment->tables[table], &cursor);
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
    const int code =
        mdb_stat(txn->txn, txn->environment->tables[table], &stats);
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
