/* SPDX-License-Identifier: MIT */
#include "core/base/json_passage.h"
#include "indexer/cli/commands.h"
#include "indexer/cli/look.h"

/* @param path  that of the source; NULL: any */
static yz_status
print_passages(yz_passages *passages, const char *path, uint64_t *count,
               yz_error *err)
{
    yz_status status = YZ_OK;
    const yz_passage *passage;
    while (!ferror(stdout) &&
           (status = yz_passages_next(passages, &passage, err)) == YZ_OK) {
        if (path && !str_equal(passage->path, str_of(path)))
            continue;
        passage_print(stdout, passage, false);
        (*count)++;
    }
    return status == YZ_DONE ? YZ_OK : status;
}

/* All passages, or those of a report, or else of a source with this path. */
static yz_status
passages_print(yz_snapshot *snapshot, const char *report, uint64_t *count,
               yz_error *err)
{
    yz_passages *passages;
    if (report) {
        TRY(yz_passages_open_report(snapshot, str_of(report), &passages, err));
        const yz_status status = print_passages(passages, NULL, count, err);
        yz_passages_close(passages);
        if (status != YZ_OK || *count)
            return status;
    }
    TRY(yz_passages_open(snapshot, &passages, err));
    const yz_status status = print_passages(passages, report, count, err);
    yz_passages_close(passages);
    return status;
}

/* Reports that are named, or all of them. */
static exit_code
print_all(const arguments *a, yz_snapshot *snapshot)
{
    yz_error err;
    exit_code code = EXIT_DONE;
    const size_t count = a->paths.count ? a->paths.count : 1;
    for (size_t i = 0; i < count; i++) {
        uint64_t printed = 0;
        const char *report = a->paths.count ? a->paths.items[i] : NULL;
        if (passages_print(snapshot, report, &printed, &err) != YZ_OK)
            return message_index(a->index_path, &err);
        if (printed || !report)
            continue;
        message("%s: the index has no report of this name or path", report);
        code = EXIT_REFUSED;
    }
    return code;
}

exit_code
command_dump(const arguments *a)
{
    yz_snapshot *snapshot;
    exit_code code = look_into(a, &snapshot);
    if (code != EXIT_DONE)
        return code;
    code = print_all(a, snapshot);
    yz_snapshot_close(snapshot);
    return code;
}
