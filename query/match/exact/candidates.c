/* SPDX-License-Identifier: MIT */
/*
 * Conditions are met rarest first, until reading the next list would cost more
 * than comparing what is left.
 */
#include "query/match/exact/candidates.h"

#include "core/text/charclass.h"
#include "query/match/exact/conditions.h"
#include "query/match/exact/frequent_phrase.h"

#include <string.h>

/* Comparing a passage costs about as much as decoding this many postings. */
enum { POSTINGS_A_COMPARISON = 32 };

/* ---- reading the lists ----------------------------------------------------------- */

static yz_status
list_open(const match_context *m, const term_list *from, posting_list *ret_list)
{
    return from->is_word
               ? segment_word_list(m->segment, &from->where, ret_list, m->err)
               : segment_gram_list(m->segment, &from->where, ret_list, m->err);
}

/* The passages of one list of a condition. */
static yz_status
list_passages(const match_context *m, const term_list *from,
              passage_set *ret_passages)
{
    posting_list list;
    passage_set all = passage_set_new(m->arena, from->where.count, 0);
    if (!all.passages)
        return error_nomem(m->err);
    TRY(list_open(m, from, &list));
    TRY(postings_decode(&list, all.passages, NULL, m->err));
    all.count = list.count;
    *ret_passages = all;
    return YZ_OK;
}

static yz_status
add_passages(const match_context *m, const passage_set *more, passage_set *out)
{
    *out = passage_set_unite(out, more, m->arena);
    return passage_set_there(out) ? YZ_OK : error_nomem(m->err);
}

/* Keep the passages of a set in which a form of the pattern occurs. */
static yz_status
keep_matching(const match_context *m, const pattern *p, bool variant,
              passage_set *kept)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < kept->count; i++) {
        const uint16_t *units;
        uint32_t length;
        pattern_match match;
        TRY(cancellation_poll(m->cancellation, m->err));
        TRY(segment_skeleton(m->segment, kept->passages[i],
                             &m->patterns->skeletons, &units, &length, m->err));
        if (pattern_find(p, variant, m->patterns, units, length, 0, &match))
            kept->passages[count++] = kept->passages[i];
    }
    kept->count = count;
    return YZ_OK;
}

static bool
is_across(const condition *from, uint32_t i)
{
    return from->is_across && i + 1 == from->list_count;
}

/*
 * A list across signs proposes alone, even where all other lists decide. It is
 * short, so its passages are compared at once.
 */
static yz_status
decide_list(const match_context *m, const condition *from, uint32_t i,
            const pattern *decided, passage_set *list)
{
    return decided && is_across(from, i) ? keep_matching(m, decided, true, list)
                                         : YZ_OK;
}

/* The passages of a condition; `decided`: of this pattern, for certain. */
static yz_status
condition_passages(const match_context *m, const condition *from,
                   const pattern *decided, passage_set *ret_passages)
{
    passage_set out = passage_set_new(m->arena, 0, 0);
    if (!out.passages)
        return error_nomem(m->err);
    for (uint32_t i = 0; i < from->list_count; i++) {
        passage_set one;
        TRY(list_passages(m, &from->lists[i], &one));
        TRY(decide_list(m, from, i, decided, &one));
        TRY(add_passages(m, &one, &out));
    }
    *ret_passages = out;
    return YZ_OK;
}

/* A copy, out of which conditions take passages. */
static yz_status
copy_passages(const match_context *m, const passage_set *from,
              passage_set *ret_copy)
{
    passage_set copy = passage_set_new(m->arena, from->count, 0);
    if (!copy.passages)
        return error_nomem(m->err);
    copy.count = from->count;
    memcpy(copy.passages, from->passages, copy.count * sizeof(uint32_t));
    *ret_copy = copy;
    return YZ_OK;
}

