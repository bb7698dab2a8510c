/* SPDX-License-Identifier: MIT */
/*
 * What would be indexed, passage by passage: how one sees what layout repair
 * made of a page.
 */
#include "core/base/json_passage.h"
#include "indexer/cli/commands.h"
#include "indexer/cli/input.h"
#include "indexer/cli/notices.h"
#include "indexer/cli/walk.h"

typedef struct dry_run {
    const arguments *arguments;
    notices notices;
    yz_error error;
} dry_run;

static yz_status
source_print(dry_run *d, yz_source *source)
{
    yz_report *report;
    yz_status status;
    while ((status = yz_source_next(source, &report, &d->error)) == YZ_OK) {
        const size_t count = yz_report_passage_count(report);
        for (size_t i = 0; i < count && !ferror(stdout); i++)
            passage_print(stdout, yz_report_passage(report, i),
                          d->arguments->explain);
        yz_report_free(report);
        if (ferror(stdout))
            return YZ_OK; /* nobody reads on */
    }
    return status == YZ_DONE ? YZ_OK : status;
}

static yz_status
file_print(dry_run *d, const char *path)
{
    const yz_source_options options =
        notices_options(d->arguments, &d->notices);
    yz_source *source = NULL;
    buffer data = { 0 };
    yz_status status;
    if (!input_is_standard(path)) {
        status = yz_source_open(path, &options, &source, &d->error);
    } else {
        status = input_read(path, &data, &d->error);
        if (status == YZ_OK)
            status = yz_source_open_memory(data.data, data.size, path, &options,
                                           &source, &d->error);
    }
    if (status == YZ_OK)
        status = source_print(d, source);
    yz_source_close(source);
    buffer_dispose(&data);
    return status;
}

static exit_code
files_print(dry_run *d, const file_list *list)
{
    for (size_t i = 0; i < list->files.count && !ferror(stdout); i++) {
        d->notices.path = list->files.items[i].path;
        if (file_print(d, d->notices.path) == YZ_OK)
            continue;
        if (!notices_is_own_error(&d->notices, &d->error)) {
            message_file(d->notices.path, "", &d->error);
            return exit_code_of(d->error.status);
        }
        notices_refuse(&d->notices, &d->error);
    }
    return d->notices.refused || list->refused ? EXIT_REFUSED : EXIT_DONE;
}

exit_code
command_dry_run(const arguments *a)
{
    progress none = { 0 };
    file_list list = { 0 };
    dry_run d = { .arguments = a,
                  .notices = { .progress = &none, .quiet = a->quiet } };
    exit_code code = EXIT_SYSTEM;
    if (file_list_make(a, &list, &d.error) == YZ_OK)
        code = files_print(&d, &list);
    else
        message_error("", &d.error);
    if (list.skipped && !a->quiet)
        message("%llu files were passed over: hidden, excluded, pictures, or "
                "of no known format",
                (unsigned long long)list.skipped);
    file_list_dispose(&list);
    return code;
}
