/* SPDX-License-Identifier: MIT */
/*
 * Field words that pages print (来源：人民日报): a field where something in the
 * snapshot matches it, text where nothing does.
 */
#ifndef YZ_RESULTS_FIELD_WORDS_H
#define YZ_RESULTS_FIELD_WORDS_H

#include "core/base/cancellation.h"
#include "core/index/snapshot.h"
#include "query/plan/plan.h"

/**
 * Decide for each field of the plan that has a Chinese name and asks for a
 * report, title or section, whether any live passage matches it.
 * @param ret_query  the query with those fields as text that none matches, to
 *                   be freed; NULL if there are none
 */
yz_status
field_words_read(const yz_query *query, const plan *p, yz_snapshot *snapshot,
                 pattern_context *patterns, cancellation *stop,
                 yz_query **ret_query, yz_error *err);

/** Whether the query has fields that it would be decided of. */
bool
field_words_are_there(const yz_query *query, const plan *p);

#endif /* YZ_RESULTS_FIELD_WORDS_H */
