/* SPDX-License-Identifier: MIT */
/*
 * The names of the rules, as `--explain` prints them. docs/layout.md says what
 * each sees and does. A block collects those that joined or classified it.
 */
#ifndef YZ_LAYOUT_RULES_H
#define YZ_LAYOUT_RULES_H

#include "core/base/buffer.h"

typedef enum rule {
    RULE_LINES,     /* hard-wrapped lines are one block */
    RULE_NOISE,     /* debris of logos and pictures */
    RULE_DATE,      /* the date line */
    RULE_BYLINE,    /* who wrote it */
    RULE_CREDIT,    /* whose pictures, in brackets */
    RULE_SPACED,    /* letter-spaced display line */
    RULE_INDENT,    /* a paragraph begins: short first line or spaces */
    RULE_ITEM,      /* a paragraph begins: 第一条, （一）, 1. */
    RULE_CONTINUED, /* goes on in a later block */
    RULE_CUT,       /* its end is not on the page */
    RULE_ORPHAN,    /* a lone first line whose paragraph follows */
    RULE_MARK,      /* caption: begins with a triangle or an arrow */
    RULE_WORD,      /* caption: 图为…, …摄 */
    RULE_SANDWICH,  /* caption: stands inside a paragraph */
    RULE_NARROW,    /* caption: set narrower than the columns */
    RULE_REMAINDER, /* caption: short, and nothing else fits */
    RULE_HEADLINE,  /* the page's own heading */
    RULE_HEADING,   /* short, and a paragraph begins below it */
    RULE_LEDE,      /* the paragraph before the first section */
    RULE_BODY,      /* reads like running text */
    RULE_PAGE,      /* the number of a page */
    RULE_RUNNING,   /* a running head inside a paragraph */
    RULE_NOTE,      /* a footnote inside a paragraph */
    RULE_COLUMNS,   /* a column of lines that hold several */
    RULE_VERTICAL,  /* a character a line */
    RULE_TABLE,     /* a row of a table */
    RULE_GIVEN,     /* the file says so */
    RULE_SIZE,      /* set larger or smaller than the text */
    RULE_PICTURE,   /* caption: below a picture */
    RULE_COUNT
} rule;

#define RULE_BIT(rule) (UINT32_C(1) << (rule))

/** Append the names of a set of rules, a space between two. */
void
rules_put_names(uint32_t rules, buffer *out);

#endif /* YZ_LAYOUT_RULES_H */
