/* SPDX-License-Identifier: MIT */
/*
 * Preloaded into a program, makes it a reader that may not write.
 *
 *     always           faccessat() says that nothing may be written
 *     YZ_NO_LOCKS=1    and the file system has no locks of open files, as some
 *                      have none that lie on another machine
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#define NEXT(name) ((__typeof__(&(name)))dlsym(RTLD_NEXT, #name))

int
faccessat(int folder, const char *path, int mode, int flags)
{
    if (mode & W_OK) {
        errno = EACCES;
        return -1;
    }
    return NEXT(faccessat)(folder, path, mode, flags);
}

int
fcntl(int fd, int command, ...)
{
    va_list args;
    va_start(args, command);
    void *argument = va_arg(args, void *);
    va_end(args);
    if ((command == F_OFD_SETLK || command == F_OFD_GETLK) &&
        getenv("YZ_NO_LOCKS")) {
        errno = EOPNOTSUPP;
        return -1;
    }
    return NEXT(fcntl)(fd, command, argument);
}
