/* SPDX-License-Identifier: MIT */
/*
 * Which environment a transaction begins in, and what may only happen while no
 * transaction of this process is open: giving the map more addresses, and
 * taking over a data file that has replaced ours where LMDB could not tell the
 * two files' readers apart. Both are rare: addresses are reserved up front, and
 * a data file comes with a lock file of its own. Who needs one waits a moment
 * for a gap; who begins meanwhile does not wait for him.
 */
#include "core/store/open_store.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>

/* How long a thread waits for the others of its process. */
enum { IDLE_WAIT_SECONDS = 1 };

/* ---- waiting ------------------------------------------------------------ */

/* The mutex is held, but while others are waited for. false: transactions are
 * still open, or another thread took the environment over. */
static bool
wait_idle(store *s, bool waits)
{
    struct timespec until;
    const environment *const waited_for = s->current;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += IDLE_WAIT_SECONDS;
    while (waits && s->current == waited_for && s->current->users > 1)
        if (pthread_cond_timedwait(&s->idle, &s->mutex, &until) == ETIMEDOUT)
            break;
    return s->current == waited_for && s->current->users == 1;
}

static yz_status
error_not_idle(yz_error *err)
{
    return error_set(err, YZ_E_BUSY,
                     "the index needs more address space, which can be "
                     "reserved only while no snapshot of this process is open; "
                     "close the snapshots and try again");
}

/*
 * The mutex is held. Give the map another size; 0: that of the file. LMDB has no
 * map at all once it could not make the new one, so the environment goes.
 */
static yz_status
map_resize(store *s, uint64_t size, bool waits, yz_error *err)
{
    if (!wait_idle(s, waits))
        return error_not_idle(err);
    const int code = mdb_env_set_mapsize(s->current->env, size);
    if (code == 0)
        return YZ_OK;
    environment_close(s->current);
    s->current = NULL;
    return error_lmdb(
        err, code,
        "this process cannot reserve the address space that the index needs");
}

/* ---- a data file that has replaced ours --------------------------------- */

yz_status
store_inode_of(const store *s, const char *name, ino_t *ret_inode,
               yz_error *err)
{
    struct stat info;
    if (fstatat(s->folder, name, &info, 0) == 0)
        *ret_inode = info.st_ino;
    else if (errno == ENOENT)
        *ret_inode = 0;
    else
        return error_set_errno(err, errno, "cannot read the index's %s", name);
    return YZ_OK;
}

/* The mutex is held, but while it waits. false: it is later than `until`. */
static bool
wait_a_moment(store *s, const struct timespec *until)
{
    enum { MOMENT_NS = 5000000, SECOND_NS = 1000000000 };
    struct timespec moment;
    clock_gettime(CLOCK_REALTIME, &moment);
    if (moment.tv_sec > until->tv_sec ||
        (moment.tv_sec == until->tv_sec && moment.tv_nsec >= until->tv_nsec))
        return false;
    moment.tv_nsec += MOMENT_NS;
    moment.tv_sec += moment.tv_nsec / SECOND_NS;
    moment.tv_nsec %= SECOND_NS;
    pthread_cond_timedwait(&s->idle, &s->mutex, &moment);
    return true;
}

/*
 * Open what has replaced our data file. LMDB keeps its readers by process and
 * lock file, so a process may not have two environments of one lock file: while
 * the old one is there and in use, nothing is done and *ret_done is false.
 */
static yz_status
take_over(store *s, bool *ret_done, yz_error *err)
{
    ino_t lock;
    environment *fresh;
    environment *old = s->current;
    TRY(store_inode_of(s, LOCK_FILE, &lock, err));
    *ret_done = true;
    if (lock && lock == old->lock_inode) {
        *ret_done = old->users == 1;
        if (!*ret_done)
            return YZ_OK;
        environment_close(old);
        s->current = NULL;
        return environment_open(s->folder, s->path, &s->options, &s->current,
                                err);
    }
    TRY(environment_open(s->folder, s->path, &s->options, &fresh, err));
    s->current = fresh;
    if (--old->users == 0)
        environment_close(old);
    return YZ_OK;
}

static yz_status
is_outdated(const store *s, bool *ret_is, yz_error *err)
{
    ino_t data;
    TRY(store_inode_of(s, DATA_FILE, &data, err));
    *ret_is = (data && data != s->current->data_inode) ||
              environment_is_outdated(s->current);
    return YZ_OK;
}

/*
 * The mutex is held. The environment of what the folder has now. Who replaces
 * the data file removes the lock file right after, and another thread may take
 * over first, so all of it is looked at again after each wait.
 */
static yz_status
refresh(store *s, environment **ret_current, yz_error *err)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += IDLE_WAIT_SECONDS;
    for (;;) {
        bool outdated;
        bool done;
        if (!s->current) /* a take-over or a new map failed half-way */
            TRY(environment_open(s->folder, s->path, &s->options, &s->current,
                                 err));
        assert(s->current);
        TRY(is_outdated(s, &outdated, err));
        if (!outdated)
            break;
        TRY(take_over(s, &done, err));
        if (done)
            break;
        if (!wait_a_moment(s, &until))
            return error_set(err, YZ_E_BUSY,
                             "the index's data file was replaced and its lock "
                             "file was not; close the snapshots of this "
                             "process");
    }
    assert(s->current);
    *ret_current = s->current;
    return YZ_OK;
}

/* ---- for transactions ---------------------------------------------------- */

yz_status
environment_take(store *s, bool to_write, environment **ret_environment,
                 yz_error *err)
{
    pthread_mutex_lock(&s->mutex);
    environment *e = NULL;
    yz_status status = refresh(s, &e, err);
    if (status == YZ_OK && to_write && !e->writer_ready) {
        status = environment_check(e, PAGES_OF_WRITERS, err);
        e->writer_ready = status == YZ_OK;
    }
    if (status == YZ_OK) {
        e->users++;
        *ret_environment = e;
    }
    pthread_mutex_unlock(&s->mutex);
    return status;
}

void
environment_give(store *s, environment *e)
{
    pthread_mutex_lock(&s->mutex);
    if (--e->users == 0)
        environment_close(e);
    pthread_cond_broadcast(&s->idle);
    pthread_mutex_unlock(&s->mutex);
}

yz_status
map_follow(store *s, yz_error *err)
{
    pthread_mutex_lock(&s->mutex);
    const yz_status status = s->current ? map_resize(s, 0, true, err) : YZ_OK;
    pthread_mutex_unlock(&s->mutex);
    return status;
}

/* ---- growing ------------------------------------------------------------- */

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

/* At least twice the map, in whole megabytes. */
static uint64_t
map_size_for(const environment *e, uint64_t size)
{
    MDB_envinfo info;
    const uint64_t unit = 1 << 20;
    if (mdb_env_info(e->env, &info) != 0)
        return 0;
    uint64_t wanted = info.me_mapsize - capacity_of(e) + size;
    if (wanted < 2 * info.me_mapsize)
        wanted = 2 * info.me_mapsize;
    return (wanted / unit + 1) * unit;
}

yz_status
store_grow(store *s, uint64_t size, bool waits, yz_error *err)
{
    environment *e = NULL;
    pthread_mutex_lock(&s->mutex);
    yz_status status = refresh(s, &e, err);
    if (status == YZ_OK && capacity_of(e) < size)
        status = map_resize(s, map_size_for(e, size), waits, err);
    pthread_mutex_unlock(&s->mutex);
    return status;
}
