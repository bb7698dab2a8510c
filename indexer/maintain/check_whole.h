/* SPDX-License-Identifier: MIT */
/*
 * What belongs to no segment: the tables of the user's, the catalogue, and the
 * names of all passages together.
 */
#ifndef YZ_MAINTAIN_CHECK_WHOLE_H
#define YZ_MAINTAIN_CHECK_WHOLE_H

#include "core/report/fields.h"
#include "indexer/maintain/check_state.h"

/** Read the tables of the user's. */
yz_status
check_user_tables(segment_check *c);

/** Read what is known of each source; its pages can be followed. */
yz_status
check_catalogue(segment_check *c);

/** Whether no two live passages of the segments that were checked have one
 * report and id. */
void
check_names(segment_check *c);

/**
 * The declared fields of a snapshot; none, and a problem, where they cannot be
 * read. Borrowed from the snapshot.
 */
yz_status
check_declared(yz_snapshot *snapshot, problems *found,
               const declared_fields **ret_fields, yz_error *err);

#endif /* YZ_MAINTAIN_CHECK_WHOLE_H */
