/* SPDX-License-Identifier: MIT */
#include "core/index/user_tables.h"
#include "core/base/abi.h"
#include "core/base/seal.h"
#include "core/base/utf8.h"

static const char *const keys[USER_TABLE_COUNT] = {
    [USER_LOOKALIKES] = "lookalikes",
    [USER_SYNONYMS] = "synonyms",
    [USER_NOTE] = "note",
};

/* ---- from text to the store --------------------------------------------- */

static yz_status
encode(user_table which, yz_str text, arena *a, buffer *out, yz_error *err)
{
    lookalike_pairs pairs;
    synonyms words;
    if (which == USER_LOOKALIKES) {
        TRY(lookalike_pairs_parse(text, a, &pairs, err));
        lookalike_pairs_encode(&pairs, out);
    } else if (which == USER_SYNONYMS) {
        TRY(synonyms_parse(text, a, &words, err));
        synonyms_encode(&words, out);
    } else {
        buffer_put_text(out, text);
    }
    seal_put(out);
    return buffer_ok(out) ? YZ_OK : error_nomem(err);
}

yz_status
user_table_parse(user_table which, yz_str text, buffer *out, yz_error *err)
{
    arena a = { .from = out->from };
    if (which == USER_NOTE && text.size > YZ_NOTE_SIZE_MAX)
        return error_set(err, YZ_E_LIMIT,
                         "the note has %zu bytes, but the limit is %zu",
                         text.size, YZ_NOTE_SIZE_MAX);
    if (which != USER_NOTE &&
        utf8_valid_prefix(text.data, text.size) < text.size)
        return error_set(err, YZ_E_SOURCE, "it is not UTF-8");
    const yz_status status = encode(which, text, &a, out, err);
    arena_dispose(&a);
    return status;
}

yz_status
user_table_put(store_txn *txn, user_table which, yz_str stored, yz_error *err)
{
    return store_put(txn, STORE_META, str_of(keys[which]), stored, err);
}

/* Whether a table is as it was written, and decodes. */
static yz_status
is_whole(user_table which, bytes in, const yz_allocator *memory, bool *ret_is,
         yz_error *err)
{
    arena a = { .from = memory };
    lookalike_pairs pairs;
    synonyms words;
    yz_status status;
    if (!seal_take(&in))
        status = YZ_E_CORRUPT;
    else if (which == USER_LOOKALIKES)
        status = lookalike_pairs_decode(in, &a, &pairs, err);
    else
        status = which == USER_SYNONYMS ? synonyms_decode(in, &a, &words, err)
                                        : YZ_OK;
    arena_dispose(&a);
    *ret_is = status == YZ_OK;
    return status == YZ_E_CORRUPT ? YZ_OK : status;
}

yz_status
user_tables_copy(store_txn *from, store_txn *to, yz_error *err)
{
    for (int which = 0; which < USER_TABLE_COUNT; which++) {
        bytes in;
        bool whole;
        const yz_status status =
            store_get(from, STORE_META, str_of(keys[which]), &in, err);
        if (status == YZ_DONE)
            continue;
        if (status != YZ_OK)
            return status;
        TRY(is_whole((user_table)which, in, store_txn_memory(from), &whole,
                     err));
        const yz_str stored = { (const char *)in.at, bytes_left(&in) };
        if (whole)
            TRY(user_table_put(to, (user_table)which, stored, err));
    }
    return YZ_OK;
}

/* ---- from the store to queries ------------------------------------------ */

/* YZ_DONE: the user has given none. */
static yz_status
get(store_txn *txn, user_table which, bytes *ret_value, yz_error *err)
{
    TRY(store_get(txn, STORE_META, str_of(keys[which]), ret_value, err));
    if (!seal_take(ret_value))
        return error_corrupt(
            err, "a table set by the user is not as it was written");
    return YZ_OK;
}

/* Texts are folded when they are compared, so the pairs are folded too. */
static void
fold_pairs(lookalike_pairs *pairs, const fold_table *fold)
{
    for (size_t i = 0; i < pairs->count; i++) {
        pairs->items[i].query = fold_table_char(fold, pairs->items[i].query);
        pairs->items[i].text = fold_table_char(fold, pairs->items[i].text);
    }
    lookalike_pairs_sort(pairs);
}

static yz_status
load(yz_snapshot *s, user_tables *t, yz_error *err)
{
    bytes in;
    const yz_index *index = s->index;
    yz_status status = get(s->txn, USER_LOOKALIKES, &in, err);
    if (status == YZ_OK) {
        TRY(lookalike_pairs_decode(in, &s->arena, &t->lookalikes, err));
        fold_pairs(&t->lookalikes, index->fold);
    } else if (status != YZ_DONE) {
        return status;
    }
    status = get(s->txn, USER_SYNONYMS, &in, err);
    if (status != YZ_OK)
        return status == YZ_DONE ? YZ_OK : status;
    TRY(synonyms_decode(in, &s->arena, &t->synonyms, err));
    return synonyms_prepare(&t->synonyms, index->fold, index->variants,
                            &s->arena, err);
}

yz_status
snapshot_user_tables(yz_snapshot *snapshot, const user_tables **ret_tables,
                     yz_error *err)
{
    if (!snapshot->user_tables) {
        user_tables *t = arena_alloc(&snapshot->arena, sizeof(*t));
        if (!t)
            return error_nomem(err);
        TRY(load(snapshot, t, err));
        snapshot->user_tables = t;
    }
    *ret_tables = snapshot->user_tables;
    return YZ_OK;
}

/* ---- and back to text --------------------------------------------------- */

static yz_status
tell(yz_snapshot *snapshot, user_table which, yz_write_fn write, void *context,
     yz_error *err)
{
    TRY(abi_require(snapshot, "snapshot", err));
    TRY(abi_require(write, "write callback", err));
    const user_tables *t = NULL;
    buffer out = { .from = snapshot->index->memory };
    TRY(snapshot_user_tables(snapshot, &t, err));
    if (which == USER_LOOKALIKES)
        lookalike_pairs_write(&t->lookalikes, &out);
    else
        synonyms_write(&t->synonyms, &out);
    const yz_status status = buffer_ok(&out) ? YZ_OK : error_nomem(err);
    if (status == YZ_OK && out.size)
        write(context, buffer_str(&out));
    buffer_dispose(&out);
    return status;
}

yz_status
yz_snapshot_lookalikes(yz_snapshot *snapshot, yz_write_fn write, void *context,
                       yz_error *reterr)
{
    return tell(snapshot, USER_LOOKALIKES, write, context, reterr);
}

yz_status
yz_snapshot_synonyms(yz_snapshot *snapshot, yz_write_fn write, void *context,
                     yz_error *reterr)
{
    return tell(snapshot, USER_SYNONYMS, write, context, reterr);
}

/* ---- the note of a program ---------------------------------------------- */

yz_status
yz_snapshot_note(yz_snapshot *snapshot, yz_str *ret_note, yz_error *reterr)
{
    bytes in;
    TRY(abi_require(snapshot, "snapshot", reterr));
    const yz_status status = get(snapshot->txn, USER_NOTE, &in, reterr);
    if (status == YZ_DONE)
        *ret_note = (yz_str){ 0 };
    else if (status == YZ_OK)
        *ret_note = (yz_str){ (const char *)in.at, bytes_left(&in) };
    return status == YZ_DONE ? YZ_OK : status;
}

yz_status
user_note_check(yz_snapshot *snapshot, yz_error *err)
{
    yz_str note;
    return yz_snapshot_note(snapshot, &note, err);
}
