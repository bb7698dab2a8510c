/* SPDX-License-Identifier: MIT */
/*
 * From a segment to an engine's documents: its posting lists, turned round.
 * What a passage's terms are was decided when the segment was made, so that an
 * engine finds by the very terms that a folder's index has.
 */
#ifndef YZ_REMOTE_DOCUMENTS_H
#define YZ_REMOTE_DOCUMENTS_H

#include "engine/remote/remote_index.h"

/** Put the live passages of a segment. */
yz_status
documents_put(remote *r, yz_snapshot *snapshot, segment *s, uint64_t version,
              yz_error *err);

/** The name of a passage among documents; one alone has it. In the buffer. */
void
document_key(yz_str report, yz_str id, buffer *out);

#endif /* YZ_REMOTE_DOCUMENTS_H */
