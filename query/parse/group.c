/* SPDX-License-Identifier: MIT */
#include "query/parse/group.h"

yz_status
group_add(group *g, node *n, bool plus, yz_error *err)
{
    if (!n)
        return YZ_OK;
    if (plus || (g->any && n->type == NODE_NOT)) {
        g->required_first |= !g->plain.count;
        return node_list_splice(g->arena, &g->required, n, NODE_AND, err);
    }
    if (g->any)
        return node_list_splice(g->arena, &g->plain, n, NODE_OR, err);
    return node_list_add(g->arena, &g->plain, n, err);
}

/* The plain members together are one operand, each required one is another. */
yz_status
group_end(group *g, node **ret_node, yz_error *err)
{
    node *plain = NULL;
    node_list operands = { 0 };
    TRY(node_join(g->arena, g->any ? NODE_OR : NODE_AND, &g->plain, &plain,
                  err));
    *ret_node = plain;
    if (!g->required.count)
        return YZ_OK;
    if (!g->required_first)
        TRY(node_list_splice(g->arena, &operands, plain, NODE_AND, err));
    for (size_t i = 0; i < g->required.count; i++)
        TRY(node_list_add(g->arena, &operands, g->required.items[i], err));
    if (g->required_first)
        TRY(node_list_splice(g->arena, &operands, plain, NODE_AND, err));
    TRY(node_join(g->arena, NODE_AND, &operands, ret_node, err));
    if (operands.count > 1)
        (*ret_node)->explicit_operator = true;
    return YZ_OK;
}
