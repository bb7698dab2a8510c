/* SPDX-License-Identifier: MIT */
/*
 * Which source has the same bytes as another. The catalogue is by name, so it
 * is read once, when the first source comes that the index does not know, and
 * what is kept of it is small: a number for each content, and the hash of the
 * name that has it.
 */
#ifndef YZ_WRITE_CONTENTS_H
#define YZ_WRITE_CONTENTS_H

#include "core/base/array.h"
#include "core/base/number_map.h"
#include "indexer/write/pending.h"

/** Begins as all zeros, but for whom its memory is from. */
typedef struct contents {
    bool known;               /**< the catalogue was read */
    number_map committed;     /**< places in `names`, from 1, by content */
    ARRAY_OF(uint64_t) names; /**< hashes */
    number_map pending;       /**< numbers of sources, from 1, by content */
} contents;

void
contents_allocate_from(contents *c, const yz_allocator *memory);

void
contents_dispose(contents *c);

/** What was pending is in the catalogue now, or will never be. */
void
contents_settle(contents *c);

/** Note a source that was entered to come with the commit. */
yz_status
contents_note(contents *c, const pending *p, const source_entry *entry,
              yz_error *err);

/**
 * Another source of the same bytes whose file is still there, its strings in
 * the arena of what is pending. `txn` sees the last commit. YZ_DONE: there is
 * none.
 */
yz_status
contents_find(contents *c, pending *p, store_txn *txn,
              const source_entry *entry, source_entry *ret_other,
              yz_error *err);

#endif /* YZ_WRITE_CONTENTS_H */
