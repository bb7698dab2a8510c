/* SPDX-License-Identifier: MIT */
#include "indexer/build/changes.h"
#include "core/index/tombstones.h"

#include <string.h>

yz_status
changes_begin(yz_snapshot *before, changes *ret_changes, yz_error *err)
{
    changes c = { .before = before };
    TRY(store_write_begin(before->index->store, &c.txn, err));
    const yz_status status = index_manifest(c.txn, &c.arena, &c.manifest, err);
    if (status != YZ_OK) {
        changes_drop(&c);
        return status;
    }
    *ret_changes = c;
    return YZ_OK;
}

void
changes_drop(changes *c)
{
    store_end(c->txn);
    c->txn = NULL;
    arena_dispose(&c->arena);
}

static manifest_segment *
segment_info(changes *c, uint32_t id)
{
    for (uint32_t i = 0; i < c->manifest.count; i++)
        if (c->manifest.segments[i].id == id)
            return &c->manifest.segments[i];
    return NULL;
}

yz_status
changes_delete(changes *c, passage_place place, bool *ret_done, yz_error *err)
{
    manifest_segment *info = segment_info(c, place.segment);
    *ret_done = false;
    if (!info || place.passage >= info->passages)
        return YZ_OK;
    TRY(tombstones_set(c->txn, place.segment, place.passage, ret_done, err));
    info->deleted += *ret_done;
    return YZ_OK;
}

yz_status
changes_delete_run(changes *c, passage_run run, yz_error *err)
{
    for (uint32_t i = 0; i < run.count; i++) {
        bool done;
        TRY(changes_delete(c, (passage_place){ run.segment, run.first + i },
                           &done, err));
    }
    return YZ_OK;
}

yz_status
changes_add_segment(changes *c, const manifest_segment *info, yz_error *err)
{
    const uint32_t count = c->manifest.count;
    manifest_segment *grown = arena_array(&c->arena, count + 1, sizeof(*grown));
    if (!grown)
        return error_nomem(err);
    memcpy(grown, c->manifest.segments, count * sizeof(*grown));
    grown[count] = *info;
    c->manifest.segments = grown;
    c->manifest.count = count + 1;
    if (info->id >= c->manifest.next_segment)
        c->manifest.next_segment = info->id + 1;
    return YZ_OK;
}

yz_status
changes_replace(changes *c, yz_str report, yz_str id, yz_error *err)
{
    passage_place old;
    bool done;
    const yz_status found = snapshot_find_id(c->before, report, id, &old, err);
    if (found != YZ_OK)
        return found == YZ_DONE ? YZ_OK : found;
    return changes_delete(c, old, &done, err);
}

/* A segment whose passages are all deleted gives its room back. */
static yz_status
drop_empty_segments(changes *c, yz_error *err)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < c->manifest.count; i++) {
        const manifest_segment *info = &c->manifest.segments[i];
        if (info->deleted < info->passages) {
            c->manifest.segments[kept++] = *info;
            continue;
        }
        TRY(blob_delete_segment(c->txn, info, err));
        TRY(tombstones_delete_segment(c->txn, info->id, info->passages, err));
    }
    c->manifest.count = kept;
    return YZ_OK;
}

yz_status
changes_commit(changes *c, yz_error *err)
{
    TRY(drop_empty_segments(c, err));
    TRY(index_put_manifest(c->txn, &c->manifest, err));
    const yz_status status = store_commit(c->txn, err);
    c->txn = NULL;
    changes_drop(c);
    return status;
}
