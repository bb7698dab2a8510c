/* SPDX-License-Identifier: MIT */
/*
 * Why a reader that begins is not missed. A writer begins its transaction, of
 * which the number is one above that of the last commit, L, and then looks for
 * locks. A reader locks T and then sees that T is still the last commit. If the
 * writer looked before the lock was there, then L was not later than T; and LMDB
 * uses no page again that L or the one before it sees. The next writer finds
 * the lock.
 */
#include "core/store/reader_hold.h"
#include "core/store/data_file.h"
#include "core/store/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#ifdef __linux__
#  include <sys/vfs.h>
#endif

/* Locks of an open file, not of a process: closing another descriptor of the
 * file does not end them. glibc names them for _GNU_SOURCE alone. */
#if defined(__linux__) && !defined(F_OFD_SETLK)
#  define F_OFD_GETLK 36
#  define F_OFD_SETLK 37
#endif

/* No file is so long. The byte of transaction n is the nth from here. */
static const uint64_t HOLDS_AT = UINT64_C(1) << 62;

/* ---- locks -------------------------------------------------------------- */

#ifdef F_OFD_SETLK
static struct flock
lock_of(short type, uint64_t first, uint64_t count)
{
    struct flock lock;
    memset(&lock, 0, sizeof(lock));
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    lock.l_start = (off_t)(HOLDS_AT + first);
    lock.l_len = (off_t)count;
    return lock;
}

static int
lock_set(int fd, short type, uint64_t txn)
{
    struct flock lock = lock_of(type, txn, 1);
    return fcntl(fd, F_OFD_SETLK, &lock) == 0 ? 0 : errno;
}

/* A transaction below `end` that somebody holds, of any. */
static bool
lock_find(int fd, uint64_t end, uint64_t *ret_txn)
{
    struct flock lock = lock_of(F_WRLCK, 0, end);
    if (end == 0 || fcntl(fd, F_OFD_GETLK, &lock) != 0 ||
        lock.l_type == F_UNLCK || (uint64_t)lock.l_start < HOLDS_AT)
        return false;
    *ret_txn = (uint64_t)lock.l_start - HOLDS_AT;
    return true;
}
#else
static int
lock_set(int fd, short type, uint64_t txn)
{
    (void)fd;
    (void)type;
    (void)txn;
    return ENOSYS;
}

static bool
lock_find(int fd, uint64_t end, uint64_t *ret_txn)
{
    (void)fd;
    (void)end;
    (void)ret_txn;
    return false;
}
#endif

static int
data_fd(const environment *e)
{
    int fd = -1;
    return mdb_env_get_fd(e->env, &fd) == 0 ? fd : -1;
}

/* ---- readers ------------------------------------------------------------ */

bool
folder_lets_register(int folder)
{
    if (faccessat(folder, LOCK_FILE, R_OK | W_OK, AT_EACCESS) == 0)
        return true;
    return errno == ENOENT && faccessat(folder, ".", W_OK, AT_EACCESS) == 0;
}

/* Locks of these are those of one machine, and others may write the file. */
static bool
is_shared_by_machines(int data_fd)
{
#ifdef __linux__
    /* FUSE, 9P of statfs(2) */
    static const uint32_t types[] = { 0x65735546, 0x01021997 };
    struct statfs info;
    if (fstatfs(data_fd, &info) != 0)
        return false;
    for (size_t i = 0; i < ARRAY_LENGTH(types); i++)
        if ((uint32_t)info.f_type == types[i])
            return true;
#else
    (void)data_fd;
#endif
    return false;
}

/* No transaction has the number 0 and readers. */
bool
data_can_be_held(int data_fd)
{
    if (is_shared_by_machines(data_fd) || lock_set(data_fd, F_RDLCK, 0) != 0)
        return false;
    lock_set(data_fd, F_UNLCK, 0);
    return true;
}

static bool
needs_hold(const environment *e)
{
    return !e->is_registered && e->copied_from < 0;
}

static bool
is_held(const environment *e, uint64_t txn)
{
    for (const reader_hold *h = e->holds; h; h = h->next)
        if (h->txn == txn)
            return true;
    return false;
}

/* The environment's mutex is held, as of those below. */
static int
hold_take(environment *e, reader_hold *hold, uint64_t txn)
{
    const int code = is_held(e, txn) ? 0 : lock_set(data_fd(e), F_RDLCK, txn);
    if (code != 0)
        return code;
    *hold = (reader_hold){ e->holds, txn };
    e->holds = hold;
    return 0;
}

static void
hold_give(environment *e, const reader_hold *hold)
{
    reader_hold **link = &e->holds;
    while (*link && *link != hold)
        link = &(*link)->next;
    if (!*link)
        return;
    *link = hold->next;
    if (!is_held(e, hold->txn))
        lock_set(data_fd(e), F_UNLCK, hold->txn);
}

/*
 * Hold the last commit and begin at it; *ret_is_it: that is what was begun at,
 * and it was the last one still.
 */
static int
begin_at_last(environment *e, reader_hold *hold, MDB_txn **ret_txn,
              bool *ret_is_it)
{
    uint64_t last;
    uint64_t again = 0;
    if (!data_file_last_txn(data_fd(e), &last))
        return MDB_INVALID;
    int code = hold_take(e, hold, last);
    if (code != 0)
        return code;
    code = mdb_txn_begin(e->env, NULL, MDB_RDONLY, ret_txn);
    *ret_is_it = code == 0 && mdb_txn_id(*ret_txn) == last &&
                 data_file_last_txn(data_fd(e), &again) && again == last;
    if (*ret_is_it)
        return 0;
    if (code == 0)
        mdb_txn_abort(*ret_txn);
    hold_give(e, hold);
    return code;
}

static int
begin_held(environment *e, reader_hold *hold, MDB_txn **ret_txn)
{
    enum { TRIES = 1000 };
    int code = 0;
    bool is_it = false;
    pthread_mutex_lock(&e->holds_mutex);
    for (int i = 0; i < TRIES && code == 0 && !is_it; i++)
        code = begin_at_last(e, hold, ret_txn, &is_it);
    pthread_mutex_unlock(&e->holds_mutex);
    return code == 0 && !is_it ? EAGAIN : code;
}

int
reading_begin(environment *e, reader_hold *hold, MDB_txn **ret_txn)
{
    return needs_hold(e) ? begin_held(e, hold, ret_txn)
                         : mdb_txn_begin(e->env, NULL, MDB_RDONLY, ret_txn);
}

static void
hold_end(environment *e, const reader_hold *hold)
{
    if (!needs_hold(e))
        return;
    pthread_mutex_lock(&e->holds_mutex);
    hold_give(e, hold);
    pthread_mutex_unlock(&e->holds_mutex);
}

void
reading_end(environment *e, reader_hold *hold, MDB_txn *txn)
{
    mdb_txn_abort(txn);
    hold_end(e, hold);
}

int
reading_commit(environment *e, reader_hold *hold, MDB_txn *txn)
{
    const int code = mdb_txn_commit(txn);
    hold_end(e, hold);
    return code;
}

/* ---- writers ------------------------------------------------------------ */

/* The system names any of the locks, so those below it are asked for next. */
held_readers
held_readers_of(const environment *e)
{
    held_readers readers = { .oldest_txn = UINT64_MAX };
    uint64_t end = INT64_MAX - HOLDS_AT;
    for (uint64_t txn; lock_find(data_fd(e), end, &txn); end = txn) {
        readers.count++;
        readers.oldest_txn = txn;
    }
    return readers;
}
