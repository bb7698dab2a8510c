/* SPDX-License-Identifier: MIT */
/*
 * What a writer does after a commit, which stands without it: small segments
 * are merged into larger ones, and space that holds nothing live is given back.
 */
#ifndef YZ_WRITE_TIDY_H
#define YZ_WRITE_TIDY_H

#include "indexer/write/view.h"

/**
 * Merge until nothing more is worth it, then copy the file if it is worth that.
 * What fails (the disk is full, say) is left to a later commit.
 *
 * @return YZ_OK, or the error by which the view lost its snapshot.
 */
yz_status
tidy(writer_view *view, yz_error *err);

#endif /* YZ_WRITE_TIDY_H */
