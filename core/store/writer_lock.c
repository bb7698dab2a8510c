/* SPDX-License-Identifier: MIT */
/*
 * The lock of the one writer, and what only its holder may do: put another
 * new data file that replaces the index's.
 */
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

/* ---- the lock ----------------------------------------------------------- */

/*
 * Whether the writer is one of this process is not told by the process id in
 * the file: it may be the id of another process, in another container.
 */
static yz_status
error_busy(int folder, const char *path, int fd, yz_error *err)
{
    char owner[32] = "";
    if (store_has_writer(folder))
        return error_set(err, YZ_E_BUSY,
                         "this process already has a writer open on %s; an "
                         "index has only one at a time",
                         path);
    const ssize_t got = pread(fd, owner, sizeof(owner) - 1, 0);
    owner[got > 0 ? (size_t)got : 0] = '\0';
    owner[strcspn(owner, "\n")] = '\0';
    return error_set(err, YZ_E_BUSY,
                     "process %s is writing to the index; wait until it ends",
                     owner[0] ? owner : "(unknown)");
}

static yz_status
lock_take(int folder, const char *path, int fd, yz_error *err)
{
    char owner[32];
    const int size = snprintf(owner, sizeof(owner), "%ld\n", (long)getpid());
    if (flock(fd, LOCK_EX | LOCK_NB) != 0)
        return error_busy(folder, path, fd, err);
    if (ftruncate(fd, 0) != 0 || pwrite(fd, owner, (size_t)size, 0) != size)
        return error_set_errno(err, errno, "cannot write the index's %s",
                               WRITER_LOCK_FILE);
    return YZ_OK;
}

static yz_status
lock_folder(int folder, const char *path, int *ret_fd, yz_error *err)
{
    TRY(index_file_check(folder, WRITER_LOCK_FILE, false, err));
    const int fd = openat(folder, WRITER_LOCK_FILE,
                          O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0)
        return error_set_errno(err, errno, "cannot open %s/%s", path,
                               WRITER_LOCK_FILE);
    const yz_status status = lock_take(folder, path, fd, err);
    if (status != YZ_OK) {
        close(fd);
        return status;
    }
    /* a copy that a killed process was making */
    unlinkat(folder, DATA_FILE_FRESH, 0);
    *ret_fd = fd;
    return YZ_OK;
}

yz_status
store_lock_directory(const char *path, int *ret_fd, yz_error *err)
{
    int folder;
    TRY(folder_open(path, false, &folder, err));
    const yz_status status = lock_folder(folder, path, ret_fd, err);
    close(folder);
    return status;
}

/*
 * A writer that was killed may have written its commit and not yet told the
 * lock file, from which readers take what is newest. The next writer reports
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

/* Other threads that want to write ask for it. */
static void
keep_lock(store *s, int fd)
{
    pthread_mutex_lock(&s->mutex);
    s->lock_fd = fd;
    pthread_mutex_unlock(&s->mutex);
}

yz_status
store_lock_writer(store *s, yz_error *err)
{
    TRY(store_check_process(s, err));
    if (s->options.read_only)
        return error_set(err, YZ_E_READ_ONLY, "the index was opened read-only");
    int fd = -1;
    TRY(lock_folder(s->folder, s->path, &fd, err));
    keep_lock(s, fd);
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
    const int fd = s->lock_fd;
    keep_lock(s, -1);
    if (fd < 0)
        return;
    /* Closing alone would leave it to a child that has the file too. */
    flock(fd, LOCK_UN);
    close(fd);
}

/* ---- copying ------------------------------------------------------------ */

static yz_status
error_cannot_write_fresh(int code, yz_error *err)
{
    return error_set_errno(err, code, "cannot write the index's %s",
                           DATA_FILE_FRESH);
}

/* The pages in use, and no others, in a new file. */
static yz_status
copy_compact(const store_txn *txn, int folder, yz_error *err)
{
    const int fd = openat(folder, DATA_FILE_FRESH,
                          O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return error_cannot_write_fresh(errno, err);
    const int code = mdb_env_copyfd2(txn->environment->env, fd, MDB_CP_COMPACT);
    yz_status status =
        code ? error_lmdb(err, code, "cannot copy the index") : YZ_OK;
    if (close(fd) != 0 && status == YZ_OK)
        status = error_cannot_write_fresh(errno, err);
    return status;
}

static yz_status
stamp_and_sync(int folder, uint64_t txn, yz_error *err)
{
    const int fd = openat(folder, DATA_FILE_FRESH, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return error_cannot_write_fresh(errno, err);
    yz_status status = data_file_stamp(fd, txn, err);
    if (status == YZ_OK && fsync(fd) != 0)
        status = error_cannot_write_fresh(errno, err);
    close(fd);
    return status;
}

static yz_status
replace_in(int folder, uint64_t txn, yz_error *err)
{
    TRY(stamp_and_sync(folder, txn, err));
    TRY(data_file_check(folder, DATA_FILE_FRESH, err));
    return exchange_files(folder, err);
}

yz_status
store_compact(store *s, yz_error *err)
{
    store_txn *txn;
    TRY(store_read_begin(s, &txn, err));
    const uint64_t number = store_txn_number(txn);
    yz_status status = copy_compact(txn, s->folder, err);
    store_end(txn);
    if (status == YZ_OK)
        status = replace_in(s->folder, number, err);
    if (status != YZ_OK)
        unlinkat(s->folder, DATA_FILE_FRESH, 0);
    return status;
}

static yz_status
replace_by(int folder, const char *data_path, yz_error *err)
{
    uint64_t number;
    TRY(data_file_txn(folder, DATA_FILE, &number, err));
    if (renameat(AT_FDCWD, data_path, folder, DATA_FILE_FRESH) != 0)
        return error_set_errno(err, errno, "cannot move %s", data_path);
    return replace_in(folder, number, err);
}

yz_status
store_replace(const char *path, const char *data_path, yz_error *err)
{
    int folder;
    TRY(folder_open(path, false, &folder, err));
    const yz_status status = replace_by(folder, data_path, err);
    close(folder);
    return status;
}
