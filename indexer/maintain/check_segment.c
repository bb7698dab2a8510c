/* SPDX-License-Identifier: MIT */
#include "indexer/maintain/check_segment.h"

#include "indexer/maintain/check_parts.h"

yz_status
segment_check_run(segment_check *c)
{
    TRY(check_state_begin(c));
    TRY(check_sums(c));
    TRY(check_texts(c));
    TRY(check_columns(c));
    TRY(check_sources(c));
    TRY(check_terms(c));
    return check_frequent(c);
}
