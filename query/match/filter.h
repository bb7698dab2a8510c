/* SPDX-License-Identifier: MIT */
/*
 * Conditions on a passage's record: kind, date, report, section, title. They
 * are the same whether written in the query (`kind:caption`) or given as
 * options, and they never rank.
 */
#ifndef YZ_MATCH_FILTER_H
#define YZ_MATCH_FILTER_H

#include "query/match/exact/match_context.h"
#include "query/plan/plan.h"

/** What a passage must be. Zero means "anything" everywhere. */
typedef struct filter {
    uint32_t kinds; /**< 1 << yz_kind, or-ed */
    uint32_t date_first;
    uint32_t date_last;
    const char *report_glob;
    yz_str report_part;     /**< in its name or path; or REPORT#ID */
    yz_str id;              /**< of the passage, whole */
    const pattern *section; /**< occurs in it */
    const pattern *title;
} filter;

/**
 * What was found of one filter in one segment, by number of shared string:
 * many passages share a report, a section, a title. Begins as all zeros.
 */
typedef struct filter_answers {
    uint8_t *report; /**< all three NULL: nothing was found yet */
    uint8_t *section;
    uint8_t *title;
} filter_answers;

bool
filter_is_empty(const filter *f);

/** The condition of a field of the query, in the arena. */
yz_status
filter_of_field(const plan_node *field, arena *a, filter *ret_filter,
                yz_error *err);

/** Whether a passage of the segment meets the filter. */
yz_status
filter_meets(const match_context *m, const filter *f, filter_answers *answers,
             uint32_t passage, bool *ret_meets);

#endif /* YZ_MATCH_FILTER_H */
