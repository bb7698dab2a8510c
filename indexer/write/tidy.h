/* SPDX-License-Identifier: MIT */
/*
 * What a writer does behind a commit, which stands without it: small segments
 * become larger ones, and room that nothing lives in is given back.
 */
#ifndef YZ_WRITE_TIDY_H
#define YZ_WRITE_TIDY_H

#include "indexer/write/writer.h"

/**
 * Merge until nothing more is worth it, then copy the file if it is worth that.
 * What fails (the disk is full, say) is left to a later commit. No error is
 * told but one after which the writer cannot go on: its next call tells it.
 */
void
writer_tidy(yz_writer *w);

#endif /* YZ_WRITE_TIDY_H */
