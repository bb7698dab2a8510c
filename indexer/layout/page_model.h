/* SPDX-License-Identifier: MIT */
/*
 * A page while it is being repaired, from small to large:
 *
 *     token   what white space parts; of Latin text, a whole line of words
 *     line    a line of the file that is not blank
 *     row     a printed line: a token where the file has a block on one line,
 *             a line where the file has a line for each printed line
 *     block   consecutive rows that belong together
 *
 * Blocks lie in the order of the file and tile it: the lines and rows of one
 * follow those of the one before. So two neighbours become one by adding up,
 * and a non-blank line is in exactly one block, whatever the rules do.
 *
 * Widths are in ems, the width of a Han character.
 */
#ifndef YZ_LAYOUT_PAGE_MODEL_H
#define YZ_LAYOUT_PAGE_MODEL_H

#include "core/base/array.h"
#include "core/text/charset.h"
#include "indexer/layout/markup.h"
#include "indexer/layout/printed_line.h"
#include "indexer/layout/quantile.h"
#include "indexer/layout/rules.h"

typedef struct token {
    uint32_t begin; /* in the page's text */
    uint32_t end;
    uint32_t chars;
    uint32_t han;
    uint64_t place; /* code points before it in the file */
    double width;
} token;

typedef struct line {
    size_t token_first;
    size_t token_count;
    uint64_t place; /* code points before it in the file */
    double lead;    /* of the white space that it begins with */
    uint32_t number;
    uint32_t gap;     /* blank lines before it */
    uint32_t part;    /* of a line that holds several columns; 0: it does not */
    bool begins_page; /* a form feed stands before it */
} line;

typedef struct row {
    size_t token_first;
    size_t token_count;
    double width;
} row;

typedef struct block {
    size_t line_first;
    size_t line_count;
    size_t row_first;
    size_t row_count;
    yz_str text;   /* its tokens laid end to end */
    double width;  /* of all rows */
    double column; /* of the column it is in; 0: not known */
    uint32_t chars;
    uint32_t han;
    uint32_t gap;   /* blank lines before it */
    uint32_t rules; /* RULE_BIT()s that made it what it is */
    yz_kind kind;   /* once decided */
    bool decided;
    bool body;      /* running text */
    bool orphan;    /* a lone first line (R8) */
    bool continues; /* a block before it (R7) */
    bool cut;       /* its end is lost */
    bool vertical;  /* a character a line: no white space in it was printed */
    bool table;     /* a row of a table */
    size_t next;    /* the block that continues it; 0: none */
} block;

typedef struct page {
    const decoded *file;
    const printed_line *printed; /* by number of the line - 1; NULL: unknown */
    arena *arena;
    ARRAY_OF(token) tokens;
    ARRAY_OF(line) lines;
    markup_cuts cuts; /* marks of markup in the text */
    row *rows;
    size_t row_count;
    block *blocks;
    size_t block_count;
    double column;   /* of its running text; 0: not known */
    double lead_min; /* of its lines */
    bool han;        /* over half of it is Han */
    bool stopped;    /* its sentences end with stops */
    bool tight;      /* blank lines part blocks, not printed lines */
    bool spaced;     /* its characters stand apart, digits and letters too */
} page;

/** Find tokens and lines. Blocks come later. End it with page_dispose(). */
yz_status
page_read(page *p, const decoded *file, const printed_line *printed, arena *a,
          yz_error *err);

void
page_dispose(page *p);

static inline const token *
page_token(const page *p, size_t i)
{
    return &p->tokens.items[i];
}

static inline const line *
block_line(const page *p, const block *b, size_t i)
{
    return &p->lines.items[b->line_first + i];
}

/** The column of lines that hold several, 0 elsewhere. */
static inline uint32_t
block_part(const page *p, const block *b)
{
    return block_line(p, b, 0)->part;
}

static inline const row *
block_row(const page *p, const block *b, size_t i)
{
    return &p->rows[b->row_first + i];
}

/** What is known of the first line of a block; NULL: nothing is. */
static inline const printed_line *
block_printed(const page *p, const block *b)
{
    return p->printed ? &p->printed[block_line(p, b, 0)->number - 1] : NULL;
}

/** Share of Han among the block's characters, 0 to 1. */
double
block_han_share(const block *b);

/**
 * The width of the column that the row, if it is full, tells of: a mark at its
 * end was squeezed to half its width, or hangs.
 */
double
row_measure(const page *p, const row *r);

/** Fill in width, chars, han, text and, where it can be found, the column. */
yz_status
block_measure(page *p, block *b, yz_error *err);

/** Take `after`, the block that follows in the file, into `b`. */
yz_status
block_append(page *p, block *b, const block *after, yz_error *err);

#endif /* YZ_LAYOUT_PAGE_MODEL_H */
