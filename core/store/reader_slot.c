/* SPDX-License-Identifier: MIT */
/*
 * The table of LMDB 0.9 (mdb.c, MDB_txninfo): lines of 64 bytes, the first two
 * or more its head, then one a reader, of which the first fields are those of
 * `slot`. Where our slot is, LMDB does not say. But a transaction that was
 * reset has the number SIZE_MAX, and no other of this process and thread is
 * ever left so.
 */
#include "core/store/reader_slot.h"
#include "core/store/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINE_SIZE = 64, HEAD_LINES = 2 };

typedef struct slot {
    _Atomic size_t txn; /* SIZE_MAX: none */
    _Atomic pid_t process;
    _Atomic(pthread_t) thread;
} slot;

static yz_status
error_no_table(yz_error *err)
{
    return error_set_errno(err, errno, "cannot map the index's %s", LOCK_FILE);
}

/* Once open it stays so: closing it would end LMDB's locks on the file. */
static yz_status
table_open(environment *e, yz_error *err)
{
    struct stat info;
    reader_table *table = &e->readers;
    if (table->fd < 0)
        table->fd =
            openat(e->folder, LOCK_FILE, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (table->fd < 0 || fstat(table->fd, &info) != 0)
        return error_no_table(err);
    if (table->map)
        return YZ_OK;
    void *map = mmap(NULL, (size_t)info.st_size, PROT_READ | PROT_WRITE,
                     MAP_SHARED, table->fd, 0);
    if (map == MAP_FAILED)
        return error_no_table(err);
    table->map = map;
    table->size = (size_t)info.st_size;
    return YZ_OK;
}

void
reader_table_close(reader_table *table)
{
    if (table->map)
        munmap(table->map, table->size);
    if (table->fd >= 0)
        close(table->fd);
    *table = (reader_table){ .fd = -1 };
}

/* The slot of this thread's transaction that was reset; NULL: not one. */
static slot *
slot_find(const environment *e)
{
    slot *found = NULL;
    uint8_t *lines = e->readers.map;
    const size_t count = e->readers.size / LINE_SIZE;
    for (size_t i = HEAD_LINES; i < count; i++) {
        slot *s = (slot *)(void *)(lines + i * LINE_SIZE);
        if (s->process != e->process || s->txn != SIZE_MAX ||
            !pthread_equal(s->thread, pthread_self()))
            continue;
        if (found)
            return NULL;
        found = s;
    }
    return found;
}

static yz_status
slot_lower(const environment *e, MDB_txn *txn, uint64_t oldest, yz_error *err)
{
    mdb_txn_reset(txn);
    slot *own = slot_find(e);
    const int code = mdb_txn_renew(txn);
    if (code != 0)
        return error_lmdb(err, code, "cannot begin a transaction");
    if (!own || own->txn != mdb_txn_id(txn))
        return error_set(
            err, YZ_E_UNSUPPORTED,
            "a process without write access is reading the index, which %s "
            "cannot protect from writers; end that process",
            store_library_version());
    if (oldest < own->txn)
        own->txn = (size_t)oldest;
    return YZ_OK;
}

yz_status
reader_slot_begin(environment *e, uint64_t oldest, MDB_txn **ret_txn,
                  yz_error *err)
{
    MDB_txn *txn;
    TRY(table_open(e, err));
    const int code = mdb_txn_begin(e->env, NULL, MDB_RDONLY, &txn);
    if (code != 0)
        return error_lmdb(err, code, "cannot begin a transaction");
    const yz_status status = slot_lower(e, txn, oldest, err);
    if (status != YZ_OK) {
        mdb_txn_abort(txn);
        return status;
    }
    *ret_txn = txn;
    return YZ_OK;
}
