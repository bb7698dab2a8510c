/* SPDX-License-Identifier: MIT */
/*
 * NFKC_Casefold, then white space and quotation marks out, but for one space
 * between characters that need it. One pass over code points, remembering the
 * last one kept and the runs of white space since.
 */
#include "bench/peers/scan_text.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

struct scan_text {
    const UNormalizer2 *fold;
    UChar *source;
    UChar *folded;
    char *skeleton;
    int32_t capacity; /**< of source, in UTF-16 units */
};

/* No character folds to more than 18 (U+FDFA). */
enum { FOLD_MAX = 18, UTF8_MAX = 3 };

scan_text *
scan_text_new(void)
{
    UErrorCode status = U_ZERO_ERROR;
    scan_text *s = calloc(1, sizeof(*s));
    if (!s)
        peer_die("out of memory");
    s->fold = unorm2_getNFKCCasefoldInstance(&status);
    if (U_FAILURE(status))
        peer_die("ICU: %s", u_errorName(status));
    return s;
}

void
scan_text_free(scan_text *s)
{
    free(s->source);
    free(s->folded);
    free(s->skeleton);
    free(s);
}

static void
room_make(scan_text *s, size_t size)
{
    if ((int32_t)size < s->capacity)
        return;
    s->capacity = (int32_t)size * 2 + 64;
    const size_t folded = (size_t)s->capacity * FOLD_MAX;
    s->source = realloc(s->source, (size_t)s->capacity * sizeof(UChar));
    s->folded = realloc(s->folded, folded * sizeof(UChar));
    s->skeleton = realloc(s->skeleton, folded * UTF8_MAX + 1);
    if (!s->source || !s->folded || !s->skeleton)
        peer_die("out of memory");
}

static bool
is_within(UChar32 c, const UChar32 ranges[][2], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (c >= ranges[i][0] && c <= ranges[i][1])
            return true;
    return false;
}

static bool
is_loose(UChar32 c)
{
    static const UChar32 tight[][2] = {
        { 0x1100, 0x11FF }, { 0x2E80, 0x9FFF }, { 0xA960, 0xA97F },
        { 0xAC00, 0xD7FF }, { 0xF900, 0xFAFF }, { 0x20000, 0x3FFFF }
    };
    return !is_within(c, tight, sizeof(tight) / sizeof(*tight)) &&
           !(U_GET_GC_MASK(c) & (U_GC_P_MASK | U_GC_S_MASK));
}

static bool
is_dropped(UChar32 c)
{
    static const uint32_t gone =
        U_GC_CF_MASK | U_GC_CC_MASK | U_GC_PI_MASK | U_GC_PF_MASK;
    return (U_GET_GC_MASK(c) & gone) || c == '"' || c == '\'' ||
           (c >= 0x3008 && c <= 0x300F);
}

static UChar32
character_next(const UChar *text, int32_t *at, int32_t size)
{
    const UChar unit = text[(*at)++];
    if (U16_IS_LEAD(unit) && *at < size && U16_IS_TRAIL(text[*at]))
        return U16_GET_SUPPLEMENTARY(unit, text[(*at)++]);
    return unit;
}

static size_t
skeleton_write(const UChar *folded, int32_t size, uint8_t *out)
{
    size_t written = 0, spaces = 0;
    bool in_blank = false;
    UChar32 before = U_SENTINEL;
    for (int32_t i = 0; i < size;) {
        const UChar32 c = character_next(folded, &i, size);
        const bool space = u_isUWhiteSpace(c);
        spaces += space && !in_blank;
        in_blank = space;
        if (space || is_dropped(c))
            continue;
        if (before != U_SENTINEL && is_loose(before) && is_loose(c))
            for (; spaces > 0; spaces--)
                out[written++] = ' ';
        spaces = 0;
        before = c;
        U8_APPEND_UNSAFE(out, written, (uint32_t)c);
    }
    return written;
}

peer_text
scan_text_skeleton(scan_text *s, peer_text text)
{
    UErrorCode status = U_ZERO_ERROR;
    room_make(s, text.size);
    int32_t size;
    u_strFromUTF8(s->source, s->capacity, &size, text.data, (int32_t)text.size,
                  &status);
    size = unorm2_normalize(s->fold, s->source, size, s->folded,
                            s->capacity * FOLD_MAX, &status);
    if (U_FAILURE(status))
        peer_die("ICU: %s", u_errorName(status));
    const size_t written =
        skeleton_write(s->folded, size, (uint8_t *)s->skeleton);
    s->skeleton[written] = '\0';
    return (peer_text){ s->skeleton, written };
}

/* ---- words ---------------------------------------------------------------------- */

static bool
is_word(UChar32 c)
{
    static const UChar32 unspaced[][2] = {
        { 0x1100, 0x11FF }, { 0x2E80, 0x9FFF }, { 0xA960, 0xA97F },
        { 0xAC00, 0xD7FF }, { 0xF900, 0xFAFF }, { 0x20000, 0x3FFFF }
    };
    static const uint32_t word = U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK;
    return c >= 0 && (U_GET_GC_MASK(c) & word) &&
           !is_within(c, unspaced, sizeof(unspaced) / sizeof(*unspaced));
}

static UChar32
character_before(peer_text t, size_t *at)
{
    if (*at == 0)
        return U_SENTINEL;
    int32_t i = (int32_t)*at;
    UChar32 c;
    U8_PREV((const uint8_t *)t.data, 0, i, c);
    *at = (size_t)i;
    return c;
}

static UChar32
character_after(peer_text t, size_t *at)
{
    if (*at == t.size)
        return U_SENTINEL;
    size_t i = *at;
    UChar32 c;
    U8_NEXT((const uint8_t *)t.data, i, t.size, c);
    *at = i;
    return c;
}

/* A point or comma belongs to the number that has digits on both its sides. */
bool
scan_text_cuts_word(peer_text skeleton, size_t at)
{
    size_t left = at, right = at;
    const UChar32 before = character_before(skeleton, &left);
    const UChar32 after = character_after(skeleton, &right);
    if (is_word(before) && is_word(after))
        return true;
    if (u_isdigit(after) && (before == '.' || before == ','))
        return u_isdigit(character_before(skeleton, &left));
    if (u_isdigit(before) && (after == '.' || after == ','))
        return u_isdigit(character_after(skeleton, &right));
    return false;
}
