/* SPDX-License-Identifier: MIT */
#include "indexer/cli/look.h"

exit_code
look_into(const arguments *a, yz_snapshot **ret_snapshot)
{
    yz_error err;
    yz_index *index = NULL;
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.flags = YZ_INDEX_READ_ONLY;
    yz_status status = yz_index_open(a->index_path, &options, &index, &err);
    if (status == YZ_OK)
        status = yz_snapshot_open(index, ret_snapshot, &err);
    yz_index_close(index);
    return status == YZ_OK ? EXIT_DONE : message_index(a->index_path, &err);
}
