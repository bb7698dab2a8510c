/* SPDX-License-Identifier: MIT */
/*
 * The dictionaries and lists against the texts, without sorting anything: each
 * posting adds a hash of its term and frequency to the sum of its passage, and
 * so did each term of the text. Where the sums differ, so do the two.
 *
 * The bounds of blocks are looked at, too: one that is too low would hide a
 * hit from who skips by them.
 */
#include "core/base/hash.h"
#include "indexer/maintain/check_parts.h"

#include <stdlib.h>
#include <string.h>

/* One dictionary being read. */
typedef struct term_check {
    segment_check *check;
    blob_kind lists; /* BLOB_GRAM_LIST or BLOB_WORD_LIST */
    uint64_t *sums;  /* what the lists say, by passage */
    uint64_t term;   /* hash of the one that is read */
    length_space space;
    bool is_stale;   /* words and frequencies are of another ICU */
    uint32_t marked; /* postings of the list with a frequency above 1 */
    uint32_t passages[POSTINGS_BLOCK_MAX];
    uint32_t frequencies[POSTINGS_BLOCK_MAX];
} term_check;

/* ---- lists -------------------------------------------------------------- */

static bool
bound_holds(const term_check *t, const posting_block *block, uint32_t i)
{
    segment_check *c = t->check;
    const uint32_t passage = t->passages[i];
    const posting_bound *bound = &block->bound;
    const bool is_known =
        c->readable[passage] && (!t->is_stale || t->space == LENGTH_HAN);
    return (bound->frequency == POSTING_BOUND_OPEN ||
            t->frequencies[i] <= bound->frequency) &&
           (!is_known || c->lengths[t->space][passage] >= bound->length);
}

/* YZ_E_CORRUPT, without a sentence, for what the caller tells. */
static yz_status
block_check(term_check *t, const posting_list *list, uint32_t number,
            int64_t *before, yz_error *err)
{
    posting_block block;
    const uint32_t count = t->check->segment->info.passages;
    TRY(postings_block(list, number, &block, err));
    TRY(postings_block_passages(list, &block, t->passages, err));
    TRY(postings_block_frequencies(list, &block, t->frequencies, err));
    for (uint32_t i = 0; i < block.count; i++) {
        if (t->passages[i] >= count || (int64_t)t->passages[i] <= *before)
            return error_corrupt(err, "a posting list is out of order");
        *before = t->passages[i];
        t->sums[t->passages[i]] +=
            term_sum(t->term, t->is_stale ? 1 : t->frequencies[i]);
        t->marked += t->frequencies[i] > 1;
        if (!bound_holds(t, &block, i))
            return error_corrupt(
                err,
                "the score bounds of a posting list are lower than its scores");
    }
    return YZ_OK;
}

static yz_status
list_check(term_check *t, const list_place *where)
{
    segment_check *c = t->check;
    posting_list list;
    yz_error err;
    int64_t before = -1;
    t->marked = 0;
    yz_status status =
        where->count > c->segment->info.passages
            ? error_corrupt(&err, "a posting list is too long")
            : postings_open(&c->segment->blobs[t->lists], where,
                            c->segment->info.passages, &list, &err);
    for (uint32_t i = 0; status == YZ_OK && i < list.block_count; i++)
        status = block_check(t, &list, i, &before, &err);
    if (status == YZ_OK && t->lists == BLOB_GRAM_LIST &&
        t->marked != where->marked)
        status = error_corrupt(
            &err,
            "the counts in a dictionary are not those of its posting list");
    return problem_of(c->problems, side_of(t->lists), status, &err);
}

/* ---- dictionaries ------------------------------------------------------- */

static yz_status
grams_walk(term_check *t)
{
    segment_check *c = t->check;
    grams_cursor cursor;
    yz_error err;
    gram_key before = 0;
    bool any = false;
    yz_status status =
        grams_cursor_open(&c->segment->blobs[BLOB_GRAM], 0, &cursor, &err);
    t->space = LENGTH_HAN;
    while (status == YZ_OK) {
        status = grams_cursor_next(&cursor, &err);
        if (status != YZ_OK)
            break;
        if (any && cursor.key <= before)
            problem(c->problems, "grams",
                    "the characters of segment %u are out of order",
                    c->segment->info.id);
        any = true;
        before = cursor.key;
        t->term = cursor.key;
        status = list_check(t, &cursor.where);
    }
    return status == YZ_DONE ? YZ_OK
                             : problem_of(c->problems, "grams", status, &err);
}

