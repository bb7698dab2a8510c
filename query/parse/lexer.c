/* SPDX-License-Identifier: MIT */
#include "query/parse/lexer.h"
#include "core/text/charclass.h"
#include "query/parse/field.h"
#include "query/parse/member.h"
#include "query/parse/quote.h"

static const uint32_t NEAR_DISTANCE_DEFAULT = 10;

/* ---- words --------------------------------------------------------------- */

/* The end of the ASCII word if it comes next, compared by keys; else 0. */
static size_t
match_word(const scanner *s, const char *word)
{
    size_t at = s->at;
    for (; *word; word++)
        if (scanner_key(s, at, &at) != (uint32_t)*word)
            return 0;
    return at;
}

static bool
take_word(scanner *s, const char *word, token_type type, token *t)
{
    const size_t end = match_word(s, word);
    if (!end || !scanner_at_boundary(s, end))
        return false;
    t->type = type;
    s->at = end;
    return true;
}

/* NEAR or NEAR/5. */
static bool
take_near(scanner *s, token *t)
{
    size_t end = match_word(s, "NEAR");
    if (!end)
        return false;
    t->distance = NEAR_DISTANCE_DEFAULT;
    if (scanner_peek(s, end) == '/') {
        scanner_key(s, end, &end);
        end = number_read(s, end, &t->distance);
    }
    if (!end || !scanner_at_boundary(s, end))
        return false;
    t->type = TOKEN_NEAR;
    s->at = end;
    return true;
}

static bool
take_operator_word(scanner *s, token *t)
{
    return take_word(s, "AND", TOKEN_AND, t) ||
           take_word(s, "OR", TOKEN_OR, t) ||
           take_word(s, "NOT", TOKEN_NOT, t) || take_near(s, t);
}

/* ---- signs --------------------------------------------------------------- */

static bool
key_is_leading(uint32_t key)
{
    return key == '+' || key == '-' || key == '!';
}

/*
 * `-`, `+*`: a token of signs alone. Before a bracket, a leading sign has an
 * operand.
 */
static bool
take_lone_signs(scanner *s, token *t)
{
    size_t end = s->at;
    size_t next;
    while (key_is_sign(scanner_key(s, end, &next)))
        end = next;
    if (end == s->at || !scanner_at_boundary(s, end))
        return false;
    if (scanner_peek(s, end) == '(' && key_is_leading(scanner_peek(s, s->at)))
        return false;
    t->type = TOKEN_SIGNS;
    s->at = end;
    return true;
}

/* Two `+` mean the same as one; two `-` do not. */
static bool
take_sign(scanner *s, token *t)
{
    size_t next;
    const uint32_t key = scanner_key(s, s->at, &next);
    if (!key_is_leading(key))
        return false;
    t->type = key == '+' ? TOKEN_PLUS : TOKEN_NOT;
    do
        s->at = next;
    while (key == '+' && scanner_key(s, s->at, &next) == '+');
    return true;
}

/* `*站`: a star represents the end of a word only, never for its beginning. */
static yz_status
skip_leading_stars(scanner *s)
{
    size_t next;
    const size_t begin = s->at;
    while (scanner_key(s, s->at, &next) == '*')
        s->at = next;
    if (s->at == begin)
        return YZ_OK;
    return notices_repair(
        s->notices, span_of(begin, s->at), "ignored",
        "%s begins with a star, but only the end of a word "
        "can be open",
        notices_typed(s->notices, begin, scanner_token_end(s, s->at)));
}

/* ---- brackets, | and && -------------------------------------------------- */

static bool
take_bracket(scanner *s, token *t)
{
    size_t next;
    const uint32_t key = scanner_key(s, s->at, &next);
    if (key != '(' && key != ')')
        return false;
    t->type = key == '(' ? TOKEN_OPEN : TOKEN_CLOSE;
    t->weight = 1;
    s->at = next;
    if (key == ')' && !s->plain)
        suffix_weight(s, next, &t->weight, &s->at);
    return true;
}

static bool
take_joint(scanner *s, token *t)
{
    size_t next;
    const uint32_t key = scanner_key(s, s->at, &next);
    if (key != '|' && !scanner_at_and(s, s->at))
        return false;
    t->type = key == '|' ? TOKEN_OR : TOKEN_AND;
    s->at = next;
    if (key == '&' || scanner_peek(s, next) == '|')
        scanner_key(s, next, &s->at);
    return true;
}

/* ---- fields -------------------------------------------------------------- */

/* The text before a colon. */
typedef struct field_prefix {
    yz_str name;  /**< folded */
    size_t end;   /**< of the name */
    size_t value; /**< the position after the colon */
    bool ascii;   /**< ASCII letters, digits, `_` and `-` */
    bool letters; /**< letters and digits of any script */
    bool digits;  /**< digits alone */
    bool has_value;
} field_prefix;

static bool
is_ascii_word_key(uint32_t key)
{
    return (key_lower(key) >= 'a' && key_lower(key) <= 'z') || key == '_' ||
           key == '-' || key_is_digit(key);
}

