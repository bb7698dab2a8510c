/* SPDX-License-Identifier: MIT */
/*
 * When an index is larger than what lives in it justifies. Dead passages have
 * their room until their segment is merged; a merge has the old and the new
 * side by side; and LMDB never makes its file smaller. Free pages are used by
 * later commits, but those of an index that is kept up to date are small. So
 * from some size on the dead are merged away, and what is in use is copied into
 * a new file, as yz_index_compact() does, while readers go on.
 */
#ifndef YZ_WRITE_RECLAIM_H
#define YZ_WRITE_RECLAIM_H

#include "core/index/snapshot.h"

/**
 * Whether it should be done now. The snapshot is of the last commit. Not where
 * a reader has held the file for long, which would stay beside the new one, nor
 * where the disk has no room for that.
 */
yz_status
reclaim_is_due(const yz_snapshot *snapshot, bool *ret_is_due, yz_error *err);

#endif /* YZ_WRITE_RECLAIM_H */
