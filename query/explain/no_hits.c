/* SPDX-License-Identifier: MIT */
/*
 * Why a search found nothing: in how many passages each phrase, its words and
 * each field occur, the longest part of a phrase that occurs at all, and how
 * many hits the options excluded.
 */
#include "core/base/abi.h"
#include "query/explain/explainer.h"

enum {
    /* The search for parts of a phrase that does not occur: */
    PHRASES_MAX = 32, /* phrases of the query, the first ones */
    PART_MAX = 32,    /* units of a part */
    WITHIN_MAX = 64   /* units of the phrase, the first ones */
};

/* The longest part of a phrase that occurs, if any does. */
static yz_status
print_longest_part(explainer *x, const plan_leaf *leaf)
{
    const skeleton *sk = &leaf->skeleton;
    const bool is_long = sk->length > WITHIN_MAX;
    const uint32_t end = is_long ? WITHIN_MAX : sk->length;
    const uint32_t most = end <= PART_MAX ? end : PART_MAX;
    for (uint32_t size = most; size-- > 2;)
        for (uint32_t begin = 0; begin + size <= end; begin++) {
            const pattern_source source = { .units = sk->units + begin,
                                            .length = size };
            occurrence_count count;
            pattern part;
            TRY(pattern_make(&source, x->context, x->arena, &part, x->err));
            TRY(explainer_count(x, &part, &count));
            if (count.exact + count.variant == 0)
                continue;
            const yz_str name = explainer_text(x, leaf, begin, begin + size);
            buffer_printf(&x->out, "the longest part of %s that occurs is ",
                          is_long ? "its beginning" : "it");
            return explainer_print_pattern(x, name, &part);
        }
    return YZ_OK;
}

static bool
word_is_repeated(const plan_leaf *leaf, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (str_equal(leaf->words[j].term, leaf->words[i].term))
            return true;
    return false;
}

static yz_status
print_words(explainer *x, const plan_leaf *leaf)
{
    for (size_t i = 0; i < leaf->word_count; i++) {
        const plan_word *word = &leaf->words[i];
        const yz_str part = explainer_text(x, leaf, word->begin, word->end);
        if (word_is_repeated(leaf, i))
            continue;
        buffer_printf(&x->out, "  ");
        TRY(explainer_print_pattern(x, part, &word->pattern));
    }
    return YZ_OK;
}

static yz_status
print_phrase(explainer *x, const plan_leaf *leaf, bool parts)
{
    occurrence_count count;
    TRY(explainer_print_phrase(x, leaf));
    if (leaf->word_count > 1)
        TRY(print_words(x, leaf));
    TRY(explainer_count(x, &leaf->pattern, &count));
    if (!parts || count.exact + count.variant || leaf->pattern.literal)
        return YZ_OK;
    return print_longest_part(x, leaf);
}

/*
 * 来源：, 标题： and 栏目： are also what pages print: say that they were read as
 * fields, and how to find them in the text.
 */
static void
print_field_words(explainer *x, const plan_node *n, yz_str query)
{
    const yz_span span = n->node->span;
    for (size_t i = 0; i < n->child_count; i++)
        print_field_words(x, n->children[i], query);
    if (n->node->type != NODE_FIELD || n->node->field == FIELD_DATE ||
        n->node->field == FIELD_KIND || n->node->field == FIELD_PINYIN ||
        n->node->field == FIELD_EXTRA || span.begin >= span.end ||
        span.end > query.size || (unsigned char)query.data[span.begin] < 0x80)
        return;
    const yz_str typed = { query.data + span.begin, span.end - span.begin };
    buffer_put_text(&x->out, typed);
    buffer_put_text(&x->out, str_of(" was read as a field; to find it in the "
                                    "text of a passage, write \""));
    buffer_put_text(&x->out, typed);
    buffer_put_text(&x->out, str_of("\"\n"));
}

static yz_status
print_why(explainer *x, const yz_results *r)
{
    const plan *p = &r->understanding.plan;
    const uint64_t filtered = r->matches.filtered;
    if (x->snapshot->index->remote) {
        buffer_printf(&x->out, "what an index of OpenSearch has of the query's "
                               "parts is not counted\n");
        return YZ_OK;
    }
    if (x->snapshot->passages == 0) {
        buffer_printf(&x->out, "the index is empty\n");
        return YZ_OK;
    }
    for (size_t i = 0; i < p->leaf_count; i++)
        TRY(print_phrase(x, p->leaves[i], i < PHRASES_MAX));
    TRY(explainer_print_fields(x, p->root));
    print_field_words(x, p->root, r->understanding.query->text);
    if (filtered) {
        explainer_print_passages(x, filtered);
        buffer_printf(&x->out,
                      " match%s the query, but the options exclude "
                      "%s\n",
                      filtered == 1 ? "es" : "",
                      filtered == 1 ? "it" : "all of them");
    }
    return YZ_OK;
}

yz_status
yz_results_why(yz_results *r, yz_write_fn write, void *context,
               yz_error *reterr)
{
    TRY(abi_require(r, "results handle", reterr));
    TRY(abi_require(write, "write callback", reterr));
    arena a = { .from = r->arena.from };
    explainer x = { r->understanding.snapshot,
                    &r->understanding.patterns,
                    &a,
                    { .from = a.from },
                    reterr };
    const yz_status status =
        explainer_finish(&x, print_why(&x, r), write, context);
    arena_dispose(&a);
    return status;
}
