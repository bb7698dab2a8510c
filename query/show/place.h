/* SPDX-License-Identifier: MIT */
/*
 * From a place in a passage's text back to the unmodified source.
 */
#ifndef YZ_SHOW_PLACE_H
#define YZ_SHOW_PLACE_H

#include "core/base/arena.h"

/** How far a piece was measured. */
typedef struct placer_mark {
    size_t piece;
    uint32_t at; /**< a byte of the text */
    uint32_t characters;
    uint64_t bytes; /**< of the source */
} placer_mark;

/**
 * Tells places in a passage. Each is measured from the one before, so that
 * matches in their order cost no more than the text is long. Begins with the
 * passage alone, borrowed.
 */
typedef struct placer {
    const yz_passage *passage;
    placer_mark begin; /**< where the last match began */
    placer_mark end;
} placer;

/**
 * The place of the bytes `text` of the passage's text: line and column where
 * they begin, the bytes of the file from there to where they end, and what the
 * source has between, as UTF-8.
 *
 * A match begins in a piece, never in the gap before it, and ends in one; the
 * blank that stands for a gap counts to neither side. A match of such a blank
 * alone is the gap. A passage without pieces is its own source: bytes count in
 * its text, line and column are not known.
 *
 * The surface lies in the arena or in the passage.
 *
 * @return YZ_OK; YZ_E_INVALID if the span is none of the text; YZ_E_CORRUPT if
 *         the pieces contradict the text; YZ_E_NOMEM.
 */
yz_status
place_match(placer *w, yz_span text, arena *a, yz_match *ret_match,
            yz_error *err);

#endif /* YZ_SHOW_PLACE_H */
