/* SPDX-License-Identifier: MIT */
/*
 * The id table of each segment proposes, the record decides.
 */
#include "core/index/passage_lookup.h"

#include "core/format/id_table.h"
#include "core/index/records.h"

/* Whether a passage has these names. */
static yz_status
has_names(segment *s, uint32_t passage, yz_str report, yz_str id, bool *ret_has,
          yz_error *err)
{
    yz_str found;
    record_head head;
    char room[RECORD_ID_ROOM];
    TRY(segment_record_id(s, passage, room, &found, err));
    *ret_has = str_equal(found, id);
    if (!*ret_has)
        return YZ_OK;
    TRY(segment_record_peek(s, passage, &head, err));
    TRY(segment_string(s, head.strings.report, &found, err));
    *ret_has = str_equal(found, report);
    return YZ_OK;
}

yz_status
segment_find_id(segment *s, yz_str report, yz_str id, uint32_t *ret_passage,
                yz_error *err)
{
    const uint32_t count = s->info.passages;
    const uint32_t hash = id_hash(report, id);
    blob_reader *table = &s->blobs[BLOB_ID];
    uint32_t at;
    TRY(id_table_seek(table, count, hash, &at, err));
    for (; at < count; at++) {
        id_entry entry;
        bool has;
        TRY(id_table_entry(table, at, &entry, err));
        const uint32_t passage = id_entry_passage(entry);
        if (id_entry_hash(entry) != hash)
            return YZ_DONE;
        if (passage >= count)
            return error_corrupt(
                err, "an id refers to a passage that does not exist");
        if (segment_is_deleted(s, passage))
            continue;
        TRY(has_names(s, passage, report, id, &has, err));
        if (!has)
            continue;
        *ret_passage = passage;
        return YZ_OK;
    }
    return YZ_DONE;
}

yz_status
snapshot_find_id(yz_snapshot *snapshot, yz_str report, yz_str id,
                 passage_place *ret_place, yz_error *err)
{
    for (uint32_t i = snapshot->segment_count; i-- > 0;) {
        segment *s = &snapshot->segments[i];
        uint32_t passage;
        const yz_status found = segment_find_id(s, report, id, &passage, err);
        if (found == YZ_DONE)
            continue;
        if (found == YZ_OK)
            *ret_place = (passage_place){ s->info.id, passage };
        return found;
    }
    return YZ_DONE;
}

yz_status
segment_same_names(segment *x, uint32_t passage, segment *y, uint32_t other,
                   bool *ret_same, yz_error *err)
{
    record_head head;
    char room[RECORD_ID_ROOM];
    yz_str report;
    yz_str id;
    TRY(segment_record_peek(x, passage, &head, err));
    TRY(segment_string(x, head.strings.report, &report, err));
    TRY(segment_record_id(x, passage, room, &id, err));
    return has_names(y, other, report, id, ret_same, err);
}
