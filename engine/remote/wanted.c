/* SPDX-License-Identifier: MIT */
/*
 * A plan as conditions on terms. The conditions of a phrase are those that
 * candidates in a segment are found by (query/match/exact/conditions.c), so a
 * passage that would be a candidate there is one here.
 */
#include "engine/remote/wanted.h"

#include "core/base/array.h"
#include "core/base/hash.h"
#include "core/index/engine_terms.h"
#include "query/match/exact/conditions.h"
#include "query/match/fuzzy/pigeonhole.h"

static const engine_query ALL = { .operator= ENGINE_ALL };

typedef ARRAY_OF(const engine_query *) query_list;

typedef struct maker {
    understanding *understanding;
    match_context context; /* without a segment */
    bool every_word;       /* function words count as the others */
    arena *arena;
    yz_error *err;
} maker;

typedef struct pattern_list {
    maker *maker;
    query_list items;
} pattern_list;

/* ---- nodes ------------------------------------------------------------------- */

/* The list is copied and freed. Of one node, it is that node. */
static yz_status
join(maker *m, engine_operator operator, query_list * list,
     const engine_query **ret_query)
{
    engine_query *q = arena_alloc(m->arena, sizeof(*q));
    const engine_query **children =
        arena_array(m->arena, list->count + 1, sizeof(*children));
    if (q && children) {
        for (size_t i = 0; i < list->count; i++)
            children[i] = list->items[i];
        *q = (engine_query){ .operator= operator,
                             .children = children,
                             .child_count = list->count };
        *ret_query = list->count == 1 ? children[0] : q;
    }
    ARRAY_DISPOSE(list);
    return q && children ? YZ_OK : error_nomem(m->err);
}

static yz_status
add(maker *m, query_list *list, const engine_query *q)
{
    return ARRAY_PUSH(list, q) ? YZ_OK : error_nomem(m->err);
}

static query_list
list_of(const maker *m)
{
    return (query_list){ .from = m->arena->from };
}

static yz_status
has(maker *m, engine_field field, const yz_str *values, size_t count,
    const engine_query **ret_query)
{
    engine_query *q = arena_alloc(m->arena, sizeof(*q));
    if (!q)
        return error_nomem(m->err);
    *q = (engine_query){ .operator= ENGINE_HAS,
                         .field = field,
                         .values = values,
                         .value_count = count };
    *ret_query = q;
    return YZ_OK;
}

/* ---- patterns ----------------------------------------------------------------- */

static yz_status
name_list(maker *m, const term_list *list, yz_str *ret_name)
{
    buffer name = { .from = m->arena->from };
    if (list->is_word)
        engine_term_of_word(list->field, list->word, &name);
    else
        engine_term_of_gram(list->gram, false, &name);
    *ret_name = buffer_ok(&name) ? arena_str(m->arena, buffer_str(&name))
                                 : (yz_str){ 0 };
    buffer_dispose(&name);
    return ret_name->data ? YZ_OK : error_nomem(m->err);
}

/* One of the lists of a condition. */
static yz_status
condition_wanted(maker *m, const condition *c, const engine_query **ret_query)
{
    yz_str *names =
        arena_array(m->arena, (size_t)c->list_count + 1, sizeof(*names));
    if (!names)
        return error_nomem(m->err);
    for (uint32_t i = 0; i < c->list_count; i++)
        TRY(name_list(m, &c->lists[i], &names[i]));
    return has(m, ENGINE_TERM, names, c->list_count, ret_query);
}

static yz_status
conditions_wanted(maker *m, const condition_list *found, query_list *list)
{
    for (uint32_t i = 0; i < found->count; i++) {
        const engine_query *one;
        TRY(condition_wanted(m, &found->items[i], &one));
        TRY(add(m, list, one));
    }
    return YZ_OK;
}

/* A word of letters and digits: its term, or it in another spelling. */
static yz_status
word_wanted(maker *m, yz_str word, const engine_query **ret_query)
{
    const term_list lists[] = {
        { .is_word = true, .field = WORD_TEXT, .word = word },
        { .is_word = true, .field = WORD_OTHER, .word = word },
    };
    const condition c = { .lists = (term_list *)lists,
                          .list_count = ARRAY_LENGTH(lists) };
    return condition_wanted(m, &c, ret_query);
}

