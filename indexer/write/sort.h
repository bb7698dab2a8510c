/* SPDX-License-Identifier: MIT */
/*
 * Sorting records by a part of their bits.
 */
#ifndef YZ_WRITE_SORT_H
#define YZ_WRITE_SORT_H

#include <stddef.h>
#include <stdint.h>

/**
 * Sort records by their bits [low, high), keeping the order of those that are
 * equal there. `scratch` has room for as many.
 */
void
sort_records(uint64_t *records, uint64_t *scratch, size_t count, unsigned low,
             unsigned high);

#endif /* YZ_WRITE_SORT_H */
