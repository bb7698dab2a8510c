/* SPDX-License-Identifier: MIT */
/*
 * The writer: gathers changes and, at a commit, applies them in one
 * transaction (indexer/write/commit.h). It holds the index's writer lock from
 * open to close, and no store transaction between calls but the snapshot that
 * tells what is there already.
 */
#include "indexer/write/writer.h"

#include "core/base/abi.h"
#include "core/index/declared.h"
#include "core/index/remote.h"
#include "indexer/write/commit.h"
#include "indexer/write/orphans.h"
#include "indexer/write/tidy.h"

#include <unistd.h>

static const uint64_t MEMORY_MAX_DEFAULT = 1ull << 30;
enum { JOBS_MAX = 64 };

/* ---- open and close ----------------------------------------------------- */

static uint32_t
jobs_of(uint32_t wanted)
{
    const long cpus = sysconf(_SC_NPROCESSORS_ONLN);
    const uint32_t jobs = wanted ? wanted : cpus > 0 ? (uint32_t)cpus : 1;
    return jobs < JOBS_MAX ? jobs : JOBS_MAX;
}

/*
 * A worker needs some twenty times the text of its batch while it sorts, so
 * batches are small where memory is, or workers are many.
 */
static size_t
batch_text_size(const yz_writer *w)
{
    enum { SHARES = 64, SIZE_MIN = 64 << 10 };
    const uint64_t share = w->memory_max / SHARES / w->jobs;
    if (share > BATCH_TEXT_SIZE_MAX)
        return BATCH_TEXT_SIZE_MAX;
    return share < SIZE_MIN ? SIZE_MIN : (size_t)share;
}

/* They stay as they are while the writer has its lock. */
static yz_status
read_fields(yz_writer *w, yz_error *err)
{
    store_txn *txn;
    TRY(store_read_begin(w->view.index->store, &txn, err));
    const yz_status status = declared_load(txn, &w->arena, &w->fields, err);
    store_end(txn);
    return status;
}

static yz_status
writer_start(yz_writer *w, yz_error *err)
{
    TRY(read_fields(w, err));
    w->tools =
        memory_zeroed(w->view.index->memory, w->jobs, sizeof(analysis *));
    if (!w->tools)
        return error_nomem(err);
    for (uint32_t i = 0; i < w->jobs; i++)
        TRY(analysis_open(w->view.index, &w->fields, &w->tools[i], err));
    TRY(workers_open(w->view.index->memory, w->jobs, (void *const *)w->tools,
                     run_work, &w->workers, err));
    TRY(orphans_remove(w->view.index, err));
    return view_renew(&w->view, err);
}

/* Whose memory everything is that is gathered. */
static void
allocate_from(yz_writer *w, const yz_allocator *memory)
{
    w->pending = pending_of(memory);
    w->run = run_of(memory, batch_text_size(w));
    w->stored.from = memory;
    w->arena.from = memory;
    contents_allocate_from(&w->contents, memory);
}

/* The writer of an index elsewhere writes one that is for a while. */
static yz_status
open_elsewhere(yz_index *index, const yz_writer_options *options,
               yz_writer **ret_writer, yz_error *err)
{
    yz_index *staging;
    remote_writer *to;
    TRY(remote_writer_begin(index, &staging, &to, err));
    const yz_status status = yz_writer_open(staging, options, ret_writer, err);
    yz_index_close(staging);
    if (status == YZ_OK)
        (*ret_writer)->remote = to;
    else
        remote_writer_close(to);
    return status;
}

yz_status
yz_writer_open(yz_index *index, const yz_writer_options *options,
               yz_writer **ret_writer, yz_error *reterr)
{
    TRY(abi_require(index, "index", reterr));
    if (index->remote)
        return open_elsewhere(index, options, ret_writer, reterr);
    yz_writer_options own = YZ_OPTIONS(yz_writer_options);
    TRY(abi_take_options(&own, options, reterr));
    TRY(abi_check_flags(own.flags, YZ_WRITER_FORCE, reterr));
    TRY(store_lock_writer(index->store, reterr));
    yz_writer *w = memory_zeroed(index->memory, 1, sizeof(*w));
    if (!w) {
        store_unlock_writer(index->store);
        return error_nomem(reterr);
    }
    w->view.index = index_retain(index);
    w->flags = own.flags;
    w->jobs = jobs_of(own.jobs);
    w->memory_max = own.memory_max ? own.memory_max : MEMORY_MAX_DEFAULT;
    allocate_from(w, index->memory);
    const yz_status status = writer_start(w, reterr);
    if (status != YZ_OK) {
        yz_writer_close(w);
        return status;
    }
    *ret_writer = w;
    return YZ_OK;
}

