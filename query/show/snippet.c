/* SPDX-License-Identifier: MIT */
/*
 * The steps: the text becomes characters, marks become highlights, coverage
 * chooses what must be shown, extent adds context, and the extents are written
 * as text.
 */
#include "query/show/snippet.h"

#include "query/show/coverage.h"

#include <stdlib.h>
#include <string.h>

/* The ellipses of a narrower extract than this are not counted. */
enum { ELLIPSIS_WIDTH_MIN = 8 };

static const yz_str ellipsis = { "…", sizeof("…") - 1 };

/* The text of a snippet as it is written. */
typedef struct writing {
    yz_str source;
    char *text;
    uint32_t size;
} writing;

/* ---- text ---------------------------------------------------------------- */

/* Bytes of the white space control at `at`, or 0. CR LF is one. */
static uint32_t
control_size(yz_str s, uint32_t at)
{
    const unsigned char *byte = (const unsigned char *)s.data + at;
    const size_t left = s.size - at;
    if (*byte == '\r' && left > 1 && byte[1] == '\n')
        return 2;
    if (*byte >= '\t' && *byte <= '\r')
        return 1;
    if (*byte == 0xc2 && left > 1 && byte[1] == 0x85)
        return 2;
    if (*byte == 0xe2 && left > 2 && byte[1] == 0x80 &&
        (byte[2] == 0xa8 || byte[2] == 0xa9))
        return 3;
    return 0;
}

/* Whether no byte of a word is `byte`. */
static bool
lacks_byte(uint64_t word, uint8_t byte)
{
    const uint64_t ones = 0x0101010101010101;
    const uint64_t zero_there = word ^ ones * byte;
    return !((zero_there - ones) & ~zero_there & ones << 7);
}

/* Whether no byte of eight begins a white space control. */
static bool
is_plain_word(const unsigned char *eight)
{
    const uint64_t ones = 0x0101010101010101;
    uint64_t word;
    memcpy(&word, eight, sizeof(word));
    const uint64_t low = (word - ones * ('\r' + 1)) & ~word & ones << 7;
    return !low && lacks_byte(word, 0xc2) && lacks_byte(word, 0xe2);
}

/* How many bytes from `at` on certainly begin no white space control. */
static uint32_t
plain_size(yz_str s, uint32_t at, uint32_t end)
{
    const unsigned char *byte = (const unsigned char *)s.data;
    uint32_t to = at;
    while (end - to >= 8 && is_plain_word(byte + to))
        to += 8;
    while (to < end && byte[to] > '\r' && byte[to] != 0xc2 && byte[to] != 0xe2)
        to++;
    return to - at;
}

/* Write source bytes [begin, end), each white space control as one space. */
static void
write_source(writing *w, uint32_t begin, uint32_t end)
{
    /* The LF of a CR LF whose CR ended the last part. */
    if (begin < end && begin && w->source.data[begin] == '\n' &&
        w->source.data[begin - 1] == '\r')
        begin++;
    while (begin < end) {
        const uint32_t plain = plain_size(w->source, begin, end);
        memcpy(w->text + w->size, w->source.data + begin, plain);
        w->size += plain;
        begin += plain;
        if (begin == end)
            return;
        const uint32_t control = control_size(w->source, begin);
        w->text[w->size++] = (char)(control ? ' ' : w->source.data[begin]);
        begin += control ? control : 1;
    }
}

static void
write_text(writing *w, yz_str text)
{
    memcpy(w->text + w->size, text.data, text.size);
    w->size += (uint32_t)text.size;
}

/* ---- one extract --------------------------------------------------------- */

/* Highlights that have a part in an extract: from *at on, in order. */
static size_t
highlights_within(const coverage *v, size_t *at, yz_span bytes)
{
    while (*at < v->highlight_count &&
           v->highlights[*at].text.end <= bytes.begin)
        (*at)++;
    size_t end = *at;
    while (end < v->highlight_count &&
           v->highlights[end].text.begin < bytes.end)
        end++;
    return end - *at;
}

/* The source bytes with their highlights. @return how many there are. */
static size_t
write_highlighted(writing *w, yz_span bytes, const highlight *of, size_t count,
                  yz_span *spans)
{
    uint32_t at = bytes.begin;
    size_t written = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t begin = of[i].text.begin > at ? of[i].text.begin : at;
        const uint32_t end =
            of[i].text.end < bytes.end ? of[i].text.end : bytes.end;
        write_source(w, at, begin);
        spans[written].begin = w->size;
        write_source(w, begin, end);
        spans[written].end = w->size;
        written += spans[written].end > spans[written].begin;
        at = end;
    }
    write_source(w, at, bytes.end);
    return written;
}

