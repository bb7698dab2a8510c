/* SPDX-License-Identifier: MIT */
/*
 * The passages of a frequent string are some of those of a part of it, and so
 * on down to a gram, or to all passages. That list is decoded, and the others
 * select from it one after the other.
 */
#include "core/format/segment.h"
#include "core/format/subset.h"

yz_status
segment_frequent(segment *s, frequent_key key, frequent_entry *ret_entry,
                 yz_error *err)
{
    if (!s->info.frequent)
        return YZ_DONE;
    const yz_status found =
        frequent_find(&s->blobs[BLOB_FREQUENT], key, ret_entry, err);
    if (found == YZ_OK && ret_entry->count > s->info.passages)
        return error_corrupt(err, "a posting list is too long");
    return found;
}

/* From a string to the part of it that is no frequent string. */
typedef struct part_chain {
    frequent_entry entries[FREQUENT_LENGTH_MAX];
    uint32_t count;
    frequent_key last; /* what the last is within, if that is a part */
} part_chain;

static yz_status
follow_parts(segment *s, frequent_key key, const frequent_entry *entry,
             part_chain *ret_chain, yz_error *err)
{
    part_chain *c = ret_chain;
    c->entries[0] = *entry;
    c->count = 1;
    c->last = key;
    for (;;) {
        const frequent_entry *within = &c->entries[c->count - 1];
        if (within->within == WITHIN_ALL)
            return YZ_OK;
        c->last = frequent_key_part(c->last, within->within);
        if (frequent_key_length(c->last) < FREQUENT_LENGTH_MIN)
            return YZ_OK;
        frequent_entry *next = &c->entries[c->count++];
        const yz_status found = segment_frequent(s, c->last, next, err);
        if (found == YZ_DONE)
            return error_corrupt(err, "a part of a frequent string is missing");
        if (found != YZ_OK)
            return found;
    }
}

static yz_status
gram_passages(segment *s, frequent_key pair, arena *a, uint32_t **ret_passages,
              uint32_t *ret_count, yz_error *err)
{
    list_place where;
    posting_list list;
    const gram_key key =
        gram_of(frequent_key_unit(pair, 0), frequent_key_unit(pair, 1));
    const yz_status found = segment_gram(s, key, &where, err);
    if (found == YZ_DONE)
        return error_corrupt(err, "a part of a frequent string is missing");
    if (found != YZ_OK)
        return found;
    TRY(segment_gram_list(s, &where, &list, err));
    *ret_count = where.count;
    *ret_passages = arena_array(a, where.count, sizeof(**ret_passages));
    if (!*ret_passages)
        return error_nomem(err);
    return postings_decode(&list, *ret_passages, NULL, err);
}

/* Of `limit` passages (from NULL: of all), those that an entry selects. */
static yz_status
select_passages(segment *s, const frequent_entry *entry, uint32_t limit,
                const uint32_t *from, uint32_t *to, yz_error *err)
{
    const uint32_t size = entry->where.size;
    bytes in;
    if (size == 0 && entry->count != limit)
        return error_corrupt(err, "a frequent string has no list");
    for (uint32_t i = 0; size == 0 && !from && i < limit; i++)
        to[i] = i;
    if (size == 0)
        return YZ_OK;
    TRY(blob_rest(&s->blobs[BLOB_FREQUENT_LIST], entry->where.place, &in, err));
    const uint8_t *const end = in.end;
    if (size > bytes_left(&in) || entry->count > limit)
        return error_corrupt(err, "a list of a string cannot be decoded");
    in.end = in.at + size;
    const subset selected = { in, end, entry->count, limit, entry->others };
    return subset_take(&selected, from, to, err);
}

yz_status
segment_frequent_passages(segment *s, frequent_key key,
                          const frequent_entry *entry, arena *a,
                          uint32_t **ret_passages, yz_error *err)
{
    part_chain chain;
    uint32_t *passages = NULL;
    const uint32_t *from = NULL;
    uint32_t count = s->info.passages;
    TRY(follow_parts(s, key, entry, &chain, err));
    const frequent_entry *const last = &chain.entries[chain.count - 1];
    if (last->within == WITHIN_ALL)
        passages = arena_array(a, last->count, sizeof(*passages));
    else
        TRY(gram_passages(s, chain.last, a, &passages, &count, err));
    if (!passages)
        return error_nomem(err);
    if (last->within != WITHIN_ALL)
        from = passages;
    for (uint32_t i = chain.count; i-- > 0; from = passages) {
        TRY(select_passages(s, &chain.entries[i], count, from, passages, err));
        count = chain.entries[i].count;
    }
    *ret_passages = passages;
    return YZ_OK;
}
