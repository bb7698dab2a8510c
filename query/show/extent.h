/* SPDX-License-Identifier: MIT */
/*
 * Extends what an extract must show by context.
 */
#ifndef YZ_SHOW_EXTENT_H
#define YZ_SHOW_EXTENT_H

#include "query/show/boundary.h"

/** Characters beyond the width that are shown to avoid cutting a word. */
enum { EXTENT_SLACK = 24 };

/** Characters [begin, end) of a text. */
typedef struct extent {
    uint32_t begin;
    uint32_t end;
} extent;

/**
 * Widen `core` to an extract of at most `width` characters (the core, if that
 * is longer), and up to EXTENT_SLACK more on either side to avoid cutting a
 * word. It begins and ends at the best cuts, has no white space at its ends,
 * and includes no character that is already shown.
 */
extent
extent_around(const characters *c, extent core, uint32_t width);

#endif /* YZ_SHOW_EXTENT_H */
