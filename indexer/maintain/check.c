/* SPDX-License-Identifier: MIT */
/*
 * yz_index_check(): the pages of the file, what the table `meta` says, the
 * catalogue, every segment by itself, and that no passage is there twice.
 */
#include "core/base/abi.h"
#include "core/index/remote.h"
#include "indexer/maintain/check_segment.h"
#include "indexer/maintain/check_whole.h"

static yz_status
segments_check(segment_check *c, yz_check *counts)
{
    for (uint32_t i = 0; i < c->snapshot->segment_count; i++) {
        c->segment = &c->snapshot->segments[i];
        TRY(segment_check_run(c));
        counts->segments++;
        counts->passages +=
            c->segment->info.passages - c->segment->info.deleted;
    }
    counts->bytes = c->bytes;
    return YZ_OK;
}

/*
 * @param sound  all pages are: those of the catalogue, which opening an index
 *               does not check, can be followed
 */
static yz_status
snapshot_check(yz_snapshot *snapshot, bool sound, problems *found,
               yz_check *counts, yz_error *err)
{
    const yz_allocator *memory = snapshot->index->memory;
    segment_check c = { .problems = found,
                        .snapshot = snapshot,
                        .arena.from = memory,
                        .names.from = memory,
                        .err = err };
    const declared_fields *fields = NULL;
    TRY(check_declared(snapshot, found, &fields, err));
    TRY(analysis_open(snapshot->index, fields, &c.analysis, err));
    yz_status status = check_user_tables(&c);
    if (status == YZ_OK && sound)
        status = check_catalogue(&c);
    if (status == YZ_OK)
        status = segments_check(&c, counts);
    if (status == YZ_OK)
        check_names(&c);
    analysis_close(c.analysis);
    check_state_dispose(&c);
    return status;
}

static yz_status
index_check(yz_index *index, problems *found, yz_check *counts, yz_error *err)
{
    yz_error seen;
    yz_snapshot *snapshot;
    const yz_status pages = store_check(index->store, &seen);
    if (pages != YZ_OK)
        TRY(problem_of(found, "pages", pages, &seen));
    const yz_status opened = yz_snapshot_open(index, &snapshot, &seen);
    if (opened != YZ_OK) {
        if (err)
            *err = seen;
        return problem_of(found, "manifest", opened, &seen);
    }
    const yz_status status =
        snapshot_check(snapshot, pages == YZ_OK, found, counts, err);
    yz_snapshot_close(snapshot);
    return status;
}

yz_status
yz_index_check(const char *path, const yz_maintenance_options *options,
               yz_problem_fn see, void *context, yz_check *ret_check,
               yz_error *reterr)
{
    TRY(abi_require(path, "path", reterr));
    yz_maintenance_options own = YZ_OPTIONS(yz_maintenance_options);
    TRY(abi_take_options(&own, options, reterr));
    yz_index *index;
    yz_error seen;
    TRY(remote_refuses_address(path, "checking", reterr));
    yz_check counts = { 0 };
    problems found = { .see = see, .context = context };
    yz_index_options how = YZ_OPTIONS(yz_index_options);
    how.flags = YZ_INDEX_READ_ONLY;
    how.allocator = own.allocator;
    yz_status status = yz_index_open(path, &how, &index, &seen);
    if (status == YZ_OK) {
        status = index_check(index, &found, &counts, reterr);
        yz_index_close(index);
    } else {
        if (reterr)
            *reterr = seen;
        status = problem_of(&found, "pages", status, &seen);
    }
    if (status != YZ_OK)
        return status;
    counts.problems = found.count;
    *ret_check = counts;
    return YZ_OK;
}
