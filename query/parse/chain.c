/* SPDX-License-Identifier: MIT */
#include "query/parse/chain.h"

static yz_status
operands_add(chain *c, node *n)
{
    return node_list_add(c->leaves->arena, &c->operands, n,
                         c->leaves->notices->err);
}

/* The operands so far become one node. */
static yz_status
chain_flush(chain *c)
{
    node *n;
    arena *a = c->leaves->arena;
    yz_error *err = c->leaves->notices->err;
    if (c->operands.count > NODE_NEAR_PARTS_MAX)
        return notices_error(
            c->leaves->notices, YZ_E_LIMIT, c->operands.items[0]->span.begin,
            "NEAR joins at most %d phrases; use fewer", NODE_NEAR_PARTS_MAX);
    TRY(node_join(a, NODE_NEAR, &c->operands, &n, err));
    if (c->operands.count > 1)
        n->distance = c->distance;
    c->operands = (node_list){ 0 };
    return node_list_splice(a, &c->done, n, NODE_AND, err);
}

/* `a NEAR/5 b NEAR/9 c`: b must be near both, so it becomes two leaves. */
static yz_status
chain_turn(chain *c, uint32_t distance)
{
    node *again = arena_alloc(c->leaves->arena, sizeof(*again));
    if (!again)
        return error_nomem(c->leaves->notices->err);
    *again = *c->operands.items[c->operands.count - 1];
    TRY(leaf_count(c->leaves, again->span.begin));
    TRY(chain_flush(c));
    c->distance = distance;
    return operands_add(c, again);
}

yz_status
chain_begin(chain *c, leaf_maker *leaves, node *operand)
{
    c->leaves = leaves;
    return operands_add(c, operand);
}

yz_status
chain_link(chain *c, const token *near, node *right)
{
    const node *left = c->operands.items[c->operands.count - 1];
    if (left->type != NODE_PHRASE || right->type != NODE_PHRASE) {
        TRY(notices_repair(c->leaves->notices, near->span, "read as AND",
                           "%s joins phrases only",
                           notices_typed(c->leaves->notices, near->span.begin,
                                         near->span.end)));
        TRY(chain_flush(c));
    } else if (c->operands.count == 1) {
        c->distance = near->distance;
    } else if (c->distance != near->distance) {
        TRY(chain_turn(c, near->distance));
    }
    return operands_add(c, right);
}

yz_status
chain_end(chain *c, node **ret_node)
{
    TRY(chain_flush(c));
    TRY(node_join(c->leaves->arena, NODE_AND, &c->done, ret_node,
                  c->leaves->notices->err));
    if (c->done.count > 1)
        (*ret_node)->explicit_operator = true;
    return YZ_OK;
}
