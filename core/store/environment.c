/* SPDX-License-Identifier: MIT */
/*
 * LMDB as we use it: MDB_NOTLS, so that a snapshot may move between threads;
 * never MDB_WRITEMAP, so that a stray write cannot reach the file; a large map
 * reserved at once, since growing it needs a moment without transactions.
 */
#include "core/store/environment.h"
#include "core/base/arena.h"
#include "core/store/exchange.h"
#include "core/store/page_tree.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
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

const char *
store_table_name(store_table table)
{
    return table_names[table];
}

yz_status
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

/* ---- before LMDB -------------------------------------------------------- */

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
error_no_index(const char *path, yz_error *err)
{
    struct stat info;
    const bool is_file = stat(path, &info) == 0 && !S_ISDIR(info.st_mode);
    return error_set(err, YZ_E_NOT_FOUND, "there is no index at %s%s", path,
                     is_file ? ", which is a file; an index is a folder" : "");
}

static yz_status
directory_make(const char *path, yz_error *err)
{
    struct stat info;
    if (mkdir(path, 0777) == 0)
        return YZ_OK;
    if (errno == EEXIST && stat(path, &info) == 0 && S_ISDIR(info.st_mode))
        return YZ_OK;
    if (errno == EEXIST)
        return error_set_errno(err, ENOTDIR,
                               "cannot make the index %s, as there is a file "
                               "of that name",
                               path);
    if (errno == ENOENT)
        return error_set_errno(err, errno,
                               "cannot make the index %s, as the folder that "
                               "it is to lie in is not there",
                               path);
    return error_set_errno(err, errno, "cannot make the index %s", path);
}

/* A process that was killed when it had just made the file leaves it empty, and
 * no writer has been there. */
static bool
is_unborn(const struct stat *data, const char *writer_lock)
{
    return data->st_size == 0 && access(writer_lock, F_OK) != 0;
}

/* Whether the data file may be mapped, or may be made. */
static yz_status
data_prepare(const char *path, const char *data, const char *writer_lock,
             const store_options *options, yz_error *err)
{
    struct stat info;
    TRY(index_file_check(data, options->read_only, err));
    const bool is_there = stat(data, &info) == 0;
    if (is_there && !is_unborn(&info, writer_lock))
        return data_file_check(data, err);
    if (!is_there && errno != ENOENT && errno != ENOTDIR)
        return error_set_errno(err, errno, "cannot read the index %s", path);
    if (!options->create)
        return error_no_index(path, err);
    return directory_make(path, err);
}

static yz_status
directory_prepare(const char *path, const store_options *options, yz_error *err)
{
    arena a = { .from = options->memory };
    const yz_str data = arena_printf(&a, "%s/data.mdb", path);
    const yz_str lock = arena_printf(&a, "%s/lock.mdb", path);
    const yz_str writer_lock = arena_printf(&a, "%s/writer.lock", path);
    yz_status status =
        data.data && lock.data && writer_lock.data
            ? data_prepare(path, data.data, writer_lock.data, options, err)
            : error_nomem(err);
    if (status == YZ_OK)
        status = index_file_check(lock.data, false, err); /* readers write it */
    if (status == YZ_OK)
        status = refuse_network(path, err);
    arena_dispose(&a);
    return status;
}

/* ---- the pages ---------------------------------------------------------- */

/* The meta page of a transaction that is kept from being reused. */
static bool
meta_of(const uint8_t *map, uint32_t page_size, uint64_t txn,
        meta_page *ret_meta)
{
    uint8_t page[META_SIZE];
    meta_page again;
    const uint8_t *at = map + (txn % 2) * page_size;
    memcpy(page, at, META_SIZE);
    return meta_parse(page, ret_meta) && ret_meta->txn == txn &&
           ret_meta->page_size == page_size && meta_parse(at, &again) &&
           again.txn == txn;
}

static yz_status
tables_check(page_check *check, const meta_page *meta, yz_error *err)
{
    TRY(page_tree_check(check, &meta->main));
    for (int i = 0; i < STORE_TABLE_COUNT; i++) {
        tree_root root;
        const yz_str name = str_of(table_names[i]);
        if (!page_tree_find(check->file, &meta->main, name, &root)) {
            if (meta->main.page == TREE_EMPTY)
                continue; /* a new file */
            return error_corrupt(err, "data.mdb lacks a table of an index");
        }
        /* What only a writer reads waits until there is one. */
        if (i != STORE_SOURCES || check->used)
            TRY(page_tree_check(check, &root));
    }
    return check->used ? page_tree_check_free(check, &meta->free) : YZ_OK;
}

