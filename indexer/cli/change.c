/* SPDX-License-Identifier: MIT */
#include "indexer/cli/change.h"
#include "indexer/cli/progress.h"

/* A new index is made with its fields, an older one made again. */
static yz_status
declare_fields(change *c, yz_index_options *options)
{
    yz_repair unused;
    const arguments *a = c->arguments;
    const char *fields = (const char *)a->fields.data;
    const yz_status status = yz_index_declare_fields(
        a->index_path, NULL, fields, &unused, &c->error);
    if (status == YZ_E_NOT_FOUND)
        options->fields = fields;
    return status == YZ_E_NOT_FOUND ? YZ_OK : status;
}

yz_status
change_open(change *c, const arguments *a, bool create)
{
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.flags = create ? YZ_INDEX_CREATE : 0;
    options.language = a->language;
    *c = (change){ .arguments = a, .began = progress_now() };
    if (a->fields.size)
        TRY(declare_fields(c, &options));
    TRY(yz_index_open(a->index_path, &options, &c->index, &c->error));
    return yz_writer_open(c->index, &a->writer, &c->writer, &c->error);
}

void
change_close(change *c)
{
    yz_writer_close(c->writer);
    yz_index_close(c->index);
}

static yz_status
stats_now(change *c, yz_stats *ret_stats)
{
    yz_snapshot *snapshot;
    TRY(yz_snapshot_open(c->index, &snapshot, &c->error));
    const yz_status status = yz_snapshot_stats(snapshot, ret_stats, &c->error);
    yz_snapshot_close(snapshot);
    return status;
}

yz_status
change_commit_removals(change *c)
{
    yz_stats before;
    yz_stats after;
    TRY(stats_now(c, &before));
    TRY(yz_writer_commit(c->writer, &c->error));
    TRY(stats_now(c, &after));
    c->summary.removed += before.reports - after.reports;
    c->summary.removed_passages += before.passages - after.passages;
    return YZ_OK;
}