/* One form of a pattern. */
static yz_status
form_wanted(maker *m, const pattern *p, bool variant,
            const engine_query **ret_query)
{
    condition_list found;
    query_list all = list_of(m);
    if (p->word.size && !(variant && p->variant))
        return word_wanted(m, p->word, ret_query);
    TRY(conditions_of(&m->context, p, variant, &found));
    *ret_query = &ALL;
    if (!found.count)
        return YZ_OK;
    const yz_status status = conditions_wanted(m, &found, &all);
    if (status == YZ_OK)
        return join(m, ENGINE_AND, &all, ret_query);
    ARRAY_DISPOSE(&all);
    return status;
}

/* A pattern in the forms that count. */
static yz_status
add_pattern(maker *m, const pattern *p, query_list *list)
{
    const engine_query *one;
    TRY(form_wanted(m, p, false, &one));
    TRY(add(m, list, one));
    if (m->understanding->strict || !p->variant)
        return YZ_OK;
    TRY(form_wanted(m, p, true, &one));
    return add(m, list, one);
}

static yz_status
pattern_wanted(maker *m, const pattern *p, const engine_query **ret_query)
{
    query_list forms = list_of(m);
    const yz_status status = add_pattern(m, p, &forms);
    if (status == YZ_OK)
        return join(m, ENGINE_OR, &forms, ret_query);
    ARRAY_DISPOSE(&forms);
    return status;
}

/* ---- phrases ------------------------------------------------------------------- */

static yz_status
add_part(void *context, const pattern *p)
{
    pattern_list *parts = context;
    const engine_query *one;
    TRY(form_wanted(parts->maker, p, true, &one));
    return add(parts->maker, &parts->items, one);
}

/* The phrase misread: passages that have a part of it. */
static yz_status
add_misread(maker *m, const plan_leaf *leaf, bool marks_only, query_list *list)
{
    misread_query q;
    const engine_query *any;
    pattern_list parts = { m, list_of(m) };
    const yz_status made = misreads_query(&m->understanding->misreads, leaf,
                                          marks_only, m->arena, &q, m->err);
    if (made != YZ_OK)
        return made == YZ_DONE ? YZ_OK : made;
    const yz_status status =
        pigeonhole_patterns(&m->context, &q, add_part, &parts);
    if (status != YZ_OK) {
        ARRAY_DISPOSE(&parts.items);
        return status;
    }
    TRY(join(m, ENGINE_OR, &parts.items, &any));
    return add(m, list, any);
}

/*
 * Whether a word of a run counts by itself in the tier `some`, as
 * query/match/some.c has it: function words do not, nor do characters that were
 * cut out of a name.
 */
static bool
counts_alone(const maker *m, const plan_leaf *leaf, const plan_word *word)
{
    enum { NAME_MAX_UNITS = 3 };
    if (leaf->word_count > 1 && leaf->skeleton.length <= NAME_MAX_UNITS)
        return plan_word_is_long(word);
    return m->every_word || !word->function;
}

/* All words of the phrase, or any of them that counts alone. */
static yz_status
add_words(maker *m, const plan_leaf *leaf, engine_operator operator,
          query_list * list)
{
    const engine_query *one;
    query_list words = list_of(m);
    yz_status status = YZ_OK;
    for (size_t i = 0; status == YZ_OK && i < leaf->word_count; i++) {
        if (operator== ENGINE_OR && !counts_alone(m, leaf, &leaf->words[i]))
            continue;
        status = pattern_wanted(m, &leaf->words[i].pattern, &one);
        if (status == YZ_OK)
            status = add(m, &words, one);
    }
    if (status != YZ_OK) {
        ARRAY_DISPOSE(&words);
        return status;
    }
    TRY(join(m, operator, & words, &one));
    return add(m, list, one);
}

static yz_status
add_synonyms(maker *m, const plan_leaf *leaf, query_list *list)
{
    for (uint32_t i = 0; i < leaf->synonym_count; i++)
        TRY(add_pattern(m, &leaf->synonyms[i].leaf->pattern, list));
    return YZ_OK;
}

