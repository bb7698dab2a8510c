/* SPDX-License-Identifier: MIT */
/*
 * Text files that a user writes by hand: a row a line, of words separated by
 * spaces; a line that begins with # is a comment.
 */
#ifndef YZ_BASE_ROWS_H
#define YZ_BASE_ROWS_H

#include "core/base/status.h"

/** A text on its way through its rows. Begin with `text` set, the rest zero. */
typedef struct rows {
    yz_str text;   /**< what is left */
    yz_str row;    /**< the row at hand, without spaces around it */
    uint32_t line; /**< its line, from 1 */
} rows;

/** Go to the next row; comments and empty lines are none. false: no more. */
bool
rows_next(rows *r);

/** YZ_E_SOURCE: the row at hand is not as it should be; its line is reported. */
yz_status
rows_refuse(const rows *r, yz_error *err, const char *what);

/** How many rows there are at most. */
size_t
rows_most(yz_str text);

/** Take the next word of a row off; empty at its end. */
yz_str
row_take_word(yz_str *row);

/** The text without spaces at its ends. */
yz_str
row_trim(yz_str text);

#endif /* YZ_BASE_ROWS_H */
