/* SPDX-License-Identifier: MIT */
/*
 * Transactions, and what may only happen between them: taking over a data file
 * that was put in the place of ours, and growing the map. Both wait until no
 * transaction of this process is open, the first only where LMDB could not
 * tell the two files' readers apart.
 */
#include "core/base/arena.h"
#include "core/store/open_store.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

/* How long a thread waits for the others of its process; bytes of a disk that is
 * full. */
enum { IDLE_WAIT_SECONDS = 10, ROOM_LEAST = 1 << 20 };

/* ---- waiting ------------------------------------------------------------ */

/* The mutex is held. false: transactions are still open. */
static bool
wait_idle(store *s)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += IDLE_WAIT_SECONDS;
    while (s->current->users > 1)
        if (pthread_cond_timedwait(&s->idle, &s->mutex, &until) == ETIMEDOUT)
            break;
    return s->current->users == 1;
}

static yz_status
error_not_idle(yz_error *err)
{
    return error_set(err, YZ_E_BUSY,
                     "snapshots of this process are open, and the index can "
                     "only grow between them; close them");
}

/* The mutex is held. Give the map another size; 0: that of the file. */
static yz_status
map_resize(store *s, uint64_t size, yz_error *err)
{
    s->resizing = true;
    yz_status status = YZ_OK;
    if (!wait_idle(s)) {
        status = error_not_idle(err);
    } else {
        const int code = mdb_env_set_mapsize(s->current->env, size);
        if (code != 0)
            status = error_lmdb(err, code, "cannot map the index");
    }
    s->resizing = false;
    pthread_cond_broadcast(&s->idle);
    return status;
}

/* ---- another file in the place of ours ---------------------------------- */

static yz_status
inode_of(const store *s, const char *name, ino_t *ret_inode, yz_error *err)
{
    arena a = { .from = s->options.memory };
    struct stat info;
    yz_status status = YZ_OK;
    const yz_str path = arena_printf(&a, "%s/%s", s->path, name);
    if (!path.data)
        status = error_nomem(err);
    else if (stat(path.data, &info) == 0)
        *ret_inode = info.st_ino;
    else if (errno == ENOENT)
        *ret_inode = 0;
    else
        status = error_set_errno(err, errno, "cannot read %s", path.data);
    arena_dispose(&a);
    return status;
}

/*
 * LMDB keeps its readers by process and lock file, so a process may not have
 * two environments of one lock file.
 */
static yz_status
take_over(store *s, yz_error *err)
{
    ino_t lock;
    environment *fresh;
    environment *old = s->current;
    TRY(inode_of(s, "lock.mdb", &lock, err));
    if (lock && lock == old->lock_inode) {
        if (!wait_idle(s))
            return error_not_idle(err);
        environment_close(old);
        s->current = NULL;
        return environment_open(s->path, &s->options, &s->current, err);
    }
    TRY(environment_open(s->path, &s->options, &fresh, err));
    s->current = fresh;
    if (--old->users == 0)
        environment_close(old);
    return YZ_OK;
}

/* The mutex is held. */
static yz_status
refresh(store *s, yz_error *err)
{
    ino_t data;
    while (s->resizing)
        pthread_cond_wait(&s->idle, &s->mutex);
    if (!s->current) /* a take-over failed half-way */
        return environment_open(s->path, &s->options, &s->current, err);
    TRY(inode_of(s, "data.mdb", &data, err));
    return data && data != s->current->data_inode ? take_over(s, err) : YZ_OK;
}

/* ---- begin and end ------------------------------------------------------ */

/* The environment to begin in, kept until it is released. */
static yz_status
environment_take(store *s, bool to_write, environment **ret_environment,
                 yz_error *err)
{
    pthread_mutex_lock(&s->mutex);
    yz_status status = refresh(s, err);
    if (status == YZ_OK && to_write && !s->current->writer_ready) {
        status = environment_check(s->current, PAGES_OF_WRITERS, err);
        s->current->writer_ready = status == YZ_OK;
    }
    if (status == YZ_OK) {
        s->current->users++;
        *ret_environment = s->current;
    }
    pthread_mutex_unlock(&s->mutex);
    return status;
}

