/* SPDX-License-Identifier: MIT */
/*
 * Blocks of a page whose lines' places are known: formed as these say, and the
 * kinds that they tell (R13).
 */
#ifndef YZ_LAYOUT_PRINTED_H
#define YZ_LAYOUT_PRINTED_H

#include "indexer/layout/page_model.h"

yz_status
page_form_printed_blocks(page *p, yz_error *err);

/** The kinds that the file gives. */
void
page_take_given_kinds(page *p);

/** Of blocks that are not decided yet, the kinds by their size and place. */
void
page_take_printed_kinds(page *p);

#endif /* YZ_LAYOUT_PRINTED_H */