/* What waited was committed, or never will be. */
static void
forget(yz_writer *w)
{
    if (w->workers)
        workers_wait(w->workers);
    w->stored.count = 0;
    contents_settle(&w->contents);
    pending_clear(&w->pending);
    run_clear(&w->run);
}

void
yz_writer_close(yz_writer *w)
{
    /* A child has none of the threads. */
    if (!w || store_is_of_parent(w->view.index->store))
        return;
    workers_close(w->workers);
    w->workers = NULL;
    forget(w);
    for (uint32_t i = 0; w->tools && i < w->jobs; i++)
        analysis_close(w->tools[i]);
    memory_release(w->view.index->memory, w->tools);
    ARRAY_DISPOSE(&w->stored);
    arena_dispose(&w->arena);
    pending_dispose(&w->pending);
    contents_dispose(&w->contents);
    yz_snapshot_close(w->view.snapshot);
    store_unlock_writer(w->view.index->store);
    yz_index *index = w->view.index;
    remote_writer *to = w->remote;
    memory_release(index->memory, w);
    yz_index_close(index);
    remote_writer_close(to);
}

yz_status
writer_check(const yz_writer *w, yz_error *err)
{
    TRY(abi_require(w, "writer", err));
    TRY(store_check_process(w->view.index->store, err));
    if (!w->failed)
        return YZ_OK;
    if (w->failure.status == YZ_OK)
        return error_set(err, YZ_E_INVALID,
                         "the writer failed before; close it and open another");
    if (err)
        *err = w->failure;
    return w->failure.status;
}

yz_status
writer_is_here(const yz_writer *w, const char *what, yz_error *err)
{
    return w->remote ? remote_refuses_address("opensearch://", what, err)
                     : YZ_OK;
}

yz_status
writer_find_source(yz_writer *w, yz_str name, source_entry *ret_entry,
                   yz_error *err)
{
    return pending_find_source(&w->pending, w->view.snapshot->txn, name,
                               ret_entry, err);
}

/* ---- the run ------------------------------------------------------------ */

bool
writer_is_full(const yz_writer *w, size_t beside)
{
    return run_size(&w->run) + beside > w->memory_max / 8 * 5;
}

static yz_status
reserve(yz_writer *w, yz_error *err)
{
    const yz_status status =
        view_reserve(&w->view, run_size(&w->run), true, err);
    w->failed = w->failed || !w->view.snapshot;
    return status;
}

/* Fill a segment with the run, and forget the run. */
static yz_status
run_into(yz_writer *w, segment_writer *out, manifest_segment *ret_info,
         yz_error *err)
{
    TRY(segment_writer_open(out, w->view.index, w->view.next_segment, err));
    w->view.next_segment++;
    const yz_status status =
        run_assemble(&w->run, w->workers, out, ret_info, err);
    if (status == YZ_OK)
        run_clear(&w->run);
    return status;
}

yz_status
writer_store_run(yz_writer *w, yz_error *err)
{
    segment_writer out = { 0 };
    manifest_segment info;
    if (!w->run.passages)
        return YZ_OK;
    TRY(reserve(w, err));
    yz_status status = run_into(w, &out, &info, err);
    if (status == YZ_OK)
        status = segment_writer_finish(&out, &info, err);
    if (status == YZ_OK && !ARRAY_PUSH(&w->stored, info))
        status = error_nomem(err);
    segment_writer_dispose(&out);
    w->failed = w->failed || status != YZ_OK;
    return status;
}

/* ---- commit ------------------------------------------------------------- */

/* The run's segment goes into the commit's own transaction. */
static yz_status
add_segments(yz_writer *w, commit *c, segment_writer *last,
             manifest_segment *info, yz_error *err)
{
    for (size_t i = 0; i < w->stored.count; i++)
        TRY(commit_add_segment(c, &w->stored.items[i]));
    if (!info->passages)
        return YZ_OK;
    TRY(segment_writer_store(last, c->txn, info, err));
    return commit_add_segment(c, info);
}