static void
environment_give(store *s, environment *e)
{
    pthread_mutex_lock(&s->mutex);
    if (--e->users == 0)
        environment_close(e);
    pthread_cond_broadcast(&s->idle);
    pthread_mutex_unlock(&s->mutex);
}

/* Another process has grown the file beyond our map. */
static yz_status
map_follow(store *s, yz_error *err)
{
    pthread_mutex_lock(&s->mutex);
    const yz_status status = map_resize(s, 0, err);
    pthread_mutex_unlock(&s->mutex);
    return status;
}

/* A writer waits here for one that is making the index. */
static yz_status
txn_try(store *s, unsigned flags, store_txn *txn, int *ret_code, yz_error *err)
{
    txn->store = s;
    TRY(environment_take(s, !(flags & MDB_RDONLY), &txn->environment, err));
    *ret_code = mdb_txn_begin(txn->environment->env, NULL, flags, &txn->txn);
    if (*ret_code != 0)
        environment_give(s, txn->environment);
    return YZ_OK;
}

static yz_status
txn_begin(store *s, unsigned flags, store_txn **ret_txn, yz_error *err)
{
    TRY(store_check_process(s, err));
    int code = 0;
    store_txn *txn = memory_allocate(s->options.memory, sizeof(*txn));
    yz_status status =
        txn ? txn_try(s, flags, txn, &code, err) : error_nomem(err);
    if (status == YZ_OK && code == MDB_MAP_RESIZED) {
        status = map_follow(s, err);
        if (status == YZ_OK)
            status = txn_try(s, flags, txn, &code, err);
    }
    if (status == YZ_OK && code != 0)
        status = error_lmdb(err, code, "cannot begin a transaction");
    if (status != YZ_OK) {
        memory_release(s->options.memory, txn);
        return status;
    }
    *ret_txn = txn;
    return YZ_OK;
}

static void
txn_forget(store_txn *txn)
{
    environment_give(txn->store, txn->environment);
    memory_release(txn->store->options.memory, txn);
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
    TRY(txn_begin(s, 0, ret_txn, err));
    mdb_reader_check((*ret_txn)->environment->env, &dead);
    return YZ_OK;
}

/* A write that ended early is EIO to LMDB; mostly there was no more room. */
static int
code_of_write(const store *s, int code)
{
    struct statvfs info;
    const bool is_full = code == EIO && statvfs(s->path, &info) == 0 &&
                         info.f_bavail * info.f_frsize < ROOM_LEAST;
    return is_full ? ENOSPC : code;
}

bool
store_disk_has_space(const store *s, uint64_t size)
{
    struct statvfs info;
    return statvfs(s->path, &info) == 0 &&
           (uint64_t)info.f_bavail * info.f_frsize >= size + ROOM_LEAST;
}

yz_status
store_commit(store_txn *txn, yz_error *err)
{
    const int code = code_of_write(txn->store, mdb_txn_commit(txn->txn));
    txn_forget(txn);
    return code ? error_lmdb(err, code, "cannot write to the index") : YZ_OK;
}

void
store_end(store_txn *txn)
{
    if (!txn)
        return;
    /* A child would give up the reader's slot of its parent. */
    if (store_is_of_parent(txn->store)) {
        memory_release(txn->store->options.memory, txn);
        return;
    }
    mdb_txn_abort(txn->txn);
    txn_forget(txn);
}

yz_status
store_check(store *s, yz_error *err)
{
    environment *e;
    TRY(environment_take(s, false, &e, err));
    const yz_status status = environment_check(e, PAGES_ALL, err);
    environment_give(s, e);
    return status;
}

/* ---- room --------------------------------------------------------------- */

static uint64_t
capacity_of(const environment *e)
{
    MDB_envinfo info;
    MDB_stat stat;
    if (mdb_env_info(e->env, &info) != 0 || mdb_env_stat(e->env, &stat) != 0)
        return 0;
    const uint64_t used = (info.me_last_pgno + 1) * (uint64_t)stat.ms_psize;
    return info.me_mapsize > used ? info.me_mapsize - used : 0;
}

