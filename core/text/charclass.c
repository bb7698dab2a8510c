/* SPDX-License-Identifier: MIT */
/*
 * Each class is asked of ICU's character database, one trie look-up. The
 * answers for ASCII and for the unified ideographs, nearly all of our text,
 * can never change (Unicode's stability policy) and are given at once.
 */
#include "core/text/charclass.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

static bool
is_ideograph_block(uint32_t c)
{
    return c >= 0x4e00 && c <= 0x9fff;
}

static bool
has_category(uint32_t c, uint32_t mask)
{
    return (U_GET_GC_MASK((UChar32)c) & mask) != 0;
}

bool
char_is_space(uint32_t c)
{
    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r');
    return !is_ideograph_block(c) && u_isUWhiteSpace((UChar32)c);
}

bool
char_is_mark(uint32_t c)
{
    return !is_ideograph_block(c) && has_category(c, U_GC_P_MASK | U_GC_S_MASK);
}

bool
char_is_tight(uint32_t c)
{
    return (c >= 0x1100 && c <= 0x11ff) || (c >= 0x2e80 && c <= 0x9fff) ||
           (c >= 0xa960 && c <= 0xa97f) || (c >= 0xac00 && c <= 0xd7ff) ||
           (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff) ||
           char_is_mark(c);
}

/* 〈〉《》「」『』 are one run of code points, all of category Ps or Pe. */
static bool
is_title_bracket(uint32_t c)
{
    return c >= 0x3008 && c <= 0x300f;
}

bool
char_is_dropped(uint32_t c)
{
    if (is_ideograph_block(c))
        return false;
    return c == '"' || c == '\'' || is_title_bracket(c) ||
           has_category(c, U_GC_CF_MASK | U_GC_CC_MASK | U_GC_PI_MASK |
                               U_GC_PF_MASK);
}

/*
 * Script extensions count: the sound mark U+30FC is no letter of Latin kind
 * although it belongs to no one script.
 */
static bool
is_east_asian_letter(uint32_t c)
{
    return uscript_hasScript((UChar32)c, USCRIPT_HAN) ||
           uscript_hasScript((UChar32)c, USCRIPT_HIRAGANA) ||
           uscript_hasScript((UChar32)c, USCRIPT_KATAKANA) ||
           uscript_hasScript((UChar32)c, USCRIPT_HANGUL);
}

bool
char_is_word(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               (c >= 'A' && c <= 'Z');
    if (is_ideograph_block(c))
        return false;
    if (has_category(c, U_GC_ND_MASK | U_GC_M_MASK))
        return true;
    return has_category(c, U_GC_L_MASK) && !is_east_asian_letter(c);
}

bool
char_is_digit(uint32_t c)
{
    if (c < 0x80)
        return c >= '0' && c <= '9';
    return has_category(c, U_GC_ND_MASK);
}

/* Signs by category, but each is an ideograph to a reader. */
static bool
is_radical(uint32_t c)
{
    return c >= 0x2e80 && c <= 0x2ef3 && c != 0x2e9a;
}

bool
char_is_gram(uint32_t c)
{
    return is_ideograph_block(c) || is_radical(c) ||
           has_category(c, U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK);
}

bool
char_is_combining(uint32_t c)
{
    return has_category(c, U_GC_M_MASK);
}

bool
char_is_han(uint32_t c)
{
    if (is_ideograph_block(c))
        return true;
    UErrorCode code = U_ZERO_ERROR;
    return uscript_getScript((UChar32)c, &code) == USCRIPT_HAN &&
           U_SUCCESS(code);
}

bool
char_is_symbol(uint32_t c)
{
    return !is_ideograph_block(c) && has_category(c, U_GC_S_MASK);
}

bool
char_is_dash(uint32_t c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 ||
           c == 0x2500 || c == 0x2501 || c == 0x2e3a || c == 0x2e3b ||
           c == 0xfe58 || c == 0xfe63;
}

bool
char_is_punctuation(uint32_t c)
{
    if (c == '%' || c == '#' || c == '/' || c == '&' || c == '@' || c == '\\' ||
        c == 0x2030 || char_is_dash(c))
        return false;
    return c == '`' || (char_is_mark(c) && !char_is_symbol(c));
}

bool
char_is_raised_digit(uint32_t c)
{
    return c == 0xb2 || c == 0xb3 || c == 0xb9 || c == 0x2070 ||
           (c >= 0x2074 && c <= 0x2079);
}

bool
char_may_be_of_word(uint32_t c)
{
    return char_is_word(c) || char_is_raised_digit(c);
}

bool
char_is_circled_number(uint32_t c)
{
    return (c >= 0x2460 && c <= 0x2473) || c == 0x24ea ||
           (c >= 0x3251 && c <= 0x325f) || (c >= 0x32b1 && c <= 0x32bf);
}

uint32_t
char_kept(uint32_t c)
{
    if (c == 0xfe30)
        return ':';
    return char_is_raised_digit(c) || char_is_circled_number(c) ? c : 0;
}
