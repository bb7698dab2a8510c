/* SPDX-License-Identifier: MIT */
#include "query/match/phrase.h"

#include "query/match/exact/occurrences.h"
#include "query/match/fuzzy/pigeonhole.h"

/* Add the passages in which the phrase occurs misread. */
static yz_status
add_misread(matcher *m, const plan_leaf *leaf, bool marks_only,
            const passage_set *within, passage_set *known)
{
    const match_context *c = &m->context;
    passage_set more;
    TRY(match_misread(c, m->misreads, leaf, marks_only, within, known, &more));
    *known = passage_set_unite(known, &more, c->arena);
    return passage_set_there(known) ? YZ_OK : error_nomem(c->err);
}

/* Looking in few passages alone costs less than in all, once for every tier. */
static bool
few_within(const passage_set *within)
{
    enum { FEW = 4096 };
    return within && within->count <= FEW;
}

static bool
follows_misreads(const matcher *m)
{
    return m->misreads && !m->context.strict;
}

/* Marks that were lost or added make a variant, where those are asked for. */
static bool
has_lost_marks(const matcher *m, const plan_leaf *leaf)
{
    return follows_misreads(m) && !(m->exact_only && !leaf->negated);
}

/* Phrases that may be misread take more time than others. */
static yz_status
may_be_misread(const matcher *m, const plan_leaf *leaf, bool *ret_may)
{
    const match_context *c = &m->context;
    misread_query unused;
    yz_status status = YZ_DONE;
    if (follows_misreads(m))
        status =
            misreads_query(m->misreads, leaf, true, c->arena, &unused, c->err);
    if (follows_misreads(m) && status == YZ_DONE)
        status =
            misreads_query(m->misreads, leaf, false, c->arena, &unused, c->err);
    *ret_may = status == YZ_OK;
    return status == YZ_DONE ? YZ_OK : status;
}

/* In the forms that count for the leaf. */
static yz_status
find_forms(const matcher *m, const plan_leaf *leaf, const passage_set *within,
           passage_set *ret_passages)
{
    if (m->exact_only && !leaf->negated)
        return occurrences_of_form(&m->context, &leaf->pattern, false, within,
                                   ret_passages);
    return occurrences_find(&m->context, &leaf->pattern, within, ret_passages);
}

/*
 * The same, of all passages. What finding them took is given back at once
 * where the query has very many nodes, and their passages are kept in a small form.
 */
static yz_status
find_forms_kept(const matcher *m, const plan_leaf *leaf,
                passage_set *ret_passages)
{
    const match_context *c = &m->context;
    passage_set found;
    if (!m->many_nodes)
        return find_forms(m, leaf, NULL, ret_passages);
    arena scratch = { .from = c->arena->from, .budget = c->arena->budget };
    matcher inner = *m;
    inner.context.arena = &scratch;
    yz_status status = find_forms(&inner, leaf, NULL, &found);
    if (status == YZ_OK) {
        *ret_passages =
            passage_set_copy(&found, c->segment->info.passages, c->arena);
        if (!passage_set_there(ret_passages))
            status = error_nomem(c->err);
    }
    arena_dispose(&scratch);
    return status;
}

/* Among few passages, or of a phrase that cannot be misread. */
static yz_status
find_within(matcher *m, const plan_leaf *leaf, const passage_set *within,
            passage_set *ret_passages)
{
    TRY(find_forms(m, leaf, within, ret_passages));
    return has_lost_marks(m, leaf)
               ? add_misread(m, leaf, true, within, ret_passages)
               : YZ_OK;
}

/* The same passages are nearly always asked about for the next tier, too. */
static yz_status
phrase_within(matcher *m, const plan_leaf *leaf, const passage_set *within,
              passage_set *ret_passages)
{
    leaf_answers *kept = &m->answers->leaves[leaf->number];
    const bool known = passage_set_there(&kept->partial) &&
                       passage_set_same_passages(&kept->asked, within);
    if (m->many_nodes) /* `within` does not stay */
        return find_within(m, leaf, within, ret_passages);
    if (!known) {
        TRY(find_within(m, leaf, within, &kept->partial));
        kept->asked = *within;
    }
    *ret_passages = kept->partial;
    return YZ_OK;
}

static yz_status
misread_within(matcher *m, const plan_leaf *leaf, const passage_set *within,
               passage_set *ret_passages)
{
    leaf_answers *kept = &m->answers->leaves[leaf->number];
    const bool known = passage_set_there(&kept->partial_misread) &&
                       passage_set_same_passages(&kept->asked_misread, within);
    if (known && !m->many_nodes) {
        *ret_passages = kept->partial_misread;
        return YZ_OK;
    }
    TRY(match_phrase(m, leaf, within, ret_passages));
    TRY(add_misread(m, leaf, false, within, ret_passages));
    if (m->many_nodes)
        return YZ_OK;
    kept->partial_misread = *ret_passages;
    kept->asked_misread = *within;
    return YZ_OK;
}

yz_status
match_phrase(matcher *m, const plan_leaf *leaf, const passage_set *within,
             passage_set *ret_passages)
{
    passage_set *kept = &m->answers->leaves[leaf->number].phrase;
    bool whole = !within;
    if (!passage_set_there(kept) && within && !few_within(within))
        TRY(may_be_misread(m, leaf, &whole));
    if (!passage_set_there(kept) && !whole)
        return phrase_within(m, leaf, within, ret_passages);
    if (!passage_set_there(kept)) {
        passage_set found;
        TRY(find_forms_kept(m, leaf, &found));
        if (has_lost_marks(m, leaf))
            TRY(add_misread(m, leaf, true, NULL, &found));
        *kept = found;
    }
    *ret_passages = *kept;
    return YZ_OK;
}

yz_status
match_phrase_misread(matcher *m, const plan_leaf *leaf,
                     const passage_set *within, passage_set *ret_passages)
{
    passage_set *kept = &m->answers->leaves[leaf->number].misread;
    bool misread = true;
    if (!passage_set_there(kept))
        TRY(may_be_misread(m, leaf, &misread));
    if (!misread)
        return match_phrase(m, leaf, within, ret_passages);
    if (!passage_set_there(kept) && few_within(within))
        return misread_within(m, leaf, within, ret_passages);
    if (!passage_set_there(kept)) {
        passage_set found;
        TRY(match_phrase(m, leaf, NULL, &found));
        TRY(add_misread(m, leaf, false, NULL, &found));
        *kept = found;
    }
    *ret_passages = *kept;
    return YZ_OK;
}

yz_status
match_misread_bound(matcher *m, const plan_leaf *leaf, uint32_t *ret_bound)
{
    const match_context *c = &m->context;
    misread_query q;
    *ret_bound = 0;
    if (!follows_misreads(m) ||
        passage_set_there(&m->answers->leaves[leaf->number].misread))
        return YZ_OK;
    const yz_status made =
        misreads_query(m->misreads, leaf, false, c->arena, &q, c->err);
    if (made != YZ_OK)
        return made == YZ_DONE ? YZ_OK : made;
    return pigeonhole_bound(c, &q, ret_bound);
}