/* Keep those that are in a list of the condition, too. */
static yz_status
keep_common(const match_context *m, const condition *from,
            const pattern *decided, passage_set *kept)
{
    passage_set all = { 0 };
    for (uint32_t i = 0; i < from->list_count; i++) {
        posting_list list;
        passage_set copy = *kept;
        TRY(list_open(m, &from->lists[i], &list));
        if (from->list_count > 1)
            TRY(copy_passages(m, kept, &copy));
        TRY(postings_intersect(&list, copy.passages, &copy.count, m->err));
        TRY(decide_list(m, from, i, decided, &copy));
        TRY(add_passages(m, &copy, &all));
    }
    kept->count = all.count;
    if (all.count)
        kept->passages = all.passages;
    return YZ_OK;
}

static yz_status
all_passages(const match_context *m, passage_set *ret_all)
{
    const uint32_t passages = m->segment->info.passages;
    passage_set all = passage_set_new(m->arena, passages, 0);
    if (!all.passages)
        return error_nomem(m->err);
    while (all.count < passages)
        passage_set_push(&all, all.count);
    *ret_all = all;
    return YZ_OK;
}

/* What the first condition, or the caller, leaves to be looked at. */
static yz_status
first_passages(const match_context *m, const passage_set *within,
               const condition_list *conditions, const pattern *decided,
               uint32_t *next, passage_set *ret_passages)
{
    if (within && within->bits) {
        *ret_passages = passage_set_list(within, within->count, m->arena);
        return ret_passages->passages ? YZ_OK : error_nomem(m->err);
    }
    if (within)
        return copy_passages(m, within, ret_passages);
    if (conditions->count)
        return condition_passages(m, &conditions->items[(*next)++], decided,
                                  ret_passages);
    return all_passages(m, ret_passages);
}

/* ---- a word of letters and digits ------------------------------------------------ */

/* Whether the form is such a word, as it is spelt, and the lists are right. */
static bool
is_word_as_spelt(const match_context *m, const pattern *p, bool variant)
{
    return p->word.size && !(variant && p->variant) &&
           !m->patterns->stale_words;
}

/* The passages of a list of the word dictionary. */
static yz_status
word_passages(const match_context *m, char field, yz_str term,
              const passage_set *within, passage_set *ret_passages)
{
    condition_list conditions;
    uint32_t next = 0;
    TRY(conditions_of_word(m, field, term, &conditions));
    TRY(first_passages(m, within, &conditions, NULL, &next, ret_passages));
    return within ? keep_common(m, &conditions.items[0], NULL, ret_passages)
                  : YZ_OK;
}

/*
 * Passages that have the word's term in no other spelling have it as it is.
 * Those that have another are few: they are compared.
 */
static yz_status
find_word(const match_context *m, const pattern *p, const passage_set *within,
          passage_set *ret_passages)
{
    passage_set other;
    passage_set both;
    TRY(word_passages(m, WORD_OTHER, p->word, within, &other));
    TRY(copy_passages(m, &other, &both));
    TRY(keep_matching(m, p, false, &both));
    *ret_passages = both;
    if (!p->is_term)
        return YZ_OK;
    const passage_set without = passage_set_subtract(&other, &both, m->arena);
    TRY(word_passages(m, WORD_TEXT, p->word, within, ret_passages));
    *ret_passages = passage_set_subtract(ret_passages, &without, m->arena);
    return passage_set_there(&without) && passage_set_there(ret_passages)
               ? YZ_OK
               : error_nomem(m->err);
}

static yz_status
word_decided(const match_context *m, const pattern *p, bool *ret_decided)
{
    condition_list other;
    TRY(conditions_of_word(m, WORD_OTHER, p->word, &other));
    *ret_decided = p->is_term && !other.items[0].postings;
    return YZ_OK;
}

/* ---- any pattern ----------------------------------------------------------------- */

static yz_status
form_conditions(const match_context *m, const pattern *p, bool variant,
                condition_list *ret_found)
{
    return is_word_as_spelt(m, p, variant)
               ? conditions_of_word(m, WORD_TEXT, p->word, ret_found)
               : conditions_of(m, p, variant, ret_found);
}

