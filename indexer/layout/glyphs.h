/* SPDX-License-Identifier: MIT */
/*
 * What a printed character means to the eye: how wide it is, whether a line
 * may begin with it, whether a sentence ends with it. Lists hold what presses
 * print and what OCR engines make of it.
 */
#ifndef YZ_LAYOUT_GLYPHS_H
#define YZ_LAYOUT_GLYPHS_H

#include "core/base/utf8.h"

/** An ideograph, by its block: Unified, Extensions, Compatibility, 〇. */
bool
glyph_is_han(uint32_t c);

/** `，。、；：！？` and their ASCII twins: marks that end a clause. */
bool
glyph_is_clause_mark(uint32_t c);

/** `。！？…`: marks that end a sentence wherever they stand. */
bool
glyph_ends_sentence(uint32_t c);

/** A quotation mark or bracket that closes. Straight quotes close too. */
bool
glyph_is_closer(uint32_t c);

/** A quotation mark or bracket that opens. Straight quotes open too. */
bool
glyph_is_opener(uint32_t c);

/** No printed line begins with it. */
bool
glyph_cannot_begin_line(uint32_t c);

/** A triangle, diamond or arrow, as captions are pinned to photos with. */
bool
glyph_is_caption_mark(uint32_t c);

/** A square or circle before a byline; 口 and 回 are □ and ▣ misread. */
bool
glyph_is_byline_mark(uint32_t c);

/** A lower-case letter of the Latin, Greek or Cyrillic alphabet. */
bool
glyph_is_lower(uint32_t c);

/**
 * Printed width in ems. Among Han an ASCII clause mark, quote or bracket
 * represents its full-width form; otherwise it is half an em, as are letters,
 * digits and spaces.
 */
double
glyph_width(uint32_t c, bool among_han);

#endif /* YZ_LAYOUT_GLYPHS_H */
