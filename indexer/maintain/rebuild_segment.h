/* SPDX-License-Identifier: MIT */
/*
 * Bringing the segments of an old index into a new one: a whole segment is
 * copied as it is; of another every passage that can be read is analysed again.
 */
#ifndef YZ_MAINTAIN_REBUILD_SEGMENT_H
#define YZ_MAINTAIN_REBUILD_SEGMENT_H

#include "indexer/maintain/old_index.h"
#include "indexer/write/writer.h"

/** An old index, and the new one that is made of it. */
typedef struct rebuild {
    const yz_allocator *memory;
    old_index old;
    yz_index *fresh;
    yz_writer *writer;
    problems *found;
    const declared_fields *old_fields;
    const char *declared; /* what the new index declares; NULL: the same */
    bool all;             /* no segment is copied */
    bool doubtful;        /* a text may not be the one that was written */
    yz_repair done;
    yz_error *err;
} rebuild;

/** Copy a segment that is whole, to be seen with the writer's commit. */
yz_status
rebuild_copy(rebuild *r, const manifest_segment *info);

/** Read what can be read of a segment, and write it again. */
yz_status
rebuild_anew(rebuild *r, segment *s);

/** Enter a source that gave something, unless it is there or has no name. */
yz_status
rebuild_enter_name(rebuild *r, yz_str name);

#endif /* YZ_MAINTAIN_REBUILD_SEGMENT_H */