/* Whether each of the pattern's elements, one or two, has lists that decide. */
static bool
grams_decide(const pattern *p, bool variant)
{
    const bool other = variant && p->variant;
    const element *elements = other ? p->variant : p->exact;
    const uint32_t count = other ? p->variant_count : p->exact_count;
    if (count > 2)
        return false;
    if (count == 1 && elements->type == ELEMENT_WORD)
        return true; /* the words' lists are by stem */
    for (uint32_t i = 0; i < count; i++)
        if (!element_is_gram(&elements[i]) ||
            (!p->literal && char_may_be_of_word(elements[i].c)))
            return false;
    return true;
}

yz_status
candidates_decided(const match_context *m, const pattern *p, bool variant,
                   bool *ret_decided)
{
    if (is_word_as_spelt(m, p, variant))
        return word_decided(m, p, ret_decided);
    *ret_decided = grams_decide(p, variant);
    return YZ_OK;
}

static bool
has_other(const condition_list *conditions)
{
    for (uint32_t i = 0; i < conditions->count; i++)
        if (conditions->items[i].has_other)
            return true;
    return conditions->varies;
}

/* What is listed of a phrase; `count` 0: nothing is that is worth reading. */
typedef struct listed_phrase {
    uint32_t count; /* of its passages */
    bool is_whole;  /* it is all of the phrase */
} listed_phrase;

static yz_status
look_for_listed(const match_context *m, const pattern *p, bool variant,
                const passage_set *within, listed_phrase *ret_listed)
{
    *ret_listed = (listed_phrase){ 0 };
    if (variant && p->variant)
        return YZ_OK;
    const yz_status found =
        frequent_phrase_count(m, p, &ret_listed->count, &ret_listed->is_whole);
    if (found == YZ_DONE ||
        (within && ret_listed->count / POSTINGS_A_COMPARISON > within->count))
        ret_listed->count = 0;
    return found == YZ_DONE ? YZ_OK : found;
}

/* The passages of what is listed. */
static yz_status
listed_passages(const match_context *m, const pattern *p,
                const passage_set *within, passage_set *ret_passages)
{
    passage_set all;
    bool unused;
    TRY(frequent_phrase_find(m, p, &all, &unused));
    if (within) {
        all = passage_set_intersect(&all, within, m->arena);
        all = passage_set_list(&all, all.count, m->arena);
    }
    *ret_passages = all;
    return all.passages ? YZ_OK : error_nomem(m->err);
}

/* Those that contain the grams of every condition, the rarest first; it stops
   where comparing what is left costs less than reading one more list. */
static yz_status
find_by_grams(const match_context *m, const condition_list *conditions,
              const pattern *decided, const passage_set *within,
              passage_set *ret_passages)
{
    uint32_t next = 0;
    TRY(first_passages(m, within, conditions, decided, &next, ret_passages));
    for (; next < conditions->count && ret_passages->count; next++) {
        if (!decided &&
            conditions->items[next].postings >
                (uint64_t)ret_passages->count * POSTINGS_A_COMPARISON)
            break;
        TRY(keep_common(m, &conditions->items[next], decided, ret_passages));
    }
    return YZ_OK;
}

/* By grams, among the passages of a frequent part where those are fewer. */
static yz_status
find_in_parts(const match_context *m, const pattern *p, bool variant,
              const listed_phrase *listed, const passage_set *within,
              candidates *ret)
{
    condition_list conditions;
    passage_set part;
    const pattern *const decided = grams_decide(p, variant) ? p : NULL;
    ret->certain = decided != NULL;
    TRY(conditions_of(m, p, variant, &conditions));
    if (conditions.count && variant && !has_other(&conditions)) {
        ret->nothing_new = true;
        ret->passages = passage_set_new(m->arena, 0, YZ_TIER_VARIANT);
        return ret->passages.passages ? YZ_OK : error_nomem(m->err);
    }
    if (listed->count && conditions.count &&
        listed->count < conditions.items[0].postings) {
        TRY(listed_passages(m, p, within, &part));
        within = &part;
    }
    return find_by_grams(m, &conditions, decided, within, &ret->passages);
}

