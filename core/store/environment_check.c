/* SPDX-License-Identifier: MIT */
/*
 * Checking the pages of an environment: one transaction is kept from being
 * reused while every page that LMDB may follow from its meta page is looked at
 * (page_tree.h).
 */
#include "core/base/bit_set.h"
#include "core/store/environment.h"
#include "core/store/page_tree.h"
#include "core/store/reader_hold.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

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
        const yz_str name = str_of(store_table_name((store_table)i));
        if (!page_tree_find(check->file, &meta->main, name, &root)) {
            if (meta->main.page == TREE_EMPTY)
                continue; /* a new file */
            return error_corrupt(err,
                                 "data.mdb lacks a table that every index has");
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
        if (!byte_bits_test(check->used, p))
            return error_corrupt(err, "a page is neither used nor free");
    return YZ_OK;
}

static yz_status
file_check(const yz_allocator *memory, const page_file *file,
           const meta_page *meta, pages_depth depth, yz_error *err)
{
    page_check check = { .file = file, .err = err };
    if (depth != PAGES_OF_READERS) {
        check.used =
            memory_zeroed(memory, byte_bits_size(file->page_count + 1), 1);
        if (!check.used)
            return error_nomem(err);
    }
    yz_status status = tables_check(&check, meta, err);
    if (status == YZ_OK && depth == PAGES_ALL)
        status = no_page_is_lost(&check, err);
    memory_release(memory, check.used);
    return status;
}

/* The file, mapped for ourselves: LMDB does not tell where it has it. */
typedef struct mapping {
    void *at;
    uint64_t page_count;
    uint32_t page_size;
} mapping;

static size_t
mapping_size(const mapping *map)
{
    return (size_t)(map->page_count * map->page_size);
}

static yz_status
file_map(MDB_env *env, mapping *ret_map, yz_error *err)
{
    int fd;
    struct stat info;
    MDB_stat stat;
    if (mdb_env_get_fd(env, &fd) != 0 || fstat(fd, &info) != 0 ||
        mdb_env_stat(env, &stat) != 0)
        return error_set_errno(err, errno, "cannot read the index");
    mapping map = { .page_count = (uint64_t)info.st_size / stat.ms_psize,
                    .page_size = stat.ms_psize };
    map.at = mmap(NULL, mapping_size(&map), PROT_READ, MAP_SHARED, fd, 0);
    if (map.at == MAP_FAILED)
        return error_set_errno(err, errno, "cannot map the index");
    /* A few pages are read, far apart. Where that is not heeded, more are. */
    posix_madvise(map.at, mapping_size(&map), POSIX_MADV_RANDOM);
    *ret_map = map;
    return YZ_OK;
}

/*
 * Check the pages of a transaction that keeps them. *ret_gone: its meta page
 * was taken by a later one before it was read.
 */
static yz_status
snapshot_check(const environment *e, uint64_t txn, pages_depth depth,
               bool *ret_gone, yz_error *err)
{
    mapping map;
    meta_page meta;
    TRY(file_map(e->env, &map, err));
    yz_status status = YZ_OK;
    *ret_gone = !meta_of(map.at, map.page_size, txn, &meta);
    if (!*ret_gone) {
        const page_file file = { map.at, map.page_size, meta.last_page + 1 };
        status = file.page_count > map.page_count
                     ? error_corrupt(err, "data.mdb is shorter than it was "
                                          "written")
                     : file_check(e->memory, &file, &meta, depth, err);
    }
    munmap(map.at, mapping_size(&map));
    return status;
}

yz_status
environment_check(environment *e, pages_depth depth, yz_error *err)
{
    enum { TRIES = 100 };
    bool gone = true;
    yz_status status = YZ_OK;
    for (int i = 0; i < TRIES && gone && status == YZ_OK; i++) {
        reader_hold hold;
        MDB_txn *txn;
        const int code = reading_begin(e, &hold, &txn);
        if (code != 0)
            return error_lmdb(err, code, "cannot open the index");
        status = snapshot_check(e, mdb_txn_id(txn), depth, &gone, err);
        reading_end(e, &hold, txn);
    }
    if (status == YZ_OK && gone)
        return error_corrupt(err, "its meta pages are broken");
    return status;
}
