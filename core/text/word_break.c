/* SPDX-License-Identifier: MIT */
/*
 * A text falls into words of letters and digits, which are found by looking at
 * its characters alone, and parts between them. Only parts with other
 * letters or numbers in them, ideographs in the main, are ICU's, which always
 * sees the whole text. Where a word of ICU's reaches over a part's ends, or
 * has marks at its own, they are cut off; one of marks alone is none. (ICU's
 * own opinion, the rule status, calls some ideographs beside `_` no word, and
 * a lone U+3005; then nothing would rank them.) The breaker is opened when first
 * needed: that loads a dictionary, and a query in Latin letters needs none.
 *
 * Nearly all parts have letters of the dictionary only, between marks that
 * ICU's rules always cut at. There its words are those of each run of such
 * letters, which the rules never cut. So, once the dictionary has its tables,
 * those parts are cut without ICU.
 */
#include "core/text/word_break.h"

#include "core/base/array.h"
#include "core/text/charclass.h"
#include "core/text/icu.h"
#include "core/text/skeleton.h"
#include "core/text/word_path.h"

#include <string.h>
#include <unicode/ubrk.h>

struct segmenter {
    const yz_allocator *memory;
    word_list *dictionary; /* borrowed; may be NULL */
    UBreakIterator *breaker;
    word_path path;
    ARRAY_OF(word_span) spans;
};

/* Where we are in ICU's words of one text. */
typedef struct word_cursor {
    UBreakIterator *breaker; /* NULL: not begun */
    word_span word;
    bool end;
} word_cursor;

typedef struct segmenting {
    segmenter *s;
    const word_tables *tables; /* NULL: ICU cuts all */
    const uint16_t *units;
    uint32_t length;
    word_cursor cursor;
} segmenting;

yz_status
segmenter_open(const yz_allocator *memory, word_list *dictionary,
               segmenter **ret_segmenter, yz_error *err)
{
    segmenter *s = memory_zeroed(memory, 1, sizeof(*s));
    if (!s)
        return error_nomem(err);
    s->memory = s->path.from = s->spans.from = memory;
    s->dictionary = dictionary;
    *ret_segmenter = s;
    return YZ_OK;
}

void
segmenter_close(segmenter *s)
{
    if (!s)
        return;
    ubrk_close(s->breaker);
    ARRAY_DISPOSE(&s->path);
    ARRAY_DISPOSE(&s->spans);
    memory_release(s->memory, s);
}

/* ---- words of letters, and the parts between ----------------------------- */

static unit_class
class_at(const segmenting *g, uint32_t at)
{
    return g->tables ? (unit_class)g->tables->classes[g->units[at]]
                     : UNIT_OTHER;
}

/* The end of the units at `at` that are of words for certain. */
static uint32_t
word_units_end(const segmenting *g, uint32_t at)
{
    while (at < g->length && class_at(g, at) == UNIT_WORD)
        at++;
    return at;
}

/* The end of the word of letters and digits at `at`; `at` if there is none. */
static uint32_t
latin_word_end(const segmenting *g, uint32_t at)
{
    uint32_t width;
    if (!char_is_word(skeleton_char(g->units, g->length, at, &width)))
        return at;
    do {
        skeleton_char(g->units, g->length, at, &width);
        at = word_units_end(g, at + width);
    } while (skeleton_inside_word(g->units, g->length, at));
    return at;
}

/* What lies between two words of letters. */
typedef struct script_run {
    uint32_t begin;
    uint32_t end;
    bool wordy;  /* something in it may be a word */
    bool listed; /* and everything that may is UNIT_LISTED */
} script_run;

/*
 * U+30FC is of no script; where a run begins with it, ICU may not think of its
 * dictionary, depending on what it has seen before.
 */
static bool
is_sound_mark_alone(const segmenting *g, uint32_t at)
{
    return g->units[at] == 0x30fc &&
           (at == 0 || class_at(g, at - 1) != UNIT_LISTED);
}

static script_run
script_run_read(const segmenting *g, uint32_t at)
{
    uint32_t width;
    script_run st = { .begin = at, .listed = true };
    for (; at < g->length; at += width) {
        const unit_class class = class_at(g, at);
        width = 1;
        if (class == UNIT_WORD)
            break;
        st.wordy = st.wordy || class == UNIT_LISTED;
        st.listed = st.listed && !is_sound_mark_alone(g, at);
        if (class != UNIT_OTHER)
            continue;
        const uint32_t c = skeleton_char(g->units, g->length, at, &width);
        if (char_is_word(c))
            break;
        st.wordy = st.wordy || char_is_gram(c);
        st.listed = false;
    }
    st.end = at;
    return st;
}

/* ---- words by the dictionary ---------------------------------------------------- */

