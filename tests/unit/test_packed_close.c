/* SPDX-License-Identifier: MIT */
/*
 * Does the look for words close together among packed codes say what trying
 * every combination of their places says, and never no where they are close?
 */
#include "core/format/packed_phrase.h"
#include "tests/unit/packing.h"

enum { CODES_MAX = 1100, WORDS_MAX = 4, WORD_MAX = 3, PLACES_MAX = 4000 };

/* Words, one behind the other. */
typedef struct wanted {
    uint16_t units[WORDS_MAX * WORD_MAX];
    uint32_t ends[WORDS_MAX];
    uint32_t count;
    uint32_t distance;
} wanted;

static wanted
draw_words(packing *p)
{
    wanted w = { .count = 2 + below(p, WORDS_MAX - 1),
                 .distance = below(p, 12) };
    uint32_t length = 0;
    for (uint32_t i = 0; i < w.count; i++)
        w.ends[i] = length += 1 + below(p, WORD_MAX);
    draw(p, w.units, length);
    return w;
}

/* ---- the slow way --------------------------------------------------------- */

/* The characters of a text, folded; 0: of a rare plane, and may be any. */
typedef struct characters {
    uint16_t units[CODES_MAX];
    uint32_t before[CODES_MAX]; /**< how many ideographs are */
    uint32_t count;
} characters;

static bool
is_odd(uint16_t unit)
{
    return unit < HAN_FIRST || unit >= HAN_FIRST + HAN_COUNT;
}

static void
read_characters(const packed_fold *fold, const packed_text *t, characters *to)
{
    uint16_t codes[CODES_MAX];
    bytes escapes = t->escapes;
    uint32_t before = 0;
    codes_unpack_scalar(t->codes, t->count, codes);
    to->count = t->count;
    for (uint32_t i = 0; i < t->count; i++) {
        uint16_t unit = code_table((int)t->form - 1)[codes[i] % CODE_ESCAPE];
        if (codes[i] == CODE_ESCAPE)
            unit = bytes_take_u16(&escapes);
        const bool rare = (unit & 0xfc00) == 0xd800;
        if (rare)
            bytes_take_u16(&escapes);
        to->units[i] = rare ? 0 : fold->units[unit];
        to->before[i] = before;
        before += !is_odd(to->units[i]);
    }
}

/* Whether characters [begin, end) of the words may end at `at`. */
static bool
may_end_at(const characters *c, const wanted *w, uint32_t begin, uint32_t end,
           uint32_t at)
{
    if (c->units[at] && c->units[at] != w->units[end - 1])
        return false;
    if (end - begin == 1)
        return true;
    for (uint32_t i = at; i-- > 0;) {
        if (may_end_at(c, w, begin, end - 1, i))
            return true;
        if (!is_odd(c->units[i]))
            return false;
    }
    return false;
}

/* Whether words from `word` on have places, those so far being [least, most]. */
static bool
are_close(const characters *c, const wanted *w, uint32_t word, uint32_t least,
          uint32_t most, uint32_t span)
{
    if (word == w->count)
        return true;
    const uint32_t begin = word ? w->ends[word - 1] : 0;
    for (uint32_t at = 0; at < c->count; at++) {
        const uint32_t here = c->before[at];
        const uint32_t low = here < least ? here : least;
        const uint32_t high = here > most ? here : most;
        if ((word == 0 || high - low <= span) &&
            may_end_at(c, w, begin, w->ends[word], at) &&
            are_close(c, w, word + 1, word ? low : here, word ? high : here,
                      span))
            return true;
    }
    return false;
}

static uint32_t
span_of(const wanted *w)
{
    uint32_t shortest = w->ends[0];
    for (uint32_t i = 1; i < w->count; i++)
        if (w->ends[i] - w->ends[i - 1] < shortest)
            shortest = w->ends[i] - w->ends[i - 1];
    return (w->count - 1) * w->distance + w->ends[w->count - 1] - shortest;
}

/* ---- the quick way -------------------------------------------------------- */

/* *ret_coded is false where the text is not looked into. */
static bool
may_be_close(packing *p, yz_str text, const wanted *w, bool *ret_coded)
{
    static characters c;
    buffer packed = { 0 };
    packed_text t;
    packed_forms forms[WORDS_MAX * WORD_MAX];
    packed_close *close = malloc(sizeof(*close));
    assert_non_null(close);
    packing_put(p, text, &packed, &t);
    *ret_coded =
        t.form != PACKED_PLAIN && !t.slow && t.count <= PHRASE_TEXT_MAX;
    for (uint32_t i = 0; i < w->ends[w->count - 1]; i++)
        forms[i] = (packed_forms){ { w->units[i] }, 1 };
    packed_close_make(p->fold, forms, w->ends, w->count, w->distance, close);
    const bool may = packed_text_may_be_close(&t, close);
    if (*ret_coded) {
        read_characters(p->fold, &t, &c);
        assert_int_equal(may, are_close(&c, w, 0, 0, 0, span_of(w)));
    }
    free(close);
    buffer_dispose(&packed);
    return may;
}

static void
test_every_combination(void **state)
{
    packing *p = *state;
    uint32_t close = 0;
    uint32_t decided = 0;
    enum { ROUNDS = 3000 };
    for (int round = 0; round < ROUNDS; round++) {
        buffer text = { 0 };
        uint16_t units[600];
        const wanted w = draw_words(p);
        const uint32_t length = 8 + below(p, below(p, 4) ? 60 : 592);
        bool coded;
        draw(p, units, length);
        put_letters(p, &text, units, length, 2 + below(p, 30));
        close += may_be_close(p, buffer_str(&text), &w, &coded);
        decided += coded;
        buffer_dispose(&text);
    }
    assert_true(decided > ROUNDS / 20 * 17);
    assert_true(close > ROUNDS / 20 && close < ROUNDS / 20 * 19);
}

/* Words in any order, with no more between two than may be. */
static void
test_never_a_wrong_no(void **state)
{
    packing *p = *state;
    for (int round = 0; round < 3000; round++) {
        buffer text = { 0 };
        uint16_t units[60];
        const wanted w = draw_words(p);
        const uint32_t first = below(p, w.count);
        bool unused;
        draw(p, units, sizeof(units) / sizeof(*units));
        put_letters(p, &text, units, below(p, 60), 9);
        for (uint32_t i = 0; i < w.count; i++) {
            const uint32_t word = (first + i) % w.count;
            const uint32_t begin = word ? w.ends[word - 1] : 0;
            put_letters(p, &text, w.units + begin, w.ends[word] - begin, 9);
            put_letters(p, &text, units, below(p, w.distance + 1), 9);
        }
        put_letters(p, &text, units, below(p, 60), 9);
        assert_true(may_be_close(p, buffer_str(&text), &w, &unused));
        buffer_dispose(&text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_combination),
        cmocka_unit_test(test_never_a_wrong_no),
    };
    return cmocka_run_group_tests(tests, packing_set_up, packing_tear_down);
}
