/* SPDX-License-Identifier: MIT */
#include "query/parse/headline.h"
#include "core/text/charclass.h"
#include "query/parse/lexer.h"

enum { HEADLINE_WORDS = 5 };

/* What the tokens so far were. */
typedef struct headline {
    size_t words; /**< operators' names are words too */
    bool operators;
    bool neighbours; /**< two words without an operator between them */
    bool after_word;
} headline;

static bool
is_capital(uint32_t key)
{
    return key >= 'A' && key <= 'Z';
}

/* Whether no headline in capitals has this key. */
static bool
is_foreign(uint32_t key)
{
    return key == '"' || (key >= 0x80 && char_is_gram(key)) ||
           (key >= 'a' && key <= 'z') ||
           (key >= KEY_CURLY_OPEN && key <= KEY_CURLY_CLOSE) ||
           (key >= KEY_CORNER_OPEN && key <= KEY_CORNER_CLOSE);
}

/* Read a token. false: the query is no headline. */
static bool
read_token(const scanner *s, size_t begin, size_t end, headline *h)
{
    size_t next;
    bool letters = false;
    const bool sign = key_is_sign(scanner_peek(s, begin));
    if (scanner_peek(s, begin) == '\'')
        return false;
    for (size_t at = begin; at < end; at = next) {
        const uint32_t key = scanner_key(s, at, &next);
        const bool field = key == ':' && letters && next < end;
        if (is_foreign(key) || field)
            return false;
        letters |= is_capital(key);
    }
    const bool operator_word = lexer_is_operator(s, begin);
    h->operators |= operator_word;
    h->words += letters;
    h->neighbours |= h->after_word && !operator_word && !sign;
    h->after_word = !operator_word;
    return true;
}

bool
headline_is(const scanner *s)
{
    headline h = { 0 };
    size_t end;
    for (size_t at = 0; at < s->text.size; at = end) {
        end = at;
        if (key_is_space(scanner_key(s, at, &end)))
            continue;
        end = scanner_token_end(s, at);
        if (end == at || !read_token(s, at, end, &h))
            return false;
    }
    return h.words >= HEADLINE_WORDS && h.operators && h.neighbours;
}
