/* SPDX-License-Identifier: MIT */
#include "core/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_SIZE = 1 << 18 };

static file_stamp
stamp_of(const struct stat *info)
{
    return (file_stamp){
        .size = (uint64_t)info->st_size,
        .modified_ns =
            (int64_t)info->st_mtim.tv_sec * 1000000000 + info->st_mtim.tv_nsec,
        .inode = (uint64_t)info->st_ino,
    };
}

yz_status
file_stamp_of(const char *path, file_stamp *ret_stamp, yz_error *err)
{
    struct stat info;
    if (stat(path, &info) != 0)
        return error_set_errno(err, errno, "cannot read the file");
    if (S_ISDIR(info.st_mode))
        return error_set_errno(err, EISDIR, "cannot read the file");
    *ret_stamp = stamp_of(&info);
    return YZ_OK;
}

static yz_status
read_all(int fd, size_t size_max, buffer *out, yz_error *err)
{
    const size_t before = out->size;
    for (;;) {
        uint8_t *at = buffer_extend(out, READ_SIZE);
        if (!at)
            return error_nomem(err);
        ssize_t got;
        do
            got = read(fd, at, READ_SIZE);
        while (got < 0 && errno == EINTR);
        out->size -= READ_SIZE - (got > 0 ? (size_t)got : 0);
        if (got < 0)
            return error_set_errno(err, errno, "cannot read the file");
        if (out->size - before > size_max)
            return error_set(err, YZ_E_LIMIT,
                             "the file is larger than %zu bytes; split it",
                             size_max);
        if (got == 0)
            return YZ_OK;
    }
}

yz_status
file_open(const char *path, int *ret_fd, file_stamp *ret_stamp, yz_error *err)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_set_errno(err, errno, "cannot open the file");
    struct stat info;
    yz_status status = YZ_OK;
    if (fstat(fd, &info) != 0)
        status = error_set_errno(err, errno, "cannot read the file");
    else if (S_ISDIR(info.st_mode))
        status = error_set_errno(err, EISDIR, "cannot read the file");
    if (status != YZ_OK) {
        close(fd);
        return status;
    }
    *ret_fd = fd;
    *ret_stamp = stamp_of(&info);
    return YZ_OK;
}

yz_status
file_read_at(int fd, uint64_t offset, void *to, size_t size, size_t *ret_got,
             yz_error *err)
{
    size_t got = 0;
    while (got < size) {
        const ssize_t more =
            pread(fd, (char *)to + got, size - got, (off_t)(offset + got));
        if (more < 0 && errno == EINTR)
            continue;
        if (more < 0)
            return error_set_errno(err, errno, "cannot read the file");
        if (more == 0)
            break;
        got += (size_t)more;
    }
    *ret_got = got;
    return YZ_OK;
}

bool
file_is_regular(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

yz_status
file_read(const char *path, size_t size_max, buffer *out, file_stamp *ret_stamp,
          yz_error *err)
{
    int fd;
    file_stamp stamp;
    TRY(file_open(path, &fd, &stamp, err));
    const yz_status status = read_all(fd, size_max, out, err);
    close(fd);
    if (status == YZ_OK && ret_stamp)
        *ret_stamp = stamp;
    return status;
}

yz_status
file_canonical(arena *a, const char *path, yz_str *ret_path, yz_error *err)
{
    char *real = realpath(path, NULL);
    *ret_path = arena_str(a, str_of(real ? real : path));
    free(real);
    return ret_path->data ? YZ_OK : error_nomem(err);
}

/* Longer and longer ends of the path are cut off, until it is there. */
yz_status
file_canonical_gone(arena *a, const char *path, yz_str *ret_path, yz_error *err)
{
    const yz_str copy = arena_str(a, str_of(path));
    if (!copy.data)
        return error_nomem(err);
    char *folder = arena_alloc(a, copy.size + 1);
    if (!folder)
        return error_nomem(err);
    for (size_t end = copy.size; end > 0; end--) {
        if (end < copy.size && copy.data[end] != '/')
            continue;
        memcpy(folder, copy.data, end);
        folder[end] = '\0';
        char *real = realpath(folder, NULL);
        if (!real)
            continue;
        *ret_path = arena_printf(a, "%s%s", real, copy.data + end);
        free(real);
        return ret_path->data ? YZ_OK : error_nomem(err);
    }
    char *here = *path == '/' ? NULL : realpath(".", NULL);
    *ret_path = here ? arena_printf(a, "%s/%s", here, path) : copy;
    free(here);
    return ret_path->data ? YZ_OK : error_nomem(err);
}
