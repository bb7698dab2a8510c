/* SPDX-License-Identifier: MIT */
/*
 * Maps a position in a passage's text back to the unmodified source.
 */
#ifndef YZ_SHOW_PLACE_H
#define YZ_SHOW_PLACE_H

#include "core/base/arena.h"

/** How far a piece has been measured. */
typedef struct placer_mark {
    size_t piece;
    uint32_t at; /**< a byte of the text */
    uint32_t characters;
    uint64_t bytes; /**< of the source */
} placer_mark;

/**
 * Maps the positions of one passage. Each is measured from the one before, so
 * that for matches in order the cost is linear in the text. Only the passage is
 * set at first; it is borrowed.
 */
typedef struct placer {
    const yz_passage *passage;
    placer_mark begin; /**< where the last match began */
    placer_mark end;
} placer;

/**
 * The place of the bytes `text` of the passage's text: the line and column
 * where they begin, their bytes in the file, and what the source has there, as
 * UTF-8 (the surface).
 *
 * A match begins and ends in a piece, never in a gap; the space that replaces a
 * gap belongs to neither side. A match of such a space alone is the gap. A
 * passage without pieces is its own source: bytes count in its text, line and
 * column are not known.
 *
 * The surface is in the arena or in the passage.
 *
 * @return YZ_OK; YZ_E_INVALID if the span is not within the text; YZ_E_CORRUPT
 *         if the pieces contradict the text; YZ_E_NOMEM.
 */
yz_status
place_match(placer *w, yz_span text, arena *a, yz_match *ret_match,
            yz_error *err);

#endif /* YZ_SHOW_PLACE_H */
