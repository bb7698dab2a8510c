/* SPDX-License-Identifier: MIT */
#include "indexer/cli/change.h"
#include "indexer/cli/commands.h"
#include "indexer/cli/progress.h"

/* A name that is unknown or ambiguous is reported; the others are removed. */
static yz_status
remove_all(change *c)
{
    const text_list *names = &c->arguments->paths;
    for (size_t i = 0; i < names->count; i++) {
        uint64_t passages;
        const yz_status status = yz_writer_remove(
            c->writer, str_of(names->items[i]), &passages, &c->error);
        if (status == YZ_E_NOT_FOUND || status == YZ_E_INVALID) {
            c->summary.refused++;
            message_file(names->items[i], "", &c->error);
        } else if (status != YZ_OK) {
            return status;
        }
    }
    return change_commit_removals(c);
}

/*
 * Below the paths, or anywhere. A folder that is gone was named, so that what
 * it had is gone with it.
 */
static yz_status
prune_all(change *c)
{
    const text_list *paths = &c->arguments->paths;
    static const char everywhere[] = "/";
    const size_t count = paths->count ? paths->count : 1;
    for (size_t i = 0; i < count; i++) {
        uint64_t removed;
        const char *path = paths->count ? paths->items[i] : everywhere;
        yz_status status =
            yz_writer_prune(c->writer, path, &removed, &c->error);
        if (status == YZ_E_NOT_FOUND)
            status =
                yz_writer_remove(c->writer, str_of(path), &removed, &c->error);
        if (status == YZ_E_NOT_FOUND || status == YZ_E_INVALID) {
            c->summary.refused++;
            message_file(path, "", &c->error);
        } else if (status != YZ_OK) {
            return status;
        }
    }
    return change_commit_removals(c);
}

static exit_code
change_run(const arguments *a, yz_status (*work)(change *c))
{
    change c;
    exit_code code = EXIT_DONE;
    yz_status status = change_open(&c, a, false);
    if (status == YZ_OK)
        status = work(&c);
    if (status == YZ_OK) {
        c.summary.seconds = progress_now() - c.began;
        summary_print(a, &c.summary);
        code = c.summary.refused ? EXIT_REFUSED : EXIT_DONE;
    } else {
        code = message_index(a->index_path, &c.error);
    }
    change_close(&c);
    return code;
}

exit_code
command_prune(const arguments *a)
{
    return change_run(a, prune_all);
}

exit_code
command_remove(const arguments *a)
{
    return change_run(a, remove_all);
}
