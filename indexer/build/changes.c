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

static segment *
segment_before(changes *c, uint32_t id)
{
    for (uint32_t i = 0; i < c->before->segment_count; i++)
        if (c->before->segments[i].info.id == id)
            return &c->before->segments[i];
    return NULL;
}

static yz_status
tombstone(changes *c, passage_place place, bool *ret_new, yz_error *err)
{
    manifest_segment *info = segment_info(c, place.segment);
    *ret_new = false;
    if (!info || place.passage >= info->passages)
        return YZ_OK;
    TRY(tombstones_set(c->txn, place.segment, place.passage, ret_new, err));
    info->deleted += *ret_new;
    return YZ_OK;
}

yz_status
changes_delete(changes *c, passage_place place, bool *ret_done, yz_error *err)
{
    segment *s = segment_before(c, place.segment);
    yz_passage passage;
    arena a = { 0 };
    *ret_done = false;
    if (!s || place.passage >= s->info.passages)
        return YZ_OK;
    TRY(tombstone(c, place, ret_done, err));
    if (!*ret_done)
        return YZ_OK;
    yz_status status = segment_passage(s, place.passage, &a, &passage, err);
    if (status == YZ_OK)
        status =
            catalog_remove_id(c->txn, passage.report, passage.id, place, err);
    if (status == YZ_OK)
        status = catalog_count_report(c->txn, passage.report, -1, NULL, err);
    arena_dispose(&a);
    return status;
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
changes_enter(changes *c, yz_str report, yz_str id, passage_place place,
              yz_error *err)
{
    passage_place old;
    const yz_status found = catalog_find_id(c->txn, report, id, &old, err);
    if (found != YZ_OK && found != YZ_DONE)
        return found;
    if (found == YZ_OK) {
        bool done;
        TRY(tombstone(c, old, &done, err));
    } else {
        TRY(catalog_count_report(c->txn, report, 1, NULL, err));
    }
    return catalog_put_id(c->txn, report, id, place, err);
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
