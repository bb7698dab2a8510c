/* SPDX-License-Identifier: MIT */
/*
 * Tables of the user's, given as text: checked at once, put with the commit.
 */
#include "indexer/write/writer.h"

static yz_status
give(yz_writer *w, user_table which, yz_str text, yz_error *err)
{
    buffer stored = { .from = w->index->memory };
    TRY(writer_check(w, err));
    const yz_status status = user_table_parse(which, text, &stored, err);
    if (status != YZ_OK) {
        buffer_dispose(&stored);
        return status;
    }
    buffer_dispose(&w->user_tables[which]);
    w->user_tables[which] = stored;
    return YZ_OK;
}

yz_status
yz_writer_set_lookalikes(yz_writer *w, yz_str text, yz_error *reterr)
{
    return give(w, USER_LOOKALIKES, text, reterr);
}

yz_status
yz_writer_set_synonyms(yz_writer *w, yz_str text, yz_error *reterr)
{
    return give(w, USER_SYNONYMS, text, reterr);
}

bool
writer_has_user_tables(const yz_writer *w)
{
    for (int which = 0; which < USER_TABLE_COUNT; which++)
        if (w->user_tables[which].size)
            return true;
    return false;
}

yz_status
writer_put_user_tables(yz_writer *w, store_txn *txn, yz_error *err)
{
    for (int which = 0; which < USER_TABLE_COUNT; which++) {
        const buffer *stored = &w->user_tables[which];
        if (stored->size)
            TRY(user_table_put(txn, (user_table)which, buffer_str(stored),
                               err));
    }
    return YZ_OK;
}

void
writer_drop_user_tables(yz_writer *w)
{
    for (int which = 0; which < USER_TABLE_COUNT; which++)
        buffer_dispose(&w->user_tables[which]);
}
