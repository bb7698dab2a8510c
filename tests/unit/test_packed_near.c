/* SPDX-License-Identifier: MIT */
/*
 * Does the automaton over packed codes say of texts of ideographs what the
 * table of Sellers (1980) says, of any text what the same automaton says code by
 * code, and never no where marks, signs, letters and characters without a code
 * stand between?
 */
#include "core/format/packed_phrase.h"
#include "tests/unit/packing.h"

enum { TEXT_MAX = 40, PHRASE_MAX = 15, CODES_MAX = 1024 };

/* ---- the slow way -------------------------------------------------------- */

static uint32_t
least(uint32_t x, uint32_t y)
{
    return x < y ? x : y;
}

/* The fewest errors with which the phrase stands anywhere in the text. */
static uint32_t
fewest_errors(const uint16_t *text, uint32_t length, const uint16_t *phrase,
              uint32_t count, bool edits)
{
    uint32_t row[PHRASE_MAX + 1];
    uint32_t best = count;
    for (uint32_t i = 0; i <= count; i++)
        row[i] = edits ? i : i ? UINT32_MAX / 2 : 0;
    for (uint32_t at = 0; at < length; at++) {
        uint32_t before = row[0];
        for (uint32_t i = 1; i <= count; i++) {
            const uint32_t above = row[i];
            row[i] = before + (text[at] != phrase[i - 1]);
            if (edits)
                row[i] = least(row[i], least(above, row[i - 1]) + 1);
            before = above;
        }
        best = least(best, row[count]);
    }
    return best;
}

/* ---- code by code --------------------------------------------------------- */

/* A bit for each character of the phrase that it may represent, and ODD. */
enum { ODD_BIT = 1 << PHRASE_MAX };

static uint32_t
mask_of(const packed_fold *fold, const packed_forms *forms, uint32_t count,
        uint16_t unit)
{
    const uint16_t folded = fold->units[unit];
    uint32_t mask = 0;
    if (folded < HAN_FIRST || folded >= HAN_FIRST + HAN_COUNT)
        mask |= ODD_BIT;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t j = 0; j < forms[i].count; j++)
            if (forms[i].units[j] == folded)
                mask |= 1u << i;
    return mask;
}

/* The automaton of Wu & Manber, a bit for each beginning of the phrase. */
static bool
is_near_by_code(const packed_fold *fold, const packed_text *t,
                const packed_forms *forms, uint32_t count, uint32_t errors,
                bool edits)
{
    uint32_t state[PACKED_ERRORS_MAX + 1] = { 0 };
    uint16_t *codes = calloc(t->count + 1, sizeof(*codes));
    bytes escapes = t->escapes;
    bool ended = false;
    assert_non_null(codes);
    codes_unpack_scalar(t->codes, t->count, codes);
    for (uint32_t k = 0; k <= errors && edits; k++)
        state[k] = (1u << k) - 1;
    for (uint32_t at = 0; at < t->count; at++) {
        uint16_t unit = code_table((int)t->form - 1)[codes[at] % CODE_ESCAPE];
        if (codes[at] == CODE_ESCAPE)
            unit = bytes_take_u16(&escapes);
        uint32_t mask = mask_of(fold, forms, count, unit);
        if ((unit & 0xfc00) == 0xd800) {
            bytes_take_u16(&escapes);
            mask = ODD_BIT | (ODD_BIT - 1);
        }
        uint32_t before = 0;
        for (uint32_t k = 0; k <= errors; k++) {
            const uint32_t now = state[k];
            state[k] = (now << 1 & mask) | (mask & ODD_BIT ? now : 0);
            state[k] |= mask & 1;
            if (k > 0)
                state[k] |= before << 1 | 1;
            if (k > 0 && edits)
                state[k] |= before | state[k - 1] << 1;
            before = now;
        }
        ended = ended || state[errors] >> (count - 1) & 1;
    }
    free(codes);
    return ended;
}

/* ---- the quick way ------------------------------------------------------- */

/*
 * What is stored as UTF-8 is not looked into: then *ret_coded is false. The
 * answer is compared with that of the automaton that goes from code to code.
 */
static bool
may_be_near(packing *p, yz_str text, const uint16_t *phrase, uint32_t count,
            uint32_t errors, bool edits, bool *ret_coded)
{
    buffer packed = { 0 };
    packed_text t;
    packed_forms forms[PHRASE_MAX];
    packed_near *near = malloc(sizeof(*near));
    assert_non_null(near);
    packing_put(p, text, &packed, &t);
    *ret_coded = t.form != PACKED_PLAIN && !t.slow;
    for (uint32_t i = 0; i < count; i++)
        forms[i] = (packed_forms){ { phrase[i] }, 1 };
    packed_near_make(p->fold, forms, count, errors, edits, near);
    const bool may = packed_text_may_be_near(&t, near);
    if (*ret_coded && t.count <= CODES_MAX)
        assert_int_equal(
            may, is_near_by_code(p->fold, &t, forms, count, errors, edits));
    free(near);
    buffer_dispose(&packed);
    return may;
}

