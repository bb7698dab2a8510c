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

exit_code
command_remove(const arguments *a)
{
    change c;
    exit_code code = EXIT_DONE;
    yz_status status = change_open(&c, a, false);
    if (status == YZ_OK)
        status = remove_all(&c);
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
