/* SPDX-License-Identifier: MIT */
/*
 * The meta pages of LMDB 0.9 (mdb.c, MDB_page and MDB_meta) on a 64-bit
 * little-endian machine, offsets in bytes from the page's beginning:
 *
 *     16 magic, u32      24 address, u64     40 main and free trees, 48 each
 *     20 version, u32    32 map size, u64   136 last page, u64   144 txn, u64
 *
 * The first field of the free tree (at 40) is the page size. Page 0 and page 1
 * are such pages; the one of the later transaction counts.
 */
#include "core/store/precheck.h"
#include "core/base/bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    META_SIZE = 152,
    META_MAGIC_AT = 16,
    META_PAGE_SIZE_AT = 40,
    META_LAST_PAGE_AT = 136,
    PAGE_SIZE_MIN = 512,
    PAGE_SIZE_MAX = 65536
};
static const uint32_t META_MAGIC = 0xbeefc0de;
static const uint32_t META_VERSION = 1;

typedef struct meta_page {
    uint32_t page_size;
    uint64_t last_page;
    uint64_t txn;
} meta_page;

static bool
meta_parse(const uint8_t page[META_SIZE], meta_page *ret_meta)
{
    bytes in = bytes_of(page, META_SIZE);
    bytes_take(&in, META_MAGIC_AT);
    const uint32_t magic = bytes_take_u32(&in);
    const uint32_t version = bytes_take_u32(&in);
    in = bytes_of(page + META_PAGE_SIZE_AT, META_SIZE - META_PAGE_SIZE_AT);
    ret_meta->page_size = bytes_take_u32(&in);
    in = bytes_of(page + META_LAST_PAGE_AT, META_SIZE - META_LAST_PAGE_AT);
    ret_meta->last_page = bytes_take_u64(&in);
    ret_meta->txn = bytes_take_u64(&in);
    const uint32_t size = ret_meta->page_size;
    return magic == META_MAGIC && version == META_VERSION &&
           size >= PAGE_SIZE_MIN && size <= PAGE_SIZE_MAX &&
           (size & (size - 1)) == 0;
}

static yz_status
precheck_open_file(int fd, yz_error *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0)
        return error_set_errno(err, errno, "cannot read the index");
    uint8_t page[META_SIZE];
    meta_page first;
    meta_page second;
    if (pread(fd, page, META_SIZE, 0) != META_SIZE ||
        !meta_parse(page, &first))
        return error_corrupt(err, "data.mdb is no data file of an index");
    if (pread(fd, page, META_SIZE, (off_t)first.page_size) != META_SIZE ||
        !meta_parse(page, &second))
        return error_corrupt(err, "the second page of data.mdb is broken");
    const meta_page *newest = second.txn > first.txn ? &second : &first;
    const uint64_t pages = (uint64_t)info.st_size / first.page_size;
    if (newest->page_size != first.page_size || newest->last_page >= pages)
        return error_corrupt(err, "data.mdb is shorter than it was written");
    return YZ_OK;
}

yz_status
precheck_data_file(const char *path, yz_error *err)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_set_errno(err, errno, "cannot open %s", path);
    const yz_status status = precheck_open_file(fd, err);
    close(fd);
    return status;
}
