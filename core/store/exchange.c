/* SPDX-License-Identifier: MIT */
#include "core/store/exchange.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char DATA[] = DATA_FILE;
static const char LOCK[] = LOCK_FILE;
static const char OLD[] = "data.mdb.old"; /* the file that is replaced */

/* ---- the steps ---------------------------------------------------------- */

static yz_status
remove_file(int folder, const char *name, yz_error *err)
{
    if (unlinkat(folder, name, 0) == 0 || errno == ENOENT)
        return YZ_OK;
    return error_set_errno(err, errno, "cannot remove the index's %s", name);
}

/* Some file systems have no second names: there, a kill may come between. */
static yz_status
mark_begun(int folder, yz_error *err)
{
    if (linkat(folder, DATA, folder, OLD, 0) == 0)
        return YZ_OK;
    switch (errno) {
    case ENOENT: /* a repair: there is none to replace */
    case EPERM:
    case ENOSYS:
    case EOPNOTSUPP:
        return YZ_OK;
    default:
        return error_set_errno(err, errno, "cannot replace the index's %s",
                               DATA);
    }
}

/* The lock file first: without the mark nobody would know that it is old. */
static yz_status
end_begun(int folder, yz_error *err)
{
    TRY(remove_file(folder, LOCK, err));
    return remove_file(folder, OLD, err);
}

/*
 * What a killed process began. Who may not write the directory leaves it, and
 * has no use for the lock file either, if he may not write that.
 */
static yz_status
finish_begun(int folder, yz_error *err)
{
    struct stat old;
    struct stat data;
    if (fstatat(folder, OLD, &old, AT_SYMLINK_NOFOLLOW) != 0 ||
        fstatat(folder, DATA, &data, AT_SYMLINK_NOFOLLOW) != 0)
        return YZ_OK;
    if (old.st_ino == data.st_ino) { /* not yet replaced */
        (void)remove_file(folder, OLD, NULL);
        return YZ_OK;
    }
    if (faccessat(folder, LOCK, W_OK, 0) != 0 && errno != ENOENT)
        return YZ_OK;
    return end_begun(folder, err);
}

static yz_status
exchange_held(int folder, yz_error *err)
{
    TRY(mark_begun(folder, err));
    if (renameat(folder, DATA_FILE_FRESH, folder, DATA) != 0) {
        const int code = errno;
        (void)remove_file(folder, OLD, NULL);
        return error_set_errno(err, code, "cannot replace the index's %s",
                               DATA);
    }
    TRY(end_begun(folder, err));
    return folder_sync(folder, err);
}

/* ---- the directory ------------------------------------------------------ */

static int
lock_folder(int folder)
{
    int code;
    do
        code = flock(folder, LOCK_EX);
    while (code != 0 && errno == EINTR);
    return code;
}

yz_status
directory_hold(int folder, yz_error *err)
{
    if (lock_folder(folder) != 0)
        return error_set_errno(err, errno, "cannot lock the index's folder");
    const yz_status status = finish_begun(folder, err);
    if (status != YZ_OK)
        directory_release(folder);
    return status;
}

/* Closing alone would leave it to a child that has the file too. */
void
directory_release(int folder)
{
    flock(folder, LOCK_UN);
}

yz_status
exchange_files(int folder, yz_error *err)
{
    int held = -1;
    TRY(folder_open_again(folder, &held, err));
    yz_status status = directory_hold(held, err);
    if (status == YZ_OK) {
        status = exchange_held(held, err);
        directory_release(held);
    }
    close(held);
    return status;
}
