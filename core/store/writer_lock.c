/* SPDX-License-Identifier: MIT */
/*
 * The lock of the one writer, and what only its holder may do: put another
 * data file in the place of the index's.
 */
#include "core/base/arena.h"
#include "core/store/data_file.h"
#include "core/store/exchange.h"
#include "core/store/open_store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* The data file, and the one that is to take its place. */
typedef struct data_paths {
    arena arena;
    yz_str data;
    yz_str fresh;
} data_paths;

static yz_status
data_paths_make(const yz_allocator *memory, const char *path, data_paths *x,
                yz_error *err)
{
    *x = (data_paths){ .arena.from = memory };
    x->data = arena_printf(&x->arena, "%s/data.mdb", path);
    x->fresh = arena_printf(&x->arena, "%s/%s", path, DATA_FILE_FRESH);
    if (x->data.data && x->fresh.data)
        return YZ_OK;
    arena_dispose(&x->arena);
    return error_nomem(err);
}

/* ---- the lock ----------------------------------------------------------- */

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

static yz_status
lock_file(const char *path, int *ret_fd, yz_error *err)
{
    char owner[32];
    TRY(index_file_check(path, false, err));
    const int size = snprintf(owner, sizeof(owner), "%ld\n", (long)getpid());
    const int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0)
        return error_set_errno(err, errno, "cannot open %s", path);
    yz_status status = YZ_OK;
    if (flock(fd, LOCK_EX | LOCK_NB) != 0)
        status = error_busy(fd, err);
    else if (ftruncate(fd, 0) != 0 ||
             pwrite(fd, owner, (size_t)size, 0) != size)
        status = error_set_errno(err, errno, "cannot write %s", path);
    if (status != YZ_OK) {
        close(fd);
        return status;
    }
    *ret_fd = fd;
    return YZ_OK;
}

yz_status
store_lock_directory(const yz_allocator *memory, const char *path, int *ret_fd,
                     yz_error *err)
{
    arena a = { .from = memory };
    data_paths x;
    const yz_str lock = arena_printf(&a, "%s/writer.lock", path);
    yz_status status =
        lock.data ? lock_file(lock.data, ret_fd, err) : error_nomem(err);
    arena_dispose(&a);
    TRY(status);
    status = data_paths_make(memory, path, &x, err);
    if (status != YZ_OK) {
        close(*ret_fd);
        return status;
    }
    unlink(x.fresh.data); /* a copy that a killed process was making */
    arena_dispose(&x.arena);
    return YZ_OK;
}

/*
 * A writer that was killed may have written its commit and not yet told the
 * lock file, from which readers take what is newest. The next to write is told
 * by LMDB and tells it: until then, what is read is older than what is written
 * upon.
 */
static yz_status
settle(store *s, yz_error *err)
{
    store_txn *txn;
    TRY(store_write_begin(s, &txn, err));
    store_end(txn);
    return YZ_OK;
}

yz_status
store_lock_writer(store *s, yz_error *err)
{
    TRY(store_check_process(s, err));
    if (s->options.read_only)
        return error_set(err, YZ_E_READ_ONLY,
                         "the index was opened for reading only");
    int fd = -1;
    TRY(store_lock_directory(s->options.memory, s->path, &fd, err));
    s->lock_fd = fd;
    const yz_status status = settle(s, err);
    if (status != YZ_OK)
        store_unlock_writer(s);
    return status;
}

void
store_unlock_writer(store *s)
{
    if (store_is_of_parent(s))
        return;
    /* Closing alone would leave it to a child that has the file too. */
    if (s->lock_fd >= 0) {
        flock(s->lock_fd, LOCK_UN);
        close(s->lock_fd);
    }
    s->lock_fd = -1;
}

/* ---- copying ------------------------------------------------------------ */

/* The pages in use, and no others, in a new file. */
static yz_status
copy_compact(const store_txn *txn, const char *path, yz_error *err)
{
    const int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return error_set_errno(err, errno, "cannot write %s", path);
    const int code = mdb_env_copyfd2(txn->environment->env, fd, MDB_CP_COMPACT);
    yz_status status =
        code ? error_lmdb(err, code, "cannot copy the index") : YZ_OK;
    if (close(fd) != 0 && status == YZ_OK)
        status = error_set_errno(err, errno, "cannot write %s", path);
    if (status != YZ_OK)
        unlink(path);
    return status;
}

static yz_status
stamp_and_sync(const char *path, uint64_t txn, yz_error *err)
{
    const int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return error_set_errno(err, errno, "cannot open %s", path);
    yz_status status = data_file_stamp(fd, txn, err);
    if (status == YZ_OK && fsync(fd) != 0)
        status = error_set_errno(err, errno, "cannot write %s", path);
    close(fd);
    return status;
}

static yz_status
replace_in(const char *path, const data_paths *x, uint64_t txn, yz_error *err)
{
    TRY(stamp_and_sync(x->fresh.data, txn, err));
    TRY(data_file_check(x->fresh.data, err));
    return exchange_files(path, err);
}

yz_status
store_compact(store *s, yz_error *err)
{
    data_paths x;
    store_txn *txn;
    TRY(data_paths_make(s->options.memory, s->path, &x, err));
    yz_status status = store_read_begin(s, &txn, err);
    if (status == YZ_OK) {
        const uint64_t number = store_txn_number(txn);
        status = copy_compact(txn, x.fresh.data, err);
        store_end(txn);
        if (status == YZ_OK)
            status = replace_in(s->path, &x, number, err);
        if (status != YZ_OK)
            unlink(x.fresh.data);
    }
    arena_dispose(&x.arena);
    return status;
}

yz_status
store_replace(const yz_allocator *memory, const char *path,
              const char *data_path, yz_error *err)
{
    data_paths x;
    uint64_t number;
    TRY(data_paths_make(memory, path, &x, err));
    yz_status status = data_file_txn(x.data.data, &number, err);
    if (status == YZ_OK && rename(data_path, x.fresh.data) != 0)
        status = error_set_errno(err, errno, "cannot move %s", data_path);
    if (status == YZ_OK)
        status = replace_in(path, &x, number, err);
    arena_dispose(&x.arena);
    return status;
}
