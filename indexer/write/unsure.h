/* SPDX-License-Identifier: MIT */
/*
 * What an OCR engine was not sure of: its confidences as a part of a passage's
 * noise (docs/format.md, "Noise").
 */
#ifndef YZ_WRITE_UNSURE_H
#define YZ_WRITE_UNSURE_H

#include "core/base/status.h"

/** How many ideographs of the passage its engine gives a low confidence. */
uint32_t
unsure_characters(const yz_passage *p);

#endif /* YZ_WRITE_UNSURE_H */
