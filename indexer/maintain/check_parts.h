/* SPDX-License-Identifier: MIT */
/*
 * The parts of a segment's check, a file each. What is wrong is reported as a
 * problem; errors are of the system.
 */
#ifndef YZ_MAINTAIN_CHECK_PARTS_H
#define YZ_MAINTAIN_CHECK_PARTS_H

#include "indexer/maintain/check_state.h"

/** Compare each chunk with its checksum. */
yz_status
check_sums(segment_check *c);

/** Read and analyse every passage, and note what the texts say. */
yz_status
check_texts(segment_check *c);

/** Compare lengths and ids with what the texts say. */
yz_status
check_columns(segment_check *c);

/** Compare the runs of sources with the passages and the catalogue. */
yz_status
check_sources(segment_check *c);

/** Compare the dictionaries and lists with what the texts say. */
yz_status
check_terms(segment_check *c);

/** Compare the frequent strings with what the texts say. */
yz_status
check_frequent(segment_check *c);

#endif /* YZ_MAINTAIN_CHECK_PARTS_H */
