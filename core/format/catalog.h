/* SPDX-License-Identifier: MIT */
/*
 * The sources of the index by name, and which passages each gave. Names may be
 * long and keys may not, so a key is the hash of a name, and a value a list of
 * the entries whose names share it, each with its name. (Passages are found by
 * report and id in the id table of each segment.) See docs/format.md,
 * "Sources".
 */
#ifndef YZ_FORMAT_CATALOG_H
#define YZ_FORMAT_CATALOG_H

#include "core/base/arena.h"
#include "core/base/file.h"
#include "core/store/store.h"

/** A passage of the index. */
typedef struct passage_place {
    uint32_t segment; /**< its id */
    uint32_t passage; /**< its number there */
} passage_place;

/** A source file and what it gave. */
typedef struct source_entry {
    yz_str name; /**< canonical path, or below the root */
    yz_str path; /**< as it was given */
    file_stamp stamp;
    uint64_t content_hash;
    int64_t read_ns;  /**< when it was read, since 1970; 0: not all was taken */
    uint32_t reports; /**< that it gave */
    uint64_t passages; /**< that these had */
} source_entry;

/** The entry of a source, strings in the arena. YZ_DONE: there is none. */
yz_status
catalog_find_source(store_txn *txn, yz_str name, arena *a,
                    source_entry *ret_entry, yz_error *err);

/**
 * A source by the hash of its name, if it has that content. YZ_DONE: there is
 * none.
 */
yz_status
catalog_find_content(store_txn *txn, uint64_t name_hash, uint64_t content_hash,
                     arena *a, source_entry *ret_entry, yz_error *err);

/**
 * Where the file of a source is looked for, in the arena: a name below a root
 * is no path of its own, and the given one may be. data is NULL: no memory.
 */
yz_str
source_entry_path(const source_entry *entry, arena *a);

/** Enter a source; one of the same name is overwritten. */
yz_status
catalog_put_source(store_txn *txn, const source_entry *entry, yz_error *err);

yz_status
catalog_remove_source(store_txn *txn, yz_str name, yz_error *err);

/** Sees one source; another status than YZ_OK ends the walk. */
typedef yz_status (*catalog_source_fn)(void *context,
                                       const source_entry *entry);

yz_status
catalog_each_source(store_txn *txn, catalog_source_fn visit, void *context,
                    yz_error *err);

/** The same, passing over entries that are not as they were written. */
yz_status
catalog_each_whole_source(store_txn *txn, catalog_source_fn visit,
                          void *context, yz_error *err);

#endif /* YZ_FORMAT_CATALOG_H */