static yz_status
add_tiers(maker *m, const plan_leaf *leaf, yz_tier worst, query_list *list)
{
    const bool strict = m->understanding->strict;
    TRY(add_pattern(m, &leaf->pattern, list));
    if (!strict)
        TRY(add_misread(m, leaf, true, list));
    if (!strict && worst >= YZ_TIER_LOOKALIKE)
        TRY(add_misread(m, leaf, false, list));
    if (!strict && worst >= YZ_TIER_SYNONYM)
        TRY(add_synonyms(m, leaf, list));
    if (leaf->gathers && worst >= YZ_TIER_NEAR && leaf->word_count)
        TRY(add_words(m, leaf, ENGINE_AND, list));
    if (leaf->drops && worst >= YZ_TIER_SOME && leaf->word_count)
        TRY(add_words(m, leaf, ENGINE_OR, list));
    return YZ_OK;
}

static yz_status
phrase_wanted(maker *m, const plan_leaf *leaf, yz_tier worst,
              const engine_query **ret_query)
{
    query_list any = list_of(m);
    const yz_status status = add_tiers(m, leaf, worst, &any);
    if (status == YZ_OK)
        return join(m, ENGINE_OR, &any, ret_query);
    ARRAY_DISPOSE(&any);
    return status;
}

/* ---- fields and filters -------------------------------------------------------- */

static yz_status
kinds_wanted(maker *m, uint32_t kinds, const engine_query **ret_query)
{
    yz_str *names = arena_array(m->arena, YZ_KIND_COUNT, sizeof(*names));
    size_t count = 0;
    if (!names)
        return error_nomem(m->err);
    for (int i = 0; i < YZ_KIND_COUNT; i++)
        if (kinds & 1u << i)
            names[count++] = str_of(yz_kind_name((yz_kind)i));
    return has(m, ENGINE_KIND, names, count, ret_query);
}

/*
 * A day as an engine reads it, which knows that no month has 31 days if it has
 * not. The first of a span may be earlier, the last later.
 */
static yz_status
day_text(maker *m, uint32_t date, bool last, yz_str *ret_text)
{
    enum { SAFE = 28, MONTHS = 12 };
    uint32_t year = date / 10000;
    uint32_t month = date / 100 % 100;
    uint32_t day = date % 100;
    *ret_text = (yz_str){ "", 0 };
    if (!date)
        return YZ_OK;
    if (day > SAFE && last) {
        day = 1;
        year += month == MONTHS;
        month = month == MONTHS ? 1 : month + 1;
    } else if (day > SAFE) {
        day = SAFE;
    }
    *ret_text = arena_printf(m->arena, "%04u-%02u-%02u", year, month, day);
    return ret_text->data ? YZ_OK : error_nomem(m->err);
}

static yz_status
dates_wanted(maker *m, uint32_t first, uint32_t last,
             const engine_query **ret_query)
{
    yz_str *span = arena_array(m->arena, 2, sizeof(*span));
    engine_query *q = arena_alloc(m->arena, sizeof(*q));
    if (!span || !q)
        return error_nomem(m->err);
    TRY(day_text(m, first, false, &span[0]));
    TRY(day_text(m, last, true, &span[1]));
    *q = (engine_query){ .operator= ENGINE_DATES,
                         .values = span,
                         .value_count = 2 };
    *ret_query = q;
    return YZ_OK;
}

/* Of other fields, all passages are asked for that the rest leaves. */
static yz_status
field_wanted(maker *m, const node *field, const engine_query **ret_query)
{
    *ret_query = &ALL;
    if (field->field == FIELD_KIND)
        return kinds_wanted(m, field->kinds, ret_query);
    if (field->field == FIELD_DATE)
        return dates_wanted(m, field->date_first, field->date_last, ret_query);
    if (field->field == FIELD_PINYIN)
        return error_set(m->err, YZ_E_UNSUPPORTED,
                         "an index of OpenSearch is not asked by sound yet: "
                         "write characters instead of py:");
    return YZ_OK;
}

/* ---- the plan ------------------------------------------------------------------- */

static yz_status
node_wanted(maker *m, const plan_node *n, yz_tier worst,
            const engine_query **ret_query);

static bool
is_droppable(const plan_node *n)
{
    return n->leaf && n->leaf->drops && n->node->type == NODE_PHRASE;
}

/* The children that are droppable, or (false) those that are not. */
static yz_status
add_children(maker *m, const plan_node *n, bool droppable, yz_tier worst,
             query_list *list)
{
    for (size_t i = 0; i < n->child_count; i++) {
        const engine_query *one;
        if (is_droppable(n->children[i]) != droppable)
            continue;
        TRY(node_wanted(m, n->children[i], worst, &one));
        TRY(add(m, list, one));
    }
    return YZ_OK;
}

