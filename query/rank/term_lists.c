/* SPDX-License-Identifier: MIT */
#include "query/rank/term_lists.h"

yz_status
term_lists_open(const rank_term *term, segment *s, arena *a,
                term_lists *ret_lists, yz_error *err)
{
    term_lists lists = { arena_uninitialized(a, term->gram_count + 1,
                                             sizeof(posting_list)),
                         0, COUNT_TIMES };
    if (!lists.items)
        return error_nomem(err);
    const size_t count = rank_term_lists(term);
    const list_place *places =
        term->places + (size_t)(s - term->segments) * count;
    if (term->gram_count)
        lists.mode = term->space == RANK_WORD ? COUNT_MARKS : COUNT_ONCE;
    for (size_t i = 0; i < count; i++) {
        posting_list *to = &lists.items[lists.count];
        if (!places[i].count)
            continue;
        TRY(term->gram_count ? segment_gram_list(s, &places[i], to, err)
                             : segment_word_list(s, &places[i], to, err));
        lists.count++;
    }
    *ret_lists = lists;
    return YZ_OK;
}
