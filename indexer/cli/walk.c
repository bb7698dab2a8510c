/* SPDX-License-Identifier: MIT */
/*
 * The list is made before anything is read, so that the progress knows what is
 * to come. A folder is read whole, sorted, and left before its own folders are
 * entered: no more than one is open at a time.
 */
#include "indexer/cli/walk.h"
#include "core/base/translation.h"
#include "indexer/cli/input.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct walk {
    const arguments *arguments;
    file_list *list;
    yz_error *err;
} walk;

static yz_status
walk_path(const walk *w, const char *path, bool named);

/* A pattern with a slash is of paths, any other of names. */
static bool
is_excluded(const walk *w, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash && slash[1] ? slash + 1 : path;
    for (size_t i = 0; i < w->arguments->excludes.count; i++) {
        const char *pattern = w->arguments->excludes.items[i];
        if (fnmatch(pattern, strchr(pattern, '/') ? path : name, 0) == 0)
            return true;
    }
    return false;
}

/*
 * Is a file found in a folder to be read? Notes in Markdown lie beside many
 * collections, and what a METS file binds is found by itself: both are read when
 * they are named.
 */
static bool
is_readable_format(const walk *w, const char *path)
{
    yz_format format;
    const uint32_t wanted = w->arguments->source.format;
    const bool known = yz_format_of_file(path, &format);
    if (wanted != YZ_FORMAT_AUTO)
        return !known || format == wanted;
    return known && format != YZ_FORMAT_MARKDOWN && format != YZ_FORMAT_METS;
}

static yz_status
add_file(const walk *w, const char *path, uint64_t size)
{
    if (!ARRAY_PUSH(&w->list->files, (file_entry){ path, size }))
        return error_nomem(w->err);
    w->list->bytes += size;
    return YZ_OK;
}

/* It is passed over, and with -v the user hears why. */
static void
skip(const walk *w, const char *path, const char *why)
{
    w->list->skipped++;
    if (w->arguments->verbose)
        message("%s: passed over: %s", path, translated(why));
}

static yz_status
refuse(const walk *w, const char *path, const char *what)
{
    message("%s: %s: %s", path, translated(what), translated(strerror(errno)));
    w->list->refused++;
    return YZ_OK;
}

/* ---- folders ----------------------------------------------------------- */

typedef ARRAY_OF(char *) name_list;

static int
name_compare(const void *a, const void *b)
{
    char *const *x = a;
    char *const *y = b;
    return strcmp(*x, *y);
}

static void
names_dispose(name_list *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->items[i]);
    ARRAY_DISPOSE(names);
}

/* The names in a folder but for "." and "..". */
static bool
names_read(DIR *folder, name_list *names)
{
    const struct dirent *entry;
    while ((entry = readdir(folder))) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
            continue;
        char *name = strdup(entry->d_name);
        if (!name || !ARRAY_PUSH(names, name)) {
            free(name);
            return false;
        }
    }
    if (names->count)
        qsort(names->items, names->count, sizeof(*names->items), name_compare);
    return true;
}

static yz_status
walk_names(const walk *w, const char *path, const name_list *names)
{
    const size_t size = strlen(path);
    const char *slash = size && path[size - 1] == '/' ? "" : "/";
    for (size_t i = 0; i < names->count; i++) {
        const yz_str below = arena_printf(&w->list->arena, "%s%s%s", path,
                                          slash, names->items[i]);
        if (!below.data)
            return error_nomem(w->err);
        if (names->items[i][0] == '.')
            skip(w, below.data, N_("a hidden file"));
        else
            TRY(walk_path(w, below.data, false));
    }
    return YZ_OK;
}

static yz_status
walk_folder(const walk *w, const char *path)
{
    name_list names = { 0 };
    DIR *folder = opendir(path);
    if (!folder)
        return refuse(w, path, N_("cannot read the folder"));
    const bool whole = names_read(folder, &names);
    closedir(folder);
    const yz_status status =
        whole ? walk_names(w, path, &names) : error_nomem(w->err);
    names_dispose(&names);
    return status;
}

/* ---- paths ------------------------------------------------------------- */

/* What is found in a folder; links to folders and devices are none of it. */
static yz_status
walk_found(const walk *w, const char *path, const struct stat *info)
{
    struct stat link;
    const bool is_link = lstat(path, &link) == 0 && S_ISLNK(link.st_mode);
    if (S_ISDIR(info->st_mode) && !is_link)
        return walk_folder(w, path);
    if (S_ISREG(info->st_mode) && is_readable_format(w, path))
        return add_file(w, path, (uint64_t)info->st_size);
    skip(w, path,
         S_ISDIR(info->st_mode)    ? N_("a link to a folder")
         : !S_ISREG(info->st_mode) ? N_("no file")
                                   : N_("no format that is read"));
    return YZ_OK;
}

static yz_status
walk_path(const walk *w, const char *path, bool named)
{
    struct stat info;
    if (named && input_is_standard(path))
        return add_file(w, path, 0);
    if (is_excluded(w, path)) {
        skip(w, path, N_("excluded"));
        return YZ_OK;
    }
    if (stat(path, &info) != 0)
        return refuse(w, path, N_("cannot read it"));
    if (!named)
        return walk_found(w, path, &info);
    if (S_ISDIR(info.st_mode))
        return walk_folder(w, path);
    return add_file(w, path, (uint64_t)info.st_size);
}

yz_status
file_list_make(const arguments *a, file_list *list, yz_error *err)
{
    const walk w = { a, list, err };
    for (size_t i = 0; i < a->paths.count; i++)
        TRY(walk_path(&w, a->paths.items[i], true));
    return YZ_OK;
}

void
file_list_dispose(file_list *list)
{
    ARRAY_DISPOSE(&list->files);
    arena_dispose(&list->arena);
}
