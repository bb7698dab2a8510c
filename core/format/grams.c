/* SPDX-License-Identifier: MIT */
/*
 * In a block, a gram is coded as a difference from the one before (before the first: 0, 0): a
 * varint of what the second character has more, << 1; or, where the first
 * character is another, of what that has more, << 1 | 1, then a varint of the
 * second. So a pair behind its neighbour costs one or two bytes.
 */
#include "core/format/grams.h"

#include "core/base/bit_set.h"

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

/* ---- one entry ------------------------------------------------------------ */

/* A key that follows `at` in a block; false: there is none such. */
static inline bool
key_after(gram_key at, uint64_t coded, uint32_t second, gram_key *ret_key)
{
    const bool other = coded & 1;
    const uint64_t more = coded >> 1;
    const uint64_t first = gram_first(at) + (other ? more : 0);
    const uint64_t last = other ? second : gram_second(at) + more;
    *ret_key = first << 21 | last;
    return first <= CODE_MAX && last <= CODE_MAX;
}

static inline bool
take_any(grams_cursor *c)
{
    bytes *in = &c->entries.in;
    const uint64_t coded = bytes_take_varint32(in);
    const uint32_t second = coded & 1 ? bytes_take_varint32(in) : 0;
    lexicon_take(&c->entries, &c->where);
    return key_after(c->key, coded, second, &c->key) && !in->bad;
}

/* take_any() of short numbers that do not stand at the end of what can be
 * read, which nearly all are; false: it is none such, and nothing is taken. */
static inline bool
take_short(grams_cursor *c)
{
    const uint8_t *at = c->entries.in.at;
    short_list list;
    gram_key key;
    if (bytes_left(&c->entries.in) < SHORT_ENTRY_ROOM)
        return false;
    const uint32_t coded = bytes_short_varint(&at);
    const uint32_t second = coded & 1 ? bytes_short_varint(&at) : 0;
    if (coded == UINT32_MAX || !key_after(c->key, coded, second, &key) ||
        !short_list_take(&at, &list))
        return false;
    c->where = short_list_place(&list, c->entries.next);
    c->key = key;
    c->entries.next += c->where.size;
    c->entries.in.at = at;
    c->entries.left--;
    return true;
}

static yz_status
take_entry(grams_cursor *c, yz_error *err)
{
    return take_short(c) || take_any(c) ? YZ_OK : lexicon_corrupt(err);
}

/* ---- skipping entries ------------------------------------------------------- */

static const uint64_t HIGH_BITS = 0x8080808080808080;

/* The bits up to and with the lowest one of `ends`. */
static inline uint64_t
up_to_end(uint64_t ends)
{
    return ends ^ (ends - 1);
}

static inline uint64_t
without_end(uint64_t ends)
{
    return ends & (ends - 1);
}

/* Behind the number that the lowest of `ends`, not 0, ends: its first bit. */
static inline uint32_t
bit_behind(uint64_t ends)
{
    return word_lowest(ends) + 1;
}

enum { NUMBER_TOO_LONG = 1 << 22 };

/* The varint from bit `from` to the lowest of `ends`; NUMBER_TOO_LONG: longer. */
static inline uint32_t
number_in(uint64_t word, uint32_t from, uint64_t ends)
{
    const uint64_t n = (word & up_to_end(ends)) >> from;
    if (n >> 24)
        return NUMBER_TOO_LONG;
    return (uint32_t)((n & 0x7f) | (n >> 1 & 0x3f80) | (n >> 2 & 0x1fc000));
}

/*
 * Pass entries before `key` as long as the first character stays and each lies
 * within eight bytes. Where the numbers of an entry end is seen in one word:
 * the term, the head, and one, or two if some of the list are marked. No
 * branch depends on which.
 */
static void
skip_short(grams_cursor *c, gram_key key)
{
    const uint8_t *from = c->entries.in.at;
    const uint8_t *const end = c->entries.in.end;
    blob_place next = c->entries.next;
    uint32_t left = c->entries.left;
    gram_key at = c->key;
    while (left > 0 && end - from >= 8) {
        const uint64_t word = bytes_u64_at(from);
        const uint64_t term = ~word & HIGH_BITS;
        const uint64_t head = without_end(term);
        if (word & 1 || !head)
            break;
        const uint32_t low = word >> bit_behind(term) & 0xff;
        const uint64_t before = low & 1 ? without_end(head) : head;
        const uint64_t last = without_end(before);
        if (!last)
            break;
        const uint32_t more = number_in(word, 0, term) >> 1;
        const uint32_t size = number_in(word, bit_behind(before), last);
        if (at + more >= key || gram_second(at) + more > CODE_MAX ||
            size == NUMBER_TOO_LONG)
            break;
        next += low >> 1 == 1 ? 0 : size; /* one posting has no list */
        at += more;
        from += bit_behind(last) / 8;
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
    while (c->entries.left > 0 && !c->waiting) {
        TRY(take_entry(c, err));
        c->waiting = c->key >= key;
        if (!c->waiting)
            skip_short(c, key);
    }
    return YZ_OK;
}

/* ---- the dictionary --------------------------------------------------------- */

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
    return take_entry(c, err);
}

yz_status
grams_find(blob_reader *dictionary, gram_key key, list_place *ret_where,
           yz_error *err)
{
    TRY(grams_find_all(dictionary, &key, 1, ret_where, err));
    return ret_where->count ? YZ_OK : YZ_DONE;
}

/* Of the block that has the key if one has it. */
static yz_status
find_in_block(const lexicon *l, uint32_t block, gram_key key,
              list_place *ret_where, yz_error *err)
{
    grams_cursor c = { .lexicon = *l };
    TRY(lexicon_block_open(l, block, &c.entries, err));
    TRY(skip_to(&c, key, err));
    *ret_where = c.waiting && c.key == key ? c.where : (list_place){ 0 };
    return YZ_OK;
}

yz_status
grams_find_all(blob_reader *dictionary, const gram_key *keys, size_t count,
               list_place *ret_places, yz_error *err)
{
    lexicon l;
    uint32_t blocks[GRAMS_AT_ONCE]; /* with keys that are not above */
    TRY(lexicon_open(dictionary, &l, err));
    for (size_t i = 0; i < count; i++) {
        blocks[i] = lexicon_lower_bound(&l, keys[i] + 1);
        lexicon_prefetch_place(&l, blocks[i]);
    }
    for (size_t i = 0; i < count; i++)
        lexicon_prefetch_block(&l, blocks[i]);
    for (size_t i = 0; i < count; i++) {
        ret_places[i] = (list_place){ 0 };
        if (blocks[i])
            TRY(find_in_block(&l, blocks[i] - 1, keys[i], &ret_places[i], err));
    }
    return YZ_OK;
}
