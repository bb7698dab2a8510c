/* SPDX-License-Identifier: MIT */
#include "indexer/cli/commands.h"
#include "indexer/cli/look.h"
#include "indexer/cli/passage_printer.h"

static yz_status
passages_print(yz_snapshot *snapshot, yz_error *err)
{
    yz_passages *passages;
    const yz_passage *passage;
    yz_status status = yz_passages_open(snapshot, &passages, err);
    if (status != YZ_OK)
        return status;
    while (!ferror(stdout) &&
           (status = yz_passages_next(passages, &passage, err)) == YZ_OK)
        passage_print(stdout, passage, false);
    yz_passages_close(passages);
    return status == YZ_DONE ? YZ_OK : status;
}

exit_code
command_dump(const arguments *a)
{
    yz_error err;
    yz_snapshot *snapshot;
    exit_code code = look_into(a, &snapshot);
    if (code != EXIT_DONE)
        return code;
    if (passages_print(snapshot, &err) != YZ_OK)
        code = message_index(a->index_path, &err);
    yz_snapshot_close(snapshot);
    return code;
}
