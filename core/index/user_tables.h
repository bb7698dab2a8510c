/* SPDX-License-Identifier: MIT */
/*
 * What the user adds to an index beside its passages: pairs of look-alikes and
 * synonyms, which queries alone use, and a program's note. They lie in the
 * table `meta` (docs/format.md) and change with a commit.
 */
#ifndef YZ_INDEX_USER_TABLES_H
#define YZ_INDEX_USER_TABLES_H

#include "core/index/snapshot.h"
#include "core/text/lookalike.h"
#include "core/text/synonyms.h"

typedef enum user_table {
    USER_LOOKALIKES,
    USER_SYNONYMS,
    USER_NOTE,
    USER_TABLE_COUNT
} user_table;

typedef struct user_tables {
    lookalike_pairs lookalikes;
    synonyms synonyms;
} user_tables;

/** Whether the text is such a table; its stored form, sealed. */
yz_status
user_table_parse(user_table which, yz_str text, buffer *out, yz_error *err);

/** Replace the stored form by this one, sealed. */
yz_status
user_table_put(store_txn *txn, user_table which, yz_str stored, yz_error *err);

/** Whether the note of a program is as it was written. */
yz_status
user_note_check(yz_snapshot *snapshot, yz_error *err);

/** Copy those of one index into another; one that is damaged is left out. */
yz_status
user_tables_copy(store_txn *from, store_txn *to, yz_error *err);

/**
 * Those of a snapshot, ready for queries; read when first asked for. Borrowed
 * until the snapshot is closed.
 */
yz_status
snapshot_user_tables(yz_snapshot *snapshot, const user_tables **ret_tables,
                     yz_error *err);

#endif /* YZ_INDEX_USER_TABLES_H */
