/* SPDX-License-Identifier: MIT */
/*
 * Whether a character of a passage is more likely a misreading of the query's
 * one than what was printed: by how noisy its report is, by shape, by its
 * company, and by words. A misread character is a stranger in its place: the
 * pairs it makes with its neighbours are rare in the collection, and it breaks
 * the words around it. docs/ocr.md has the model, and what was measured.
 */
#ifndef YZ_FUZZY_EVIDENCE_H
#define YZ_FUZZY_EVIDENCE_H

#include "core/index/snapshot.h"
#include "core/text/lookalike.h"
#include "query/match/fuzzy/departure.h"
#include "query/match/fuzzy/other_readings.h"
#include "query/plan/pattern.h"

/** How far misreadings are followed, the nearest first. */
typedef enum misread_reach {
    REACH_MARKS, /**< punctuation lost or added: the tier `variant` */
    REACH_AUTO,  /**< what is nearly free of false hits */
    REACH_ON,    /**< and any stranger in its place */
    REACH_LOOSE, /**< and one edit or two substitutions in long runs */
    REACH_SHAPE, /**< `驿站~`: look-alikes, asked for outright */
    REACH_ANY    /**< `驿站~1`: one wrong, missing or added character */
} misread_reach;

/** How many passages have a pair, looked up before; the key is never 0. */
typedef struct known_pair {
    uint64_t key;
    double count;
} known_pair;

enum { KNOWN_PAIRS = 256 };

/** The collection as evidence; one a search. */
typedef struct evidence {
    yz_snapshot *snapshot;
    pattern_context *context;
    const lookalike_pairs *own; /**< the user's; may be NULL */
    bool large;                 /**< enough text to say what is rare */
    double scale;     /**< of what is rare, growing with the collection */
    double sure;      /**< 0 to 1: how far rarity counts in a small one */
    segment *segment; /**< of the passage at hand; NULL: of none */
    uint32_t passage;
    double prior; /**< ln of how noisy it is, if known */
    bool has_prior;
    known_pair known[KNOWN_PAIRS]; /**< by hash; a text repeats its pairs */
    other_readings readings;       /**< of the passage at hand */
    arena scratch;
    yz_status status; /**< the first error, since judging gives none */
    yz_error *err;
} evidence;

void
evidence_init(evidence *e, yz_snapshot *snapshot, pattern_context *context,
              const lookalike_pairs *own, yz_error *err);

void
evidence_dispose(evidence *e);

/** The texts judged from now on are of this passage, which lives. */
yz_status
evidence_move(evidence *e, segment *s, uint32_t passage, yz_error *err);

/** Whether the query's character is another reading of the text's. */
const other_reading *
evidence_reading(const evidence *e, uint32_t query, uint32_t text);

/**
 * How much a wrong, added or lost character is worth, 0 to 1; 0: no match
 * within this reach.
 */
double
evidence_weigh(evidence *e, misread_reach reach, const departure *d);

#endif /* YZ_FUZZY_EVIDENCE_H */
