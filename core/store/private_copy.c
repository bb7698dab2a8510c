/* SPDX-License-Identifier: MIT */
/*
 * Why a copy is whole. The first two pages are copied first, and say which
 * commit is the last of the copy, T; its other pages are in the file by then.
 * LMDB writes over a page that T sees when it makes commit T + 3, at the
 * earliest, and so after T + 2 was there. If the last commit is T or T + 1 once
 * everything was copied, no page of T was written over.
 */
#include "core/store/private_copy.h"
#include "core/store/data_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static yz_status
error_no_copy(yz_error *err)
{
    return error_set_errno(err, errno,
                           "the readers of the index cannot be counted there, "
                           "and it cannot be copied to /tmp");
}

static bool
write_all(int fd, const uint8_t *data, size_t size, off_t at)
{
    while (size) {
        const ssize_t done = pwrite(fd, data, size, at);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return false;
        data += done;
        at += done;
        size -= (size_t)done;
    }
    return true;
}

/* From the first page to the last, in this order. */
static yz_status
bytes_copy(int from, int to, yz_error *err)
{
    enum { PIECE = 1 << 16 };
    uint8_t piece[PIECE];
    off_t at = 0;
    if (ftruncate(to, 0) != 0)
        return error_no_copy(err);
    for (;;) {
        const ssize_t size = pread(from, piece, PIECE, at);
        if (size == 0)
            return YZ_OK;
        if (size < 0 && errno != EINTR)
            return error_set_errno(err, errno, "cannot read the index");
        if (size > 0 && !write_all(to, piece, (size_t)size, at))
            return error_no_copy(err);
        at += size > 0 ? size : 0;
    }
}

static yz_status
copy_try(int from, int to, uint64_t *ret_txn, bool *ret_is_whole, yz_error *err)
{
    uint64_t after;
    TRY(bytes_copy(from, to, err));
    /* First pages that contradict each other were copied during a commit. */
    *ret_is_whole = data_file_last_txn(to, ret_txn) &&
                    data_file_last_txn(from, &after) && after <= *ret_txn + 1;
    return YZ_OK;
}

static yz_status
copy_into(int from, int to, private_copy *copy, yz_error *err)
{
    enum { TRIES = 10 };
    for (int i = 0; i < TRIES; i++) {
        bool is_whole;
        TRY(copy_try(from, to, &copy->txn, &is_whole, err));
        if (is_whole)
            return YZ_OK;
    }
    return error_set(err, YZ_E_BUSY,
                     "the index changes faster than it can be copied, and its "
                     "readers cannot be counted there; try again, or let its "
                     "readers write its folder");
}

yz_status
private_copy_make(int data_fd, private_copy *ret_copy, yz_error *err)
{
    private_copy copy = { .path = "/tmp/yizhan-copy-XXXXXX" };
    const int fd = mkstemp(copy.path);
    if (fd < 0)
        return error_no_copy(err);
    const yz_status status = copy_into(data_fd, fd, &copy, err);
    close(fd);
    if (status != YZ_OK) {
        unlink(copy.path);
        return status;
    }
    *ret_copy = copy;
    return YZ_OK;
}
