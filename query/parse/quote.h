/* SPDX-License-Identifier: MIT */
/*
 * Where quotations begin and end. People mix the marks of their keyboards, and
 * Chinese input methods give “ and ” in turn, so that after one key struck
 * twice all following marks are the wrong way round. So the position of a mark
 * decides as well as the mark itself:
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

/** A quotation: its text [begin, end), and the position after it. */
typedef struct quotation {
    size_t begin;
    size_t end;
    size_t next;
    bool closed;
} quotation;

/** Any of `" ＂ “ ” 「 」`: never part of a phrase's text. */
bool
key_is_quote(uint32_t key);

/** Whether a text has only such marks, which no skeleton keeps. */
bool
text_is_quotes(yz_str text);

/** Whether the mark at `at` opens a quotation; else it has no partner. */
bool
quote_opens(const scanner *s, size_t at, bool run_begins);

/** The quotation that the mark at `at` opens. */
quotation
quote_find(const scanner *s, size_t at);

/** The raw string at `at`. false: there is none, or it is not closed. */
bool
quote_find_raw(scanner *s, size_t at, quotation *ret_quotation);

#endif /* YZ_PARSE_QUOTE_H */
