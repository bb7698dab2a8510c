/* SPDX-License-Identifier: MIT */
/*
 * Nearly every character of the texts is an ideograph or in the table, so ICU
 * is asked about few.
 */
#include "query/show/display_class.h"

#include "core/text/charclass.h"

/* The table of marks. */
static display_class
class_of_mark(uint32_t point)
{
    /* clang-format off */
    switch (point) {
    case U'。': case U'！': case U'？': case U'．': case U'｡': case U'‼':
    case U'⁇': case U'⁈': case U'⁉': case '.': case '!': case '?':
        return CLASS_SENTENCE;
    case U'，': case U'、': case U'；': case U'：': case U'…': case U'—':
    case U'―': case U'⋯': case U'､': case U'︰': case ',': case ';': case ':':
        return CLASS_CLAUSE;
    case U'（': case U'［': case U'｛': case U'〔': case U'【': case U'〖':
    case U'《': case U'〈': case U'「': case U'『': case U'“': case U'‘':
    case U'«': case U'‹': case U'〝': case U'｢': case U'〘': case U'〚':
    case U'¥': case U'￥': case U'€': case U'£': case U'№': case '$':
    case '(': case '[': case '{':
        return CLASS_OPEN;
    case U'）': case U'］': case U'｝': case U'〕': case U'】': case U'〗':
    case U'》': case U'〉': case U'」': case U'』': case U'”': case U'»':
    case U'›': case U'〞': case U'〟': case U'｣': case U'〙': case U'〛':
    case ')': case ']': case '}':
        return CLASS_CLOSE;
    case U'"': case U'＂':
        return CLASS_QUOTE;
    case U'\'': case U'’':
        return CLASS_APOSTROPHE;
    case U'‐': case U'‑': case U'–': case U'～': case U'－': case U'／':
    case U'−': case U'±': case '-': case '/': case '_': case '@': case '&':
    case '+': case '%': case '~': case '=': case '*': case '#': case '\\':
        return CLASS_JOIN;
    case U'·': case U'・': case U'‧': case U'･': case 0x2060:
        return CLASS_TIE;
    case '\n': case '\v': case '\f': case '\r': case 0x85: case 0x2028:
    case 0x2029:
        return CLASS_BREAK;
    case ' ': case '\t': case 0x3000:
        return CLASS_SPACE;
    default:
        return CLASS_OTHER;
    }
    /* clang-format on */
}

/*
 * Combining marks, joiners, tags and skin tones, vowels and finals of hangul
 * in letters, and the half-width sound marks of kana.
 */
static bool
extends(uint32_t point)
{
    return (point >= 0x1160 && point <= 0x11ff) || point == 0x200c ||
           point == 0x200d || (point >= 0xd7b0 && point <= 0xd7ff) ||
           point == 0xff9e || point == 0xff9f ||
           (point >= 0x1f3fb && point <= 0x1f3ff) ||
           (point >= 0xe0020 && point <= 0xe007f) || char_is_combining(point);
}

static display_class
class_of_rest(uint32_t point)
{
    if (point >= 0x300 && extends(point))
        return CLASS_EXTEND;
    if (point >= 0x1f1e6 && point <= 0x1f1ff)
        return CLASS_FLAG;
    if (char_is_digit(point))
        return CLASS_DIGIT;
    if (char_is_space(point))
        return CLASS_SPACE;
    return char_is_word(point) ? CLASS_LETTER : CLASS_OTHER;
}

display_class
display_class_of(uint32_t point)
{
    if (point >= 0x4e00 && point <= 0x9fff)
        return CLASS_OTHER;
    const display_class mark = class_of_mark(point);
    return mark != CLASS_OTHER ? mark : class_of_rest(point);
}
