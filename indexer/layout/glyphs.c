/* SPDX-License-Identifier: MIT */
/*
 * The lists are short and asked by linear search: most characters are Han, and
 * leave each question at its first comparison.
 */
#include "indexer/layout/glyphs.h"

bool
glyph_is_han(uint32_t c)
{
    return (c >= 0x3400 && c <= 0x9fff) || c == 0x3007 ||
           (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff);
}

/* Is `c` one of the characters of `list`? No list holds a plain ideograph. */
static bool
is_listed(uint32_t c, const char *list)
{
    if (c >= 0x3400 && c <= 0x9fff)
        return false;
    const yz_str all = str_of(list);
    for (size_t at = 0; at < all.size;) {
        if (utf8_next(all.data, all.size, &at) == c)
            return true;
    }
    return false;
}

bool
glyph_is_clause_mark(uint32_t c)
{
    return is_listed(c, ",;:!?，。、；：！？｡､…");
}

bool
glyph_ends_sentence(uint32_t c)
{
    return is_listed(c, "。｡!?！？…");
}

bool
glyph_is_closer(uint32_t c)
{
    return is_listed(c, "\"'”’)）]］】〕」』》〉");
}

bool
glyph_is_opener(uint32_t c)
{
    return is_listed(c, "\"'“‘(（[［【〔「『《〈");
}

bool
glyph_cannot_begin_line(uint32_t c)
{
    return is_listed(c, ",，.。､｡、;；:：!！?？)）”’]］】〕」』》〉%％…");
}

bool
glyph_is_caption_mark(uint32_t c)
{
    return is_listed(c, "△▲▼▽◆◇◀▶◁▷►◄↑↓←→⬆⬇☝☞☜");
}

bool
glyph_is_byline_mark(uint32_t c)
{
    return is_listed(c, "□■▣○●◎◇◆") || c == 0x53e3 || c == 0x56de;
}

bool
glyph_is_lower(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 0xdf && c <= 0xff && c != 0xf7) ||
           (c >= 0x3b1 && c <= 0x3c9) || (c >= 0x430 && c <= 0x45f);
}

double
glyph_width(uint32_t c, bool among_han)
{
    if (c < 0x80)
        return among_han && is_listed(c, ",;:!?()\"'%") ? 1 : 0.5;
    if (c >= 0xff61 && c <= 0xffdc)
        return 0.5;
    const bool is_wide = c > 0x2e7f || (c >= 0x2010 && c <= 0x2bff) ||
                         c == 0xb7 || (c >= 0x1100 && c <= 0x11ff);
    return is_wide && (among_han || c > 0x2e7f) ? 1 : 0.5;
}
