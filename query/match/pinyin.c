/* SPDX-License-Identifier: MIT */
/*
 * The pairs of the index itself say which characters are neighbours, so a
 * syllable of two hundred characters beside another costs no more than the
 * pairs that occur. What has a pair for each two syllables is compared.
 */
#include "query/match/pinyin.h"

#include <string.h>

/* ---- comparing --------------------------------------------------------------- */

static bool
row_stands_at(const pinyin_row *row, const uint16_t *units)
{
    for (size_t i = 0; i < row->count; i++)
        if (!pinyin_class_has(row->classes[i], units[i]))
            return false;
    return true;
}

bool
pinyin_match_next(const pinyin_query *q, const uint16_t *units, uint32_t length,
                  uint32_t from, pattern_match *ret_match)
{
    for (uint32_t at = from; at < length; at++)
        for (size_t i = 0; i < q->count; i++) {
            const pinyin_row *row = &q->rows[i];
            if (row->count > length - at || !row_stands_at(row, units + at))
                continue;
            *ret_match = (pattern_match){ at, at + (uint32_t)row->count };
            return true;
        }
    return false;
}

/* ---- candidates --------------------------------------------------------------- */

typedef struct sound_finder {
    matcher *matcher;
    size_t words;       /**< of a set of passages, a bit each */
    uint64_t *found;    /**< by any row */
    uint64_t *row;      /**< by the pairs of the row so far */
    uint64_t *pair;     /**< by the pair at hand */
    uint32_t *passages; /**< room for the longest list */
} sound_finder;

static yz_status
list_mark(sound_finder *f, const list_place *where)
{
    matcher *m = f->matcher;
    posting_list list;
    TRY(cancellation_poll(m->cancellation, m->err));
    TRY(segment_gram_list(m->segment, where, &list, m->err));
    TRY(postings_decode(&list, f->passages, NULL, m->err));
    for (uint32_t i = 0; i < list.count; i++)
        f->pair[f->passages[i] / 64] |= 1ull << f->passages[i] % 64;
    return YZ_OK;
}

/* The grams that begin with a character: alone, or with one of a class. */
static yz_status
mark_after(sound_finder *f, uint32_t first, const pinyin_class *second)
{
    segment *s = f->matcher->segment;
    grams_cursor c;
    yz_status status;
    TRY(grams_cursor_open(&s->blobs[BLOB_GRAM], gram_of(first, second ? 1 : 0),
                          &c, f->matcher->err));
    while ((status = grams_cursor_next(&c, f->matcher->err)) == YZ_OK) {
        const uint32_t other = gram_second(c.key);
        if (gram_first(c.key) != first || (!second && other))
            return YZ_OK;
        if (!second || pinyin_class_has(second, other))
            TRY(list_mark(f, &c.where));
    }
    return status == YZ_DONE ? YZ_OK : status;
}

/* Passages with characters of two classes side by side; NULL: of one. */
static yz_status
mark_pair(sound_finder *f, const pinyin_class *first,
          const pinyin_class *second)
{
    memset(f->pair, 0, f->words * sizeof(*f->pair));
    for (uint32_t c = PINYIN_FIRST; c <= PINYIN_LAST; c++)
        if (pinyin_class_has(first, c))
            TRY(mark_after(f, c, second));
    return YZ_OK;
}

static yz_status
mark_row(sound_finder *f, const pinyin_row *row)
{
    memset(f->row, 0xff, f->words * sizeof(*f->row));
    for (size_t i = 0; i + 1 < row->count || i == 0; i++) {
        const bool single = row->count == 1;
        TRY(mark_pair(f, row->classes[i], single ? NULL : row->classes[i + 1]));
        for (size_t j = 0; j < f->words; j++)
            f->row[j] &= f->pair[j];
    }
    for (size_t j = 0; j < f->words; j++)
        f->found[j] |= f->row[j];
    return YZ_OK;
}

/* ---- the whole ----------------------------------------------------------------- */

static yz_status
finder_init(sound_finder *f, matcher *m)
{
    const size_t passages = m->segment->info.passages;
    *f = (sound_finder){ .matcher = m, .words = passages / 64 + 1 };
    f->found = arena_array(m->arena, f->words, sizeof(*f->found));
    f->row = arena_array(m->arena, f->words, sizeof(*f->row));
    f->pair = arena_array(m->arena, f->words, sizeof(*f->pair));
    f->passages = arena_array(m->arena, passages + 1, sizeof(*f->passages));
    return f->found && f->row && f->pair && f->passages ? YZ_OK
                                                        : error_nomem(m->err);
}

static yz_status
compare(matcher *m, const pinyin_query *q, uint32_t passage, passage_set *out)
{
    const uint16_t *units;
    uint32_t length;
    pattern_match match;
    TRY(cancellation_poll(m->cancellation, m->err));
    TRY(segment_skeleton(m->segment, passage, &m->context->skeletons, &units,
                         &length, m->err));
    if (pinyin_match_next(q, units, length, 0, &match))
        out->hits[out->count++] = (hit){ passage, YZ_TIER_PINYIN, 0 };
    return YZ_OK;
}

yz_status
pinyin_match_find(matcher *m, const pinyin_query *q, passage_set *ret_hits)
{
    sound_finder f;
    const uint32_t passages = m->segment->info.passages;
    TRY(finder_init(&f, m));
    for (size_t i = 0; i < q->count; i++)
        TRY(mark_row(&f, &q->rows[i]));
    *ret_hits = passage_set_new(m->arena, passages);
    if (!ret_hits->hits)
        return error_nomem(m->err);
    for (uint32_t i = 0; i < passages; i++)
        if (f.found[i / 64] >> i % 64 & 1)
            TRY(compare(m, q, i, ret_hits));
    return YZ_OK;
}
