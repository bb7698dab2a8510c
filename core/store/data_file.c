/* SPDX-License-Identifier: MIT */
/*
 * The meta pages of LMDB 0.9 (mdb.c, MDB_page and MDB_meta) on a 64-bit
 * little-endian machine, offsets in bytes from the page's beginning:
 *
 *     16 magic, u32      24 address, u64     40 free tree, 48 bytes
 *     20 version, u32    32 map size, u64    88 main tree, 48 bytes
 *                       136 last page, u64  144 txn, u64
 *
 * A tree: 0 page size or padding, u32; 4 flags, u16; 6 depth, u16; 8 four
 * counts, u64 each; 40 root, u64. The first field of the free tree is the page
 * size. Page 0 and page 1 are such pages; transaction n writes page n % 2, so
 * the other one is of transaction n - 1, and a file in which that is not so
 * was changed by something else.
 */
#include "core/store/data_file.h"
#include "core/base/bytes.h"
#include "core/store/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    META_FLAGS_AT = 10,
    META_MAGIC_AT = 16,
    META_VERSION_AT = 20,
    META_FREE_AT = 40,
    META_MAIN_AT = 88,
    META_LAST_PAGE_AT = 136,
    META_TXN_AT = 144,
    PAGE_SIZE_MIN = 512,
    PAGE_SIZE_MAX = 32768,
    PAGE_IS_META = 8,
    TREE_HAS_NUMBERS = 8 /* keys are numbers: the free tree's are */
};
static const uint32_t META_MAGIC = 0xbeefc0de;
static const uint32_t META_VERSION = 1;

tree_root
tree_root_parse(const uint8_t *at)
{
    bytes in = bytes_of(at + 4, 4);
    tree_root root;
    root.flags = bytes_take_u16(&in);
    root.depth = bytes_take_u16(&in);
    root.page = bytes_u64_at(at + 40);
    return root;
}

bool
meta_parse(const uint8_t *page, meta_page *ret_meta)
{
    const uint32_t size = bytes_u32_at(page + META_FREE_AT);
    *ret_meta = (meta_page){
        .page_size = size,
        .free = tree_root_parse(page + META_FREE_AT),
        .main = tree_root_parse(page + META_MAIN_AT),
        .last_page = bytes_u64_at(page + META_LAST_PAGE_AT),
        .txn = bytes_u64_at(page + META_TXN_AT),
    };
    return bytes_u32_at(page + META_MAGIC_AT) == META_MAGIC &&
           bytes_u32_at(page + META_VERSION_AT) == META_VERSION &&
           (bytes_u32_at(page + META_FLAGS_AT) & 0xffff) == PAGE_IS_META &&
           ret_meta->free.flags == TREE_HAS_NUMBERS &&
           ret_meta->main.flags == 0 && size >= PAGE_SIZE_MIN &&
           size <= PAGE_SIZE_MAX && (size & (size - 1)) == 0;
}

/* Whether page 0 and page 1 can be of one file. A new file has two zeros. */
static bool
metas_agree(const meta_page metas[2])
{
    const uint64_t a = metas[0].txn;
    const uint64_t b = metas[1].txn;
    return metas[0].page_size == metas[1].page_size && a % 2 == 0 &&
           (b % 2 == 1 || b == 0) && (a + 1 == b || b + 1 == a || a + b == 0);
}

static yz_status
metas_read(int fd, meta_page metas[2], yz_error *err)
{
    uint8_t page[META_SIZE];
    if (pread(fd, page, META_SIZE, 0) != META_SIZE ||
        !meta_parse(page, &metas[0]))
        return error_corrupt(err, "data.mdb is not the data file of an index");
    if (pread(fd, page, META_SIZE, (off_t)metas[0].page_size) != META_SIZE ||
        !meta_parse(page, &metas[1]))
        return error_corrupt(err, "the second page of data.mdb is broken");
    return YZ_OK;
}

/* A writer that commits between two reads can make them differ: then they are
 * read again. */
static yz_status
metas_read_agreeing(int fd, meta_page metas[2], yz_error *err)
{
    enum { TRIES = 8 };
    for (int i = 0; i < TRIES; i++) {
        TRY(metas_read(fd, metas, err));
        if (metas_agree(metas))
            return YZ_OK;
    }
    return error_corrupt(err, "the first pages of data.mdb are inconsistent");
}

/* The length is asked for after the metas were read, since a writer makes the
 * file longer first. */
static yz_status
check_open_file(int fd, yz_error *err)
{
    struct stat info;
    meta_page metas[2];
    TRY(metas_read_agreeing(fd, metas, err));
    if (fstat(fd, &info) != 0)
        return error_set_errno(err, errno, "cannot read the index");
    const meta_page *newest = &metas[metas[1].txn > metas[0].txn];
    if (newest->last_page >= (uint64_t)info.st_size / newest->page_size)
        return error_corrupt(err,
                             "data.mdb is shorter than when it was written");
    return YZ_OK;
}

