/* SPDX-License-Identifier: MIT */
/*
 * From what an extract must show to all that it shows.
 */
#ifndef YZ_SHOW_EXTENT_H
#define YZ_SHOW_EXTENT_H

#include "query/show/boundary.h"

/** Characters beyond the width that are shown rather than cut a word. */
enum { EXTENT_SLACK = 24 };

/** Characters [begin, end) of a text. */
typedef struct extent {
    uint32_t begin;
    uint32_t end;
} extent;

/**
 * Widen `core` to an extract of at most `width` characters (the core, if that
 * is longer), up to EXTENT_SLACK more on either side where a word would be cut
 * otherwise. It begins and ends where that reads best, without blanks at its
 * ends, and takes in no character that is already shown.
 */
extent
extent_around(const characters *c, extent core, uint32_t width);

#endif /* YZ_SHOW_EXTENT_H */
