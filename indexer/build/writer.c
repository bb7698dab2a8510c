/* SPDX-License-Identifier: MIT */
/*
 * The writer: gathers changes in memory and, at a commit, applies them in one
 * transaction (indexer/build/changes.h). It holds the index's writer lock from
 * open to close, and no store transaction between calls but the snapshot that
 * tells what is there already.
 */
#include "indexer/build/writer.h"

#include <stdlib.h>

static const uint64_t MEMORY_MAX_DEFAULT = 1ull << 30;

/* ---- open and close ------------------------------------------------------------ */

static yz_status
snapshot_renew(yz_writer *w, yz_error *err)
{
    manifest m;
    yz_snapshot_close(w->snapshot);
    w->snapshot = NULL;
    TRY(yz_snapshot_open(w->index, &w->snapshot, err));
    TRY(index_manifest(w->snapshot->txn, &w->arena, &m, err));
    w->segment_id = m.next_segment;
    return YZ_OK;
}

static yz_status
writer_start(yz_writer *w, yz_error *err)
{
    arena a = { 0 };
    const yz_str language = arena_str(&a, w->index->profile.language);
    yz_status status =
        language.data
            ? segment_builder_open(language.data, w->index->fold,
                                   w->index->variants, w->index->dictionary,
                                   w->index->packed_fold, &w->builder, err)
            : error_nomem(err);
    arena_dispose(&a);
    if (status == YZ_OK)
        status = snapshot_renew(w, err);
    return status;
}

yz_status
yz_writer_open(yz_index *index, const yz_writer_options *options,
               yz_writer **ret_writer, yz_error *reterr)
{
    const yz_writer_options defaults = YZ_OPTIONS(yz_writer_options);
    if (!options)
        options = &defaults;
    TRY(store_lock_writer(index->store, reterr));
    yz_writer *w = calloc(1, sizeof(*w));
    if (!w) {
        store_unlock_writer(index->store);
        return error_nomem(reterr);
    }
    w->index = index_retain(index);
    w->flags = options->flags;
    w->memory_max =
        options->memory_max ? options->memory_max : MEMORY_MAX_DEFAULT;
    const yz_status status = writer_start(w, reterr);
    if (status != YZ_OK) {
        yz_writer_close(w);
        return status;
    }
    *ret_writer = w;
    return YZ_OK;
}

static void
pending_clear(yz_writer *w)
{
    w->entered.count = 0;
    w->sources.count = 0;
    w->gone.count = 0;
    w->deletions.count = 0;
    arena_dispose(&w->arena);
    segment_builder_clear(&w->builder);
}

void
yz_writer_close(yz_writer *w)
{
    if (!w)
        return;
    pending_clear(w);
    segment_builder_dispose(&w->builder);
    ARRAY_DISPOSE(&w->entered);
    ARRAY_DISPOSE(&w->sources);
    ARRAY_DISPOSE(&w->gone);
    ARRAY_DISPOSE(&w->deletions);
    yz_snapshot_close(w->snapshot);
    store_unlock_writer(w->index->store);
    yz_index_close(w->index);
    free(w);
}

/* ---- commit ---------------------------------------------------------------------- */

static yz_status
apply_gone(yz_writer *w, changes *c, yz_error *err)
{
    for (size_t i = 0; i < w->gone.count; i++) {
        source_entry entry;
        const yz_status found = catalog_find_source(
            w->snapshot->txn, w->gone.items[i], &w->arena, &entry, err);
        if (found == YZ_DONE)
            continue;
        if (found != YZ_OK)
            return found;
        TRY(changes_delete_run(c, entry.run, err));
        TRY(catalog_remove_source(c->txn, entry.name, err));
    }
    for (size_t i = 0; i < w->deletions.count; i++) {
        bool done;
        TRY(changes_delete(c, w->deletions.items[i], &done, err));
    }
    return YZ_OK;
}

static bool
same_names(const yz_writer *w, id_entry a, id_entry b)
{
    const entered_id *x = &w->entered.items[id_entry_passage(a)];
    const entered_id *y = &w->entered.items[id_entry_passage(b)];
    return str_equal(x->report, y->report) && str_equal(x->id, y->id);
}

/* Whether a later passage of the new segment has the names of entry `at`. */
static bool
comes_again(const yz_writer *w, size_t at)
{
    const id_entry *ids = w->builder.ids.items;
    for (size_t i = at + 1; i < w->builder.ids.count; i++) {
        if (id_entry_hash(ids[i]) != id_entry_hash(ids[at]))
            return false;
        if (same_names(w, ids[at], ids[i]))
            return true;
    }
    return false;
}

/* The last passage of a report and id stays. In the order of the id tables,
 * so that their pages are read one after the other. */
static yz_status
enter_passages(yz_writer *w, changes *c, yz_error *err)
{
    for (size_t i = 0; i < w->builder.ids.count; i++) {
        const uint32_t passage = id_entry_passage(w->builder.ids.items[i]);
        const entered_id *names = &w->entered.items[passage];
        bool done;
        if (comes_again(w, i))
            TRY(changes_delete(c, (passage_place){ w->segment_id, passage },
                               &done, err));
        else
            TRY(changes_replace(c, names->report, names->id, err));
    }
    return YZ_OK;
}

static yz_status
apply_segment(yz_writer *w, changes *c, yz_error *err)
{
    manifest_segment info;
    if (w->builder.passages == 0)
        return YZ_OK;
    TRY(segment_builder_store(&w->builder, c->txn, w->segment_id, &info, err));
    TRY(changes_add_segment(c, &info, err));
    return enter_passages(w, c, err);
}

static yz_status
apply_all(yz_writer *w, changes *c, yz_error *err)
{
    TRY(apply_gone(w, c, err));
    TRY(apply_segment(w, c, err));
    for (size_t i = 0; i < w->sources.count; i++)
        TRY(catalog_put_source(c->txn, &w->sources.items[i], err));
    return changes_commit(c, err);
}

yz_status
yz_writer_commit(yz_writer *w, yz_error *reterr)
{
    changes c;
    if (!w->sources.count && !w->gone.count && !w->deletions.count)
        return YZ_OK;
    TRY(changes_begin(w->snapshot, &c, reterr));
    const yz_status status = apply_all(w, &c, reterr);
    if (status != YZ_OK) {
        changes_drop(&c);
        return status;
    }
    pending_clear(w);
    return snapshot_renew(w, reterr);
}