static yz_status
words_walk(term_check *t, words_cursor *cursor)
{
    segment_check *c = t->check;
    yz_error err;
    buffer before = { .from = c->arena.from };
    yz_status status = words_cursor_open(&c->segment->blobs[BLOB_WORD],
                                         (yz_str){ 0 }, cursor, &err);
    while (status == YZ_OK) {
        status = words_cursor_next(cursor, &err);
        if (status != YZ_OK)
            break;
        const yz_str term = words_cursor_term(cursor);
        if (str_compare(buffer_str(&before), term) >= 0)
            problem(c->problems, "words",
                    "the words of segment %u are out of order",
                    c->segment->info.id);
        before.size = 0;
        buffer_put_text(&before, term);
        t->term = hash_str(term);
        t->space = term.size && term.data[0] == WORD_TITLE ? LENGTH_TITLE
                                                           : LENGTH_WORDS;
        status = list_check(t, &cursor->where);
    }
    buffer_dispose(&before);
    return status == YZ_DONE ? YZ_OK
                             : problem_of(c->problems, "words", status, &err);
}

/* ---- which passages differ ---------------------------------------------- */

static void
compare_sums(const term_check *t, const uint64_t *of_texts)
{
    segment_check *c = t->check;
    const uint32_t id = c->segment->info.id;
    const char *side = side_of(t->lists);
    problems_begin(c->problems, id);
    for (uint32_t i = 0; i < c->segment->info.passages; i++) {
        if (!c->readable[i] || t->sums[i] == of_texts[i])
            continue;
        problem(c->problems, check_text_is_whole(c) ? side : "text",
                "the posting lists of %s do not agree with the text of passage "
                "%u of segment %u",
                side, i, id);
    }
}

static yz_status
check_grams(segment_check *c)
{
    const size_t count = (size_t)c->segment->info.passages + 1;
    const yz_allocator *memory = c->arena.from;
    term_check *t = memory_zeroed(memory, 1, sizeof(*t));
    uint64_t *sums = memory_zeroed(memory, count, sizeof(*sums));
    yz_status status = t && sums ? YZ_OK : error_nomem(c->err);
    problems_begin(c->problems, c->segment->info.id);
    if (status == YZ_OK) {
        *t = (term_check){ .check = c,
                           .lists = BLOB_GRAM_LIST,
                           .is_stale = c->snapshot->index->words_are_stale,
                           .sums = sums };
        status = grams_walk(t);
    }
    if (status == YZ_OK)
        compare_sums(t, c->gram_sums);
    memory_release(memory, sums);
    memory_release(memory, t);
    return status;
}

/* Words of another ICU or stemmer need not be those of the text, but decode. */
static yz_status
check_words(segment_check *c)
{
    const size_t count = (size_t)c->segment->info.passages + 1;
    const yz_allocator *memory = c->arena.from;
    term_check *t = memory_zeroed(memory, 1, sizeof(*t));
    words_cursor *cursor = memory_zeroed(memory, 1, sizeof(*cursor));
    uint64_t *sums = memory_zeroed(memory, count, sizeof(*sums));
    yz_status status = t && cursor && sums ? YZ_OK : error_nomem(c->err);
    problems_begin(c->problems, c->segment->info.id);
    if (status == YZ_OK) {
        *t = (term_check){ .check = c,
                           .lists = BLOB_WORD_LIST,
                           .is_stale = c->snapshot->index->words_are_stale,
                           .sums = sums };
        status = words_walk(t, cursor);
    }
    if (status == YZ_OK && !t->is_stale)
        compare_sums(t, c->word_sums);
    memory_release(memory, sums);
    memory_release(memory, cursor);
    memory_release(memory, t);
    return status;
}

yz_status
check_terms(segment_check *c)
{
    TRY(check_grams(c));
    return check_words(c);
}
