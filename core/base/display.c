/* SPDX-License-Identifier: MIT */
/*
 * The widths are for carets only, so they are the ranges of EastAsianWidth.txt
 * and of the marks that matter there, by hand: neither ICU nor a UTF-8 locale
 * is at hand in a program that sees the public header alone.
 */
#include "core/base/display.h"
#include "core/base/utf8.h"

#include <string.h>

enum { REPLACEMENT = 0xFFFD, CARET_BEFORE = 40, CARET_LINE = 76 };

typedef struct range {
    uint32_t first;
    uint32_t last;
} range;

static const range wide[] = {
    { 0x1100, 0x115F },   { 0x231A, 0x231B },   { 0x2329, 0x232A },
    { 0x23E9, 0x23EC },   { 0x2614, 0x2615 },   { 0x2648, 0x2653 },
    { 0x26A1, 0x26A1 },   { 0x26AA, 0x26AB },   { 0x26BD, 0x26BE },
    { 0x26C4, 0x26C5 },   { 0x2705, 0x2705 },   { 0x270A, 0x270B },
    { 0x2728, 0x2728 },   { 0x274C, 0x274C },   { 0x2753, 0x2755 },
    { 0x2795, 0x2797 },   { 0x2B1B, 0x2B1C },   { 0x2B50, 0x2B50 },
    { 0x2E80, 0x303E },   { 0x3041, 0xA4CF },   { 0xA960, 0xA97C },
    { 0xAC00, 0xD7A3 },   { 0xF900, 0xFAFF },   { 0xFE10, 0xFE19 },
    { 0xFE30, 0xFE6B },   { 0xFF01, 0xFF60 },   { 0xFFE0, 0xFFE6 },
    { 0x16FE0, 0x18CFF }, { 0x1AFF0, 0x1B2FB }, { 0x1F004, 0x1F004 },
    { 0x1F0CF, 0x1F0CF }, { 0x1F18E, 0x1F19A }, { 0x1F200, 0x1F320 },
    { 0x1F32D, 0x1F64F }, { 0x1F680, 0x1F6FC }, { 0x1F7E0, 0x1F7F0 },
    { 0x1F90C, 0x1FAFF }, { 0x20000, 0x3FFFD },
};

static const range without_width[] = {
    { 0x0300, 0x036F }, { 0x0483, 0x0489 },   { 0x0591, 0x05BD },
    { 0x0610, 0x061A }, { 0x064B, 0x065F },   { 0x0E31, 0x0E31 },
    { 0x0E34, 0x0E3A }, { 0x0E47, 0x0E4E },   { 0x1160, 0x11FF },
    { 0x1AB0, 0x1AFF }, { 0x1DC0, 0x1DFF },   { 0x200B, 0x200D },
    { 0x2060, 0x2064 }, { 0x20D0, 0x20F0 },   { 0x302A, 0x302D },
    { 0x3099, 0x309A }, { 0xFE00, 0xFE0F },   { 0xFE20, 0xFE2F },
    { 0xFEFF, 0xFEFF }, { 0xE0100, 0xE01EF },
};

static const range bidi_controls[] = {
    { 0x061C, 0x061C },
    { 0x200E, 0x200F },
    { 0x202A, 0x202E },
    { 0x2066, 0x206F },
};

static bool
in_ranges(const range *ranges, size_t count, uint32_t c)
{
    for (size_t i = 0; i < count; i++)
        if (c >= ranges[i].first && c <= ranges[i].last)
            return true;
    return false;
}

unsigned
display_width(uint32_t c)
{
    if (c < 0x300)
        return 1;
    if (in_ranges(without_width, ARRAY_LENGTH(without_width), c))
        return 0;
    return in_ranges(wide, ARRAY_LENGTH(wide), c) ? 2 : 1;
}

/* What is shown for a code point. */
static uint32_t
shown(uint32_t c)
{
    if ((c >= 0x20 && c < 0x7F) || (c >= 0xA0 && c < 0x61C))
        return c;
    if ((c >= '\t' && c <= '\r') || c == 0x2028 || c == 0x2029)
        return ' ';
    if (c < 0xA0 || in_ranges(bidi_controls, ARRAY_LENGTH(bidi_controls), c))
        return REPLACEMENT;
    return c;
}

uint32_t
display_next(yz_str text, size_t *at)
{
    return shown(utf8_next(text.data, text.size, at));
}

/* Clean text is written whole: nearly all text is clean. */
void
display_put(FILE *to, yz_str text)
{
    size_t clean = 0;
    for (size_t at = 0; at < text.size;) {
        const size_t before = at;
        const uint32_t c = display_next(text, &at);
        char bytes[4];
        const size_t size = utf8_put(bytes, c);
        if (size == at - before && !memcmp(bytes, text.data + before, size))
            continue;
        fwrite(text.data + clean, 1, before - clean, to);
        fwrite(bytes, 1, size, to);
        clean = at;
    }
    if (clean < text.size)
        fwrite(text.data + clean, 1, text.size - clean, to);
}

void
display_put_lines(FILE *to, yz_str text, const char *indent)
{
    while (text.size) {
        const char *end = memchr(text.data, '\n', text.size);
        const size_t size = end ? (size_t)(end - text.data) : text.size;
        fputs(indent, to);
        display_put(to, (yz_str){ text.data, size });
        putc('\n', to);
        const size_t step = size + (end != NULL);
        text = (yz_str){ text.data + step, text.size - step };
    }
}

static size_t
columns(yz_str text)
{
    size_t width = 0;
    for (size_t at = 0; at < text.size;)
        width += display_width(display_next(text, &at));
    return width;
}

yz_str
display_head(yz_str text, size_t count)
{
    size_t at = 0;
    while (at < text.size && count-- > 0)
        utf8_next(text.data, text.size, &at);
    return (yz_str){ text.data, at };
}

void
display_put_caret(FILE *to, yz_str text, uint64_t offset)
{
    const size_t place = offset < text.size ? (size_t)offset : text.size;
    size_t begin = 0;
    size_t end = place;
    size_t width;
    while ((width = columns((yz_str){ text.data + begin, place - begin })) >
           CARET_BEFORE) {
        const size_t too_many = (width - CARET_BEFORE + 1) / 2;
        begin +=
            display_head((yz_str){ text.data + begin, place - begin }, too_many)
                .size;
    }
    for (size_t line = width; end < text.size;) {
        size_t next = end;
        line += display_width(display_next(text, &next));
        if (line > CARET_LINE)
            break;
        end = next;
    }
    fputs("  ", to);
    display_put(to, (yz_str){ text.data + begin, end - begin });
    fprintf(to, "\n  %*s^\n", (int)width, "");
}
