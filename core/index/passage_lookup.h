/* SPDX-License-Identifier: MIT */
/*
 * Live passages by report and id.
 */
#ifndef YZ_INDEX_PASSAGE_LOOKUP_H
#define YZ_INDEX_PASSAGE_LOOKUP_H

#include "core/format/catalog.h"
#include "core/index/snapshot.h"

/** The live passage of a report and id in a segment. YZ_DONE: none. */
yz_status
segment_find_id(segment *s, yz_str report, yz_str id, uint32_t *ret_passage,
                yz_error *err);

/** The live passage of a report and id in all segments. YZ_DONE: none. */
yz_status
snapshot_find_id(yz_snapshot *snapshot, yz_str report, yz_str id,
                 passage_place *ret_place, yz_error *err);

/** Whether two passages have the same report and id. */
yz_status
segment_same_names(segment *x, uint32_t passage, segment *y, uint32_t other,
                   bool *ret_same, yz_error *err);

#endif /* YZ_INDEX_PASSAGE_LOOKUP_H */