/* Find the colon of the token that comes next. false: it has none. */
static bool
find_prefix(const scanner *s, field_prefix *p)
{
    size_t next;
    uint32_t key;
    *p = (field_prefix){ .ascii = true, .letters = true, .digits = true };
    for (size_t at = s->at;; at = next) {
        key = scanner_key(s, at, &next);
        p->end = at;
        if (scanner_at_boundary(s, at) || key_is_quote(key) || key == ':')
            break;
        p->ascii &= is_ascii_word_key(key);
        p->letters &= char_is_gram(key) || key == '_';
        p->digits &= key_is_digit(key);
    }
    p->value = next;
    p->has_value =
        !scanner_at_boundary(s, next) || scanner_peek(s, next) == '(';
    return key == ':' && p->end > s->at;
}

static bool
begins_url(const scanner *s, const field_prefix *p)
{
    size_t next;
    return scanner_key(s, p->value, &next) == '/' &&
           scanner_peek(s, next) == '/';
}

static yz_status
warn_unknown_field(scanner *s, const field_prefix *p)
{
    const yz_span span = span_of(s->at, p->value);
    if (p->digits || !p->has_value || begins_url(s, p))
        return YZ_OK;
    const char *typed = notices_typed(s->notices, span.begin, span.end);
    if (p->ascii)
        return notices_repair(s->notices, span, "read as text",
                              "%s is an unknown field", typed);
    if (!p->letters)
        return YZ_OK;
    return notices_warn(s->notices, span,
                        "%s is an unknown field; read as text", typed);
}

static yz_status
take_field(scanner *s, token *t, bool *ret_taken)
{
    field_prefix p;
    *ret_taken = false;
    if (!find_prefix(s, &p))
        return YZ_OK;
    const yz_span span = span_of(s->at, p.value);
    const yz_str typed = scanner_slice(s, s->at, p.end);
    p.name = key_fold(typed, s->arena);
    if (!p.name.data)
        return error_nomem(s->notices->err);
    if (!field_from_name(p.name, &t->field.type) &&
        !member_from_name(typed, p.name, s->fields, s->arena, &t->field))
        return warn_unknown_field(s, &p);
    if (!p.has_value)
        return notices_repair(s->notices, span, "read as text",
                              "%s has no value",
                              notices_typed(s->notices, span.begin, span.end));
    *ret_taken = true;
    t->type = TOKEN_FIELD;
    s->at = p.value;
    return YZ_OK;
}

/* ---- tokens -------------------------------------------------------------- */

static void
skip_spaces(scanner *s)
{
    size_t next;
    while (key_is_space(scanner_key(s, s->at, &next)))
        s->at = next;
}

static yz_status
take_run(scanner *s, token *t)
{
    t->type = TOKEN_RUN;
    return run_read(s, &t->run);
}

/* The token that begins here, unless it is a run of text. */
static yz_status
take_special(scanner *s, const token *before, token *t, bool *ret_taken)
{
    const bool after_sign =
        before->span.end == s->at &&
        (before->type == TOKEN_NOT || before->type == TOKEN_PLUS);
    *ret_taken = take_joint(s, t) || take_lone_signs(s, t) || take_sign(s, t) ||
                 (!after_sign && take_operator_word(s, t));
    if (*ret_taken)
        return YZ_OK;
    TRY(skip_leading_stars(s));
    return take_field(s, t, ret_taken);
}

/* One token, or an empty run, which is skipped. */
static yz_status
take_token(scanner *s, const token *before, token *t)
{
    bool taken = false;
    if (s->at == s->text.size) {
        t->type = TOKEN_END;
        return YZ_OK;
    }
    if (take_bracket(s, t))
        return YZ_OK;
    if (!s->plain && before->type != TOKEN_FIELD)
        TRY(take_special(s, before, t, &taken));
    return taken ? YZ_OK : take_run(s, t);
}

bool
lexer_only_signs(const scanner *s)
{
    size_t next;
    for (size_t at = 0; at < s->text.size; at = next) {
        const uint32_t key = scanner_key(s, at, &next);
        if (!key_is_space(key) && !key_is_sign(key) && key != '|' && key != '&')
            return false;
    }
    return true;
}

bool
lexer_is_operator(const scanner *s, size_t at)
{
    token t;
    scanner there = *s;
    there.at = at;
    return take_operator_word(&there, &t);
}

yz_status
lexer_next(scanner *s, const token *before, token *ret_token)
{
    for (;;) {
        token t = { 0 };
        skip_spaces(s);
        const size_t begin = s->at;
        TRY(take_token(s, before, &t));
        t.span = span_of(begin, s->at);
        *ret_token = t;
        if (t.type != TOKEN_RUN || t.run.part_count ||
            before->type == TOKEN_FIELD)
            return YZ_OK;
        TRY(notices_repair(
            s->notices, t.span, "ignored", "the quotation marks %s are empty",
            notices_typed(s->notices, t.span.begin, t.span.end)));
    }
}
