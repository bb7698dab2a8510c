/* SPDX-License-Identifier: MIT */
#include "indexer/source/name.h"
#include "core/base/file.h"

#include <regex.h>
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

static yz_str
matched(const regex_t *expression, yz_str name, const char *text)
{
    regmatch_t found[2];
    if (regexec(expression, text, 2, found, 0) != 0)
        return name;
    const regmatch_t *part = found[1].rm_so >= 0 ? &found[1] : &found[0];
    if (part->rm_eo <= part->rm_so)
        return name;
    return (yz_str){ name.data + part->rm_so,
                     (size_t)(part->rm_eo - part->rm_so) };
}

yz_status
report_name(yz_str name, const char *pattern, arena *a, yz_str *ret_name,
            yz_error *err)
{
    regex_t expression;
    *ret_name = name;
    if (!pattern)
        return YZ_OK;
    const yz_str text = arena_str(a, name);
    if (!text.data)
        return error_nomem(err);
    if (regcomp(&expression, pattern, REG_EXTENDED) != 0)
        return error_set(err, YZ_E_INVALID,
                         "the pattern of report names is no regular "
                         "expression: %.200s",
                         pattern);
    *ret_name = matched(&expression, text, text.data);
    regfree(&expression);
    return YZ_OK;
}
