/* SPDX-License-Identifier: MIT */
/*
 * Loading the same library again gives the same one, so nothing is remembered
 * here: dlopen() counts.
 */
/* NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming) */
#define _GNU_SOURCE /* dladdr() */
#include "indexer/source/part_loader.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#if defined(__APPLE__)
#  define PART_NAME "libyizhan-formats.0.dylib"
#else
#  define PART_NAME "libyizhan-formats.so.0"
#endif

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
open_beside(const char *below)
{
    char folder[PATH_MAX];
    char path[PATH_MAX + 64];
    if (!own_folder(folder))
        return NULL;
    snprintf(path, sizeof(path), "%s%s%s", folder, below, PART_NAME);
    return dlopen(path, RTLD_NOW | RTLD_LOCAL);
}

static void *
open_part(void)
{
    static const char *const places[] = { "", "../lib/" };
    void *part = NULL;
    for (size_t i = 0; i < ARRAY_LENGTH(places) && !part; i++)
        part = open_beside(places[i]);
    return part ? part : dlopen(PART_NAME, RTLD_NOW | RTLD_LOCAL);
}

yz_status
part_load(const char *what, const ocr_part **ret_part, yz_error *err)
{
    void *library = open_part();
    void *symbol = library ? dlsym(library, OCR_PART_SYMBOL) : NULL;
    ocr_part_fn give;
    if (!symbol)
        return error_set(err, YZ_E_UNSUPPORTED,
                         "it is %s, for which libyizhan-formats is needed; "
                         "install the package libyizhan-formats0 (it needs "
                         "expat, libxml2 and libarchive)",
                         what);
    /* POSIX: what dlsym() gives can be a function. */
    memcpy(&give, &symbol, sizeof(give));
    const ocr_part *part = give();
    if (part->release != yz_version() || part->version != OCR_PART_VERSION)
        return error_set(err, YZ_E_UNSUPPORTED,
                         "it is %s, for which libyizhan-formats is needed; the "
                         "one that is installed is of another release than "
                         "this library",
                         what);
    *ret_part = part;
    return YZ_OK;
}
