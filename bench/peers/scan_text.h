/* SPDX-License-Identifier: MIT */
/*
 * The skeleton of a text (docs/contract.md), straight from ICU's properties
 * and sharing no code with the library: what the scan reads.
 */
#ifndef BENCH_SCAN_TEXT_H
#define BENCH_SCAN_TEXT_H

#include "bench/peers/peer.h"

/** Takes a text into its skeleton; keep one, it holds the room. */
typedef struct scan_text scan_text;

scan_text *
scan_text_new(void);
void
scan_text_free(scan_text *s);

/** The skeleton. Borrowed until the next call. */
peer_text
scan_text_skeleton(scan_text *s, peer_text text);

/**
 * Whether a word of letters and digits is cut in two at `at`, a place of a
 * skeleton: there a match may neither begin nor end.
 */
bool
scan_text_cuts_word(peer_text skeleton, size_t at);

#endif /* BENCH_SCAN_TEXT_H */
