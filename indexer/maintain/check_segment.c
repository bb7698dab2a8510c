/* SPDX-License-Identifier: MIT */
#include "indexer/maintain/check_segment.h"

#include "core/index/user_tables.h"
#include "indexer/maintain/check_parts.h"

yz_status
check_user_tables(segment_check *c)
{
    yz_error err;
    const user_tables *unused;
    problems_begin(c->problems, 0);
    const yz_status status = snapshot_user_tables(c->snapshot, &unused, &err);
    return problem_of(c->problems, "tables", status, &err);
}

yz_status
segment_check_run(segment_check *c)
{
    TRY(check_state_begin(c));
    TRY(check_sums(c));
    TRY(check_texts(c));
    TRY(check_columns(c));
    TRY(check_sources(c));
    return check_terms(c);
}
