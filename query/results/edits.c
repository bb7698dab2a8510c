/* SPDX-License-Identifier: MIT */
/*
 * What stands in the current hit in the place of what the query says: what was
 * misread, and synonyms. The comparer that found it finds it again, and tells.
 */
#include "core/base/utf8.h"
#include "query/plan/synonym_expansion.h"
#include "query/results/results.h"

/* A phrase is misread, or it stands there with synonyms. */
enum {
    EDITS_A_LEAF = (int)MISREAD_EDITS_MAX > (int)EXPANDED_WORDS_MAX
                       ? (int)MISREAD_EDITS_MAX
                       : (int)EXPANDED_WORDS_MAX
};

/* A leaf that stands there as it is was not misread. */
static bool
leaf_stands(yz_results *r, const plan_leaf *leaf, const uint16_t *units,
            uint32_t length)
{
    pattern_match match;
    return pattern_find(&leaf->pattern, true, &r->context, units, length, 0,
                        &match);
}

static yz_status
edit_add(yz_results *r, const misread_edit *from, const uint16_t *units,
         yz_error *err)
{
    yz_edit *to = &r->edits[r->edit_count++];
    *to = (yz_edit){ .weight = from->weight };
    to->text = skeleton_utf8(units + from->begin, from->end - from->begin,
                             &r->hit_arena);
    char *query = arena_alloc(&r->hit_arena, 4);
    if (!query || !to->text.data)
        return error_nomem(err);
    to->query =
        (yz_str){ query, from->query ? utf8_put(query, from->query) : 0 };
    return YZ_OK;
}

/* The first of the leaf's synonyms that stands there. */
static void
synonym_edits(yz_results *r, const plan_leaf *leaf, const uint16_t *units,
              uint32_t length)
{
    for (uint32_t i = 0; i < leaf->synonym_count; i++) {
        const plan_synonym *other = &leaf->synonyms[i];
        if (!leaf_stands(r, other->leaf, units, length))
            continue;
        for (uint32_t j = 0; j < other->substitution_count; j++) {
            const plan_substitution *one = &other->substitutions[j];
            r->edits[r->edit_count++] =
                (yz_edit){ one->query, one->text, 1, YZ_EDIT_SYNONYM };
        }
        break;
    }
}

static yz_status
misread_edits(yz_results *r, const plan_leaf *leaf, const uint16_t *units,
              uint32_t length, bool *ret_found, yz_error *err)
{
    misread_query q;
    misread_match match;
    *ret_found = false;
    const yz_status made =
        misreads_query(&r->misreads, leaf, false, &r->hit_arena, &q, err);
    if (made != YZ_OK)
        return made == YZ_DONE ? YZ_OK : made;
    *ret_found = misread_best(&q, &r->misreads.evidence, units, length, &match);
    TRY(r->misreads.evidence.status);
    for (size_t i = 0; *ret_found && i < match.edit_count; i++)
        TRY(edit_add(r, &match.edits[i], units, err));
    return YZ_OK;
}

static yz_status
leaf_edits(yz_results *r, const plan_leaf *leaf, const uint16_t *units,
           uint32_t length, yz_error *err)
{
    bool misread;
    if (leaf->negated || leaf_stands(r, leaf, units, length))
        return YZ_OK;
    TRY(misread_edits(r, leaf, units, length, &misread, err));
    if (!misread)
        synonym_edits(r, leaf, units, length);
    return YZ_OK;
}

yz_status
edits_find(yz_results *r, yz_error *err)
{
    const ranked *h = &r->page[r->next - 1];
    const uint16_t *units;
    uint32_t length;
    r->edits = NULL;
    r->edit_count = 0;
    r->misreads.evidence.err = err; /* that of the search may be gone */
    if (!h->loss && h->tier != YZ_TIER_SYNONYM)
        return YZ_OK;
    r->edits = arena_array(&r->hit_arena, r->plan.leaf_count * EDITS_A_LEAF + 1,
                           sizeof(*r->edits));
    if (!r->edits)
        return error_nomem(err);
    TRY(segment_skeleton(h->segment, h->passage, &r->context.skeletons, &units,
                         &length, err));
    for (size_t i = 0; i < r->plan.leaf_count; i++)
        TRY(leaf_edits(r, r->plan.leaves[i], units, length, err));
    return YZ_OK;
}
