/* SPDX-License-Identifier: MIT */
#include "indexer/source/name.h"
#include "core/base/file.h"

#include <string.h>

/* What is left of `path` below the folder `root`, or all of it. */
static yz_str
below(yz_str path, yz_str root)
{
    while (root.size > 1 && root.data[root.size - 1] == '/')
        root.size--;
    const bool inside = path.size > root.size + 1 &&
                        !memcmp(path.data, root.data, root.size) &&
                        path.data[root.size] == '/';
    if (!inside)
        return path;
    return (yz_str){ path.data + root.size + 1, path.size - root.size - 1 };
}

yz_status
source_name(const char *path, const char *root, arena *a, yz_str *ret_name,
            yz_error *err)
{
    if (!strcmp(path, "-")) {
        *ret_name = str_of("-");
        return YZ_OK;
    }
    yz_str canonical;
    TRY(file_canonical(a, path, &canonical, err));
    if (root) {
        yz_str folder;
        TRY(file_canonical(a, root, &folder, err));
        canonical = below(canonical, folder);
    }
    *ret_name = canonical;
    return YZ_OK;
}
