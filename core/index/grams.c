/* SPDX-License-Identifier: MIT */
/*
 * In a block, a gram is told from the one before (before the first: 0, 0): a
 * varint of what the second character has more, << 1; or, where the first
 * character is another, of what that has more, << 1 | 1, then a varint of the
 * second. So a pair behind its neighbour costs one or two bytes.
 */
#include "core/index/grams.h"

enum { CODE_MAX = 0x1fffff };

void
grams_append(grams_writer *w, gram_key key, const list_place *where)
{
    if (lexicon_begin(&w->lexicon, key, where))
        w->before = 0;
    const uint32_t first = gram_first(key) - gram_first(w->before);
    buffer *out = &w->lexicon.entries;
    if (first > 0) {
        buffer_put_varint(out, (uint64_t)first << 1 | 1);
        buffer_put_varint(out, gram_second(key));
    } else {
        buffer_put_varint(
            out, (uint64_t)(gram_second(key) - gram_second(w->before)) << 1);
    }
    lexicon_end(&w->lexicon, where);
    w->before = key;
}

bool
grams_finish(grams_writer *w)
{
    return lexicon_finish(&w->lexicon);
}

static inline bool
take_entry(lexicon_block *b, gram_key *key, list_place *ret_where)
{
    const uint64_t coded = bytes_take_varint32(&b->in);
    uint64_t first = gram_first(*key);
    uint64_t second = gram_second(*key);
    if (coded & 1) {
        first += coded >> 1;
        second = bytes_take_varint32(&b->in);
    } else {
        second += coded >> 1;
    }
    lexicon_take(b, ret_where);
    *key = first << 21 | second;
    return !b->in.bad && first <= CODE_MAX && second <= CODE_MAX;
}

/*
 * skip_to() as far as numbers are short and do not stand at the end of what
 * can be read; nearly always that is all the way. Works on copies, which the
 * compiler keeps in registers.
 */
static void
skip_short(grams_cursor *c, gram_key key)
{
    const uint8_t *from = c->entries.in.at;
    const uint8_t *const end = c->entries.in.end;
    blob_place next = c->entries.next;
    uint32_t left = c->entries.left;
    gram_key at = c->key;
    while (left > 0 && end - from >= SHORT_ENTRY_ROOM && !c->waiting) {
        short_list list;
        const uint8_t *to = from;
        const uint32_t coded = bytes_short_varint(&to);
        gram_key reached = at + (coded >> 1);
        if (coded & 1) {
            const uint32_t second = bytes_short_varint(&to);
            reached = gram_of(gram_first(at) + (coded >> 1), 0) | second;
            if (second > CODE_MAX)
                break;
        }
        if (coded == UINT32_MAX || gram_first(reached) > CODE_MAX ||
            (!(coded & 1) && gram_first(reached) != gram_first(at)) ||
            !short_list_take(&to, &list))
            break;
        if (reached >= key) {
            c->waiting = true;
            c->where = short_list_place(&list, next);
        }
        next += list.count == 1 ? 0 : list.coded;
        at = reached;
        from = to;
        left--;
    }
    c->entries.in.at = from;
    c->entries.next = next;
    c->entries.left = left;
    c->key = at;
}

/* Go to the first entry of the open block that is not before `key`. */
static yz_status
skip_to(grams_cursor *c, gram_key key, yz_error *err)
{
    skip_short(c, key);
    if (c->waiting)
        return YZ_OK;
    lexicon_block entries = c->entries;
    list_place where = { 0 };
    gram_key at = c->key;
    bool found = false;
    while (entries.left > 0 && !found) {
        if (!take_entry(&entries, &at, &where))
            return lexicon_corrupt(err);
        found = at >= key;
    }
    c->entries = entries;
    c->where = where;
    c->key = at;
    c->waiting = found;
    return YZ_OK;
}

yz_status
grams_cursor_open(blob_reader *dictionary, gram_key from,
                  grams_cursor *ret_cursor, yz_error *err)
{
    ret_cursor->key = 0;
    ret_cursor->block = 0;
    ret_cursor->entries.left = 0;
    ret_cursor->waiting = false;
    TRY(lexicon_open(dictionary, &ret_cursor->lexicon, err));
    const uint32_t blocks = lexicon_lower_bound(&ret_cursor->lexicon, from + 1);
    if (blocks == 0)
        return YZ_OK;
    ret_cursor->block = blocks;
    TRY(lexicon_block_open(&ret_cursor->lexicon, blocks - 1,
                           &ret_cursor->entries, err));
    return skip_to(ret_cursor, from, err);
}

yz_status
grams_cursor_next(grams_cursor *c, yz_error *err)
{
    if (c->waiting) {
        c->waiting = false;
        return YZ_OK;
    }
    if (c->entries.left == 0) {
        if (c->block >= c->lexicon.block_count)
            return YZ_DONE;
        TRY(lexicon_block_open(&c->lexicon, c->block++, &c->entries, err));
        c->key = 0;
    }
    skip_short(c, 0); /* the next one is not before 0 */
    if (c->waiting) {
        c->waiting = false;
        return YZ_OK;
    }
    return take_entry(&c->entries, &c->key, &c->where) ? YZ_OK
                                                       : lexicon_corrupt(err);
}

void
grams_prefetch(blob_reader *dictionary, const gram_key *keys, size_t count)
{
    lexicon l;
    uint32_t blocks[GRAMS_AT_ONCE];
    if (lexicon_open(dictionary, &l, NULL) != YZ_OK)
        return;
    for (size_t i = 0; i < count; i++) {
        blocks[i] = lexicon_lower_bound(&l, keys[i] + 1);
        lexicon_prefetch_place(&l, blocks[i]);
    }
    for (size_t i = 0; i < count; i++)
        lexicon_prefetch_block(&l, blocks[i]);
}

yz_status
grams_find(blob_reader *dictionary, gram_key key, list_place *ret_where,
           yz_error *err)
{
    grams_cursor c;
    TRY(grams_cursor_open(dictionary, key, &c, err));
    if (!c.waiting || c.key != key)
        return YZ_DONE;
    *ret_where = c.where;
    return YZ_OK;
}
