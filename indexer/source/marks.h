/* SPDX-License-Identifier: MIT */
/*
 * A passage of JSON lines without the marks of markup in its text.
 */
#ifndef YZ_SOURCE_MARKS_H
#define YZ_SOURCE_MARKS_H

#include "core/base/arena.h"

/**
 * Leave the marks out of the passage's text, and fill in pieces that say where
 * in the text as it was given each part of it stands. Everything is in the
 * arena. Without marks, the text stays as it is and is one piece.
 */
yz_status
passage_leave_out_marks(yz_passage *passage, uint32_t line, arena *a,
                        yz_error *err);

#endif /* YZ_SOURCE_MARKS_H */
