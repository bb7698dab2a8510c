/* SPDX-License-Identifier: MIT */
/*
 * What writes packed texts shares with what reads them; for these files alone.
 */
#ifndef YZ_FORMAT_PACKED_RECORD_H
#define YZ_FORMAT_PACKED_RECORD_H

#include "core/format/packed_text.h"

/** Append the record of a text whose parts are made. It is not slow. */
void
packed_record_put(buffer *out, const packed_text *text);

/** Say in a record that its quick skeleton is not right. */
void
packed_record_set_slow(uint8_t *record);

#endif /* YZ_FORMAT_PACKED_RECORD_H */
