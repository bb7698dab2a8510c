/* SPDX-License-Identifier: MIT */
/*
 * Splits a query into tokens. Whether something is an operator depends on its
 * position, and only the lexer knows that: `-` is one at the beginning of a
 * token, `OR` as a whole token, `|` anywhere.
 */
#ifndef YZ_PARSE_LEXER_H
#define YZ_PARSE_LEXER_H

#include "query/parse/run.h"

typedef enum token_type {
    TOKEN_END,
    TOKEN_RUN,   /**< a phrase, or the value of the field before it */
    TOKEN_FIELD, /**< `title:`; a run or an opening bracket follows */
    TOKEN_AND,
    TOKEN_OR,
    TOKEN_NOT,  /**< the word, `-` or `!` */
    TOKEN_PLUS, /**< a leading `+` */
    TOKEN_NEAR,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_SIGNS /**< signs without an operand */
} token_type;

typedef struct token {
    token_type type;
    yz_span span;
    run run;
    named_field field;
    uint32_t distance; /**< TOKEN_NEAR */
    double weight;     /**< TOKEN_CLOSE */
} token;

/** Whether the text has only spaces and signs: then the signs are text. */
bool
lexer_only_signs(const scanner *s);

/** Whether AND, OR, NOT or NEAR, as a whole token, begins at `at`. */
bool
lexer_is_operator(const scanner *s, size_t at);

/**
 * Read the next token.
 * @param before  the token before this one
 */
yz_status
lexer_next(scanner *s, const token *before, token *ret_token);

#endif /* YZ_PARSE_LEXER_H */