static yz_status
apply(yz_writer *w, commit *c, segment_writer *last, manifest_segment *info,
      yz_error *err)
{
    TRY(add_segments(w, c, last, info, err));
    TRY(pending_apply(&w->pending, c, err));
    return commit_write(c);
}

static yz_status
commit_all(yz_writer *w, segment_writer *last, yz_error *err)
{
    commit c;
    manifest_segment info = { 0 };
    TRY(reserve(w, err));
    if (w->run.passages)
        TRY(run_into(w, last, &info, err));
    TRY(commit_begin(w->view.index, (uint32_t)w->stored.count + 1, &c, err));
    const yz_status status = apply(w, &c, last, &info, err);
    if (status == YZ_OK)
        return commit_finish(&c);
    commit_drop(&c);
    return status;
}

/* ---- elsewhere ---------------------------------------------------------- */

/* Sources that were given again: what they gave before goes. */
static yz_status
changed_sources(const yz_writer *w, arena *a, yz_str **ret_names,
                size_t *ret_count, yz_error *err)
{
    const pending *p = &w->pending;
    size_t count = 0;
    yz_str *names = arena_array(a, p->sources.count + 1, sizeof(*names));
    if (!names)
        return error_nomem(err);
    for (size_t i = 0; i < p->sources.count; i++)
        if (!p->sources.items[i].is_touched)
            names[count++] = p->sources.items[i].entry.name;
    *ret_names = names;
    *ret_count = count;
    return YZ_OK;
}

/* Send the segments that the commit added: none was merged yet. */
static yz_status
send(yz_writer *w, uint32_t first, yz_error *err)
{
    yz_snapshot *snapshot;
    yz_str *names;
    size_t count;
    arena a = { .from = w->view.index->memory };
    TRY(yz_snapshot_open(w->view.index, &snapshot, err));
    yz_status status = changed_sources(w, &a, &names, &count, err);
    if (status == YZ_OK)
        status =
            remote_writer_commit(w->remote, snapshot, first, names, count, err);
    arena_dispose(&a);
    yz_snapshot_close(snapshot);
    return status;
}

/* Numbers of segments rise; those from this one on come with a commit. */
static uint32_t
first_new_segment(const yz_writer *w)
{
    uint32_t first = 1;
    const yz_snapshot *before = w->view.snapshot;
    for (uint32_t i = 0; i < before->segment_count; i++)
        if (before->segments[i].info.id >= first)
            first = before->segments[i].info.id + 1;
    return first;
}

static bool
changes_nothing(const yz_writer *w)
{
    return pending_is_empty(&w->pending) && !w->run.passages &&
           !w->stored.count &&
           !(w->remote && remote_writer_has_removed(w->remote));
}

yz_status
yz_writer_commit(yz_writer *w, yz_error *reterr)
{
    segment_writer last = { 0 };
    TRY(writer_check(w, reterr));
    if (changes_nothing(w))
        return YZ_OK;
    const uint32_t first = first_new_segment(w);
    yz_status status = commit_all(w, &last, reterr);
    segment_writer_dispose(&last);
    if (status == YZ_OK && w->remote)
        status = send(w, first, reterr);
    if (status == YZ_OK) {
        forget(w);
        status = view_renew(&w->view, reterr);
    }
    w->failed = status != YZ_OK;
    if (status == YZ_OK && !w->remote)
        w->failed = tidy(&w->view, &w->failure) != YZ_OK;
    return status;
}

/* ---- the user's tables -------------------------------------------------- */

yz_status
yz_writer_set_lookalikes(yz_writer *w, yz_str text, yz_error *reterr)
{
    TRY(writer_check(w, reterr));
    TRY(writer_is_here(w, "setting look-alikes", reterr));
    return pending_set_table(&w->pending, USER_LOOKALIKES, text, reterr);
}

yz_status
yz_writer_set_synonyms(yz_writer *w, yz_str text, yz_error *reterr)
{
    TRY(writer_check(w, reterr));
    TRY(writer_is_here(w, "setting synonyms", reterr));
    return pending_set_table(&w->pending, USER_SYNONYMS, text, reterr);
}

yz_status
yz_writer_set_note(yz_writer *w, yz_str note, yz_error *reterr)
{
    TRY(writer_check(w, reterr));
    TRY(writer_is_here(w, "setting a note", reterr));
    return pending_set_table(&w->pending, USER_NOTE, note, reterr);
}
