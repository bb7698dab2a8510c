/* SPDX-License-Identifier: MIT */
/*
 * The pairs of the index itself say which characters are neighbours, so a
 * syllable of two hundred characters beside another costs no more than the
 * pairs that occur. What has a pair for each two syllables is compared.
 */
#include "query/match/pinyin.h"

/* ---- comparing --------------------------------------------------------------- */

static bool
row_occurs_at(const pinyin_row *row, const uint16_t *units)
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
            if (row->count > length - at || !row_occurs_at(row, units + at))
                continue;
            *ret_match = (pattern_match){ at, at + (uint32_t)row->count };
            return true;
        }
    return false;
}

/* ---- candidates --------------------------------------------------------------- */

typedef struct sound_finder {
    const match_context *context;
    passage_set found;  /**< by any row; bits, as the other two */
    passage_set row;    /**< by the pairs of the row so far */
    passage_set pair;   /**< by the pair at hand */
    uint32_t *passages; /**< with the capacity for the longest list */
} sound_finder;

static yz_status
list_add(sound_finder *f, const list_place *where)
{
    const match_context *m = f->context;
    posting_list list;
    TRY(cancellation_poll(m->cancellation, m->err));
    TRY(segment_gram_list(m->segment, where, &list, m->err));
    TRY(postings_decode(&list, f->passages, NULL, m->err));
    passage_set_add(&f->pair, f->passages, list.count);
    return YZ_OK;
}

/* The grams that begin with a character: alone, or with one of a class. */
static yz_status
add_after(sound_finder *f, uint32_t first, const pinyin_class *second)
{
    const match_context *m = f->context;
    grams_cursor c;
    yz_status status;
    TRY(grams_cursor_open(&m->segment->blobs[BLOB_GRAM],
                          gram_of(first, second ? 1 : 0), &c, m->err));
    while ((status = grams_cursor_next(&c, m->err)) == YZ_OK) {
        const uint32_t other = gram_second(c.key);
        if (gram_first(c.key) != first || (!second && other))
            return YZ_OK;
        if (!second || pinyin_class_has(second, other))
            TRY(list_add(f, &c.where));
    }
    return status == YZ_DONE ? YZ_OK : status;
}

/* Passages with characters of two classes side by side; NULL: of one. */
static yz_status
find_pair(sound_finder *f, const pinyin_class *first,
          const pinyin_class *second)
{
    passage_set_clear(&f->pair);
    for (uint32_t c = PINYIN_FIRST; c <= PINYIN_LAST; c++)
        if (pinyin_class_has(first, c))
            TRY(add_after(f, c, second));
    return YZ_OK;
}

static yz_status
find_row(sound_finder *f, const pinyin_row *row)
{
    const bool single = row->count == 1;
    passage_set_clear(&f->row);
    for (size_t i = 0; i + 1 < row->count || i == 0; i++) {
        TRY(find_pair(f, row->classes[i], single ? NULL : row->classes[i + 1]));
        if (i == 0)
            passage_set_merge(&f->row, &f->pair);
        else
            passage_set_keep(&f->row, &f->pair);
    }
    passage_set_merge(&f->found, &f->row);
    return YZ_OK;
}

/* ---- the whole ----------------------------------------------------------------- */

static yz_status
finder_init(sound_finder *f, const match_context *m)
{
    const uint32_t passages = m->segment->info.passages;
    *f = (sound_finder){ .context = m };
    f->found = passage_set_new_bits(m->arena, passages, YZ_TIER_PINYIN);
    f->row = passage_set_new_bits(m->arena, passages, YZ_TIER_PINYIN);
    f->pair = passage_set_new_bits(m->arena, passages, YZ_TIER_PINYIN);
    f->passages =
        arena_array(m->arena, (size_t)passages + 1, sizeof(*f->passages));
    return f->found.bits && f->row.bits && f->pair.bits && f->passages
               ? YZ_OK
               : error_nomem(m->err);
}

static yz_status
is_read_so(const match_context *m, const pinyin_query *q, uint32_t passage,
           bool *ret_is)
{
    const uint16_t *units;
    uint32_t length;
    pattern_match match;
    TRY(cancellation_poll(m->cancellation, m->err));
    TRY(segment_skeleton(m->segment, passage, &m->patterns->skeletons, &units,
                         &length, m->err));
    *ret_is = pinyin_match_next(q, units, length, 0, &match);
    return YZ_OK;
}

yz_status
pinyin_match_find(const match_context *m, const pinyin_query *q,
                  passage_set *ret_passages)
{
    sound_finder f;
    uint32_t count = 0;
    TRY(finder_init(&f, m));
    for (size_t i = 0; i < q->count; i++)
        TRY(find_row(&f, &q->rows[i]));
    passage_set list = passage_set_list(&f.found, f.found.count, m->arena);
    if (!list.passages)
        return error_nomem(m->err);
    for (uint32_t i = 0; i < list.count; i++) {
        bool is;
        TRY(is_read_so(m, q, list.passages[i], &is));
        if (is)
            list.passages[count++] = list.passages[i];
    }
    list.count = count;
    *ret_passages = list;
    return YZ_OK;
}
