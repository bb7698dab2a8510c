/* SPDX-License-Identifier: MIT */
/*
 * Nearly all words are of a to z and digits and are returned as they are. For
 * others, ICU takes a letter apart; what has no parts, like ø, is in a table.
 */
#include "core/text/latin_fold.h"

#include "core/text/charclass.h"
#include "core/text/skeleton.h"

#include <string.h>
#include <unicode/unorm2.h>

/* A folded word, written behind the word that is read. */
typedef struct latin_word {
    uint16_t *units;
    uint32_t length;
} latin_word;

static bool
is_latin(uint32_t c)
{
    return c >= 'a' && c <= 'z';
}

static bool
is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* ---- letters ------------------------------------------------------------ */

/* Letters that are no letter and an accent. */
static const char *
plain_letters(uint32_t c)
{
    switch (c) {
    case 0xe6:
        return "ae"; /* æ */
    case 0xf0:
    case 0x111:
        return "d"; /* ð đ */
    case 0xf8:
        return "o"; /* ø */
    case 0x127:
        return "h"; /* ħ */
    case 0x131:
        return "i"; /* ı */
    case 0x142:
        return "l"; /* ł */
    case 0x153:
        return "oe"; /* œ */
    case 0x167:
        return "t"; /* ŧ */
    default:
        return NULL;
    }
}

/* The Latin letter of which this is an accented form; 0: it is none. */
static uint32_t
base_letter(uint32_t c)
{
    UErrorCode code = U_ZERO_ERROR;
    UChar parts[32];
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&code);
    if (U_FAILURE(code))
        return 0;
    const int32_t count =
        unorm2_getDecomposition(nfd, (UChar32)c, parts, 32, &code);
    return U_SUCCESS(code) && count > 1 && is_latin(parts[0]) ? parts[0] : 0;
}

static void
put(latin_word *w, uint32_t c)
{
    w->units[w->length++] = (uint16_t)c;
}

static uint32_t
raised_digit(uint32_t c)
{
    return c == 0xb9 ? '1' : c < 0xb9 ? '2' + (c - 0xb2) : '0' + (c - 0x2070);
}

/* Whether what was written so far ends in a Latin letter. */
static bool
ends_in_letter(const latin_word *w)
{
    return w->length > 0 && is_latin(w->units[w->length - 1]);
}

/* `raised`: the superscripts here stand behind a letter. */
static void
fold_char(latin_word *w, const uint16_t *units, uint32_t width, uint32_t c,
          bool raised)
{
    const char *letters = c < 0xc0 ? NULL : plain_letters(c);
    const uint32_t base = c < 0xc0 || letters ? 0 : base_letter(c);
    if (letters) {
        for (; *letters; letters++)
            put(w, (uint32_t)*letters);
    } else if (base) {
        put(w, base);
    } else if (raised) {
        put(w, raised_digit(c));
    } else if (!char_is_combining(c) || !ends_in_letter(w)) {
        memcpy(w->units + w->length, units, width * sizeof(*units));
        w->length += width;
    }
}

static void
fold_letters(const uint16_t *units, uint32_t length, latin_word *w)
{
    uint32_t width;
    bool raised = false;
    for (uint32_t at = 0; at < length; at += width) {
        const uint32_t c = skeleton_char(units, length, at, &width);
        raised = char_is_raised_digit(c) && (raised || ends_in_letter(w));
        fold_char(w, units + at, width, c, raised);
    }
}

/* ---- numbers ------------------------------------------------------------ */

static uint32_t
digits_end(const uint16_t *units, uint32_t length, uint32_t at)
{
    while (at < length && is_digit(units[at]))
        at++;
    return at;
}

/*
 * The end of the number at `at` if commas part its digits in groups of three
 * behind one to three: `at` if they do not.
 */
static uint32_t
grouped_end(const uint16_t *units, uint32_t length, uint32_t at)
{
    uint32_t end = digits_end(units, length, at);
    if (end - at > 3 || end == length || units[end] != ',')
        return at;
    while (end < length && units[end] == ',') {
        const uint32_t next = digits_end(units, length, end + 1);
        if (next != end + 4)
            return at;
        end = next;
    }
    return end;
}

/* Take the commas out, in place. */
static void
fold_groups(latin_word *w)
{
    uint32_t to = 0;
    uint32_t end;
    for (uint32_t at = 0; at < w->length; at = end) {
        const bool begins = is_digit(w->units[at]);
        end = begins ? digits_end(w->units, w->length, at) : at + 1;
        const bool goes_on =
            at > 0 && (w->units[at - 1] == '.' || w->units[at - 1] == ',');
        const uint32_t grouped =
            begins && !goes_on ? grouped_end(w->units, w->length, at) : at;
        end = grouped > end ? grouped : end;
        for (uint32_t i = at; i < end; i++)
            if (grouped == at || w->units[i] != ',')
                w->units[to++] = w->units[i];
    }
    w->length = to;
}

bool
latin_fold(const uint16_t *units, uint32_t length, arena *a,
           const uint16_t **ret_units, uint32_t *ret_length)
{
    bool changes = false;
    for (uint32_t i = 0; i < length && !changes; i++)
        changes = units[i] >= 0x80 || units[i] == ',';
    *ret_units = units;
    *ret_length = length;
    if (!changes)
        return true;
    latin_word w = { .units = arena_array(a, 2 * (size_t)length + 1,
                                          sizeof(*w.units)) };
    if (!w.units)
        return false;
    fold_letters(units, length, &w);
    fold_groups(&w);
    *ret_units = w.units;
    *ret_length = w.length;
    return true;
}
