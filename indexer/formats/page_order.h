/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * The reading order of PAGE XML: groups, in or out of order, of references to
 * regions; or an index in the `custom` attribute of each region.
 */
#include "indexer/formats/xml_reader.h"

enum {
    ORDER_DEPTH = 6, /* groups inside each other */
    ORDER_ID_SIZE = 64,
    ORDER_NO_INDEX = INT32_MAX
};

/* Where in the order a region is: the indexes of the groups around it. */
typedef struct order_key {
    char id[ORDER_ID_SIZE];
    int32_t index[ORDER_DEPTH];
} order_key;

typedef struct reading_order {
    ARRAY_OF(order_key) keys;
    int32_t group[ORDER_DEPTH]; /* index of each group that is open */
    int32_t next[ORDER_DEPTH];  /* what comes next in an unordered one */
    unsigned depth;
    bool is_given; /* by references, so that `custom` does not count */
} reading_order;

/* Begin the order of another page. */
void
order_begin(reading_order *o);

/* The `index` of an element, or ORDER_NO_INDEX. */
int32_t
order_index(const char **attributes);

/* An element begins: is it a group, or a reference to a region? */
bool
order_enter(xml_reader *r, reading_order *o, const char *name,
            const char **attributes);

/* An element ends: is it a group? */
bool
order_leave(reading_order *o, const char *name);

/* The region of this id is at this index of the group that is open. */
void
order_add(xml_reader *r, reading_order *o, const char *id, int32_t index);

/* Sort the blocks of the page by the order, where there is one. */
yz_status
order_apply(const reading_order *o, ocr_page *page, yz_error *err);
