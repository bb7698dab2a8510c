/* SPDX-License-Identifier: MIT */
#include "query/rank/term_lists.h"

static yz_status
open_word(const rank_term *term, segment *s, term_lists *lists, yz_error *err)
{
    list_place where;
    const char field = term->space == RANK_TITLE ? WORD_TITLE : WORD_TEXT;
    const yz_status found = segment_word(s, field, term->name, &where, err);
    if (found != YZ_OK)
        return found == YZ_DONE ? YZ_OK : found;
    return segment_word_list(s, &where, &lists->items[lists->count++], err);
}

static yz_status
open_grams(const rank_term *term, segment *s, term_lists *lists, yz_error *err)
{
    for (size_t i = 0; i < term->gram_count; i++) {
        list_place where;
        const yz_status found = segment_gram(s, term->grams[i], &where, err);
        if (found == YZ_DONE)
            continue;
        if (found != YZ_OK)
            return found;
        TRY(segment_gram_list(s, &where, &lists->items[lists->count++], err));
    }
    return YZ_OK;
}

yz_status
term_lists_open(const rank_term *term, segment *s, arena *a,
                term_lists *ret_lists, yz_error *err)
{
    term_lists lists = { arena_uninitialized(a, term->gram_count + 1,
                                             sizeof(posting_list)),
                         0, COUNT_TIMES };
    if (!lists.items)
        return error_nomem(err);
    if (term->gram_count) {
        lists.mode = term->space == RANK_WORD ? COUNT_MARKS : COUNT_ONCE;
        TRY(open_grams(term, s, &lists, err));
    } else {
        TRY(open_word(term, s, &lists, err));
    }
    *ret_lists = lists;
    return YZ_OK;
}
