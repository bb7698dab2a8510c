/* SPDX-License-Identifier: MIT */
/*
 * A passage that a program made, on its way into the index.
 */
#ifndef YZ_SOURCE_PASSAGE_CHECK_H
#define YZ_SOURCE_PASSAGE_CHECK_H

#include "core/base/arena.h"

/** Whether it can be indexed: YZ_OK, YZ_E_INVALID or YZ_E_LIMIT. */
yz_status
passage_check(const yz_passage *passage, yz_error *err);

/**
 * A copy in the arena, without what tells of a file. One that has no id gets
 * the one that is made from its report and text.
 */
yz_status
passage_copy(const yz_passage *passage, arena *a, yz_passage *ret_copy,
             yz_error *err);

#endif /* YZ_SOURCE_PASSAGE_CHECK_H */