/* LMDB makes no copy without free pages of a file that has lost some. */
static yz_status
no_page_is_lost(const page_check *check, yz_error *err)
{
    enum { META_PAGES = 2 };
    for (uint64_t p = META_PAGES; p < check->file->page_count; p++)
        if (!(check->used[p / 8] >> p % 8 & 1))
            return error_corrupt(err, "a page is neither used nor free");
    return YZ_OK;
}

static yz_status
file_check(const yz_allocator *memory, const page_file *file,
           const meta_page *meta, pages_depth depth, yz_error *err)
{
    page_check check = { .file = file, .err = err };
    if (depth != PAGES_OF_READERS) {
        check.used = memory_zeroed(memory, file->page_count / 8 + 1, 1);
        if (!check.used)
            return error_nomem(err);
    }
    yz_status status = tables_check(&check, meta, err);
    if (status == YZ_OK && depth == PAGES_ALL)
        status = no_page_is_lost(&check, err);
    memory_release(memory, check.used);
    return status;
}

/* Map the file for ourselves: LMDB does not tell where it has it. */
static yz_status
file_map(MDB_env *env, uint32_t page_size, bytes *ret_map, yz_error *err)
{
    int fd;
    struct stat info;
    if (mdb_env_get_fd(env, &fd) != 0 || fstat(fd, &info) != 0)
        return error_set_errno(err, errno, "cannot read the index");
    const size_t size = (size_t)info.st_size / page_size * page_size;
    void *map = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED)
        return error_set_errno(err, errno, "cannot map the index");
    *ret_map = bytes_of(map, size);
    return YZ_OK;
}

static void
file_unmap(const bytes *map)
{
    munmap((void *)(uintptr_t)map->at, bytes_left(map));
}

/*
 * Check the pages of a transaction that keeps them. *ret_gone: its meta page
 * was taken by a later one before it was read.
 */
static yz_status
snapshot_check(const environment *e, uint64_t txn, pages_depth depth,
               bool *ret_gone, yz_error *err)
{
    MDB_env *env = e->env;
    MDB_stat stat;
    bytes map = { 0 };
    meta_page meta;
    mdb_env_stat(env, &stat);
    TRY(file_map(env, stat.ms_psize, &map, err));
    yz_status status = YZ_OK;
    *ret_gone = !meta_of(map.at, stat.ms_psize, txn, &meta);
    if (!*ret_gone) {
        const page_file file = { map.at, stat.ms_psize, meta.last_page + 1 };
        status = file.page_count > bytes_left(&map) / stat.ms_psize
                     ? error_corrupt(err, "data.mdb is shorter than it was "
                                          "written")
                     : file_check(e->memory, &file, &meta, depth, err);
    }
    file_unmap(&map);
    return status;
}

static yz_status
pages_check(const environment *e, pages_depth depth, yz_error *err)
{
    MDB_env *env = e->env;
    enum { TRIES = 100 };
    MDB_txn *txn;
    bool gone = true;
    int code = mdb_txn_begin(env, NULL, MDB_RDONLY, &txn);
    if (code != 0)
        return error_lmdb(err, code, "cannot open the index");
    yz_status status = YZ_OK;
    for (int i = 0; i < TRIES && gone && status == YZ_OK; i++) {
        mdb_txn_reset(txn);
        code = mdb_txn_renew(txn);
        status = code ? error_lmdb(err, code, "cannot open the index")
                      : snapshot_check(e, mdb_txn_id(txn), depth, &gone, err);
    }
    mdb_txn_abort(txn);
    if (status == YZ_OK && gone)
        return error_corrupt(err, "its meta pages are broken");
    return status;
}

/* Map all of a file larger than the reserve; nobody else has the environment
 * yet, whose transactions would lose what they stand on. */
static yz_status
map_fit(environment *e, yz_error *err)
{
    MDB_txn *txn;
    int code = mdb_txn_begin(e->env, NULL, MDB_RDONLY, &txn);
    if (code == 0)
        mdb_txn_abort(txn);
    else if (code == MDB_MAP_RESIZED)
        code = mdb_env_set_mapsize(e->env, 0);
    return code ? error_lmdb(err, code, "cannot open the index") : YZ_OK;
}

yz_status
environment_check(environment *e, pages_depth depth, yz_error *err)
{
    return pages_check(e, depth, err);
}

/* ---- open and close ----------------------------------------------------- */

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

/*
 * The map is a reserve, and grows when it must: where the process may not have
 * so many addresses (a limit, a tool that runs it), a smaller one does.
 */
static int
environment_try_sizes(const char *path, const store_options *options,
                      unsigned flags, MDB_env **ret_env)
{
    enum { SIZE_LEAST = 64 << 20 };
    store_options smaller = *options;
    int code = environment_try(path, &smaller, flags, ret_env);
    while ((code == ENOMEM || code == EINVAL) &&
           smaller.map_size / 2 >= SIZE_LEAST) {
        smaller.map_size /= 2;
        code = environment_try(path, &smaller, flags, ret_env);
    }
    return code;
}

