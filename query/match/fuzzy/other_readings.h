/* SPDX-License-Identifier: MIT */
/*
 * What the OCR engine of a passage says that characters of it may be instead.
 */
#ifndef YZ_FUZZY_OTHER_READINGS_H
#define YZ_FUZZY_OTHER_READINGS_H

#include "core/base/arena.h"
#include "core/index/passages.h"
#include "core/text/variant.h"

/** One character that the engine also reads as another. */
typedef struct other_reading {
    uint32_t text; /**< as the passage has it */
    uint32_t reading;
    double weight;
} other_reading;

/** Those of one passage. */
typedef struct other_readings {
    other_reading *items;
    size_t count;
    arena arena; /**< where they are */
} other_readings;

/** Take those of a passage, in place of what was there. */
yz_status
other_readings_take(other_readings *list, segment *s, uint32_t passage,
                    yz_error *err);

/** The one that makes the query's character of the text's; NULL: none does. */
const other_reading *
other_readings_find(const other_readings *list, const variant_table *variants,
                    uint32_t query, uint32_t text);

#endif /* YZ_FUZZY_OTHER_READINGS_H */