/* With the tier `some`, any of the runs will do that spaces separate. */
static yz_status
add_pool(maker *m, const plan_node *n, yz_tier worst, query_list *list)
{
    const engine_query *any;
    query_list pool = list_of(m);
    const yz_status status = add_children(m, n, true, worst, &pool);
    if (status != YZ_OK || !pool.count) {
        ARRAY_DISPOSE(&pool);
        return status;
    }
    TRY(join(m, ENGINE_OR, &pool, &any));
    return add(m, list, any);
}

static yz_status
children_wanted(maker *m, const plan_node *n, yz_tier worst,
                const engine_query **ret_query)
{
    const bool either = n->node->type == NODE_OR;
    const bool pooled = n->node->type == NODE_AND &&
                        !n->node->explicit_operator && worst >= YZ_TIER_SOME;
    query_list list = list_of(m);
    yz_status status = add_children(m, n, false, worst, &list);
    if (status == YZ_OK)
        status = pooled ? add_pool(m, n, worst, &list)
                        : add_children(m, n, true, worst, &list);
    if (status == YZ_OK)
        return join(m, either ? ENGINE_OR : ENGINE_AND, &list, ret_query);
    ARRAY_DISPOSE(&list);
    return status;
}

/* What has no other answer: every passage. */
static yz_status
node_wanted(maker *m, const plan_node *n, yz_tier worst,
            const engine_query **ret_query)
{
    *ret_query = &ALL;
    if (n->empty)
        return YZ_OK;
    switch (n->node->type) {
    case NODE_PHRASE:
        return phrase_wanted(m, n->leaf, worst, ret_query);
    case NODE_FIELD:
        return field_wanted(m, n->node, ret_query);
    case NODE_NEAR:
        return children_wanted(m, n, YZ_TIER_VARIANT, ret_query);
    case NODE_AND:
    case NODE_OR:
        return children_wanted(m, n, worst, ret_query);
    case NODE_NOT:
        break;
    }
    return YZ_OK;
}

/*
 * Filters say what matches but was not asked for, and that decides whether a
 * `?` is read again as a mark: there the engine does not filter.
 */
static bool
may_filter(const plan *p)
{
    for (size_t i = 0; i < p->leaf_count; i++)
        if (!p->leaves[i]->whole)
            return false;
    return true;
}

static yz_status
add_filters(maker *m, const filter *f, query_list *list)
{
    const engine_query *one;
    if (f->kinds) {
        TRY(kinds_wanted(m, f->kinds, &one));
        TRY(add(m, list, one));
    }
    if (!f->date_first && !f->date_last)
        return YZ_OK;
    TRY(dates_wanted(m, f->date_first, f->date_last, &one));
    return add(m, list, one);
}

yz_status
wanted_make(understanding *u, const request *r, yz_tier worst, arena *a,
            const engine_query **ret_query, yz_error *err)
{
    cancellation never = { 0 };
    maker m = { .understanding = u,
                .context = { .patterns = &u->patterns,
                             .strict = u->strict,
                             .cancellation = &never,
                             .arena = a,
                             .err = err },
                .every_word = r->every_word,
                .arena = a,
                .err = err };
    const engine_query *whole;
    query_list all = list_of(&m);
    yz_status status = node_wanted(&m, u->plan.root, worst, &whole);
    if (status == YZ_OK)
        status = add(&m, &all, whole);
    if (status == YZ_OK && may_filter(&u->plan))
        status = add_filters(&m, &r->filter, &all);
    if (status == YZ_OK)
        return join(&m, ENGINE_AND, &all, ret_query);
    ARRAY_DISPOSE(&all);
    return status;
}

uint64_t
wanted_hash(const engine_query *q)
{
    const uint32_t head[] = { (uint32_t)q->operator,(uint32_t) q->field,
                              (uint32_t)q->value_count,
                              (uint32_t)q->child_count };
    uint64_t hash = hash_bytes(head, sizeof(head));
    for (size_t i = 0; i < q->value_count; i++)
        hash = hash_pair((yz_str){ (const char *)&hash, sizeof(hash) },
                         q->values[i]);
    for (size_t i = 0; i < q->child_count; i++) {
        const uint64_t both[] = { hash, wanted_hash(q->children[i]) };
        hash = hash_bytes(both, sizeof(both));
    }
    return hash;
}
