/* SPDX-License-Identifier: MIT */
/*
 * Preloaded into a program, writes down everything that the program does to the
 * disk, in order, into the file that YZ_RECORD names. powerloss.py plays it
 * again up to any point.
 *
 * A record is a line, and then as many bytes as its last numbers say. Files and
 * folders are called by their inodes:
 *
 *     write INODE AT SIZE         and the bytes
 *     durable INODE AT SIZE       the same through a descriptor with O_DSYNC
 *     truncate INODE SIZE
 *     sync INODE                  fsync or fdatasync, of a file or a folder
 *     sync-all                    sync
 *     create FOLDER INODE SIZE    and the name; `mkdir` and `link` likewise
 *     rename FOLDER FOLDER SIZE SIZE    and both names
 *     unlink FOLDER SIZE          and the name
 *
 * What is written through a memory map is not seen: of an index it is lock.mdb
 * alone, which is worth nothing after a power failure.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define NEXT(name) ((__typeof__(&(name)))dlsym(RTLD_NEXT, #name))

static int record_file = -1;
static dev_t device;
/* The order of the records is that of the calls. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

/* ---- writing records ---------------------------------------------------- */

__attribute__((constructor)) static void
begin(void)
{
    struct stat info;
    const char *path = getenv("YZ_RECORD");
    if (!path)
        return;
    record_file = (int)syscall(SYS_openat, AT_FDCWD, path,
                               O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (record_file < 0 || fstat(record_file, &info) != 0)
        abort();
    device = info.st_dev;
}

static void
put(const void *data, size_t size)
{
    const char *at = data;
    while (size) {
        const long done = syscall(SYS_write, record_file, at, size);
        if (done < 0)
            abort();
        at += done;
        size -= (size_t)done;
    }
}

__attribute__((format(printf, 1, 2))) static void
say(const char *format, ...)
{
    char line[160];
    va_list args;
    va_start(args, format);
    const int size = vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    put(line, (size_t)size);
}

/* Whether the call is one to write down, and of which inode. */
static bool
is_seen(int fd, unsigned long *ret_inode)
{
    struct stat info;
    if (record_file < 0 || fd <= 2 || fd == record_file ||
        fstat(fd, &info) != 0 || info.st_dev != device ||
        !(S_ISREG(info.st_mode) || S_ISDIR(info.st_mode)))
        return false;
    *ret_inode = (unsigned long)info.st_ino;
    return true;
}

/* A name in a folder: its inode and the last part of the path. */
typedef struct place {
    unsigned long folder;
    unsigned long inode; /* 0: there is nothing of that name */
    char name[NAME_MAX + 1];
} place;

static place
place_of(int base, const char *path)
{
    char copy[PATH_MAX];
    struct stat info;
    place p = { 0 };
    snprintf(copy, sizeof(copy), "%s", path);
    snprintf(p.name, sizeof(p.name), "%s", basename(copy));
    snprintf(copy, sizeof(copy), "%s", path);
    if (fstatat(base, dirname(copy), &info, 0) == 0 && info.st_dev == device)
        p.folder = (unsigned long)info.st_ino;
    if (fstatat(base, path, &info, AT_SYMLINK_NOFOLLOW) == 0)
        p.inode = (unsigned long)info.st_ino;
    return p;
}

static void
say_named(const char *what, const place *p)
{
    if (record_file < 0 || !p->folder)
        return;
    say("%s %lu %lu %zu\n", what, p->folder, p->inode, strlen(p->name));
    put(p->name, strlen(p->name));
}

/* ---- data --------------------------------------------------------------- */

static void
say_written(int fd, off_t at, const struct iovec *parts, int count,
            ssize_t size)
{
    unsigned long inode;
    if (size <= 0 || !is_seen(fd, &inode))
        return;
    const bool durable = (fcntl(fd, F_GETFL) & O_DSYNC) != 0;
    say("%s %lu %lld %zd\n", durable ? "durable" : "write", inode,
        (long long)at, size);
    for (int i = 0; i < count && size > 0; i++) {
        const size_t part =
            parts[i].iov_len < (size_t)size ? parts[i].iov_len : (size_t)size;
        put(parts[i].iov_base, part);
        size -= (ssize_t)part;
    }
}

ssize_t
pwritev(int fd, const struct iovec *parts, int count, off_t at)
{
    pthread_mutex_lock(&mutex);
    const ssize_t size = NEXT(pwritev)(fd, parts, count, at);
    say_written(fd, at, parts, count, size);
    pthread_mutex_unlock(&mutex);
    return size;
}

ssize_t
pwrite(int fd, const void *data, size_t size, off_t at)
{
    const struct iovec part = { (void *)data, size };
    pthread_mutex_lock(&mutex);
    const ssize_t done = NEXT(pwrite)(fd, data, size, at);
    say_written(fd, at, &part, 1, done);
    pthread_mutex_unlock(&mutex);
    return done;
}

ssize_t
writev(int fd, const struct iovec *parts, int count)
{
    pthread_mutex_lock(&mutex);
    const off_t at = lseek(fd, 0, SEEK_CUR);
    const ssize_t size = NEXT(writev)(fd, parts, count);
    say_written(fd, at, parts, count, size);
    pthread_mutex_unlock(&mutex);
    return size;
}

ssize_t
write(int fd, const void *data, size_t size)
{
    const struct iovec part = { (void *)data, size };
    pthread_mutex_lock(&mutex);
    const off_t at = lseek(fd, 0, SEEK_CUR);
    const ssize_t done = NEXT(write)(fd, data, size);
    say_written(fd, at, &part, 1, done);
    pthread_mutex_unlock(&mutex);
    return done;
}

int
ftruncate(int fd, off_t size)
{
    unsigned long inode;
    pthread_mutex_lock(&mutex);
    const int result = NEXT(ftruncate)(fd, size);
    if (result == 0 && is_seen(fd, &inode))
        say("truncate %lu %lld\n", inode, (long long)size);
    pthread_mutex_unlock(&mutex);
    return result;
}

static int
say_synced(int fd, int (*call)(int))
{
    unsigned long inode;
    pthread_mutex_lock(&mutex);
    const int result = call(fd);
    if (result == 0 && is_seen(fd, &inode))
        say("sync %lu\n", inode);
    pthread_mutex_unlock(&mutex);
    return result;
}

int
fsync(int fd)
{
    return say_synced(fd, NEXT(fsync));
}

int
fdatasync(int fd)
{
    return say_synced(fd, NEXT(fdatasync));
}

void
sync(void)
{
    pthread_mutex_lock(&mutex);
    NEXT(sync)();
    if (record_file >= 0)
        say("sync-all\n");
    pthread_mutex_unlock(&mutex);
}

/* ---- names -------------------------------------------------------------- */

static int
open_seen(int base, const char *path, int flags, mode_t mode)
{
    pthread_mutex_lock(&mutex);
    place p = place_of(base, path);
    const bool is_new = !p.inode;
    const int fd = NEXT(openat)(base, path, flags, mode);
    unsigned long inode;
    if (fd >= 0 && is_seen(fd, &inode)) {
        p.inode = inode;
        if (is_new)
            say_named("create", &p);
        else if (flags & O_TRUNC)
            say("truncate %lu 0\n", inode);
    }
    pthread_mutex_unlock(&mutex);
    return fd;
}

static mode_t
mode_of(int flags, va_list args)
{
    return flags & (O_CREAT | __O_TMPFILE) ? va_arg(args, mode_t) : 0;
}

int
open(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    const mode_t mode = mode_of(flags, args);
    va_end(args);
    return open_seen(AT_FDCWD, path, flags, mode);
}

int
openat(int base, const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    const mode_t mode = mode_of(flags, args);
    va_end(args);
    return open_seen(base, path, flags, mode);
}

int
mkdir(const char *path, mode_t mode)
{
    pthread_mutex_lock(&mutex);
    const int result = NEXT(mkdir)(path, mode);
    if (result == 0) {
        const place p = place_of(AT_FDCWD, path);
        say_named("mkdir", &p);
    }
    pthread_mutex_unlock(&mutex);
    return result;
}

int
linkat(int from_base, const char *from, int to_base, const char *to, int flags)
{
    pthread_mutex_lock(&mutex);
    const int result = NEXT(linkat)(from_base, from, to_base, to, flags);
    if (result == 0) {
        const place p = place_of(to_base, to);
        say_named("link", &p);
    }
    pthread_mutex_unlock(&mutex);
    return result;
}

int
renameat(int from_base, const char *from, int to_base, const char *to)
{
    pthread_mutex_lock(&mutex);
    const place old = place_of(from_base, from);
    const place new = place_of(to_base, to);
    const int result = NEXT(renameat)(from_base, from, to_base, to);
    if (result == 0 && record_file >= 0 && old.folder) {
        say("rename %lu %lu %zu %zu\n", old.folder, new.folder,
            strlen(old.name), strlen(new.name));
        put(old.name, strlen(old.name));
        put(new.name, strlen(new.name));
    }
    pthread_mutex_unlock(&mutex);
    return result;
}

int
rename(const char *from, const char *to)
{
    return renameat(AT_FDCWD, from, AT_FDCWD, to);
}

int
unlinkat(int base, const char *path, int flags)
{
    pthread_mutex_lock(&mutex);
    const place p = place_of(base, path);
    const int result = NEXT(unlinkat)(base, path, flags);
    if (result == 0 && record_file >= 0 && p.folder) {
        say("unlink %lu %zu\n", p.folder, strlen(p.name));
        put(p.name, strlen(p.name));
    }
    pthread_mutex_unlock(&mutex);
    return result;
}

int
unlink(const char *path)
{
    return unlinkat(AT_FDCWD, path, 0);
}

int
rmdir(const char *path)
{
    return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}
