/* SPDX-License-Identifier: MIT */
/*
 * R1: the text of a passage, and where each piece of it is in the file.
 */
#ifndef YZ_LAYOUT_COMPOSE_H
#define YZ_LAYOUT_COMPOSE_H

#include "indexer/layout/page_model.h"

/**
 * Fill in text, blocks and pieces of the passage that is the chain of blocks
 * beginning with `first`. Everything lies in the arena. A text longer than
 * YZ_PASSAGE_SIZE_MAX is YZ_E_LIMIT, with its line.
 */
yz_status
passage_compose(const page *p, const block *first, arena *a,
                yz_passage *passage, yz_error *err);

#endif /* YZ_LAYOUT_COMPOSE_H */
