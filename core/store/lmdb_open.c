/* SPDX-License-Identifier: MIT */
/*
 * LMDB calls a process by its process id, in the table of readers and in a lock
 * that says that it lives. In two PID namespaces, as two containers have, there
 * may be two processes of one id: the second cannot lock, and a table in which
 * a dead process stands is never cleaned of it while another of its id lives.
 * So a process that finds its id taken is called by another number, above all
 * process ids. LMDB keeps the number in the beginning of its environment and
 * has no function that sets it; it is changed only where everything around it
 * is what it should be (docs/decisions/0015).
 */
#include "core/store/lmdb_open.h"
#include "core/base/hash.h"
#include "core/store/folder.h"
#include "core/store/private_copy.h"
#include "core/store/reader_hold.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* ---- the number of the process ------------------------------------------ */

/* The beginning of MDB_env in LMDB 0.9 (mdb.c). */
typedef struct environment_head {
    int data_fd;
    int lock_fd;
    int meta_fd;
    uint32_t flags;
    unsigned page_size;
    unsigned system_page_size;
    unsigned readers_max;
    int readers_to_close;
    unsigned table_count;
    unsigned tables_max;
    pid_t process;
} environment_head;

/* Where a new environment keeps its number; NULL: this LMDB has another form. */
static pid_t *
number_of(MDB_env *env)
{
    enum { CORE_TABLES = 2 };
    unsigned readers_max = 0;
    environment_head *head = (environment_head *)(void *)env;
    mdb_env_get_maxreaders(env, &readers_max);
    const bool is_as_known =
        head->data_fd == -1 && head->lock_fd == -1 && head->meta_fd == -1 &&
        head->flags == 0 && head->readers_max == readers_max &&
        head->table_count == CORE_TABLES && head->tables_max == CORE_TABLES &&
        head->process == getpid();
    return is_as_known ? &head->process : NULL;
}

/* Any of those that no process has. If somebody has it all the same, LMDB's
 * lock tells. */
static pid_t
other_number(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    const uint64_t any = hash_bytes(&now, sizeof(now));
    return (pid_t)(PROCESS_IDS_MAX +
                   any % (uint64_t)(INT32_MAX - PROCESS_IDS_MAX));
}

typedef struct number_search {
    long number;
    bool is_there;
} number_search;

static int
see_number(const char *line, void *context)
{
    char *end;
    number_search *search = context;
    const long number = strtol(line, &end, 10);
    if (end != line && number == search->number)
        search->is_there = true;
    return 0;
}

/* Nobody of this process is in the table yet. Two who have a number in turns
 * meet at the lock. */
static bool
number_is_taken(MDB_env *env, pid_t number)
{
    MDB_txn *txn;
    number_search search = { .number = number };
    mdb_reader_list(env, see_number, &search);
    if (search.is_there)
        return true;
    const int code = mdb_txn_begin(env, NULL, MDB_RDONLY, &txn);
    if (code == 0)
        mdb_txn_abort(txn);
    return code == EAGAIN || code == EACCES;
}

/* ---- trying ------------------------------------------------------------- */

static int
env_create(pid_t number, MDB_env **ret_env)
{
    const int code = mdb_env_create(ret_env);
    if (code != 0 || number == getpid())
        return code;
    pid_t *own = number_of(*ret_env);
    if (!own) {
        mdb_env_close(*ret_env);
        return EAGAIN;
    }
    *own = number;
    return 0;
}

/* An environment whose opening failed cannot be opened a second time. */
static int
env_try(environment *e, const char *path, const store_options *options,
        unsigned flags)
{
    MDB_env *env;
    int code = env_create(e->process, &env);
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
        e->env = env;
    else
        mdb_env_close(env);
    return code;
}

/* Addresses to reserve: enough for the file to grow to several times its size,
 * since a map can be made larger only while no transaction is open. */