/* Open with a lock file; without it where the folder may not be written. */
static yz_status
environment_make(environment *e, const char *path, const store_options *options,
                 yz_error *err)
{
    const bool read_only = options->read_only;
    const unsigned flags = MDB_NOTLS | (read_only ? MDB_RDONLY : 0u);
    int code = environment_try_sizes(path, options, flags, &e->env);
    if (read_only && (code == EACCES || code == EROFS || code == EPERM))
        code =
            environment_try_sizes(path, options, flags | MDB_NOLOCK, &e->env);
    if (code != 0)
        return error_lmdb(err, code, "cannot open the index");
    int dead = 0;
    mdb_reader_check(e->env, &dead);
    return YZ_OK;
}

/* LMDB's code. */
static int
tables_try(environment *e, bool create)
{
    MDB_txn *txn;
    int code = mdb_txn_begin(e->env, NULL, create ? 0 : MDB_RDONLY, &txn);
    if (code != 0)
        return code;
    for (int i = 0; code == 0 && i < STORE_TABLE_COUNT; i++)
        code = mdb_dbi_open(txn, table_names[i], create ? MDB_CREATE : 0,
                            &e->tables[i]);
    if (code == 0)
        return mdb_txn_commit(txn);
    mdb_txn_abort(txn);
    return code;
}

/* Only who makes an index writes: a second writer would wait for the first. */
static yz_status
tables_open(environment *e, const char *path, bool create, yz_error *err)
{
    MDB_stat stat;
    int code = tables_try(e, false);
    if (code == MDB_NOTFOUND && create)
        code = tables_try(e, true);
    if (code != MDB_NOTFOUND)
        return code ? error_lmdb(err, code, "cannot open the index") : YZ_OK;
    if (mdb_env_stat(e->env, &stat) == 0 && !stat.ms_entries)
        return error_no_index(path, err); /* it was never made whole */
    return error_corrupt(err, "data.mdb lacks a table of an index");
}

static yz_status
inodes_read(environment *e, const char *path, yz_error *err)
{
    int fd;
    struct stat info;
    arena a = { .from = e->memory };
    const yz_str lock = arena_printf(&a, "%s/lock.mdb", path);
    yz_status status = lock.data ? YZ_OK : error_nomem(err);
    if (status == YZ_OK &&
        (mdb_env_get_fd(e->env, &fd) != 0 || fstat(fd, &info) != 0))
        status = error_set_errno(err, errno, "cannot read the index %s", path);
    if (status == YZ_OK) {
        e->data_inode = info.st_ino;
        e->lock_inode = stat(lock.data, &info) == 0 ? info.st_ino : 0;
    }
    arena_dispose(&a);
    return status;
}

/* Files that another takes the place of come with another lock file. */
static yz_status
environment_join(environment *e, const char *path, const store_options *options,
                 yz_error *err)
{
    TRY(directory_open(path, &e->folder, err));
    TRY(directory_hold(e->folder, err));
    yz_status status = directory_prepare(path, options, err);
    if (status == YZ_OK)
        status = environment_make(e, path, options, err);
    if (status == YZ_OK)
        status = inodes_read(e, path, err);
    directory_release(e->folder);
    return status;
}

/* Pages are checked before anything follows them, and a writer's before that
 * makes the tables. */
static yz_status
environment_fill(environment *e, const char *path, const store_options *options,
                 yz_error *err)
{
    TRY(directory_prepare(path, options, err));
    TRY(environment_join(e, path, options, err));
    TRY(map_fit(e, err));
    TRY(pages_check(e, options->create ? PAGES_OF_WRITERS : PAGES_OF_READERS,
                    err));
    TRY(tables_open(e, path, options->create, err));
    e->writer_ready = options->create;
    return YZ_OK;
}

yz_status
environment_open(const char *path, const store_options *options,
                 environment **ret_environment, yz_error *err)
{
    environment *e = memory_zeroed(options->memory, 1, sizeof(*e));
    if (!e)
        return error_nomem(err);
    e->memory = options->memory;
    e->users = 1;
    e->folder = -1;
    const yz_status status = environment_fill(e, path, options, err);
    if (status != YZ_OK) {
        environment_close(e);
        return status;
    }
    *ret_environment = e;
    return YZ_OK;
}

void
environment_close(environment *e)
{
    if (!e)
        return;
    /* Newer releases of LMDB unmake the lock file's mutexes when the last user
     * closes: nobody may be waiting inside LMDB for that file then. */
    const bool held =
        e->folder >= 0 && directory_hold(e->folder, NULL) == YZ_OK;
    if (e->env)
        mdb_env_close(e->env);
    if (held)
        directory_release(e->folder);
    if (e->folder >= 0)
        close(e->folder);
    memory_release(e->memory, e);
}
