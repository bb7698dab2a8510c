/* SPDX-License-Identifier: MIT */
/*
 * Reading a whole segment and comparing its parts with each other.
 */
#ifndef YZ_MAINTAIN_CHECK_SEGMENT_H
#define YZ_MAINTAIN_CHECK_SEGMENT_H

#include "indexer/maintain/check_state.h"

/** Check one segment. What is wrong is reported; errors are of the system. */
yz_status
segment_check_run(segment_check *c);

#endif /* YZ_MAINTAIN_CHECK_SEGMENT_H */
