/* SPDX-License-Identifier: MIT */
/*
 * The slow path of a skeleton: what NFKC_Casefold cannot be cut in (a
 * "cluster": a letter with its marks, a hangul syllable in parts) is folded as
 * a whole, by ICU.
 */
#ifndef YZ_TEXT_CLUSTER_FOLD_H
#define YZ_TEXT_CLUSTER_FOLD_H

#include "core/base/arena.h"
#include "core/text/fold.h"

#include <unicode/unorm2.h>

/** Units in the arena, growing. */
typedef struct cluster_units {
    uint16_t *data;
    size_t length;
    size_t capacity;
} cluster_units;

/** Begins as zeros but for the table and the arena. */
typedef struct cluster_folder {
    const fold_table *table; /**< knows boundaries; NULL: ICU is asked */
    arena *a;
    const UNormalizer2 *icu; /**< NULL until first needed */
    cluster_units source;
    cluster_units folded;
    uint16_t kept; /**< of the source's first character, if it is kept; 0 */
} cluster_folder;

/** Fold the cluster at `*at` to `c->folded`, and step past it. */
yz_status
cluster_fold(cluster_folder *c, yz_str text, size_t *at, yz_error *err);

#endif /* YZ_TEXT_CLUSTER_FOLD_H */
