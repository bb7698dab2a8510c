/* SPDX-License-Identifier: MIT */
/*
 * Turns "this passage has these terms" into "this term is in these passages".
 * Passages come in rising order, so each term's postings are in order when
 * they are gathered by a stable counting sort.
 */
#ifndef YZ_BUILD_INVERT_H
#define YZ_BUILD_INVERT_H

#include "core/index/postings.h"
#include "indexer/build/term_table.h"

typedef struct occurrence {
    uint32_t term;
    posting posting;
} occurrence;

typedef struct inverter {
    term_table terms;
    ARRAY_OF(uint32_t) latest; /**< by term: its last occurrence's place */
    ARRAY_OF(occurrence) occurrences;
} inverter;

/** An inverter begins as all zeros. */
void
inverter_dispose(inverter *inv);

/** The passage has the term, once more. false: out of memory. */
bool
inverter_add(inverter *inv, yz_str term, uint32_t passage);

/** Bytes held in memory. */
size_t
inverter_size(const inverter *inv);

/** Sees one term and its postings. */
typedef void (*inverter_list_fn)(void *context, yz_str term,
                                 const posting *list, uint32_t count);

/** Give every term, in byte order, with its list. */
yz_status
inverter_lists(inverter *inv, inverter_list_fn visit, void *context,
               yz_error *err);

#endif /* YZ_BUILD_INVERT_H */
