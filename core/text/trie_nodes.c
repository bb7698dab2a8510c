/* SPDX-License-Identifier: MIT */
/*
 * The form is described in ICU's ucharstrie.h. A node begins with a lead unit:
 *
 *     0x0000..0x002f  a branch: select one of lead + 1 units; with lead 0 the
 *                     number of units but one is in the next unit
 *     0x0030..0x003f  a chain: lead - 0x2f units follow one another
 *     bits 6 to 14    a word ends here, its value coded in them
 *     bit 15          a word ends here, and none is longer
 *
 * A branch of more than five halves by comparing with one unit, and jumps for
 * what is less; one of five or fewer is a list of (unit, value or jump), the
 * last unit of which is followed by its node. ICU's own reader of the form is
 * C++; this one is needed only for the dictionary whose hash we know.
 */
#include "core/text/trie_nodes.h"

enum {
    BRANCH_LIST_MAX = 5,
    CHAIN_LEAD = 0x30,
    VALUE_LEAD = 0x40, /* with bits of a value that is not the last */
    VALUE_LEAD_2 = 0x4040,
    VALUE_LEAD_3 = 0x7fc0,
    LEAD_KIND = 0x3f,
    LEAD_FINAL = 0x8000,
    FINAL_LEAD_2 = 0x4000,
    FINAL_LEAD_3 = 0x7fff,
    DELTA_LEAD_2 = 0xfc00,
    DELTA_LEAD_3 = 0xffff,
    COST_MAX = 255
};

typedef struct reader {
    trie_nodes *nodes;
    const uint16_t *at;
} reader;

static uint32_t
read_two(reader *r)
{
    const uint32_t high = *r->at++;
    return high << 16 | *r->at++;
}

/* A final value, or the jump of a list; bit 15 of the lead is taken off. */
static uint32_t
read_final(reader *r, uint32_t lead)
{
    if (lead < FINAL_LEAD_2)
        return lead;
    if (lead < FINAL_LEAD_3)
        return (lead - FINAL_LEAD_2) << 16 | *r->at++;
    return read_two(r);
}

static uint32_t
read_value(reader *r, uint32_t lead)
{
    if (lead < VALUE_LEAD_2)
        return (lead >> 6) - 1;
    if (lead < VALUE_LEAD_3)
        return ((lead & VALUE_LEAD_3) - VALUE_LEAD_2) << 10 | *r->at++;
    return read_two(r);
}

static uint32_t
read_delta(reader *r)
{
    const uint32_t lead = *r->at++;
    if (lead < DELTA_LEAD_2)
        return lead;
    if (lead < DELTA_LEAD_3)
        return (lead - DELTA_LEAD_2) << 16 | *r->at++;
    return read_two(r);
}

/* Append a child of `parent`. @return its number; 0: out of memory. */
static uint32_t
node_add(reader *r, uint32_t parent, uint16_t unit)
{
    const uint32_t number = (uint32_t)r->nodes->count;
    if (!ARRAY_PUSH(r->nodes, (trie_node){ .unit = unit }))
        return 0;
    trie_node *above = &r->nodes->items[parent];
    if (above->last_child)
        r->nodes->items[above->last_child].sibling = number;
    above->last_child = number;
    above->child_count++;
    return number;
}

static bool
node_set_cost(reader *r, uint32_t node, uint32_t cost)
{
    r->nodes->items[node].cost = (uint16_t)cost;
    return cost > 0 && cost <= COST_MAX;
}

static bool
read_node(reader *r, uint32_t node);

/* Read what lies elsewhere, and come back. */
static bool
read_node_at(reader *r, const uint16_t *at, uint32_t node)
{
    const uint16_t *back = r->at;
    r->at = at;
    const bool done = read_node(r, node);
    r->at = back;
    return done;
}

static bool
read_list(reader *r, uint32_t length, uint32_t node)
{
    for (; length > 1; length--) {
        const uint32_t child = node_add(r, node, *r->at++);
        const uint32_t lead = *r->at++;
        const uint32_t value = read_final(r, lead & ~(uint32_t)LEAD_FINAL);
        if (!child)
            return false;
        const bool done = lead & LEAD_FINAL
                              ? node_set_cost(r, child, value)
                              : read_node_at(r, r->at + value, child);
        if (!done)
            return false;
    }
    const uint32_t child = node_add(r, node, *r->at++);
    return child && read_node(r, child);
}

/* The lesser half of a branch comes first, so that units ascend. */
static bool
read_branch(reader *r, uint32_t length, uint32_t node)
{
    while (length > BRANCH_LIST_MAX) {
        r->at++; /* the unit to compare with */
        const uint32_t delta = read_delta(r);
        const uint16_t *greater = r->at;
        r->at += delta;
        if (!read_branch(r, length >> 1, node))
            return false;
        r->at = greater;
        length -= length >> 1;
    }
    return read_list(r, length, node);
}

static bool
read_node(reader *r, uint32_t node)
{
    for (;;) {
        uint32_t lead = *r->at++;
        if (lead & LEAD_FINAL)
            return node_set_cost(r, node,
                                 read_final(r, lead & ~(uint32_t)LEAD_FINAL));
        if (lead >= VALUE_LEAD && !node_set_cost(r, node, read_value(r, lead)))
            return false;
        lead &= LEAD_KIND;
        if (lead < CHAIN_LEAD)
            return read_branch(r, (lead ? lead : *r->at++) + 1, node);
        for (; lead >= CHAIN_LEAD; lead--) {
            node = node_add(r, node, *r->at++);
            if (!node)
                return false;
        }
    }
}

bool
trie_nodes_read(trie_nodes *nodes, const uint16_t *units)
{
    reader r = { nodes, units };
    return ARRAY_PUSH(nodes, (trie_node){ 0 }) && read_node(&r, 0);
}
