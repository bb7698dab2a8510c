/* SPDX-License-Identifier: MIT */
/*
 * Preloaded into a program, lets one call of a kind fail: the one whose number
 * the environment names.
 *
 *     YZ_FAULT=alloc:N   malloc, calloc, realloc give NULL
 *     YZ_FAULT=io:N      write, pwrite, pwritev, fsync, fdatasync, ftruncate,
 *                        linkat, rename, renameat fail with ENOSPC or EIO
 *     YZ_FAULT=stop:N    the process stops itself (SIGSTOP) behind one of
 *                        these, or behind one that removes a file or makes a
 *                        lock that processes share: what is seen from outside
 *     YZ_FAULT_ALL=1     not that call alone but all from it on
 *     YZ_FAULT_ICU=1     allocations of ICU, too. Its word breaker faults or
 *                        leaves out words where one fails, and tells nobody.
 *     YZ_FAULT_COUNT=F   write how many calls of each kind there were into F
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static _Atomic long allocations;
static _Atomic long writes;
static _Atomic long moments;
static long failing_allocation = -1;
static long failing_write = -1;
static long stopping_moment = -1;
static bool all_from_there;

static bool
is_hit(long number, long failing)
{
    return failing > 0 &&
           (number == failing || (all_from_there && number > failing));
}

/* Where the code of ICU lies. */
enum { RANGES_MAX = 16 };
static struct range {
    uintptr_t begin;
    uintptr_t end;
} ranges[RANGES_MAX];
static int range_count;

static int
see_library(struct dl_phdr_info *info, size_t size, void *context)
{
    (void)size;
    (void)context;
    if (!strstr(info->dlpi_name, "libicu"))
        return 0;
    for (int i = 0; i < info->dlpi_phnum && range_count < RANGES_MAX; i++) {
        const uintptr_t begin = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
        if (info->dlpi_phdr[i].p_type == PT_LOAD)
            ranges[range_count++] =
                (struct range){ begin, begin + info->dlpi_phdr[i].p_memsz };
    }
    return 0;
}

static bool
is_of_icu(const void *caller)
{
    const uintptr_t at = (uintptr_t)caller;
    for (int i = 0; i < range_count; i++)
        if (at >= ranges[i].begin && at < ranges[i].end)
            return true;
    return false;
}

static bool
allocation_fails(const void *caller)
{
    if (is_of_icu(caller))
        return false;
    return is_hit(atomic_fetch_add(&allocations, 1) + 1, failing_allocation);
}

static bool
write_fails(int code)
{
    if (!is_hit(atomic_fetch_add(&writes, 1) + 1, failing_write))
        return false;
    errno = code;
    return true;
}

/* Behind a call. */
static int
moment(int result)
{
    const int code = errno;
    if (atomic_fetch_add(&moments, 1) + 1 == stopping_moment)
        raise(SIGSTOP);
    errno = code;
    return result;
}

static ssize_t
moment_of_write(ssize_t result)
{
    moment(0);
    return result;
}

__attribute__((constructor)) static void
begin(void)
{
    const char *fault = getenv("YZ_FAULT");
    all_from_there = getenv("YZ_FAULT_ALL") != NULL;
    if (!getenv("YZ_FAULT_ICU"))
        dl_iterate_phdr(see_library, NULL);
    atomic_store(&allocations, 0);
    atomic_store(&writes, 0);
    atomic_store(&moments, 0);
    if (fault && !strncmp(fault, "alloc:", 6))
        failing_allocation = atol(fault + 6);
    if (fault && !strncmp(fault, "io:", 3))
        failing_write = atol(fault + 3);
    if (fault && !strncmp(fault, "stop:", 5))
        stopping_moment = atol(fault + 5);
}

__attribute__((destructor)) static void
end(void)
{
    const char *path = getenv("YZ_FAULT_COUNT");
    FILE *file = path ? fopen(path, "w") : NULL;
    if (!file)
        return;
    fprintf(file, "%ld %ld %ld\n", atomic_load(&allocations),
            atomic_load(&writes), atomic_load(&moments));
    fclose(file);
}

/* ---- memory ------------------------------------------------------------- */

extern void *
__libc_malloc(size_t size);
extern void *
__libc_calloc(size_t count, size_t size);
extern void *
__libc_realloc(void *old, size_t size);

void *
malloc(size_t size)
{
    if (!allocation_fails(__builtin_return_address(0)))
        return __libc_malloc(size);
    errno = ENOMEM;
    return NULL;
}

void *
calloc(size_t count, size_t size)
{
    if (!allocation_fails(__builtin_return_address(0)))
        return __libc_calloc(count, size);
    errno = ENOMEM;
    return NULL;
}

void *
realloc(void *old, size_t size)
{
    if (!allocation_fails(__builtin_return_address(0)))
        return __libc_realloc(old, size);
    errno = ENOMEM;
    return NULL;
}

/* ---- files -------------------------------------------------------------- */

#define NEXT(name) ((__typeof__(&(name)))dlsym(RTLD_NEXT, #name))

/* Standard output and error are not what is tested. */
ssize_t
write(int fd, const void *data, size_t size)
{
    if (fd <= 2)
        return NEXT(write)(fd, data, size);
    return write_fails(ENOSPC) ? -1
                               : moment_of_write(NEXT(write)(fd, data, size));
}

ssize_t
pwrite(int fd, const void *data, size_t size, off_t at)
{
    return write_fails(ENOSPC)
               ? -1
               : moment_of_write(NEXT(pwrite)(fd, data, size, at));
}

ssize_t
pwritev(int fd, const struct iovec *parts, int count, off_t at)
{
    return write_fails(ENOSPC)
               ? -1
               : moment_of_write(NEXT(pwritev)(fd, parts, count, at));
}

ssize_t
writev(int fd, const struct iovec *parts, int count)
{
    if (fd <= 2)
        return NEXT(writev)(fd, parts, count);
    return write_fails(ENOSPC)
               ? -1
               : moment_of_write(NEXT(writev)(fd, parts, count));
}

int
fsync(int fd)
{
    return write_fails(EIO) ? -1 : moment(NEXT(fsync)(fd));
}

int
fdatasync(int fd)
{
    return write_fails(EIO) ? -1 : moment(NEXT(fdatasync)(fd));
}

int
ftruncate(int fd, off_t size)
{
    return write_fails(ENOSPC) ? -1 : moment(NEXT(ftruncate)(fd, size));
}

int
rename(const char *from, const char *to)
{
    return write_fails(EIO) ? -1 : moment(NEXT(rename)(from, to));
}

int
renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    return write_fails(EIO)
               ? -1
               : moment(NEXT(renameat)(from_folder, from, to_folder, to));
}

int
linkat(int from_folder, const char *from, int to_folder, const char *to,
       int flags)
{
    return write_fails(ENOSPC)
               ? -1
               : moment(NEXT(linkat)(from_folder, from, to_folder, to, flags));
}

int
unlink(const char *path)
{
    return moment(NEXT(unlink)(path));
}

int
unlinkat(int folder, const char *path, int flags)
{
    return moment(NEXT(unlinkat)(folder, path, flags));
}

/* ---- locks -------------------------------------------------------------- */

int
pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *how)
{
    int shared = PTHREAD_PROCESS_PRIVATE;
    const int result = NEXT(pthread_mutex_init)(mutex, how);
    if (how && pthread_mutexattr_getpshared(how, &shared) == 0 &&
        shared == PTHREAD_PROCESS_SHARED)
        return moment(result);
    return result;
}
