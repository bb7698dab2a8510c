/* SPDX-License-Identifier: MIT */
#include "indexer/formats/page_order.h"

#include <stdlib.h>
#include <string.h>

void
order_begin(reading_order *o)
{
    o->keys.count = 0;
    o->depth = 0;
    o->next[0] = 0;
    o->is_given = false;
}

int32_t
order_index(const char **attributes)
{
    const double index = xml_number(attributes, "index", -1);
    return index >= 0 && index < ORDER_NO_INDEX ? (int32_t)index
                                                : ORDER_NO_INDEX;
}

/* The index of a member of the group that is open. */
static int32_t
member_index(reading_order *o, const char **attributes)
{
    const int32_t given = order_index(attributes);
    const unsigned depth = o->depth;
    if (given != ORDER_NO_INDEX || depth >= ORDER_DEPTH)
        return given;
    return o->next[depth]++;
}

static void
open_group(reading_order *o, const char **attributes)
{
    if (o->depth < ORDER_DEPTH)
        o->group[o->depth] = member_index(o, attributes);
    o->depth++;
    if (o->depth < ORDER_DEPTH)
        o->next[o->depth] = 0;
}

void
order_add(xml_reader *r, reading_order *o, const char *id, int32_t index)
{
    order_key key = { 0 };
    if (strlen(id) >= ORDER_ID_SIZE)
        return;
    memcpy(key.id, id, strlen(id) + 1);
    for (unsigned i = 0; i < o->depth && i < ORDER_DEPTH; i++)
        key.index[i] = o->group[i];
    if (o->depth < ORDER_DEPTH)
        key.index[o->depth] = index;
    if (!ARRAY_PUSH(&o->keys, key))
        xml_fail(r, YZ_E_NOMEM, "out of memory");
}

static void
add_key(xml_reader *r, reading_order *o, const char **attributes)
{
    const char *id = xml_attribute(attributes, "regionRef");
    const int32_t index = member_index(o, attributes);
    o->is_given |= id != NULL;
    if (id)
        order_add(r, o, id, index);
}

static bool
is_group(const char *name)
{
    return !strncmp(name, "OrderedGroup", 12) ||
           !strncmp(name, "UnorderedGroup", 14);
}

bool
order_enter(xml_reader *r, reading_order *o, const char *name,
            const char **attributes)
{
    const bool is_member = !strncmp(name, "RegionRef", 9);
    if (is_group(name))
        open_group(o, attributes); /* its own region comes before its parts */
    else if (!is_member)
        return false;
    add_key(r, o, attributes);
    return true;
}

bool
order_leave(reading_order *o, const char *name)
{
    if (!is_group(name))
        return false;
    o->depth -= o->depth > 0;
    return true;
}

static int
compare_keys(const void *a, const void *b)
{
    const order_key *x = a;
    const order_key *y = b;
    for (size_t i = 0; i < ORDER_DEPTH; i++)
        if (x->index[i] != y->index[i])
            return x->index[i] < y->index[i] ? -1 : 1;
    return 0;
}

yz_status
order_apply(const reading_order *o, ocr_page *page, yz_error *err)
{
    const size_t count = o->keys.count;
    if (!count)
        return YZ_OK;
    qsort(o->keys.items, count, sizeof(order_key), compare_keys);
    yz_str *ids = arena_array(&page->arena, count, sizeof(*ids));
    if (!ids)
        return error_nomem(err);
    for (size_t i = 0; i < count; i++)
        ids[i] = str_of(o->keys.items[i].id);
    return ocr_page_sort(page, ids, count, err);
}
