/* SPDX-License-Identifier: MIT */
#include "core/store/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#  include <sys/vfs.h>
#endif

/* ---- opening ------------------------------------------------------------ */

/* LMDB's locks and its memory map do not hold between machines. */
static yz_status
refuse_network(int folder, yz_error *err)
{
#ifdef __linux__
    /* NFS, SMB, CIFS, SMB2 of statfs(2) */
    static const uint32_t types[] = { 0x6969, 0x517b, 0xff534d42, 0xfe534d42 };
    struct statfs info;
    if (fstatfs(folder, &info) != 0)
        return YZ_OK;
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if ((uint32_t)info.f_type == types[i])
            return error_set(err, YZ_E_IO,
                             "the index is on a network file system, where its "
                             "locks do not work; put it on a local disk");
#else
    (void)folder;
    (void)err;
#endif
    return YZ_OK;
}

yz_status
error_no_index(const char *path, yz_error *err)
{
    struct stat info;
    const bool is_file = stat(path, &info) == 0 && !S_ISDIR(info.st_mode);
    if (is_file)
        return error_set(err, YZ_E_NOT_FOUND,
                         "there is no index at %s, which is a file; an index "
                         "is a folder",
                         path);
    return error_set(err, YZ_E_NOT_FOUND, "there is no index at %s", path);
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
        return error_set_errno(
            err, ENOTDIR,
            "cannot create the index %s: there is a file of that name", path);
    if (errno == ENOENT)
        return error_set_errno(
            err, errno,
            "cannot create the index %s: its parent folder does not exist",
            path);
    return error_set_errno(err, errno, "cannot create the index %s", path);
}

static int
directory_open(int base, const char *path)
{
    return openat(base, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

yz_status
folder_open(const char *path, bool create, int *ret_folder, yz_error *err)
{
    int folder = directory_open(AT_FDCWD, path);
    if (folder < 0 && (errno == ENOENT || errno == ENOTDIR)) {
        if (!create)
            return error_no_index(path, err);
        TRY(directory_make(path, err));
        folder = directory_open(AT_FDCWD, path);
    }
    if (folder < 0)
        return error_set_errno(err, errno, "cannot open the index %s", path);
    const yz_status status = refuse_network(folder, err);
    if (status != YZ_OK) {
        close(folder);
        return status;
    }
    *ret_folder = folder;
    return YZ_OK;
}

yz_status
folder_open_again(int folder, int *ret_folder, yz_error *err)
{
    const int again = directory_open(folder, ".");
    if (again < 0)
        return error_set_errno(err, errno, "cannot open the index's folder");
    *ret_folder = again;
    return YZ_OK;
}

/* ---- creating ----------------------------------------------------------- */

/* What an index leaves behind when its data file is lost, and what a file
 * system has in the top folder of a new volume. */
static bool
is_no_foreign_name(const char *name)
{
    static const char *const names[] = {
        ".",          "..",          LOCK_FILE,    WRITER_LOCK_FILE,
        "repair.new", "salvage.new", "lost+found",
    };
    if (!strncmp(name, DATA_FILE, strlen(DATA_FILE)))
        return true;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (!strcmp(name, names[i]))
            return true;
    return false;
}

static yz_status
has_foreign_files(int folder, const char *path, bool *ret_has, yz_error *err)
{
    int fd;
    TRY(folder_open_again(folder, &fd, err));
    DIR *entries = fdopendir(fd);
    if (!entries) {
        const int code = errno;
        close(fd);
        return error_set_errno(err, code, "cannot read the folder %s", path);
    }
    const struct dirent *entry = NULL;
    do {
        errno = 0;
        /* Nobody else reads this stream. */
        /* NOLINTNEXTLINE(concurrency-mt-unsafe) */
        entry = readdir(entries);
    } while (entry && is_no_foreign_name(entry->d_name));
    const int code = entry ? 0 : errno;
    *ret_has = entry != NULL;
    closedir(entries);
    if (code != 0)
        return error_set_errno(err, code, "cannot read the folder %s", path);
    return YZ_OK;
}

yz_status
folder_check_new(int folder, const char *path, yz_error *err)
{
    bool has_foreign = false;
    TRY(has_foreign_files(folder, path, &has_foreign, err));
    if (has_foreign)
        return error_set(err, YZ_E_IO,
                         "cannot create an index in %s, which has other files; "
                         "name a new or empty folder",
                         path);
    if (faccessat(folder, ".", W_OK | X_OK, 0) != 0)
        return error_set_errno(
            err, errno,
            "cannot create an index in %s: the folder cannot be written", path);
    return YZ_OK;
}

/* ---- names -------------------------------------------------------------- */

yz_status
folder_path_absolute(arena *a, const char *path, yz_str *ret_path,
                     yz_error *err)
{
    enum { SIZE_MAX_OF_PATH = 4096 };
    char current[SIZE_MAX_OF_PATH];
    const bool is_known = *path == '/' || !getcwd(current, sizeof(current));
    *ret_path = is_known ? arena_printf(a, "%s", path)
                         : arena_printf(a, "%s/%s", current, path);
    return ret_path->data ? YZ_OK : error_nomem(err);
}

static bool
is_path_of(int folder, const char *path)
{
    struct stat named;
    struct stat opened;
    return stat(path, &named) == 0 && fstat(folder, &opened) == 0 &&
           named.st_dev == opened.st_dev && named.st_ino == opened.st_ino;
}

/* What the system calls the folder now. */
static yz_str
path_of_descriptor(int folder, arena *a)
{
#ifdef F_GETPATH
    enum { SIZE_MAX_OF_PATH = 4096 };
    char path[SIZE_MAX_OF_PATH];
    return fcntl(folder, F_GETPATH, path) == 0 ? arena_printf(a, "%s", path)
                                               : (yz_str){ 0 };
#else
    return arena_printf(a, "/proc/self/fd/%d", folder);
#endif
}

yz_status
folder_path_now(int folder, arena *a, const char *path, yz_str *ret_path,
                yz_error *err)
{
    if (is_path_of(folder, path)) {
        *ret_path = arena_printf(a, "%s", path);
        return ret_path->data ? YZ_OK : error_nomem(err);
    }
    const yz_str now = path_of_descriptor(folder, a);
    if (!now.data || !is_path_of(folder, now.data))
        return error_set(err, YZ_E_IO,
                         "the folder of the index was moved away from %s; "
                         "open the index by its new name",
                         path);
    *ret_path = now;
    return YZ_OK;
}

/* ---- to the disk -------------------------------------------------------- */

/* Some file systems cannot sync a directory, and say so. */
yz_status
folder_sync(int folder, yz_error *err)
{
    if (fsync(folder) == 0 || errno == EINVAL)
        return YZ_OK;
    return error_set_errno(err, errno, "cannot write the index's folder");
}

/* Where the folder above may not be read, everything is written. */
yz_status
folder_sync_above(arena *a, const char *path, yz_error *err)
{
    const yz_str above = arena_printf(a, "%s/..", path);
    if (!above.data)
        return error_nomem(err);
    const int folder = directory_open(AT_FDCWD, above.data);
    if (folder < 0) {
        sync();
        return YZ_OK;
    }
    const yz_status status = folder_sync(folder, err);
    close(folder);
    return status;
}
