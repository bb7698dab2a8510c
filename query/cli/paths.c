/* SPDX-License-Identifier: MIT */
/*
 * A path that was given relative is one from the folder in which yz-index ran.
 * A report that is named as its file has the canonical path in its name; of
 * others the path is looked for from here.
 */
#include "query/cli/paths.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool
is_absolute(yz_str path)
{
    return path.size && path.data[0] == '/';
}

/* data is NULL: nothing is known of it. */
static yz_str
absolute_path(const yz_passage *p, arena *a)
{
    char found[PATH_MAX];
    if (is_absolute(p->path))
        return p->path;
    if (is_absolute(p->report) &&
        str_equal(str_file_name(p->report), str_file_name(p->path)))
        return p->report;
    const yz_str copy = arena_str(a, p->path);
    if (!copy.data || !copy.size || !realpath(copy.data, found))
        return (yz_str){ 0 };
    return arena_str(a, str_of(found));
}

/* From one folder to a file, up as far as they differ. */
static yz_str
relative_path(yz_str path, const char *from, arena *a)
{
    size_t same = 0;
    const size_t size = strlen(from);
    for (size_t i = 0; i <= size && i <= path.size; i++) {
        const int x = i < size ? from[i] : '/';
        const int y = i < path.size ? path.data[i] : '/';
        if (x != y)
            break;
        if (x == '/')
            same = i + 1;
    }
    buffer up = { .from = a->from };
    for (size_t i = same; i < size; i++)
        if (i == same || from[i - 1] == '/')
            buffer_put_text(&up, str_of("../"));
    if (same < path.size)
        buffer_put(&up, path.data + same, path.size - same);
    const yz_str made =
        buffer_ok(&up) ? arena_str(a, buffer_str(&up)) : (yz_str){ 0 };
    buffer_dispose(&up);
    return made;
}

yz_str
path_of(const yz_passage *p, path_form form, arena *a)
{
    char here[PATH_MAX];
    if (form == PATH_GIVEN)
        return p->path;
    const yz_str absolute = absolute_path(p, a);
    if (!absolute.data)
        return p->path;
    if (form == PATH_ABSOLUTE || !getcwd(here, sizeof(here)))
        return absolute;
    const yz_str relative = relative_path(absolute, here, a);
    return relative.data ? relative : absolute;
}
