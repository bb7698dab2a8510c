/* SPDX-License-Identifier: MIT */
/*
 * An open index: what the snapshots of it and its writer share.
 */
#ifndef YZ_INDEX_INDEX_H
#define YZ_INDEX_INDEX_H

#include "core/format/packed_text.h"
#include "core/store/store.h"
#include "core/text/fold.h"
#include "core/text/profile.h"
#include "core/text/variant.h"
#include "core/text/word_list.h"

#include <stdatomic.h>

struct yz_index {
    _Atomic uint32_t users; /**< the caller and the children */
    yz_allocator allocator;
    const yz_allocator *memory; /**< `allocator`, or NULL: the C library */
    store *store;
    arena arena; /**< path and profile */
    yz_str path;
    profile profile;      /**< as the index was made */
    bool words_are_stale; /**< made with another ICU or stemmer */
    bool tables_are_lost; /**< opened damaged: the next two are of today */
    variant_table *variants;
    fold_table *fold;
    packed_fold *packed_fold; /**< the same, for packed texts */
    word_list *dictionary;    /**< made when it pays */
    /** Passages that strings must have to be listed in new segments, for tests:
     *  0: as few as is good for the segment; FREQUENT_OFF: none is listed. */
    uint32_t frequent;
    struct remote *remote; /**< the passages are elsewhere; NULL: here */
};

/** Flags of yz_index_open() that are not public. */
enum {
    INDEX_DAMAGED = 1 << 30,  /**< go on where the table `meta` is damaged */
    INDEX_SMALL_MAP = 1 << 29 /**< map_size as it is: as if there was no more */
};

/** One user more; give it back with yz_index_close(). */
yz_index *
index_retain(yz_index *index);

#endif /* YZ_INDEX_INDEX_H */
