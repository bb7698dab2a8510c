/* SPDX-License-Identifier: MIT */
/*
 * How badly a text was read: its marks that no typesetter sets, such as
 * brackets that do not pair and marks of another width than the rest. A
 * misread character looks like any other, but an engine that misreads
 * characters misreads marks too, and there the text itself shows it
 * (docs/ocr.md, "How noisy a report is"; docs/format.md, "Noise", is to the
 * letter). The number depends on the text alone, so that it is stored and
 * summed like a length.
 *
 * Where a source gives confidences, how many characters its engine was not sure
 * of is added (indexer/write/unsure.h): they are the same evidence.
 */
#ifndef YZ_TEXT_NOISE_H
#define YZ_TEXT_NOISE_H

#include "core/base/status.h"

/** The marks of noise in a text of UTF-8. */
uint32_t
noise_marks(yz_str text);

#endif /* YZ_TEXT_NOISE_H */
