/* SPDX-License-Identifier: MIT */
#include "engine/remote/remote_index.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

yz_status
folder_index_make(const remote *r, arena *a, const char **ret_folder,
                  yz_index **ret_index, yz_error *err)
{
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.flags = YZ_INDEX_CREATE;
    options.language = r->language;
    options.fields = *r->fields ? r->fields : NULL;
    options.allocator = r->memory;
    char *folder = (char *)arena_printf(a, "/tmp/yizhan-XXXXXX").data;
    if (!folder)
        return error_nomem(err);
    if (!mkdtemp(folder))
        return error_set_errno(err, errno, "%s cannot be made", folder);
    const yz_status status = yz_index_open(folder, &options, ret_index, err);
    if (status == YZ_OK)
        *ret_folder = folder;
    else
        folder_remove(folder);
    return status;
}

void
folder_remove(const char *folder)
{
    DIR *all = folder ? opendir(folder) : NULL;
    const struct dirent *one;
    if (!all)
        return;
    /* No other thread has it open. NOLINTNEXTLINE(concurrency-mt-unsafe) */
    while ((one = readdir(all)))
        unlinkat(dirfd(all), one->d_name, 0); /* not `.` and `..` */
    closedir(all);
    rmdir(folder);
}