static void
test_as_the_table(void **state)
{
    packing *p = *state;
    uint64_t near = 0;
    uint64_t decided = 0;
    enum { ROUNDS = 40000 };
    for (int round = 0; round < ROUNDS; round++) {
        arena a = { 0 };
        uint16_t text[TEXT_MAX];
        uint16_t phrase[PHRASE_MAX];
        const uint32_t length = 12 + below(p, TEXT_MAX - 11);
        const uint32_t count = 3 + below(p, PHRASE_MAX - 2);
        const uint32_t errors = below(p, PACKED_ERRORS_MAX + 1);
        const bool edits = errors && below(p, 2);
        draw(p, text, length);
        draw(p, phrase, count);
        const yz_str utf8 = skeleton_utf8(text, length, &a);
        const bool wanted =
            fewest_errors(text, length, phrase, count, edits) <= errors;
        bool coded;
        const bool got =
            may_be_near(p, utf8, phrase, count, errors, edits, &coded);
        decided += coded;
        if (got != (wanted || !coded))
            fail_msg("round %d: %d instead of %d, %u errors, edits %d", round,
                     got, wanted, errors, edits);
        near += wanted;
        arena_dispose(&a);
    }
    assert_true(decided > ROUNDS / 20 * 19);
    assert_true(near > ROUNDS / 20 && near < ROUNDS / 20 * 19);
}

/* A part of a text, with some characters of it wrong, is never overlooked. */
static void
test_never_a_wrong_no(void **state)
{
    packing *p = *state;
    bool unused;
    for (int round = 0; round < 20000; round++) {
        buffer text = { 0 };
        uint16_t units[TEXT_MAX];
        uint16_t phrase[PHRASE_MAX];
        const uint32_t count = 3 + below(p, PHRASE_MAX - 2);
        const uint32_t begin = below(p, TEXT_MAX - PHRASE_MAX);
        const uint32_t errors = below(p, PACKED_ERRORS_MAX + 1);
        draw(p, units, TEXT_MAX);
        memcpy(phrase, units + begin, count * sizeof(*phrase));
        for (uint32_t i = 0; i < errors; i++)
            draw(p, phrase + below(p, count), 1);
        put_letters(p, &text, units, TEXT_MAX, 3);
        assert_true(may_be_near(p, buffer_str(&text), phrase, count, errors,
                                below(p, 2), &unused));
        buffer_dispose(&text);
    }
}

/*
 * Texts of all lengths, with anything between the ideographs: an answer is that
 * of the automaton that goes from code to code, which is compared above.
 */
static void
test_long_texts(void **state)
{
    packing *p = *state;
    uint32_t near = 0;
    enum { ROUNDS = 3000 };
    for (int round = 0; round < ROUNDS; round++) {
        buffer text = { 0 };
        uint16_t units[CODES_MAX];
        uint16_t phrase[PHRASE_MAX];
        const uint32_t count = 4 + below(p, PHRASE_MAX - 3);
        const uint32_t length = below(p, CODES_MAX);
        const uint32_t odd = 2 + below(p, 30);
        const uint32_t errors = below(p, PACKED_ERRORS_MAX + 1);
        bool coded;
        draw(p, phrase, count);
        draw(p, units, length);
        put_letters(p, &text, units, length, odd);
        near += may_be_near(p, buffer_str(&text), phrase, count, errors,
                            errors && below(p, 2), &coded);
        buffer_dispose(&text);
    }
    assert_true(near > ROUNDS / 20 && near < ROUNDS / 20 * 19);
}

/* One character of the phrase may stand as a sign, letter or debris. */
static void
test_open_places(void **state)
{
    static const uint16_t phrase[] = { 0x5de5, 0x4f1a, 0x9a5b, 0x7ad9 };
    packing *p = *state;
    bool coded;
    for (size_t i = 0; i < SIGN_COUNT; i++) {
        arena a = { 0 };
        const yz_str text =
            arena_printf(&a, "这里的职工去工会%s站，一共有几十个人", ODD[i]);
        assert_true(may_be_near(p, text, phrase, 4, 1, false, &coded));
        arena_dispose(&a);
    }
    const yz_str other = str_of("这里的职工去工会的驛外站，一共有几十个人");
    assert_true(coded);
    assert_false(may_be_near(p, other, phrase, 4, 1, false, &coded));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_as_the_table),
        cmocka_unit_test(test_never_a_wrong_no),
        cmocka_unit_test(test_long_texts),
        cmocka_unit_test(test_open_places),
    };
    return cmocka_run_group_tests(tests, packing_set_up, packing_tear_down);
}
