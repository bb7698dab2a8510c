/* SPDX-License-Identifier: MIT */
/*
 * Loading the same library again gives the same one, so nothing is remembered
 * here: dlopen() counts.
 */
/* NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming) */
#define _GNU_SOURCE /* dladdr() */
#include "core/base/part.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#if defined(__APPLE__)
#  define PART_NAME "libyizhan-%s.0.dylib"
#else
#  define PART_NAME "libyizhan-%s.so.0"
#endif

enum { NAME_MAX_SIZE = 64 };

/* The folder that this code was loaded from, with a slash at its end. */
static bool
own_folder(char folder[PATH_MAX])
{
    static const char here[] = PART_NAME;
    Dl_info info;
    if (!dladdr(here, &info) || !info.dli_fname)
        return false;
    const char *slash = strrchr(info.dli_fname, '/');
    const size_t size = slash ? (size_t)(slash - info.dli_fname) + 1 : 0;
    if (!size || size >= PATH_MAX)
        return false;
    memcpy(folder, info.dli_fname, size);
    folder[size] = '\0';
    return true;
}

static void *
open_beside(const char *below, const char *file)
{
    char folder[PATH_MAX];
    char path[PATH_MAX + 2 * NAME_MAX_SIZE];
    if (!own_folder(folder))
        return NULL;
    snprintf(path, sizeof(path), "%s%s%s", folder, below, file);
    return dlopen(path, RTLD_NOW | RTLD_LOCAL);
}

void *
part_symbol(const char *name, const char *symbol)
{
    char file[NAME_MAX_SIZE];
    snprintf(file, sizeof(file), PART_NAME, name);
    void *part = open_beside("", file);
    if (!part)
        part = open_beside("../lib/", file);
    if (!part)
        part = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    return part ? dlsym(part, symbol) : NULL;
}
