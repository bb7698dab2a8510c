/* SPDX-License-Identifier: MIT */
/*
 * The table `meta`: what decides whether this release can read an index, and
 * what its terms are made with.
 */
#ifndef YZ_INDEX_METADATA_H
#define YZ_INDEX_METADATA_H

#include "core/format/manifest.h"
#include "core/index/index.h"
#include "core/report/fields.h"

/** Write it for a new index. */
yz_status
metadata_create(store *s, const char *language, const declared_fields *fields,
                yz_error *err);

/**
 * Read it into an open index.
 * @param damaged  where its tables cannot be read, take those of today
 * @return YZ_DONE if the directory holds no index yet
 */
yz_status
metadata_load(yz_index *index, bool damaged, yz_error *err);

/** Copy the tables of one index into another, as they are. */
yz_status
metadata_copy_tables(store_txn *from, store_txn *to, yz_error *err);

/** Read the manifest that a transaction sees. */
yz_status
index_manifest(store_txn *txn, arena *a, manifest *ret_manifest, yz_error *err);

/** Write it, with a note of the commit that it is written in. */
yz_status
index_put_manifest(store_txn *txn, const manifest *m, yz_error *err);

#endif /* YZ_INDEX_METADATA_H */
