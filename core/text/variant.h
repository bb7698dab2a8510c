/* SPDX-License-Identifier: MIT */
/*
 * Forms of one character, in two tables.
 *
 * Matching uses a relation of pairs: traditional and simplified, print and
 * regional forms, radicals. It is not closed over itself: 发 meets 發 and 髮,
 * which do not meet each other. scripts/variants makes it.
 *
 * Ranking uses classes: the transitive closure of ICU's Traditional-Simplified
 * (which is not idempotent), all in the basic plane, at most VARIANT_CLASS_MAX
 * forms each. Words are cut and counted in the form that represents the class.
 *
 * Both are stored in the index when it is made, so that what an old index
 * matches never depends on the ICU of today.
 */
#ifndef YZ_TEXT_VARIANT_H
#define YZ_TEXT_VARIANT_H

#include "core/base/arena.h"
#include "core/base/buffer.h"
#include "core/base/bytes.h"

enum {
    VARIANT_FORMS_MAX = 16, /* of one character, itself counted */
    VARIANT_CLASS_MAX = 8
};

typedef struct variant_table variant_table;

/** Append the tables of this release and its ICU to `out`, as stored. */
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
variant_class(const variant_table *table, uint16_t unit,
              uint16_t ret_forms[VARIANT_CLASS_MAX]);

/** Fold `length` units in place. */
void
variant_fold_units(const variant_table *table, uint16_t *units,
                   uint32_t length);

/** A character and all that are forms of it. @return how many. */
size_t
variant_forms(const variant_table *table, uint32_t c,
              uint32_t ret_forms[VARIANT_FORMS_MAX]);

/** Whether they are one character, or forms of one. */
bool
variant_related(const variant_table *table, uint32_t a, uint32_t b);

/** The least of all characters that are connected to this one by pairs. */
uint32_t
variant_group(const variant_table *table, uint32_t c);

#endif /* YZ_TEXT_VARIANT_H */