static uint64_t
size_wanted(const environment *e, const store_options *options)
{
    enum { GROWTH = 4 };
    struct stat info;
    const uint64_t most = SIZE_MAX / 4; /* where addresses are few */
    uint64_t size = options->map_size;
    if (fstatat(e->folder, DATA_FILE, &info, 0) == 0 &&
        size / GROWTH < (uint64_t)info.st_size)
        size = (uint64_t)info.st_size * GROWTH;
    return size < most ? size : most;
}

/* Where the process cannot reserve that many (a limit, a tool that runs it),
 * fewer will do, and the map grows when it must. */
static int
env_try_sizes(environment *e, const char *path, const store_options *options,
              unsigned flags)
{
    enum { SIZE_LEAST = 64 << 20 };
    store_options smaller = *options;
    smaller.map_size = size_wanted(e, options);
    int code = env_try(e, path, &smaller, flags);
    while ((code == ENOMEM || code == EINVAL) &&
           smaller.map_size / 2 >= SIZE_LEAST) {
        smaller.map_size /= 2;
        code = env_try(e, path, &smaller, flags);
    }
    return code;
}

static int
env_try_registered(environment *e, const char *path,
                   const store_options *options, unsigned flags)
{
    enum { TRIES = 8 };
    for (int i = 0; i < TRIES; i++) {
        const int code = env_try_sizes(e, path, options, flags);
        if (code != 0 || !number_is_taken(e->env, e->process))
            return code;
        mdb_env_close(e->env);
        e->env = NULL;
        e->process = other_number();
    }
    return EAGAIN;
}

static yz_status
error_number(yz_error *err)
{
    return error_set(err, YZ_E_BUSY,
                     "a process with the same id %ld in another container has "
                     "the index open; let the containers share a PID namespace",
                     (long)getpid());
}

/* What is wrong with a copy LMDB says when it opens it. */
static yz_status
open_copy(environment *e, const store_options *options, unsigned flags,
          int *ret_code, yz_error *err)
{
    private_copy copy;
    TRY(private_copy_make(e->copied_from, &copy, err));
    e->copied_txn = copy.txn;
    *ret_code = env_try_sizes(e, copy.path, options, flags | MDB_NOSUBDIR);
    unlink(copy.path);
    return YZ_OK;
}

/* Who may not write the lock file reads without it. */
static yz_status
open_unregistered(environment *e, const char *path,
                  const store_options *options, int *ret_code, yz_error *err)
{
    const unsigned flags = MDB_NOTLS | MDB_NORDAHEAD | MDB_RDONLY | MDB_NOLOCK;
    const int data = openat(e->folder, DATA_FILE, O_RDONLY | O_CLOEXEC);
    e->is_registered = false;
    if (data < 0)
        return error_set_errno(err, errno, "cannot open the index");
    if (data_can_be_held(data)) {
        close(data);
        *ret_code = env_try_sizes(e, path, options, flags);
        return YZ_OK;
    }
    if (e->copied_from >= 0)
        close(e->copied_from);
    e->copied_from = data;
    return open_copy(e, options, flags, ret_code, err);
}

yz_status
lmdb_open(environment *e, const char *path, const store_options *options,
          yz_error *err)
{
    const bool read_only = options->read_only;
    /* Queries read here and there: what lies beside it is read in vain. */
    const unsigned flags =
        MDB_NOTLS | (read_only ? MDB_RDONLY | MDB_NORDAHEAD : 0u);
    e->process = getpid();
    e->is_registered = !read_only || folder_lets_register(e->folder);
    int code =
        e->is_registered ? env_try_registered(e, path, options, flags) : EACCES;
    if (read_only && (code == EACCES || code == EROFS || code == EPERM))
        TRY(open_unregistered(e, path, options, &code, err));
    if (code == EAGAIN && e->is_registered)
        return error_number(err);
    if (code != 0)
        return error_lmdb(err, code, "cannot open the index");
    int dead = 0;
    mdb_reader_check(e->env, &dead);
    return YZ_OK;
}
