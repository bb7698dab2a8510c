/* SPDX-License-Identifier: MIT */
/*
 * The comparer that found what was misread finds it again, and names the edits.
 */
#include "query/results/edits.h"

#include "core/base/utf8.h"
#include "query/plan/synonym_expansion.h"

/* A phrase is misread, or it occurs with synonyms. */
enum {
    EDITS_A_LEAF = (int)MISREAD_EDITS_MAX > (int)EXPANDED_WORDS_MAX
                       ? (int)MISREAD_EDITS_MAX
                       : (int)EXPANDED_WORDS_MAX
};

/* What finding the edits of one hit works on. */
typedef struct edit_finder {
    understanding *understanding;
    const uint16_t *units; /**< the hit's skeleton */
    uint32_t length;
    arena *arena;
    edit_list found;
    yz_error *err;
} edit_finder;

/* A leaf that occurs as it is was not misread. */
static bool
occurs(const edit_finder *f, const plan_leaf *leaf)
{
    pattern_match match;
    return pattern_find(&leaf->pattern, true, &f->understanding->patterns,
                        f->units, f->length, 0, &match);
}

static yz_status
add_edit(edit_finder *f, const misread_edit *from)
{
    yz_edit *to = &f->found.items[f->found.count++];
    const evidence *e = &f->understanding->misreads.evidence;
    uint32_t width;
    *to = (yz_edit){ .weight = from->weight };
    if (from->type == MISREAD_WRONG &&
        evidence_reading(
            e, from->query,
            skeleton_char(f->units, f->length, from->begin, &width)))
        to->type = YZ_EDIT_READING;
    to->text = skeleton_utf8(f->units + from->begin, from->end - from->begin,
                             f->arena);
    char *query = arena_alloc(f->arena, 4);
    if (!query || !to->text.data)
        return error_nomem(f->err);
    to->query =
        (yz_str){ query, from->query ? utf8_put(query, from->query) : 0 };
    return YZ_OK;
}

/* Those of the first of the leaf's synonyms that occurs. */
static void
add_synonym(edit_finder *f, const plan_leaf *leaf)
{
    for (uint32_t i = 0; i < leaf->synonym_count; i++) {
        const plan_synonym *other = &leaf->synonyms[i];
        if (!occurs(f, other->leaf))
            continue;
        for (uint32_t j = 0; j < other->substitution_count; j++) {
            const plan_substitution *one = &other->substitutions[j];
            f->found.items[f->found.count++] =
                (yz_edit){ one->query, one->text, 1, YZ_EDIT_SYNONYM };
        }
        break;
    }
}

static yz_status
add_misread(edit_finder *f, const plan_leaf *leaf, bool *ret_found)
{
    misreads *r = &f->understanding->misreads;
    misread_query q;
    misread_match match;
    *ret_found = false;
    const yz_status made = misreads_query(r, leaf, false, f->arena, &q, f->err);
    if (made != YZ_OK)
        return made == YZ_DONE ? YZ_OK : made;
    *ret_found = misread_best(&q, &r->evidence, f->units, f->length, &match);
    TRY(r->evidence.status);
    for (size_t i = 0; *ret_found && i < match.edit_count; i++)
        TRY(add_edit(f, &match.edits[i]));
    return YZ_OK;
}

static yz_status
add_leaf(edit_finder *f, const plan_leaf *leaf)
{
    bool misread;
    if (leaf->negated || occurs(f, leaf))
        return YZ_OK;
    TRY(add_misread(f, leaf, &misread));
    if (!misread)
        add_synonym(f, leaf);
    return YZ_OK;
}

yz_status
edits_find(understanding *u, const ranked *of, arena *a, edit_list *ret_edits,
           yz_error *err)
{
    edit_finder f = { .understanding = u, .arena = a, .err = err };
    u->misreads.evidence.err = err; /* that of the search may be gone */
    TRY(evidence_move(&u->misreads.evidence, of->segment, of->passage, err));
    if (of->loss || of->tier == YZ_TIER_SYNONYM) {
        f.found.items = arena_array(a, u->plan.leaf_count * EDITS_A_LEAF + 1,
                                    sizeof(*f.found.items));
        if (!f.found.items)
            return error_nomem(err);
        TRY(segment_skeleton(of->segment, of->passage, &u->patterns.skeletons,
                             &f.units, &f.length, err));
        for (size_t i = 0; i < u->plan.leaf_count; i++)
            TRY(add_leaf(&f, u->plan.leaves[i]));
    }
    *ret_edits = f.found;
    return YZ_OK;
}
