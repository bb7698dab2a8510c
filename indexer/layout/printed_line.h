/* SPDX-License-Identifier: MIT */
/*
 * A line of a page whose place on the page is known.
 */
#ifndef YZ_LAYOUT_PRINTED_LINE_H
#define YZ_LAYOUT_PRINTED_LINE_H

#include "indexer/layout/rules.h"

/** A lead that tells neither that a line is set in nor that it is not. */
#define PRINTED_LEAD_UNTOLD 1.0

/** What is known of a line beside its text: by its place on the page. */
typedef struct printed_line {
    double lead; /* from the left edge of its column, in ems; < 0: unknown */
    uint32_t column; /* its number on the page; 0: not known */
    bool begins;     /* a block begins with it */
    bool continues;  /* the file says that its block goes on from one before */
    bool has_kind;   /* of its block */
    bool is_given;   /* the file says so, whatever its words are */
    yz_kind kind;
    uint32_t rules;
} printed_line;

#endif /* YZ_LAYOUT_PRINTED_LINE_H */
