/* SPDX-License-Identifier: MIT */
/*
 * Recursive descent, one function per rule of the grammar. Each returns a node,
 * or NULL if the next token cannot begin one. A caller that needs an operand
 * and gets NULL drops the operator, with a warning.
 *
 * A query of operators alone is parsed a second time, as text.
 */
#include "query/parse/parser.h"
#include "query/parse/chain.h"
#include "query/parse/group.h"
#include "query/parse/headline.h"

typedef struct parser {
    scanner scanner;
    leaf_maker leaves;
    token token; /**< the current one */
    arena *arena;
    notices *notices;
    yz_error *err;
    uint32_t flags;
    unsigned depth;    /**< of brackets and negations */
    unsigned brackets; /**< open ones */
    bool in_field;     /**< runs are values of `field` */
    named_field field;
    bool dropped; /**< an operator was left out */
} parser;

static yz_status
parse_query(parser *p, node **ret_node);

/* ---- helpers ------------------------------------------------------------- */

static yz_status
advance(parser *p)
{
    const token before = p->token;
    return lexer_next(&p->scanner, &before, &p->token);
}

static yz_status
drop_operator(parser *p, yz_span span)
{
    p->dropped = true;
    return notices_repair(p->notices, span, "ignored", "%s has no operand",
                          notices_typed(p->notices, span.begin, span.end));
}

/*
 * `工会 - 驿站`: a dash between words, as in a title. It excludes nothing; the
 * warning has the spelling that does.
 */
static yz_status
drop_signs(parser *p)
{
    const scanner *s = &p->scanner;
    const yz_span span = p->token.span;
    size_t next;
    const bool dash =
        scanner_key(s, span.begin, &next) == '-' && next == span.end;
    size_t word = next;
    while (dash && key_is_space(scanner_peek(s, word)))
        scanner_key(s, word, &word);
    const size_t end = scanner_token_end(s, word);
    if (!dash || word == end || key_is_sign(scanner_peek(s, word)))
        return drop_operator(p, span);
    p->dropped = true;
    return notices_repair(
        p->notices, span, "ignored",
        "%s between spaces is no operator (write \"-%.*s\" to exclude it)",
        notices_typed(p->notices, span.begin, span.end), (int)(end - word),
        p->notices->text.data + word);
}

static yz_status
descend(parser *p, yz_span span)
{
    if (++p->depth <= YZ_QUERY_DEPTH_MAX)
        return YZ_OK;
    return notices_error(p->notices, YZ_E_LIMIT, span.begin,
                         "brackets and negations are nested more than %d "
                         "deep; split the query",
                         YZ_QUERY_DEPTH_MAX);
}

/* ---- primary ------------------------------------------------------------- */

/* `( query )`; the opening bracket is the current token. */
static yz_status
parse_brackets(parser *p, node **ret_node)
{
    const yz_span open = p->token.span;
    TRY(descend(p, open));
    p->brackets++;
    TRY(advance(p));
    TRY(parse_query(p, ret_node));
    p->brackets--;
    p->depth--;
    if (p->token.type != TOKEN_CLOSE)
        return notices_repair(
            p->notices, open, "read as closed at the end",
            "the bracket that opens %s is not closed",
            notices_typed(p->notices, open.begin, p->notices->text.size));
    const token close = p->token;
    TRY(advance(p));
    if (*ret_node)
        node_scale(*ret_node, close.weight);
    else
        TRY(notices_repair(
            p->notices, span_of(open.begin, close.span.end), "ignored",
            "the brackets %s are empty",
            notices_typed(p->notices, open.begin, close.span.end)));
    return YZ_OK;
}

/* `title:` and its value. In brackets, each run is a value. */
static yz_status
parse_field(parser *p, node **ret_node)
{
    const token name = p->token;
    const bool outer_in_field = p->in_field;
    const named_field outer_field = p->field;
    TRY(advance(p));
    if (p->token.type == TOKEN_OPEN) {
        p->in_field = true;
        p->field = name.field;
        TRY(parse_brackets(p, ret_node));
        p->in_field = outer_in_field;
        p->field = outer_field;
        return YZ_OK;
    }
    token value = p->token;
    value.span.begin = name.span.begin;
    TRY(leaf_of_field(
        &p->leaves, &name.field,
        scanner_slice(&p->scanner, name.span.begin, name.span.end), &value,
        ret_node));
    return advance(p);
}

static yz_status
parse_run(parser *p, node **ret_node)
{
    if (p->in_field)
        TRY(leaf_of_field(&p->leaves, &p->field, (yz_str){ 0 }, &p->token,
                          ret_node));
    else
        TRY(leaf_of_run(&p->leaves, &p->token, ret_node));
    return advance(p);
}

/* ---- operators ----------------------------------------------------------- */

static yz_status
parse_unary(parser *p, node **ret_node);

static yz_status
parse_not(parser *p, node **ret_node)
{
    node *child;
    const yz_span at = p->token.span;
    TRY(descend(p, at));
    TRY(advance(p));
    TRY(parse_unary(p, &child));
    p->depth--;
    if (!child)
        return drop_operator(p, at);
    node *n = arena_alloc(p->arena, sizeof(*n));
    node **children = arena_array(p->arena, 1, sizeof(node *));
    if (!n || !children)
        return error_nomem(p->err);
    children[0] = child;
    *n = (node){ .type = NODE_NOT,
                 .span = { at.begin, child->span.end },
                 .weight = 1,
                 .children = children,
                 .child_count = 1 };
    *ret_node = n;
    return YZ_OK;
}

