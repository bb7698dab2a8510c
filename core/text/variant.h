/* SPDX-License-Identifier: MIT */
/*
 * Traditional and simplified forms of one character: classes of the transitive
 * closure of ICU's Traditional-Simplified (which is not idempotent), all in
 * the basic plane, at most VARIANT_FORMS_MAX forms each. The table is dumped
 * from ICU when an index is made and stored in the index, so that what an old
 * index matches never depends on the ICU of today.
 */
#ifndef YZ_TEXT_VARIANT_H
#define YZ_TEXT_VARIANT_H

#include "core/base/arena.h"
#include "core/base/buffer.h"
#include "core/base/bytes.h"

enum { VARIANT_FORMS_MAX = 8 };

typedef struct variant_table variant_table;

/** Append the table of today's ICU to `out`, in its stored form. */
yz_status
variant_table_dump(buffer *out, yz_error *err);

/** Read a stored table. It copies what it needs; free it with _free(). */
yz_status
variant_table_load(const yz_allocator *memory, bytes in,
                   variant_table **ret_table, yz_error *err);

void
variant_table_free(variant_table *table);

/** The representative of the unit's class: the simplified form. */
uint16_t
variant_fold(const variant_table *table, uint16_t unit);

/** All forms of the unit's class, itself among them. @return how many. */
size_t
variant_forms(const variant_table *table, uint16_t unit,
              uint16_t ret_forms[VARIANT_FORMS_MAX]);

/** Fold `length` units in place. */
void
variant_fold_units(const variant_table *table, uint16_t *units,
                   uint32_t length);

#endif /* YZ_TEXT_VARIANT_H */
