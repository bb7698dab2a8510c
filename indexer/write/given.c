/* SPDX-License-Identifier: MIT */
#include "indexer/write/given.h"

void
given_dispose(given_table *g)
{
    term_table_dispose(&g->names);
    ARRAY_DISPOSE(&g->ranges);
    buffer_dispose(&g->key);
}

given_range *
given_at(given_table *g, yz_str report, const yz_str *id)
{
    uint32_t number;
    g->key.size = 0;
    buffer_put_u8(&g->key, id != NULL);
    buffer_put_str(&g->key, report);
    if (id)
        buffer_put_str(&g->key, *id);
    if (!buffer_ok(&g->key) || !ARRAY_RESERVE(&g->ranges, 1) ||
        !term_table_number(&g->names, buffer_str(&g->key), &number))
        return NULL;
    if (number == g->ranges.count)
        g->ranges.items[g->ranges.count++] = (given_range){ 0 };
    return &g->ranges.items[number];
}
