/* SPDX-License-Identifier: MIT */
/*
 * Which passage of a segment has which report and id: the hashes of both
 * names, sorted, each with its passage. A hash only proposes: who looks a name
 * up compares the names in the passage's record. Deleted passages stay until
 * their segment goes.
 *
 * Segments are merged by adding to the passages of each the number where they
 * begin now, leaving out those that are gone, and merging the sorted rows
 * (docs/format.md, "Id table").
 */
#ifndef YZ_FORMAT_ID_TABLE_H
#define YZ_FORMAT_ID_TABLE_H

#include "core/format/blob.h"

/** Hash << 32 | passage: entries of one hash are in the passages' order. */
typedef uint64_t id_entry;

static inline uint32_t
id_entry_hash(id_entry entry)
{
    return (uint32_t)(entry >> 32);
}

static inline uint32_t
id_entry_passage(id_entry entry)
{
    return (uint32_t)entry;
}

/** The hash of a report and an id. */
uint32_t
id_hash(yz_str report, yz_str id);

static inline id_entry
id_entry_of(uint32_t hash, uint32_t passage)
{
    return (uint64_t)hash << 32 | passage;
}

/** Write sorted entries, one for each passage of the segment. */
void
id_table_store(const id_entry *sorted, size_t count, blob_writer *blob);

/** Whether there are `count` entries. */
yz_status
id_table_check(blob_reader *blob, uint32_t count, yz_error *err);

/** Entry `at` < `count` of a table that has `count`. */
yz_status
id_table_entry(blob_reader *blob, uint32_t at, id_entry *ret_entry,
               yz_error *err);

/** The first entry of a hash or above; `count` if there is none. */
yz_status
id_table_seek(blob_reader *blob, uint32_t count, uint32_t hash,
              uint32_t *ret_at, yz_error *err);

#endif /* YZ_FORMAT_ID_TABLE_H */
