/* SPDX-License-Identifier: MIT */
/*
 * Halves rhyme in length, not in width: quotation marks do not count. Where
 * OCR put the space in running text, the two sides seldom balance, and commas
 * give it away.
 */
#include "indexer/layout/halves.h"

#include "indexer/layout/glyphs.h"
#include "indexer/layout/patterns.h"

enum { HALVES_MAX = 3, HALF_CHARS_MIN = 3, HALF_CHARS_MAX = 14 };

/* Characters but quotes and brackets; 0 if a clause ends in the token. */
static uint32_t
half_chars(const page *p, const token *t)
{
    const yz_str text = { p->file->text.data + t->begin, t->end - t->begin };
    if (text_has_clause_mark(text))
        return 0;
    uint32_t count = t->chars;
    for (size_t at = 0; at < text.size;) {
        const uint32_t c = utf8_next(text.data, text.size, &at);
        count -= glyph_is_opener(c) || glyph_is_closer(c);
    }
    return count;
}

bool
tokens_are_halves(const page *p, size_t first, size_t count)
{
    if (count < 2 || count > HALVES_MAX)
        return false;
    uint32_t least = HALF_CHARS_MAX;
    uint32_t most = 0;
    for (size_t i = first; i < first + count; i++) {
        const uint32_t chars = half_chars(p, page_token(p, i));
        least = chars < least ? chars : least;
        most = chars > most ? chars : most;
    }
    return least >= HALF_CHARS_MIN && most <= HALF_CHARS_MAX &&
           most * 10 <= least * 19;
}
