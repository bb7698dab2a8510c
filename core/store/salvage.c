/* SPDX-License-Identifier: MIT */
/*
 * What is left of a data file that LMDB must not open. First the trees are
 * followed from both meta pages as far as they are whole: there it is known
 * which table an entry is of. Then every page that looks like a leaf gives
 * what is missing still; of which table such an entry is shows in its key and
 * value. An entry of such a page may be an old one, which its checksum or that
 * of its segment tells.
 */
#include "core/base/seal.h"
#include "core/store/environment.h"
#include "core/store/folder.h"
#include "core/store/page_tree.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* The names of the tables are those of environment.c; so are the keys of the
 * table `meta` known, as everything else has keys that are numbers. */
static const char *const meta_keys[] = { "format", "manifest", "profile",
                                         "variants", "fold" };

enum { PAGE_SIZE_USUAL = 4096, TOMBSTONE_SIZE = 4064 };

typedef struct salvage {
    page_file file;
    store_txn *into;
    store_table table; /* of the tree that is followed */
    yz_error *err;
} salvage;

/* What came first stays: it is the later one. */
static yz_status
keep(salvage *s, store_table table, yz_str key, bytes value)
{
    bytes there;
    const yz_status found = store_get(s->into, table, key, &there, s->err);
    if (found != YZ_DONE)
        return found;
    return store_put(s->into, table, key,
                     (yz_str){ (const char *)value.at, bytes_left(&value) },
                     s->err);
}

static yz_status
take_entry(void *context, yz_str key, bytes value)
{
    salvage *s = context;
    if (key.size > 511)
        return YZ_OK;
    return keep(s, s->table, key, value);
}

static bool
is_meta_key(yz_str key)
{
    for (size_t i = 0; i < ARRAY_LENGTH(meta_keys); i++)
        if (str_equal(key, str_of(meta_keys[i])))
            return true;
    return false;
}

/* An entry of a page that no tree leads to. */
static yz_status
take_stray(void *context, yz_str key, bytes value)
{
    salvage *s = context;
    bytes sealed = value;
    if (is_meta_key(key))
        return keep(s, STORE_META, key, value);
    if (key.size != sizeof(uint64_t) || !bytes_left(&value))
        return YZ_OK;
    if (!seal_take(&sealed))
        return keep(s, STORE_BLOB, key, value);
    const bool bits = bytes_left(&value) == TOMBSTONE_SIZE &&
                      (store_key_number(key) >> 32 & 0xff) == 0;
    return keep(s, bits ? STORE_TOMBSTONES : STORE_SOURCES, key, value);
}

/* Follow the trees of a meta page. */
static yz_status
take_trees(salvage *s, const meta_page *meta)
{
    for (int i = 0; i < STORE_TABLE_COUNT; i++) {
        tree_root root;
        s->table = (store_table)i;
        if (page_tree_find(&s->file, &meta->main,
                           str_of(store_table_name(s->table)), &root))
            TRY(page_tree_each(&s->file, &root, take_entry, s));
    }
    return YZ_OK;
}

static yz_status
take_all(salvage *s)
{
    meta_page metas[2];
    bool whole[2] = { false, false };
    for (uint32_t i = 0; i < 2; i++)
        whole[i] = s->file.page_count > 2 &&
                   meta_parse(s->file.map + (size_t)i * s->file.page_size,
                              &metas[i]) &&
                   metas[i].page_size == s->file.page_size &&
                   metas[i].main.page < s->file.page_count;
    const bool second = whole[1] && (!whole[0] || metas[1].txn > metas[0].txn);
    if (whole[second])
        TRY(take_trees(s, &metas[second]));
    return page_file_each(&s->file, take_stray, s);
}

static uint32_t
page_size_of(const uint8_t *map)
{
    meta_page meta;
    return meta_parse(map, &meta) ? meta.page_size : PAGE_SIZE_USUAL;
}

static yz_status
salvage_map(const uint8_t *map, size_t size, store *into, yz_error *err)
{
    salvage s = { .err = err };
    s.file.map = map;
    s.file.page_size = page_size_of(map);
    s.file.page_count = size / s.file.page_size;
    TRY(store_write_begin(into, &s.into, err));
    const yz_status status = take_all(&s);
    if (status == YZ_OK)
        return store_commit(s.into, err);
    store_end(s.into);
    return status;
}

static yz_status
salvage_file(int fd, store *into, yz_error *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0)
        return error_set_errno(err, errno, "cannot read the index");
    const size_t size = (size_t)info.st_size;
    if (size < META_SIZE)
        return error_corrupt(err, "there is nothing left in data.mdb");
    void *map = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (map == MAP_FAILED)
        return error_set_errno(err, errno, "cannot map the index");
    const yz_status status = salvage_map(map, size, into, err);
    munmap(map, size);
    return status;
}

static yz_status
salvage_folder(int folder, store *into, yz_error *err)
{
    const int fd = openat(folder, DATA_FILE, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_set_errno(err, errno, "cannot open the index's %s",
                               DATA_FILE);
    const yz_status status = salvage_file(fd, into, err);
    close(fd);
    return status;
}

yz_status
store_salvage(const char *path, store *into, yz_error *err)
{
    int folder;
    TRY(folder_open(path, false, &folder, err));
    const yz_status status = salvage_folder(folder, into, err);
    close(folder);
    return status;
}
