/* SPDX-License-Identifier: MIT */
/*
 * A report while it is being made and once it is: passages in order, all their
 * memory in one arena.
 */
#ifndef YZ_REPORT_REPORT_H
#define YZ_REPORT_REPORT_H

#include "core/base/arena.h"
#include "core/base/array.h"
#include "core/base/number_map.h"

#include <stdatomic.h>

struct yz_report {
    _Atomic uint32_t users; /**< who holds it; the last one frees it */
    yz_allocator allocator;
    arena arena;
    ARRAY_OF(yz_passage) passages;
    bool continues; /**< its source gave a part of it before this one */
};

/**
 * An empty report; NULL if out of memory. End it with yz_report_free(). Of the
 * allocator a copy is kept, as reports outlive what made them.
 */
yz_report *
report_new(const yz_allocator *memory);

/** One user more; give it back with yz_report_free(). */
yz_report *
report_retain(yz_report *report);

/** Append a zeroed passage. Borrowed until the next append; NULL: no memory. */
yz_passage *
report_add(yz_report *report);

/** Bytes that it holds, about. */
size_t
report_size(const yz_report *report);

/**
 * Give every passage that has no id one made from report name and text (and
 * its number among equals), stable while these are.
 * @param equals  how many of each were before, in the report's earlier parts
 */
yz_status
report_make_ids(yz_report *report, number_map *equals, yz_error *err);

/**
 * The id of a passage that has none and is the only one of its text, in the
 * arena. data is NULL if out of memory.
 */
yz_str
report_id_of(arena *a, yz_str report, yz_str text);

/**
 * Of passages with the same id keep the last, where it stands. Ids are made
 * before that.
 */
yz_status
report_drop_replaced(yz_report *report, yz_error *err);

/** YYYYMMDD of "YYYY-MM-DD", or 0 if it is not a date of the calendar. */
uint32_t
report_date_number(yz_str date);

#endif /* YZ_REPORT_REPORT_H */