bool
store_has_capacity(store *s, uint64_t size)
{
    pthread_mutex_lock(&s->mutex);
    const bool has = s->current && capacity_of(s->current) >= size;
    pthread_mutex_unlock(&s->mutex);
    return has;
}

yz_status
store_grow(store *s, uint64_t size, yz_error *err)
{
    MDB_envinfo info;
    pthread_mutex_lock(&s->mutex);
    yz_status status = refresh(s, err);
    if (status == YZ_OK && capacity_of(s->current) < size) {
        mdb_env_info(s->current->env, &info);
        uint64_t wanted = info.me_mapsize - capacity_of(s->current) + size;
        if (wanted < 2 * info.me_mapsize)
            wanted = 2 * info.me_mapsize;
        const uint64_t unit = 1 << 20;
        status = map_resize(s, (wanted / unit + 1) * unit, err);
    }
    pthread_mutex_unlock(&s->mutex);
    return status;
}

/* ---- what is known of the file ------------------------------------------ */

uint64_t
store_txn_number(const store_txn *txn)
{
    return mdb_txn_id(txn->txn);
}

bool
store_txn_is_newest(const store_txn *txn)
{
    MDB_envinfo info;
    ino_t data;
    store *s = txn->store;
    pthread_mutex_lock(&s->mutex);
    const bool is_current = s->current == txn->environment &&
                            inode_of(s, "data.mdb", &data, NULL) == YZ_OK &&
                            data == txn->environment->data_inode &&
                            mdb_env_info(txn->environment->env, &info) == 0;
    pthread_mutex_unlock(&s->mutex);
    return is_current && info.me_last_txnid == mdb_txn_id(txn->txn);
}

uint64_t
store_txn_file_size(const store_txn *txn)
{
    int fd;
    struct stat info;
    if (mdb_env_get_fd(txn->environment->env, &fd) != 0 ||
        fstat(fd, &info) != 0)
        return 0;
    return (uint64_t)info.st_size;
}

/* A writer follows more pages than a reader, who has had only his checked. */
static yz_status
writer_pages_check(store *s, environment *e, yz_error *err)
{
    pthread_mutex_lock(&s->mutex);
    const yz_status status =
        e->writer_ready ? YZ_OK : environment_check(e, PAGES_OF_WRITERS, err);
    e->writer_ready = status == YZ_OK;
    pthread_mutex_unlock(&s->mutex);
    return status;
}

/* Free pages lie in the free tree, by transaction: a count, then numbers. */
yz_status
store_txn_free_size(const store_txn *txn, uint64_t *ret_size, yz_error *err)
{
    MDB_cursor *cursor;
    MDB_val key;
    MDB_val value;
    MDB_stat stat;
    uint64_t pages = 0;
    TRY(writer_pages_check(txn->store, txn->environment, err));
    int code = mdb_env_stat(txn->environment->env, &stat);
    if (code == 0)
        code = mdb_cursor_open(txn->txn, 0, &cursor);
    if (code != 0)
        return error_lmdb(err, code, "cannot read the index");
    while (mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0)
        if (value.mv_size >= sizeof(uint64_t))
            pages += bytes_u64_at(value.mv_data);
    mdb_cursor_close(cursor);
    *ret_size = pages * stat.ms_psize;
    return YZ_OK;
}

/* One reader a line: process, thread, and the transaction it sees or "-". */
static int
see_reader(const char *line, void *context)
{
    store_readers *readers = context;
    long process;
    unsigned long long txn;
    char thread[32];
    if (sscanf(line, "%ld %31s %llu", &process, thread, &txn) != 3)
        return 0;
    readers->count++;
    if (txn < readers->oldest_txn) {
        readers->oldest_txn = txn;
        readers->oldest_process = process;
    }
    return 0;
}

store_readers
store_txn_readers(const store_txn *txn)
{
    store_readers readers = { .oldest_txn = UINT64_MAX };
    mdb_reader_list(txn->environment->env, see_reader, &readers);
    return readers;
}
