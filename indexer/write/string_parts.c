/* SPDX-License-Identifier: MIT */
#include "indexer/write/string_parts.h"

/*
 * A part of this many times the passages is left alone: to go through them
 * takes longer than a few bytes are worth.
 */
enum { PART_SHARE_MAX = 32 };

yz_status
pair_lists_open(const segment_writer *from, pair_lists *ret_pairs,
                yz_error *err)
{
    pair_lists p = { .arena.from = from->index->memory };
    TRY(store_read_begin(from->index->store, &p.txn, err));
    yz_status status =
        blob_reader_of_writer(&from->blobs[BLOB_GRAM], p.txn, from->id,
                              BLOB_GRAM, &p.arena, &p.dictionary, err);
    if (status == YZ_OK)
        status =
            blob_reader_of_writer(&from->blobs[BLOB_GRAM_LIST], p.txn, from->id,
                                  BLOB_GRAM_LIST, &p.arena, &p.lists, err);
    if (status != YZ_OK) {
        pair_lists_close(&p);
        return status;
    }
    *ret_pairs = p;
    return YZ_OK;
}

void
pair_lists_close(pair_lists *p)
{
    if (p->txn)
        store_end(p->txn);
    p->txn = NULL;
    arena_dispose(&p->arena);
}

/* Where the list of a pair is; count 0: the segment has no such gram. */
static yz_status
find_pair(pair_lists *p, frequent_key pair, list_place *ret_where,
          yz_error *err)
{
    const gram_key key =
        gram_of(frequent_key_unit(pair, 0), frequent_key_unit(pair, 1));
    const yz_status found = grams_find(&p->dictionary, key, ret_where, err);
    return found == YZ_DONE ? YZ_OK : found;
}

/* A part that is a string, or a pair if it has but two units. */
static yz_status
look_at_part(const string_table *strings, frequent_key whole,
             frequent_within within, pair_lists *pairs, string_part *ret_part,
             yz_error *err)
{
    const frequent_key key = frequent_key_part(whole, within);
    *ret_part = (string_part){ within, STRING_NONE, 0 };
    if (frequent_key_length(key) < FREQUENT_LENGTH_MIN) {
        list_place where = { 0 };
        TRY(find_pair(pairs, key, &where, err));
        ret_part->passages = where.count;
        return YZ_OK;
    }
    ret_part->number = string_table_find(strings, key);
    if (ret_part->number != STRING_NONE)
        ret_part->passages = strings->items.items[ret_part->number].passages;
    return YZ_OK;
}

yz_status
string_part_find(const string_table *strings, uint32_t number,
                 pair_lists *pairs, uint32_t passages, string_part *ret_part,
                 yz_error *err)
{
    static const frequent_within parts[] = { WITHIN_FIRST, WITHIN_LAST };
    const string_count *whole = &strings->items.items[number];
    *ret_part = (string_part){ WITHIN_ALL, STRING_NONE, passages };
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
        string_part part;
        TRY(look_at_part(strings, whole->key, parts[i], pairs, &part, err));
        if (part.passages >= whole->passages &&
            part.passages <= ret_part->passages &&
            part.passages / PART_SHARE_MAX <= whole->passages)
            *ret_part = part;
    }
    return YZ_OK;
}

yz_status
pair_passages(pair_lists *p, frequent_key pair, uint32_t passages,
              uint32_t *ret_passages, yz_error *err)
{
    list_place where = { 0 };
    posting_list list;
    TRY(find_pair(p, pair, &where, err));
    TRY(postings_open(&p->lists, &where, passages, &list, err));
    return postings_decode(&list, ret_passages, NULL, err);
}
