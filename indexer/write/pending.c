/* SPDX-License-Identifier: MIT */
#include "indexer/write/pending.h"

pending
pending_of(const yz_allocator *memory)
{
    pending p = { .arena.from = memory,
                  .sources.from = memory,
                  .names = term_table_of(memory),
                  .dropped = term_table_of(memory),
                  .deletions.from = memory,
                  .given = given_table_of(memory),
                  .foreign = term_table_of(memory) };
    for (int which = 0; which < USER_TABLE_COUNT; which++)
        p.tables[which].from = memory;
    return p;
}

void
pending_clear(pending *p)
{
    p->sources.count = 0;
    p->deletions.count = 0;
    p->has_removed = false;
    term_table_dispose(&p->names);
    term_table_dispose(&p->dropped);
    term_table_dispose(&p->foreign);
    given_dispose(&p->given);
    for (int which = 0; which < USER_TABLE_COUNT; which++)
        buffer_dispose(&p->tables[which]);
    arena_dispose(&p->arena);
}

void
pending_dispose(pending *p)
{
    pending_clear(p);
    ARRAY_DISPOSE(&p->sources);
    ARRAY_DISPOSE(&p->deletions);
}

bool
pending_is_empty(const pending *p)
{
    bool empty =
        !p->sources.count && !p->dropped.terms.count && !p->deletions.count;
    for (int which = 0; which < USER_TABLE_COUNT; which++)
        empty = empty && !p->tables[which].size;
    return empty;
}

/* ---- sources ------------------------------------------------------------ */

static pending_source *
find(const pending *p, yz_str name)
{
    uint32_t number;
    if (!term_table_find(&p->names, name, &number) ||
        p->sources.items[number].is_withdrawn)
        return NULL;
    return &p->sources.items[number];
}

static yz_status
enter(pending *p, const pending_source *source, yz_error *err)
{
    uint32_t number;
    if (!ARRAY_RESERVE(&p->sources, 1) ||
        !term_table_number(&p->names, source->entry.name, &number))
        return error_nomem(err);
    if (number == p->sources.count)
        p->sources.count++;
    p->sources.items[number] = *source;
    return YZ_OK;
}

yz_status
pending_put_source(pending *p, const source_entry *entry, yz_error *err)
{
    return enter(p, &(pending_source){ .entry = *entry }, err);
}

yz_status
pending_touch_source(pending *p, const source_entry *entry, yz_error *err)
{
    const pending_source *before = find(p, entry->name);
    const pending_source touched = { .entry = *entry,
                                     .is_touched =
                                         !before || before->is_touched };
    return enter(p, &touched, err);
}

const source_entry *
pending_entered(const pending *p, yz_str name)
{
    const pending_source *found = find(p, name);
    return found ? &found->entry : NULL;
}

yz_status
pending_find_source(pending *p, store_txn *txn, yz_str name,
                    source_entry *ret_entry, yz_error *err)
{
    uint32_t number;
    const source_entry *entered = pending_entered(p, name);
    if (entered) {
        *ret_entry = *entered;
        return YZ_OK;
    }
    if (term_table_find(&p->dropped, name, &number))
        return YZ_DONE;
    return catalog_find_source(txn, name, &p->arena, ret_entry, err);
}

/* It is no longer what its content and stamp say. */
static void
outdate(pending_source *source)
{
    source->entry.content_hash = 0;
    source->entry.stamp = (file_stamp){ 0 };
}

yz_status
pending_drop_source(pending *p, yz_str name, yz_error *err)
{
    uint32_t number;
    pending_source *entered = find(p, name);
    if (!term_table_number(&p->dropped, name, &number))
        return error_nomem(err);
    if (entered && entered->is_touched)
        entered->is_withdrawn = true;
    else if (entered)
        outdate(entered);
    return YZ_OK;
}

/* ---- passages ----------------------------------------------------------- */

yz_status
pending_delete(pending *p, passage_place place, yz_error *err)
{
    return ARRAY_PUSH(&p->deletions, place) ? YZ_OK : error_nomem(err);
}

static yz_status
delete_range(pending *p, given_range *range, yz_error *err)
{
    if (!ARRAY_RESERVE(&p->deletions, range->count))
        return error_nomem(err);
    for (uint32_t i = 0; i < range->count; i++)
        p->deletions.items[p->deletions.count++] =
            (passage_place){ range->first.segment, range->first.passage + i };
    range->count = 0;
    return YZ_OK;
}

yz_status
pending_give(pending *p, yz_str report, const yz_str *id, given_range range,
             yz_error *err)
{
    given_range *own = given_at(&p->given, report, id);
    if (!own)
        return error_nomem(err);
    TRY(delete_range(p, own, err));
    *own = range;
    return YZ_OK;
}

yz_status
pending_take_back(pending *p, yz_str report, yz_str id, bool *ret_was_given,
                  bool *ret_was_removed, yz_error *err)
{
    given_range *own = given_at(&p->given, report, &id);
    if (!own)
        return error_nomem(err);
    pending_source *entered = find(p, report);
    *ret_was_given = own->count > 0;
    *ret_was_removed = own->is_removed;
    own->is_removed = true;
    if (entered && own->count)
        outdate(entered);
    return delete_range(p, own, err);
}

yz_status
pending_note_foreign(pending *p, yz_str report, yz_error *err)
{
    uint32_t number;
    return term_table_number(&p->foreign, report, &number) ? YZ_OK
                                                           : error_nomem(err);
}

bool
pending_is_foreign(const pending *p, yz_str report)
{
    uint32_t number;
    return term_table_find(&p->foreign, report, &number);
}

/* ---- the user's tables, and the commit ----------------------------------- */

yz_status
pending_set_table(pending *p, user_table which, yz_str text, yz_error *err)
{
    buffer stored = { .from = p->arena.from };
    const yz_status status = user_table_parse(which, text, &stored, err);
    if (status != YZ_OK) {
        buffer_dispose(&stored);
        return status;
    }
    buffer_dispose(&p->tables[which]);
    p->tables[which] = stored;
    return YZ_OK;
}

static yz_status
mark_deletions(const pending *p, commit *c)
{
    for (size_t i = 0; i < p->dropped.terms.count; i++)
        TRY(commit_delete_source(c, p->dropped.terms.items[i]));
    for (size_t i = 0; i < p->deletions.count; i++)
        TRY(commit_delete(c, p->deletions.items[i]));
    return commit_delete_replaced(c);
}

static yz_status
enter_sources(const pending *p, store_txn *txn, yz_error *err)
{
    for (size_t i = 0; i < p->dropped.terms.count; i++)
        TRY(catalog_remove_source(txn, p->dropped.terms.items[i], err));
    for (size_t i = 0; i < p->sources.count; i++)
        if (!p->sources.items[i].is_withdrawn)
            TRY(catalog_put_source(txn, &p->sources.items[i].entry, err));
    return YZ_OK;
}

static yz_status
put_tables(const pending *p, store_txn *txn, yz_error *err)
{
    for (int which = 0; which < USER_TABLE_COUNT; which++) {
        const buffer *stored = &p->tables[which];
        if (stored->size)
            TRY(user_table_put(txn, (user_table)which, buffer_str(stored),
                               err));
    }
    return YZ_OK;
}

yz_status
pending_apply(const pending *p, commit *c, yz_error *err)
{
    TRY(mark_deletions(p, c));
    TRY(enter_sources(p, c->txn, err));
    return put_tables(p, c->txn, err);
}