static yz_status
parse_unary(parser *p, node **ret_node)
{
    *ret_node = NULL;
    while (p->token.type == TOKEN_SIGNS || p->token.type == TOKEN_PLUS) {
        if (p->token.type == TOKEN_SIGNS)
            TRY(drop_signs(p));
        TRY(advance(p));
    }
    switch (p->token.type) {
    case TOKEN_NOT:
        return parse_not(p, ret_node);
    case TOKEN_OPEN:
        return parse_brackets(p, ret_node);
    case TOKEN_FIELD:
        return parse_field(p, ret_node);
    case TOKEN_RUN:
        return parse_run(p, ret_node);
    default:
        return YZ_OK;
    }
}

/* NEAR and its right operand. */
static yz_status
parse_link(parser *p, chain *c)
{
    node *right;
    const token near = p->token;
    TRY(advance(p));
    TRY(parse_unary(p, &right));
    if (right && c->operands.count)
        return chain_link(c, &near, right);
    TRY(drop_operator(p, near.span));
    return c->operands.count ? YZ_OK : chain_begin(c, &p->leaves, right);
}

static yz_status
parse_near(parser *p, node **ret_node)
{
    chain c = { 0 };
    node *first;
    TRY(parse_unary(p, &first));
    TRY(chain_begin(&c, &p->leaves, first));
    while (p->token.type == TOKEN_NEAR)
        TRY(parse_link(p, &c));
    return chain_end(&c, ret_node);
}

/* Whether a group ends here. A bracket without a partner does not end it. */
static bool
ends_group(const parser *p)
{
    const token_type type = p->token.type;
    return type == TOKEN_END || type == TOKEN_AND || type == TOKEN_OR ||
           (type == TOKEN_CLOSE && p->brackets);
}

static yz_status
parse_member(parser *p, group *g)
{
    node *n;
    const bool plus = p->token.type == TOKEN_PLUS;
    if (p->token.type == TOKEN_CLOSE) {
        TRY(notices_repair(
            p->notices, p->token.span, "ignored",
            "the bracket that closes %s has no opening one",
            notices_typed(p->notices,
                          scanner_token_begin(&p->scanner, p->token.span.begin),
                          p->token.span.end)));
        return advance(p);
    }
    TRY(parse_near(p, &n));
    return group_add(g, n, plus, p->err);
}

static yz_status
parse_group(parser *p, node **ret_node)
{
    group g = { .arena = p->arena, .any = (p->flags & YZ_QUERY_ANY) != 0 };
    while (!ends_group(p))
        TRY(parse_member(p, &g));
    return group_end(&g, ret_node, p->err);
}

typedef yz_status
parse_rule(parser *p, node **ret_node);

/* A binary operator and its right operand. */
static yz_status
parse_right(parser *p, parse_rule *rule, node_type type, node_list *list)
{
    node *right;
    const yz_span at = p->token.span;
    TRY(advance(p));
    TRY(rule(p, &right));
    if (!right || !list->count)
        TRY(drop_operator(p, at));
    return node_list_splice(p->arena, list, right, type, p->err);
}

/* Operands joined by an operator; `rule` parses an operand. */
static yz_status
parse_joined(parser *p, token_type joint, node_type type, parse_rule *rule,
             node **ret_node)
{
    node *first;
    node_list list = { 0 };
    TRY(rule(p, &first));
    TRY(node_list_splice(p->arena, &list, first, type, p->err));
    while (p->token.type == joint)
        TRY(parse_right(p, rule, type, &list));
    TRY(node_join(p->arena, type, &list, ret_node, p->err));
    if (type == NODE_AND && list.count > 1)
        (*ret_node)->explicit_operator = true;
    return YZ_OK;
}

static yz_status
parse_and(parser *p, node **ret_node)
{
    return parse_joined(p, TOKEN_AND, NODE_AND, parse_group, ret_node);
}

static yz_status
parse_query(parser *p, node **ret_node)
{
    return parse_joined(p, TOKEN_OR, NODE_OR, parse_and, ret_node);
}

/* ---- entry --------------------------------------------------------------- */

/* Parse once; `plain`: operators are text. */
static yz_status
parse_once(notices *n, uint32_t flags, bool plain, node **ret_root,
           bool *ret_dropped)
{
    parser p = { .scanner = { .text = n->text,
                              .plain = plain,
                              .fields = n->fields,
                              .arena = n->arena,
                              .notices = n },
                 .leaves = { .arena = n->arena, .notices = n },
                 .arena = n->arena,
                 .notices = n,
                 .err = n->err,
                 .flags = flags };
    TRY(advance(&p));
    TRY(parse_query(&p, ret_root));
    *ret_dropped = p.dropped;
    return YZ_OK;
}

yz_status
parser_run(notices *n, uint32_t flags, node **ret_root)
{
    const scanner s = { .text = n->text };
    node *root;
    bool dropped;
    const bool headline = !n->strict && headline_is(&s);
    if (headline)
        TRY(notices_warn(n, span_of(0, n->text.size),
                         "%s is in capitals, so AND, OR, NOT and NEAR in it "
                         "were read as words; write the others in lower case "
                         "to make them operators",
                         notices_typed(n, 0, n->text.size)));
    TRY(parse_once(n, flags, headline || lexer_only_signs(&s), &root,
                   &dropped));
    if (!root && dropped) {
        n->count = 0;
        TRY(notices_warn(n, span_of(0, n->text.size),
                         "%s has only operators; read as text",
                         notices_typed(n, 0, n->text.size)));
        TRY(parse_once(n, flags, true, &root, &dropped));
    }
    if (!root)
        return notices_error(n, YZ_E_SYNTAX, 0, "the query is empty");
    *ret_root = root;
    return YZ_OK;
}
