/* SPDX-License-Identifier: MIT */
/*
 * A value and its checksum behind it: hash_bytes() of all before, 8 bytes.
 */
#ifndef YZ_BASE_SEAL_H
#define YZ_BASE_SEAL_H

#include "core/base/buffer.h"
#include "core/base/bytes.h"

enum { SEAL_SIZE = 8 };

/** Append the checksum of all that the buffer holds. */
void
seal_put(buffer *value);

/** Take the checksum off. false: it is not that of the value. */
bool
seal_take(bytes *value);

#endif /* YZ_BASE_SEAL_H */