bool
data_file_last_txn(int fd, uint64_t *ret_txn)
{
    meta_page metas[2];
    if (metas_read_agreeing(fd, metas, NULL) != YZ_OK)
        return false;
    *ret_txn = metas[metas[1].txn > metas[0].txn].txn;
    return true;
}

yz_status
index_file_check(int folder, const char *name, bool only_read, yz_error *err)
{
    struct stat info;
    const int flags = only_read ? 0 : AT_SYMLINK_NOFOLLOW;
    if (fstatat(folder, name, &info, flags) != 0)
        return YZ_OK; /* who opens it will say why not */
    if (S_ISREG(info.st_mode))
        return YZ_OK;
    return error_set(err, YZ_E_IO,
                     "%s is a link or a device, not a file of an index; put "
                     "the file itself there",
                     name);
}

static yz_status
data_file_open(int folder, const char *name, int *ret_fd, yz_error *err)
{
    *ret_fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
    if (*ret_fd < 0)
        return error_set_errno(err, errno, "cannot open the index's %s", name);
    return YZ_OK;
}

yz_status
data_file_check(int folder, const char *name, yz_error *err)
{
    int fd;
    TRY(data_file_open(folder, name, &fd, err));
    const yz_status status = check_open_file(fd, err);
    close(fd);
    return status;
}

/* A page of a new file as far as it was written: all of its meta, or none. */
static bool
is_unborn_page(const uint8_t page[META_SIZE])
{
    static const uint8_t zeros[META_SIZE];
    meta_page meta;
    return memcmp(page, zeros, META_SIZE) == 0 ||
           (meta_parse(page, &meta) && meta.txn == 0);
}

/* With both pages whole it is an empty data file, which LMDB can open. */
static bool
is_unborn_file(int fd, uint64_t size)
{
    const uint64_t system_size = (uint64_t)sysconf(_SC_PAGESIZE);
    const uint64_t page_size =
        system_size < PAGE_SIZE_MAX ? system_size : PAGE_SIZE_MAX;
    if (size > 2 * page_size || check_open_file(fd, NULL) == YZ_OK)
        return false;
    for (uint64_t i = 0; i < 2; i++) {
        uint8_t page[META_SIZE] = { 0 };
        if (pread(fd, page, META_SIZE, (off_t)(i * page_size)) < 0 ||
            !is_unborn_page(page))
            return false;
    }
    return true;
}

yz_status
data_file_is_unborn(int folder, const char *name, bool *ret_is, yz_error *err)
{
    int fd;
    struct stat info;
    TRY(data_file_open(folder, name, &fd, err));
    *ret_is = fstat(fd, &info) == 0 &&
              faccessat(folder, WRITER_LOCK_FILE, F_OK, 0) != 0 &&
              is_unborn_file(fd, (uint64_t)info.st_size);
    close(fd);
    return YZ_OK;
}

yz_status
data_file_txn(int folder, const char *name, uint64_t *ret_txn, yz_error *err)
{
    int fd;
    meta_page metas[2];
    TRY(data_file_open(folder, name, &fd, err));
    *ret_txn = 1;
    if (metas_read(fd, metas, NULL) == YZ_OK && metas_agree(metas))
        *ret_txn = metas[metas[1].txn > metas[0].txn].txn;
    close(fd);
    return YZ_OK;
}

/* Write the meta page `page` again, as of another transaction. */
static bool
write_meta(int fd, uint8_t *page, uint64_t number, uint32_t page_size,
           uint64_t txn)
{
    page[0] = (uint8_t)number;
    for (int i = 0; i < 8; i++)
        page[META_TXN_AT + i] = (uint8_t)(txn >> 8 * i);
    return pwrite(fd, page, META_SIZE, (off_t)(number * page_size)) ==
           META_SIZE;
}

yz_status
data_file_stamp(int fd, uint64_t txn, yz_error *err)
{
    uint8_t page[META_SIZE];
    meta_page metas[2];
    TRY(metas_read(fd, metas, err));
    const uint32_t size = metas[0].page_size;
    const uint64_t newest = metas[1].txn > metas[0].txn;
    if (pread(fd, page, META_SIZE, (off_t)(newest * size)) != META_SIZE)
        return error_set_errno(err, errno, "cannot read the new data file");
    const uint64_t last = txn % 2;
    const uint64_t before = txn ? txn - 1 : 0;
    if (!write_meta(fd, page, last, size, txn) ||
        !write_meta(fd, page, 1 - last, size, before))
        return error_set_errno(err, errno, "cannot write the new data file");
    return YZ_OK;
}
