/* SPDX-License-Identifier: MIT */
#include "query/parse/node.h"
#include "query/parse/suffix.h"

#include <string.h>

yz_status
node_list_add(arena *a, node_list *list, node *n, yz_error *err)
{
    if (!n)
        return YZ_OK;
    if (list->count == list->capacity) {
        const size_t capacity = list->capacity ? 2 * list->capacity : 4;
        node **items = arena_array(a, capacity, sizeof(node *));
        if (!items)
            return error_nomem(err);
        if (list->count)
            memcpy(items, list->items, list->count * sizeof(node *));
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = n;
    return YZ_OK;
}

yz_status
node_list_splice(arena *a, node_list *list, node *n, node_type type,
                 yz_error *err)
{
    if (!n || n->type != type || (type == NODE_AND && !n->explicit_operator))
        return node_list_add(a, list, n, err);
    for (size_t i = 0; i < n->child_count; i++)
        TRY(node_list_add(a, list, n->children[i], err));
    return YZ_OK;
}

yz_status
node_join(arena *a, node_type type, const node_list *list, node **ret_node,
          yz_error *err)
{
    *ret_node = list->count ? list->items[0] : NULL;
    if (list->count < 2)
        return YZ_OK;
    node *n = arena_alloc(a, sizeof(*n));
    if (!n)
        return error_nomem(err);
    n->type = type;
    n->weight = 1;
    n->children = list->items;
    n->child_count = list->count;
    n->span = list->items[0]->span;
    for (size_t i = 1; i < list->count; i++) {
        const yz_span span = list->items[i]->span;
        n->span.begin = span.begin < n->span.begin ? span.begin : n->span.begin;
        n->span.end = span.end > n->span.end ? span.end : n->span.end;
    }
    *ret_node = n;
    return YZ_OK;
}

/* Recursive to the depth of brackets and negations, which is bounded. */
void
node_scale(node *n, double weight)
{
    if (n->type == NODE_PHRASE)
        n->weight = weight_rounded(n->weight * weight);
    for (size_t i = 0; i < n->child_count; i++)
        node_scale(n->children[i], weight);
}
