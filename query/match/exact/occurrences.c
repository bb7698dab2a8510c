/* SPDX-License-Identifier: MIT */
#include "query/match/exact/occurrences.h"

#include "query/match/exact/verify.h"

/* Verify those that are not known to match already. */
static yz_status
find_unknown(const match_context *m, const pattern *p, bool variant,
             const passage_set *known, candidates *from)
{
    if (known->count) {
        from->passages = passage_set_subtract(&from->passages, known, m->arena);
        if (!passage_set_there(&from->passages))
            return error_nomem(m->err);
    }
    return verify(m, p, variant, from);
}

yz_status
occurrences_of_form(const match_context *m, const pattern *p, bool variant,
                    const passage_set *within, passage_set *ret_passages)
{
    candidates from;
    TRY(candidates_find(m, p, variant, within, &from));
    TRY(verify(m, p, variant, &from));
    *ret_passages = from.passages;
    return YZ_OK;
}

yz_status
occurrences_find(const match_context *m, const pattern *p,
                 const passage_set *within, passage_set *ret_passages)
{
    candidates from;
    passage_set exact;
    TRY(occurrences_of_form(m, p, false, within, &exact));
    *ret_passages = exact;
    if (m->strict || !p->variant)
        return YZ_OK;
    TRY(candidates_find(m, p, true, within, &from));
    TRY(find_unknown(m, p, true, &exact, &from));
    if (!from.passages.count)
        return YZ_OK;
    *ret_passages = passage_set_unite(&exact, &from.passages, m->arena);
    return passage_set_there(ret_passages) ? YZ_OK : error_nomem(m->err);
}

/* The candidates of either form. */
static yz_status
either_candidates(const match_context *m, const pattern *p,
                  const passage_set *within, candidates *ret_from,
                  bool *ret_variant)
{
    *ret_variant = !m->strict && p->variant;
    TRY(candidates_find(m, p, *ret_variant, within, ret_from));
    if (!ret_from->nothing_new)
        return YZ_OK;
    *ret_variant = false;
    return candidates_find(m, p, false, within, ret_from);
}

yz_status
occurrences_either(const match_context *m, const pattern *p,
                   const passage_set *within, passage_set *ret_passages)
{
    candidates from;
    bool variant;
    TRY(either_candidates(m, p, within, &from, &variant));
    TRY(verify(m, p, variant, &from));
    *ret_passages = from.passages;
    return YZ_OK;
}

yz_status
occurrences_add(const match_context *m, const pattern *p, bool certain,
                passage_set *bits)
{
    candidates from;
    bool variant = !m->strict && p->variant;
    bool decided;
    TRY(candidates_decided(m, p, variant, &decided));
    if (decided != certain)
        return YZ_OK;
    if (certain)
        return candidates_add(m, p, variant, bits);
    TRY(either_candidates(m, p, NULL, &from, &variant));
    TRY(find_unknown(m, p, variant, bits, &from));
    passage_set_add(bits, from.passages.passages, from.passages.count);
    return YZ_OK;
}