yz_status
candidates_find(const match_context *m, const pattern *p, bool variant,
                const passage_set *within, candidates *ret_candidates)
{
    listed_phrase listed;
    candidates found = { .certain = true };
    if (is_word_as_spelt(m, p, variant)) {
        TRY(find_word(m, p, within, &found.passages));
    } else {
        TRY(look_for_listed(m, p, variant, within, &listed));
        if (listed.count && listed.is_whole)
            TRY(listed_passages(m, p, within, &found.passages));
        else
            TRY(find_in_parts(m, p, variant, &listed, within, &found));
    }
    found.passages.tier = variant ? YZ_TIER_VARIANT : YZ_TIER_EXACT;
    *ret_candidates = found;
    return YZ_OK;
}

/* Add a list that decides: long ones as bits, without their numbers. */
static yz_status
add_list(const match_context *m, const term_list *from, passage_set *bits)
{
    enum { PASSAGES_A_POSTING = 32 };
    posting_list list;
    passage_set one;
    if (from->where.count < m->segment->info.passages / PASSAGES_A_POSTING) {
        TRY(list_passages(m, from, &one));
        passage_set_add(bits, one.passages, one.count);
        return YZ_OK;
    }
    TRY(list_open(m, from, &list));
    TRY(postings_mark(&list, bits->bits, m->err));
    passage_set_recount(bits);
    return YZ_OK;
}

yz_status
candidates_add(const match_context *m, const pattern *p, bool variant,
               passage_set *bits)
{
    condition_list conditions;
    TRY(form_conditions(m, p, variant, &conditions));
    const condition *only = &conditions.items[0];
    for (uint32_t i = 0; conditions.count && i < only->list_count; i++) {
        passage_set one;
        if (!is_across(only, i)) {
            TRY(add_list(m, &only->lists[i], bits));
            continue;
        }
        TRY(list_passages(m, &only->lists[i], &one));
        TRY(keep_matching(m, p, true, &one));
        passage_set_add(bits, one.passages, one.count);
    }
    return YZ_OK;
}

/* Whether no list tells of another form than the exact one. */
static yz_status
has_no_other_form(const match_context *m, const pattern *p, bool *ret_has_none)
{
    condition_list conditions;
    *ret_has_none = true;
    if (!p->variant)
        return YZ_OK;
    TRY(conditions_of(m, p, true, &conditions));
    *ret_has_none = conditions.count && !has_other(&conditions);
    return YZ_OK;
}

yz_status
candidates_list(const match_context *m, const pattern *p, bool variant,
                posting_list *ret_list, bool *ret_is_one)
{
    condition_list conditions;
    TRY(candidates_decided(m, p, false, ret_is_one));
    if (*ret_is_one && variant)
        TRY(has_no_other_form(m, p, ret_is_one));
    if (!*ret_is_one)
        return YZ_OK;
    TRY(form_conditions(m, p, false, &conditions));
    const condition *only = &conditions.items[0];
    *ret_is_one = conditions.count == 1 && only->list_count <= 1;
    *ret_list = (posting_list){ 0 };
    return *ret_is_one && only->list_count
               ? list_open(m, &only->lists[0], ret_list)
               : YZ_OK;
}

yz_status
candidates_bound(const match_context *m, const pattern *p, bool variant,
                 uint32_t *ret_bound)
{
    condition_list conditions;
    listed_phrase listed;
    const uint32_t passages = m->segment->info.passages;
    TRY(look_for_listed(m, p, variant, NULL, &listed));
    if (listed.count) {
        *ret_bound = listed.count;
        return YZ_OK;
    }
    TRY(form_conditions(m, p, variant, &conditions));
    const uint64_t bound =
        conditions.count ? conditions.items[0].postings : passages;
    *ret_bound = bound < passages ? (uint32_t)bound : passages;
    return YZ_OK;
}
