/* SPDX-License-Identifier: MIT */
/*
 * What a text says about itself by its wording: dates, bylines, credits,
 * captions, beginnings of items, ends of sentences. The words are those of the
 * trade, not of any one newspaper.
 */
#ifndef YZ_LAYOUT_PATTERNS_H
#define YZ_LAYOUT_PATTERNS_H

#include "core/report/date.h"

/** How a text ends. */
typedef enum ending {
    ENDING_OPEN,   /* in mid-sentence */
    ENDING_COMMA,  /* at a comma: surely in mid-sentence */
    ENDING_PAUSED, /* at a colon or semicolon: as items of a list do */
    ENDING_CLOSED  /* with its sentence */
} ending;

/** `among_han`: a full stop of ASCII ends no sentence there. */
ending
text_ending(yz_str text, bool among_han);

uint32_t
text_first_char(yz_str text);

/** Has a comma, semicolon or full stop in it; 、 joins words, not clauses. */
bool
text_has_clause_mark(yz_str text);

/** Begins with 第一条, （一）, 一、, 1. or ①: the first line of an item. */
bool
text_begins_item(yz_str text);

/** Where a text that may be a date line stands. */
typedef enum date_place {
    DATE_IN_TEXT,
    DATE_ALONE, /* on a line of its own: a few words may follow */
    DATE_ON_TOP /* and that is one of the page's first: a month will do */
} date_place;

/**
 * A date line: the date, and beside it a weekday, a time, the paper's name,
 * page and number. `text` has its white space. `ret_date` may be NULL.
 */
bool
text_is_date_line(yz_str text, date_place place, date_span *ret_date);

/** Who wrote, photographed or edited: 本报记者 and names, with their spaces. */
bool
text_is_byline(yz_str text, bool among_han);

/** Han alone, as many as the names that follow a byline. */
bool
text_is_names(yz_str text);

/** In brackets from its first character to its last. */
bool
text_is_bracketed(yz_str text);

/** In brackets, and of pictures: （本版图片由…提供）. */
bool
text_is_credit(yz_str text);

/** 图为…, 上图…, 图①…: words that a caption begins with. */
bool
text_begins_caption(yz_str text);

/** Begins as captions do, or ends as they do: …摄, …供图. */
bool
text_is_caption(yz_str text);

/** The name of a paper rather than a headline: …日报, …周刊. */
bool
text_is_masthead(yz_str text);

/** Fields of a table separated by tabs or commas, most of them numbers. */
bool
text_is_table_row(yz_str text);

/** Three digits together: a fact, so no debris of a picture. */
bool
text_has_long_number(yz_str text);

/** Two Han characters together. */
bool
text_has_han_pair(yz_str text);

#endif /* YZ_LAYOUT_PATTERNS_H */
