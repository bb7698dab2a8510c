/* SPDX-License-Identifier: MIT */
/*
 * Segments that a writer stored and, killed or refused, never entered into the
 * manifest: nobody sees them, and the next writer takes them out.
 */
#ifndef YZ_WRITE_ORPHANS_H
#define YZ_WRITE_ORPHANS_H

#include "core/index/snapshot.h"

/** Remove them. The caller is the index's one writer. */
yz_status
orphans_remove(yz_index *index, yz_error *err);

#endif /* YZ_WRITE_ORPHANS_H */
