/* SPDX-License-Identifier: MIT */
#include "core/text/signs.h"

#include "core/text/charclass.h"
#include "core/text/skeleton.h"

sign_kind
char_sign(uint32_t c)
{
    if (char_is_dash(c))
        return SIGN_DASH;
    switch (c) {
    case 0xb7:   /* · */
    case 0x2022: /* • */
    case 0x2027: /* ‧ */
    case 0x2219: /* ∙ */
    case 0x22c5: /* ⋅ */
    case 0x30fb: /* ・ */
    case 0x119e: /* ㆍ as NFKC has it */
        return SIGN_DOT;
    case '~':
    case 0x223c: /* ∼ */
    case 0x301c: /* 〜 */
        return SIGN_TILDE;
    case ':':
    case 0x2236: /* ∶ */
        return SIGN_COLON;
    default:
        return SIGN_NONE;
    }
}

/* ---- marks of footnotes --------------------------------------------------------- */

/* ① ❶ † ‡ ※ * */
static bool
is_single_mark(uint32_t c)
{
    return char_is_circled_number(c) || (c >= 0x2776 && c <= 0x2793) ||
           c == 0x2020 || c == 0x2021 || c == 0x203b || c == '*';
}

static uint32_t
closing_bracket(uint32_t c)
{
    switch (c) {
    case '(':
        return ')';
    case '[':
        return ']';
    case 0x3010: /* 【 */
        return 0x3011;
    case 0x3014: /* 〔 */
        return 0x3015;
    default:
        return 0;
    }
}

/* The end of at most `most` units at `at` that `is_one`; `at` if of more. */
static uint32_t
few_end(const uint16_t *units, uint32_t length, uint32_t at, uint32_t most,
        bool (*is_one)(uint32_t c))
{
    uint32_t end = at;
    while (end < length && end - at <= most && is_one(units[end]))
        end++;
    return end - at > most ? at : end;
}

static bool
is_ascii_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* The end of the mark of a footnote at `at`: ¹², ①, [1]. */
static uint32_t
note_end(const uint16_t *units, uint32_t length, uint32_t at)
{
    enum { RAISED_MAX = 4, DIGITS_MAX = 3 };
    const uint32_t close = closing_bracket(units[at]);
    if (is_single_mark(units[at]))
        return at + 1;
    if (!close)
        return few_end(units, length, at, RAISED_MAX, char_is_raised_digit);
    const uint32_t end =
        few_end(units, length, at + 1, DIGITS_MAX, is_ascii_digit);
    return end > at + 1 && end < length && units[end] == close ? end + 1 : at;
}

/* ---- what may be omitted ---------------------------------------------------------- */

/* A full stop, but not of an ellipsis. */
static bool
is_lone_stop(const uint16_t *units, uint32_t length, uint32_t at)
{
    return units[at] == '.' && (at == 0 || units[at - 1] != '.') &&
           (at + 1 == length || units[at + 1] != '.');
}

static bool
is_omissible_sign(const uint16_t *units, uint32_t length, uint32_t at)
{
    const sign_kind kind = char_sign(units[at]);
    return kind == SIGN_DASH || kind == SIGN_DOT || kind == SIGN_TILDE ||
           is_lone_stop(units, length, at);
}

bool
char_begins_omissible(uint32_t c)
{
    const sign_kind kind = char_sign(c);
    return (kind != SIGN_NONE && kind != SIGN_COLON) || c == '.' ||
           is_single_mark(c) || char_is_raised_digit(c) || closing_bracket(c);
}

/* Signs are omitted between Han alone; marks behind what bears them, too. */
static bool
may_omit(const uint16_t *units, uint32_t length, uint32_t begin, uint32_t end,
         bool signs)
{
    uint32_t width;
    const uint32_t right = skeleton_char(units, length, end, &width);
    if (char_is_han(skeleton_char_before(units, begin)))
        return char_is_han(right) || (!signs && char_is_word(right));
    return !signs && char_is_han(right) && skeleton_bears_note(units, begin);
}