static yz_status
extract_write(yz_str text, const coverage *v, extent shown,
              size_t *highlight_at, arena *a, yz_snippet *ret_snippet,
              yz_error *err)
{
    const characters *c = v->characters;
    const yz_span bytes = { c->items[shown.begin].begin,
                            c->items[shown.end].begin };
    const size_t count = highlights_within(v, highlight_at, bytes);
    yz_span *spans = arena_array(a, count + 1, sizeof(*spans));
    writing w = { .source = text };
    w.text = arena_alloc(a, bytes.end - bytes.begin + 2 * ellipsis.size + 1);
    if (!spans || !w.text)
        return error_nomem(err);
    if (shown.begin > c->first)
        write_text(&w, ellipsis);
    const size_t written = write_highlighted(
        &w, bytes, v->highlights + *highlight_at, count, spans);
    if (shown.end < c->last)
        write_text(&w, ellipsis);
    *ret_snippet = (yz_snippet){ .text = { w.text, w.size },
                                 .highlights = spans,
                                 .highlight_count = written };
    return YZ_OK;
}

/* ---- which extracts ------------------------------------------------------ */

/* A match is not cut, unless it is longer than any extract. */
static void
keep_whole(coverage *v, uint32_t width)
{
    for (size_t i = 0; i < v->highlight_count; i++) {
        const extent e = v->highlights[i].extent;
        if (e.end - e.begin > width)
            continue;
        for (uint32_t at = e.begin + 1; at < e.end; at++)
            v->characters->items[at].cut = CUT_NEVER;
    }
}

static int
extent_compare(const void *a, const void *b)
{
    const extent *x = a;
    const extent *y = b;
    return (x->begin > y->begin) - (x->begin < y->begin);
}

/* The extents to show, at most `most` >= 1, in order. @return how many. */
static size_t
extents_choose(coverage *v, uint32_t width, size_t most, extent *extents)
{
    const uint32_t inner_width =
        width >= ELLIPSIS_WIDTH_MIN ? width - 2 : width;
    size_t count = 0;
    extent core;
    keep_whole(v, width);
    while (count < most && coverage_choose(v, inner_width, &core)) {
        if (core.end - core.begin > width)
            core.end = core.begin + width;
        extents[count] = extent_around(v->characters, core, inner_width);
        coverage_show(v, extents[count++]);
    }
    if (v->highlight_count == 0) {
        core = (extent){ v->characters->first, v->characters->first };
        extents[count++] = extent_around(v->characters, core, inner_width);
    }
    qsort(extents, count, sizeof(*extents), extent_compare);
    return count;
}

/* No more extracts than highlights, and one if there are none. */
static size_t
extents_most(uint32_t snippets_max, size_t highlight_count)
{
    const size_t most = highlight_count ? highlight_count : 1;
    return snippets_max < most ? snippets_max : most;
}

yz_status /* NOLINTNEXTLINE(readability-function-size): its parameters */
snippet_make(yz_str text, const snippet_mark *marks, size_t mark_count,
             uint32_t width, uint32_t snippets_max, bool full, arena *a,
             const yz_snippet **ret_snippets, size_t *ret_count, yz_error *err)
{
    characters c;
    coverage v;
    if (width == 0)
        width = 1;
    TRY(characters_make(text, a, &c, err));
    TRY(coverage_make(text, marks, mark_count, &c, a, &v, err));
    const size_t most = extents_most(snippets_max, v.highlight_count);
    extent *extents = arena_array(a, most + 1, sizeof(*extents));
    yz_snippet *snippets = arena_array(a, most + 1, sizeof(*snippets));
    if (!extents || !snippets)
        return error_nomem(err);
    size_t count = most > 0;
    extents[0] = (extent){ 0, c.count };
    if (!full && c.count > width && most > 0)
        count = extents_choose(&v, width, most, extents);
    size_t at = 0;
    for (size_t i = 0; i < count; i++)
        TRY(extract_write(text, &v, extents[i], &at, a, &snippets[i], err));
    *ret_snippets = snippets;
    *ret_count = count;
    return YZ_OK;
}
