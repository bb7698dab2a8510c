/* SPDX-License-Identifier: MIT */
/*
 * A run: consecutive lines that could be one printed block, before it is
 * decided which of them are.
 */
#ifndef YZ_LAYOUT_RUN_H
#define YZ_LAYOUT_RUN_H

#include "indexer/layout/page_model.h"

/* On a page with printed lines, a wider line is a block by itself. */
enum { RUN_WIDTH_MAX = 60 };

/** What a line by itself asks for. */
typedef enum line_role {
    ROLE_PLAIN,
    ROLE_BEGINS, /* begins a block, and may go on */
    ROLE_ALONE   /* is a block */
} line_role;

typedef struct run {
    size_t first; /* line */
    size_t count;
    const row *rows;        /* one a line, of the whole page */
    const line_role *roles; /* the same */
    bool is_list;           /* each line by itself */
} run;

/** All of a line as one row. */
row
row_of_line(const page *p, const line *l);

line_role
line_role_of(const page *p, const line *l, const row *r);

/** Does line `i` go on with the run that has at least one line? */
bool
run_takes(const page *p, const run *r, size_t i);

/**
 * The width of the column around line `i` of the run: the median of the wider
 * half of the lines near it. Where these widths do not agree, the widest.
 */
double
run_column(const page *p, const run *r, size_t i);

/** Lines with blank lines between are one text only if equally wide. */
bool
run_is_wrapped(const page *p, const run *r);

/** Lists and tables: lines that each end their sentence, or begin alike. */
bool
run_is_list(const page *p, const run *r);

#endif /* YZ_LAYOUT_RUN_H */
