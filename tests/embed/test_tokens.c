/* SPDX-License-Identifier: MIT */
/*
 * Texts as tokens, for the full-text index of another engine.
 */
#include "tests/embed/embed.h"

#include <string.h>

/* The tokens of a text, each behind its span: `0-3 工 `. */
typedef struct listing {
    char text[512];
    size_t words;
    size_t stop_after; /* 0: never */
    size_t count;
} listing;

static bool
list(void *context, const yz_token *token)
{
    listing *l = context;
    const size_t used = strlen(l->text);
    snprintf(l->text + used, sizeof(l->text) - used, "%u-%u %.*s ",
             token->span.begin, token->span.end, (int)token->text.size,
             token->text.data);
    l->words += token->is_word;
    return ++l->count == l->stop_after;
}

static void
assert_tokens(uint32_t flags, yz_str text, const char *expected)
{
    yz_error error;
    yz_tokenizer *tokenizer;
    listing l = { 0 };
    yz_tokenizer_options options = YZ_OPTIONS(yz_tokenizer_options);
    options.flags = flags;
    OK(yz_tokenizer_new(&options, &tokenizer, &error), &error);
    OK(yz_tokenize(tokenizer, text, list, &l, &error), &error);
    assert_string_equal(l.text, expected);
    yz_tokenizer_free(tokenizer);
}

static void
characters_and_words_have_their_places(void **state)
{
    (void)state;
    assert_tokens(0, str(""), "");
    assert_tokens(0, str(" \n"), "");
    assert_tokens(0, str("工 会\n驿站"), "0-3 工 4-7 会 8-11 驿 11-14 站 ");
    assert_tokens(0, str("“工”ＧＤＰ 2.5%"),
                  "3-6 工 9-18 gdp 19-22 2.5 22-23 % ");
}

/* Two words that follow each other have a space between them, and no other. */
static void
only_the_space_between_words_is_left_out(void **state)
{
    (void)state;
    assert_tokens(0, str("a  b"), "0-1 a 3-4 b ");
    assert_tokens(0, str("a \xee\x80\x80 b"),
                  "0-1 a 1-2   2-5 \xee\x80\x80 5-6   6-7 b ");
}

static void
forms_of_a_character_are_one_if_asked_for(void **state)
{
    (void)state;
    listing l = { 0 };
    yz_error error;
    yz_tokenizer *tokenizer;
    yz_tokenizer_options options = YZ_OPTIONS(yz_tokenizer_options);
    assert_tokens(0, str("驛驿"), "0-3 驛 3-6 驿 ");
    options.flags = YZ_TOKENIZER_VARIANTS;
    OK(yz_tokenizer_new(&options, &tokenizer, &error), &error);
    OK(yz_tokenize(tokenizer, str("驛"), list, &l, &error), &error);
    const listing other = l;
    l = (listing){ 0 };
    OK(yz_tokenize(tokenizer, str("驿"), list, &l, &error), &error);
    assert_string_equal(l.text, other.text);
    yz_tokenizer_free(tokenizer);
}

static void
bytes_that_are_no_text_are_question_marks(void **state)
{
    (void)state;
    assert_tokens(0, str("a\xff\xe5\xb7"), "0-1 a 1-2 ? 2-3 ? 3-4 ? ");
}

static void
a_callback_may_stop(void **state)
{
    (void)state;
    yz_error error;
    yz_tokenizer *tokenizer;
    listing l = { .stop_after = 2 };
    OK(yz_tokenizer_new(NULL, &tokenizer, &error), &error);
    OK(yz_tokenize(tokenizer, str("工会 GDP"), list, &l, &error), &error);
    assert_int_equal(l.count, 2);
    assert_int_equal(l.words, 0);
    yz_tokenizer_free(tokenizer);
}

static void
unknown_flags_are_refused(void **state)
{
    (void)state;
    yz_error error;
    yz_tokenizer *tokenizer = NULL;
    yz_tokenizer_options options = YZ_OPTIONS(yz_tokenizer_options);
    options.flags = 1u << 9;
    assert_int_equal(yz_tokenizer_new(&options, &tokenizer, &error), YZ_E_ABI);
    assert_null(tokenizer);
    yz_tokenizer_free(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_and_words_have_their_places),
        cmocka_unit_test(only_the_space_between_words_is_left_out),
        cmocka_unit_test(forms_of_a_character_are_one_if_asked_for),
        cmocka_unit_test(bytes_that_are_no_text_are_question_marks),
        cmocka_unit_test(a_callback_may_stop),
        cmocka_unit_test(unknown_flags_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