uint32_t
omissible_end(const uint16_t *units, uint32_t length, uint32_t at)
{
    bool signs = false;
    uint32_t end = at;
    if (at == 0)
        return at;
    while (end < length && end - at <= OMISSIBLE_MAX) {
        const bool sign = is_omissible_sign(units, length, end);
        const uint32_t next = sign ? end + 1 : note_end(units, length, end);
        if (next == end)
            break;
        signs = signs || sign;
        end = next;
    }
    const bool omits = end > at && end - at <= OMISSIBLE_MAX && end < length &&
                       may_omit(units, length, at, end, signs);
    return omits ? end : at;
}

uint32_t
dashes_end(const uint16_t *units, uint32_t length, uint32_t at)
{
    uint32_t end = at;
    while (end < length && end - at < DASHES_MAX && char_is_dash(units[end]))
        end++;
    return end;
}

/* ---- numbers in Han digits -------------------------------------------------------- */

/* The digit of a numeral; -1: it is none. */
static int
numeral_digit(uint32_t c)
{
    static const uint16_t digits[] = { 0x3007, 0x4e00, 0x4e8c, 0x4e09, 0x56db,
                                       0x4e94, 0x516d, 0x4e03, 0x516b, 0x4e5d };
    for (int i = 0; i < 10; i++)
        if (c == digits[i])
            return i;
    return c == 0x96f6 || c == 0x25cb || c == 0x25ef ? 0 : -1;
}

bool
char_is_numeral(uint32_t c)
{
    return numeral_digit(c) >= 0;
}

static bool
is_letter_zero(uint32_t c)
{
    return c == 'o' || c == '0';
}

/* 十百千万亿, traditional too: the number beside it is no row of digits. */
static bool
is_power(uint32_t c)
{
    return c == 0x5341 || c == 0x767e || c == 0x5343 || c == 0x4e07 ||
           c == 0x4ebf || c == 0x842c || c == 0x5104;
}

/* O and 0 that are read for 〇 are a word of themselves, between Han. */
static uint32_t
letter_zeros_end(const uint16_t *units, uint32_t length, uint32_t at)
{
    uint32_t end = at;
    while (end < length && end - at < HAN_NUMBER_MAX &&
           is_letter_zero(units[end]))
        end++;
    return end > at && (skeleton_inside_word(units, length, at) ||
                        skeleton_inside_word(units, length, end))
               ? at
               : end;
}

/* Whether the number goes on before `at`. */
static bool
number_precedes(const uint16_t *units, uint32_t length, uint32_t at)
{
    uint32_t begin = at;
    while (begin > 0 && at - begin < HAN_NUMBER_MAX &&
           is_letter_zero(units[begin - 1]))
        begin--;
    if (begin < at && letter_zeros_end(units, length, begin) != at)
        return false;
    return begin > 0 && char_is_numeral(units[begin - 1]);
}

/* Append `count` digits, if there is space for them. */
static bool
digits_add(han_number *n, int digit, uint32_t count)
{
    if (count > HAN_NUMBER_MAX - n->count)
        return false;
    for (; count > 0; count--)
        n->digits[n->count++] = (char)('0' + digit);
    return true;
}

/* Read the run; false: it is too long, or has no digit but zeros. */
static bool
number_read(const uint16_t *units, uint32_t length, uint32_t at, han_number *n)
{
    bool counts = false;
    uint32_t end = at;
    while (end < length) {
        const int digit = numeral_digit(units[end]);
        const uint32_t next =
            digit >= 0 ? end + 1 : letter_zeros_end(units, length, end);
        if (next == end)
            break;
        if (!digits_add(n, digit > 0 ? digit : 0, next - end))
            return false;
        counts = counts || digit > 0;
        end = next;
    }
    n->end = end;
    return counts;
}

bool
han_number_at(const uint16_t *units, uint32_t length, uint32_t at,
              han_number *ret_number)
{
    han_number *n = ret_number;
    n->count = 0;
    if (!char_is_numeral(units[at]) || number_precedes(units, length, at) ||
        (at > 0 && is_power(units[at - 1])) ||
        !number_read(units, length, at, n))
        return false;
    return n->count >= HAN_NUMBER_MIN &&
           (n->end == length || !is_power(units[n->end]));
}