static yz_status
run_words(segmenting *g, uint32_t begin, uint32_t end, yz_error *err)
{
    word_path *path = &g->s->path;
    const uint32_t length = end - begin;
    if (!word_path_find(path, g->tables->trie, g->units + begin, length) ||
        !ARRAY_RESERVE(&g->s->spans, length))
        return error_nomem(err);
    word_span *spans = g->s->spans.items + g->s->spans.count;
    size_t count = 0;
    for (uint32_t at = 0; at < length; at = path->items[at].to)
        spans[count++] = (word_span){ begin + at, begin + path->items[at].to };
    g->s->spans.count += count;
    return YZ_OK;
}

static yz_status
listed_words(segmenting *g, const script_run *st, yz_error *err)
{
    uint32_t end;
    for (uint32_t at = st->begin; at < st->end; at = end) {
        end = at;
        while (end < st->end && class_at(g, end) == UNIT_LISTED)
            end++;
        if (end > at)
            TRY(run_words(g, at, end, err));
        else
            end++;
    }
    return YZ_OK;
}

/* ---- words by ICU ----------------------------------------------------------------- */

static bool
is_gram_at(const segmenting *g, uint32_t at)
{
    uint32_t width;
    return char_is_gram(skeleton_char(g->units, g->length, at, &width));
}

/* Take marks off both ends of a span; nothing may be left. */
static word_span
span_trimmed(const segmenting *g, word_span span)
{
    uint32_t width;
    while (span.begin < span.end && !is_gram_at(g, span.begin)) {
        skeleton_char(g->units, g->length, span.begin, &width);
        span.begin += width;
    }
    while (span.begin < span.end) {
        const uint32_t c = skeleton_char_before(g->units, span.end);
        if (char_is_gram(c))
            break;
        span.end -= c > 0xffff ? 2 : 1;
    }
    return span;
}

static void
cursor_next(word_cursor *cursor)
{
    const int32_t end = ubrk_next(cursor->breaker);
    cursor->word.begin = cursor->word.end;
    cursor->end = end == UBRK_DONE;
    if (!cursor->end)
        cursor->word.end = (uint32_t)end;
}

static yz_status
cursor_begin(segmenting *g, yz_error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    segmenter *s = g->s;
    if (!s->breaker)
        s->breaker = ubrk_open(UBRK_WORD, "zh", NULL, 0, &code);
    if (U_FAILURE(code)) {
        s->breaker = NULL;
        return icu_error(code, "find words", err);
    }
    ubrk_setText(s->breaker, g->units, (int32_t)g->length, &code);
    if (U_FAILURE(code))
        return icu_error(code, "find words", err);
    g->cursor.breaker = s->breaker;
    cursor_next(&g->cursor);
    return YZ_OK;
}

/* The parts of ICU's words that lie in the part. */
static yz_status
icu_words(segmenting *g, const script_run *st, yz_error *err)
{
    if (!g->cursor.breaker)
        TRY(cursor_begin(g, err));
    word_cursor *cursor = &g->cursor;
    while (!cursor->end && cursor->word.begin < st->end) {
        word_span word = cursor->word;
        word.begin = word.begin > st->begin ? word.begin : st->begin;
        word.end = word.end < st->end ? word.end : st->end;
        if (word.begin < word.end)
            word = span_trimmed(g, word);
        if (word.begin < word.end && !ARRAY_PUSH(&g->s->spans, word))
            return error_nomem(err);
        if (cursor->word.end > st->end)
            break; /* it goes on behind the word of letters that follows */
        cursor_next(cursor);
    }
    return YZ_OK;
}

static yz_status
words_collect(segmenting *g, yz_error *err)
{
    for (uint32_t at = 0; at < g->length;) {
        const uint32_t begin = at;
        at = latin_word_end(g, at);
        if (at > begin && !ARRAY_PUSH(&g->s->spans, (word_span){ begin, at }))
            return error_nomem(err);
        const script_run st = script_run_read(g, at);
        if (st.wordy && g->tables && st.listed)
            TRY(listed_words(g, &st, err));
        else if (st.wordy)
            TRY(icu_words(g, &st, err));
        at = st.end;
    }
    return YZ_OK;
}

yz_status
segmenter_words(segmenter *s, const uint16_t *units, uint32_t length, arena *a,
                word_span **ret_spans, size_t *ret_count, yz_error *err)
{
    if (length > INT32_MAX)
        return error_set(
            err, YZ_E_LIMIT,
            "a text is too long to be split into words; divide it");
    segmenting g = { .s = s,
                     .tables = dictionary_tables(s->dictionary, length),
                     .units = units,
                     .length = length };
    s->spans.count = 0;
    TRY(words_collect(&g, err));
    const size_t count = s->spans.count;
    word_span *spans = arena_array(a, count, sizeof(*spans));
    if (!spans)
        return error_nomem(err);
    if (count)
        memcpy(spans, s->spans.items, count * sizeof(*spans));
    *ret_spans = spans;
    *ret_count = count;
    return YZ_OK;
}
