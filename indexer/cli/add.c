/* SPDX-License-Identifier: MIT */
/*
 * The main work: all files that the paths lead to, one after another, then
 * what is gone, then the commit. What is wrong with a file alone is said, and
 * the others are read; what is wrong with the index ends the run, and leaves
 * what was committed.
 */
#include "indexer/cli/change.h"
#include "indexer/cli/commands.h"
#include "indexer/cli/input.h"
#include "indexer/cli/notices.h"
#include "indexer/cli/walk.h"

#include <stdio.h>
#include <sys/stat.h>

typedef struct adding {
    change change;
    file_list list;
    progress progress;
    notices notices;
    yz_source_options source;
    uint32_t uncommitted; /**< files changed since the last commit */
} adding;

static yz_status
add_standard(adding *w, yz_added *ret_added)
{
    change *c = &w->change;
    buffer data = { 0 };
    yz_status status = input_read("-", &data, &c->error);
    if (status == YZ_OK)
        status = yz_writer_add_memory(c->writer, data.data, data.size, "-",
                                      &w->source, ret_added, &c->error);
    buffer_dispose(&data);
    return status;
}

static void
count(adding *w, const yz_added *added)
{
    summary *s = &w->change.summary;
    s->bytes += added->bytes;
    if (added->same_as.size) {
        s->duplicates++;
        notices_note_twin(&w->notices, added->same_as);
    }
    if (added->outcome == YZ_UNCHANGED) {
        s->unchanged += added->reports;
        return;
    }
    s->reports += added->reports;
    s->passages += added->passages;
    s->kept += added->kept;
    if (added->outcome == YZ_REPLACED)
        s->replaced += added->reports;
    w->uncommitted++;
}

static yz_status
commit_if_due(adding *w)
{
    const uint32_t every = w->change.arguments->commit_every;
    if (!every || w->uncommitted < every)
        return YZ_OK;
    w->uncommitted = 0;
    return yz_writer_commit(w->change.writer, &w->change.error);
}

static yz_status
add_file(adding *w, const char *path)
{
    change *c = &w->change;
    yz_added added;
    w->notices.path = path;
    const yz_status status =
        input_is_standard(path)
            ? add_standard(w, &added)
            : yz_writer_add_file(c->writer, path, &w->source, &added,
                                 &c->error);
    if (status == YZ_OK) {
        count(w, &added);
        return commit_if_due(w);
    }
    if (!notices_is_own_error(&w->notices, &c->error))
        return status;
    notices_refuse(&w->notices, &c->error);
    return YZ_OK;
}

typedef yz_status (*set_table)(yz_writer *writer, yz_str text,
                               yz_error *reterr);

/* A table of the user's. One that is refused leaves the one before. */
static yz_status
add_table(adding *w, const char *path, set_table set)
{
    buffer text = { 0 };
    change *c = &w->change;
    if (!path)
        return YZ_OK;
    w->notices.path = path;
    yz_status status = input_read(path, &text, &c->error);
    if (status == YZ_OK)
        status = set(c->writer, buffer_str(&text), &c->error);
    buffer_dispose(&text);
    if (status == YZ_OK || !notices_is_own_error(&w->notices, &c->error))
        return status;
    notices_refuse(&w->notices, &c->error);
    return YZ_OK;
}

static yz_status
add_tables(adding *w)
{
    const arguments *a = w->change.arguments;
    TRY(add_table(w, a->lookalikes, yz_writer_set_lookalikes));
    return add_table(w, a->synonyms, yz_writer_set_synonyms);
}

static yz_status
add_files(adding *w)
{
    const summary *s = &w->change.summary;
    for (size_t i = 0; i < w->list.files.count; i++) {
        TRY(add_file(w, w->list.files.items[i].path));
        progress_tell(&w->progress, i + 1, s->passages, s->bytes);
    }
    progress_hide(&w->progress);
    notices_tell_twins(&w->notices);
    return yz_writer_commit(w->change.writer, &w->change.error);
}

/* A path that is missing was named already; nothing below it is taken out. */
static yz_status
prune(adding *w)
{
    change *c = &w->change;
    const text_list *paths = &c->arguments->paths;
    for (size_t i = 0; i < paths->count; i++) {
        uint64_t reports;
        if (input_is_standard(paths->items[i]))
            continue;
        const yz_status status =
            yz_writer_prune(c->writer, paths->items[i], &reports, &c->error);
        if (status != YZ_OK && status != YZ_E_NOT_FOUND)
            return status;
    }
    return change_commit_removals(c);
}

/* A run without paths only takes tables. */
static void
print_tables(const arguments *a)
{
    if (a->lookalikes)
        printf("took the look-alikes of %s\n", a->lookalikes);
    if (a->synonyms)
        printf("took the synonyms of %s\n", a->synonyms);
    if (a->fields.size)
        printf("declared %s\n", (const char *)a->fields.data);
}

static exit_code
finish(adding *w)
{
    change *c = &w->change;
    c->summary.refused = w->list.refused + w->notices.refused;
    c->summary.skipped = w->list.skipped;
    c->summary.seconds = progress_now() - c->began;
    if (c->arguments->paths.count || c->arguments->json)
        summary_print(c->arguments, &c->summary);
    else if (!c->summary.refused && !c->arguments->quiet)
        print_tables(c->arguments);
    return c->summary.refused ? EXIT_REFUSED : EXIT_DONE;
}

static exit_code
add_list(adding *w, const arguments *a)
{
    change *c = &w->change;
    w->progress = progress_begin(!a->quiet, a->progress == PROGRESS_JSON,
                                 w->list.files.count, w->list.bytes);
    w->notices = (notices){ .progress = &w->progress,
                            .quiet = a->quiet,
                            .verbose = a->verbose };
    w->source = notices_options(a, &w->notices);
    /* Where nothing can be read, no index is made. */
    if (!w->list.files.count && w->list.refused) {
        *c = (change){ .arguments = a, .began = w->progress.began };
        return finish(w);
    }
    yz_status status = change_open(c, a, true);
    if (status == YZ_OK)
        status = add_tables(w);
    if (status == YZ_OK)
        status = add_files(w);
    if (status == YZ_OK && a->prune)
        status = prune(w);
    const exit_code code =
        status == YZ_OK ? finish(w) : message_index(a->index_path, &c->error);
    notices_tell_twins(&w->notices);
    change_close(c);
    return code;
}

exit_code
command_add(const arguments *a)
{
    yz_error err;
    adding w = { 0 };
    exit_code code = EXIT_SYSTEM;
    if (file_list_make(a, &w.list, &err) == YZ_OK)
        code = add_list(&w, a);
    else
        message_error("", &err);
    file_list_dispose(&w.list);
    return code;
}
