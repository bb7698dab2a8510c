/* SPDX-License-Identifier: MIT */
/*
 * Clusters (what NFKC_Casefold cannot be cut in) of more marks than any
 * writing has. ICU puts marks in canonical order by insertion, in a time that
 * grows with the square of their number: minutes for a megabyte of accents.
 * Sorted beforehand, they fold to the same in no time.
 */
#ifndef YZ_TEXT_CLUSTER_H
#define YZ_TEXT_CLUSTER_H

#include "core/base/arena.h"

#include <unicode/unorm2.h>

/**
 * Units, in the arena, that fold to what `units` fold to: every character
 * replaced by its mapping, every run of marks in canonical order.
 */
yz_status
cluster_sort(const UNormalizer2 *fold, const uint16_t *units, uint32_t length,
             arena *a, uint16_t **ret_units, size_t *ret_length, yz_error *err);

#endif /* YZ_TEXT_CLUSTER_H */
