/* SPDX-License-Identifier: MIT */
/*
 * Transactions: their beginning and end, and what one knows of its file.
 */
#include "core/store/open_store.h"
#include "core/store/reader_hold.h"
#include "core/store/reader_slot.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

/* Bytes free below which a disk counts as full. */
enum { DISK_SPACE_LEAST = 1 << 20 };

/* ---- begin and end ------------------------------------------------------ */

/*
 * Readers that LMDB does not know hold what they see; a reader of ours that
 * sees the same lets LMDB keep it until the end of this transaction.
 */
static yz_status
keep_what_is_held(store_txn *txn, yz_error *err)
{
    environment *e = txn->environment;
    const held_readers held = held_readers_of(e);
    return held.count ? reader_slot_begin(e, held.oldest_txn, &txn->pin, err)
                      : YZ_OK;
}

/* A writer waits here for one that is making the index. */
static int
txn_try_in(store_txn *txn)
{
    environment *e = txn->environment;
    return txn->is_reading ? reading_begin(e, &txn->hold, &txn->txn)
                           : mdb_txn_begin(e->env, NULL, 0, &txn->txn);
}

static yz_status
txn_try(store_txn *txn, int *ret_code, yz_error *err)
{
    store *s = txn->store;
    TRY(environment_take(s, !txn->is_reading, &txn->environment, err));
    *ret_code = txn_try_in(txn);
    if (*ret_code != 0)
        environment_give(s, txn->environment);
    return YZ_OK;
}

static yz_status
txn_fill(store_txn *txn, yz_error *err)
{
    int code;
    TRY(txn_try(txn, &code, err));
    if (code == MDB_MAP_RESIZED) {
        TRY(map_follow(txn->store, err));
        TRY(txn_try(txn, &code, err));
    }
    return code ? error_lmdb(err, code, "cannot begin a transaction") : YZ_OK;
}

static yz_status
txn_begin(store *s, bool is_reading, store_txn **ret_txn, yz_error *err)
{
    TRY(store_check_process(s, err));
    store_txn *txn = memory_zeroed(s->options.memory, 1, sizeof(*txn));
    if (!txn)
        return error_nomem(err);
    txn->store = s;
    txn->is_reading = is_reading;
    const yz_status status = txn_fill(txn, err);
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
    if (txn->pin)
        mdb_txn_abort(txn->pin);
    environment_give(txn->store, txn->environment);
    memory_release(txn->store->options.memory, txn);
}

yz_status
store_read_begin(store *s, store_txn **ret_txn, yz_error *err)
{
    return txn_begin(s, true, ret_txn, err);
}

yz_status
store_write_begin(store *s, store_txn **ret_txn, yz_error *err)
{
    int dead = 0;
    store_txn *txn;
    TRY(txn_begin(s, false, &txn, err));
    mdb_reader_check(txn->environment->env, &dead);
    const yz_status status = keep_what_is_held(txn, err);
    if (status != YZ_OK) {
        store_end(txn);
        return status;
    }
    *ret_txn = txn;
    return YZ_OK;
}

/* A write that ended early is EIO to LMDB; mostly there was no more room. */
static int
code_of_write(const store *s, int code)
{
    struct statvfs info;
    const bool is_full = code == EIO && fstatvfs(s->folder, &info) == 0 &&
                         info.f_bavail * info.f_frsize < DISK_SPACE_LEAST;
    return is_full ? ENOSPC : code;
}

bool
store_disk_has_space(const store *s, uint64_t size)
{
    struct statvfs info;
    return fstatvfs(s->folder, &info) == 0 &&
           (uint64_t)info.f_bavail * info.f_frsize >= size + DISK_SPACE_LEAST;
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
    if (txn->is_reading)
        reading_end(txn->environment, &txn->hold, txn->txn);
    else
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
    const bool is_current =
        s->current == txn->environment &&
        store_inode_of(s, DATA_FILE, &data, NULL) == YZ_OK &&
        data == txn->environment->data_inode &&
        !environment_is_outdated(txn->environment) &&
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

/* One reader a line: process, thread in base 16, and the transaction it sees or
 * "-". The first line names these. */
static int
see_reader(const char *line, void *context)
{
    char *after_process;
    char *after_thread;
    char *end;
    store_readers *readers = context;
    const long process = strtol(line, &after_process, 10);
    (void)strtoull(after_process, &after_thread, 16);
    const unsigned long long txn = strtoull(after_thread, &end, 10);
    if (after_process == line || end == after_thread)
        return 0;
    readers->count++;
    if (txn < readers->oldest_txn) {
        readers->oldest_txn = txn;
        readers->oldest_process = process < PROCESS_IDS_MAX ? process : 0;
    }
    return 0;
}

store_readers
store_txn_readers(const store_txn *txn)
{
    store_readers readers = { .oldest_txn = UINT64_MAX };
    mdb_reader_list(txn->environment->env, see_reader, &readers);
    const held_readers held = held_readers_of(txn->environment);
    readers.count += held.count;
    if (held.oldest_txn < readers.oldest_txn) {
        readers.oldest_txn = held.oldest_txn;
        readers.oldest_process = 0;
    }
    return readers;
}
