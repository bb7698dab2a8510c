/* SPDX-License-Identifier: MIT */
/*
 * Question marks inside a run (北京呢?上海呢): wildcards where the phrase is found
 * so in the snapshot, marks where it is not.
 */
#ifndef YZ_RESULTS_QUESTION_MARKS_H
#define YZ_RESULTS_QUESTION_MARKS_H

#include "core/base/cancellation.h"
#include "core/index/snapshot.h"
#include "query/plan/plan.h"

/**
 * Look for the phrases of the plan that have wildcards and are in no live
 * passage, exactly or as a variant.
 * @param ret_query  the query with their wildcards as marks, to be freed; NULL
 *                   if there are none
 */
yz_status
question_marks_read(const yz_query *query, const plan *p, yz_snapshot *snapshot,
                    pattern_context *patterns, cancellation *stop,
                    yz_query **ret_query, yz_error *err);

#endif /* YZ_RESULTS_QUESTION_MARKS_H */
