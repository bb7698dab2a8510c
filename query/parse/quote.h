/* SPDX-License-Identifier: MIT */
/*
 * Where quotations begin and end. People mix the marks of their keyboards, and
 * Chinese ones give “ and ” in turn, so that one key struck twice by mistake
 * turns all that follow around. So a mark counts by what it does:
 *
 *     "…"           an ASCII mark ends any quotation
 *     “…” 「…」     a closing mark ends any, unless it belongs to an opening one
 *                   inside
 *     “…“           an opening mark ends one if a token could end there
 *     ”…“           a closing mark opens one at the beginning of a run
 *     '…'           raw: only as a whole token
 */
#ifndef YZ_PARSE_QUOTE_H
#define YZ_PARSE_QUOTE_H

#include "query/parse/scanner.h"

/** A quotation: its text [begin, end), and where what follows begins. */
typedef struct quotation {
    size_t begin;
    size_t end;
    size_t next;
    bool closed;
} quotation;

/** Any of `" ＂ “ ” 「 」`: it never is part of a phrase's text. */
bool
key_is_quote(uint32_t key);

/** Whether a text is nothing but such marks, which no skeleton keeps. */
bool
text_is_quotes(yz_str text);

/** Whether the mark at `at` opens one; else it is astray. */
bool
quote_opens(const scanner *s, size_t at, bool run_begins);

/** The quotation that the mark at `at` opens. */
quotation
quote_find(const scanner *s, size_t at);

/** The raw string at `at`. false: none begins there, or it is not closed. */
bool
quote_find_raw(scanner *s, size_t at, quotation *ret_quotation);

#endif /* YZ_PARSE_QUOTE_H */
