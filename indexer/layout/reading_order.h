/* SPDX-License-Identifier: MIT */
/*
 * The order in which the lines of a page are read, by where they are.
 */
#ifndef YZ_LAYOUT_READING_ORDER_H
#define YZ_LAYOUT_READING_ORDER_H

#include "indexer/layout/placement.h"

/**
 * Sort the lines of the page, and number its columns. What is above the columns
 * and what is below them have columns of their own.
 */
yz_status
reading_order_find(placement *p, arena *a, yz_error *err);

/** Number the columns of lines whose order is known: a new one where the lines
    go back up. */
void
reading_order_keep(placement *p);

#endif /* YZ_LAYOUT_READING_ORDER_H */
