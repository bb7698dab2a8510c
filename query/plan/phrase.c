/* SPDX-License-Identifier: MIT */
#include "query/plan/phrase.h"

#include "query/plan/function_words.h"

#include <string.h>

/* ---- folding ------------------------------------------------------------- */

/* Appends the parts of a phrase, in the arena. */
typedef struct joiner {
    pattern_context *context;
    arena *arena;
    phrase_text text;
    uint32_t capacity; /* of the text, in units */
    yz_error *err;
} joiner;

/* Arrays grow twofold, so that many short parts are joined in linear time. */
static yz_status
reserve_units(joiner *j, uint32_t more)
{
    phrase_text *t = &j->text;
    if (t->units && more <= j->capacity - t->length)
        return YZ_OK;
    const size_t capacity = 2 * ((size_t)t->length + more);
    uint16_t *joined = arena_array(j->arena, capacity + 1, sizeof(*joined));
    bool *any = arena_array(j->arena, capacity + 1, sizeof(*any));
    if (!joined || !any)
        return error_nomem(j->err);
    if (t->length) {
        memcpy(joined, t->units, t->length * sizeof(*joined));
        memcpy(any, t->any, t->length * sizeof(*any));
    }
    t->units = joined;
    t->any = any;
    j->capacity = (uint32_t)capacity;
    return YZ_OK;
}

static yz_status
join_units(joiner *j, const uint16_t *units, uint32_t length)
{
    TRY(reserve_units(j, length));
    if (length)
        memcpy(j->text.units + j->text.length, units, length * sizeof(*units));
    j->text.length += length;
    return YZ_OK;
}

static yz_status
join_wildcard(joiner *j)
{
    static const uint16_t any_unit = 0;
    TRY(join_units(j, &any_unit, 1));
    j->text.any[j->text.length - 1] = true;
    j->text.open++;
    return YZ_OK;
}

static yz_status
join_text(joiner *j, const buffer *text)
{
    skeleton sk;
    if (!buffer_ok(text))
        return error_nomem(j->err);
    if (!text->size)
        return YZ_OK;
    TRY(skeleton_make(j->context->fold, buffer_str(text), false, j->arena, &sk,
                      j->err));
    return join_units(j, sk.units, sk.length);
}

/*
 * Folding looks at neighbouring characters, so parts with no wildcard between
 * them (`"五小"创新大赛`) are joined before they are folded.
 */
yz_status
phrase_text_make(const node *phrase, pattern_context *context, arena *a,
                 phrase_text *ret_text, yz_error *err)
{
    joiner j = { .context = context, .arena = a, .err = err };
    buffer run = { .from = a->from };
    yz_status status = YZ_OK;
    for (size_t i = 0; status == YZ_OK && i < phrase->part_count; i++) {
        if (!phrase->parts[i].any) {
            buffer_put_text(&run, phrase->parts[i].text);
            continue;
        }
        status = join_text(&j, &run);
        run.size = 0;
        if (status == YZ_OK)
            status = join_wildcard(&j);
    }
    if (status == YZ_OK)
        status = join_text(&j, &run);
    buffer_dispose(&run);
    *ret_text = j.text;
    return status;
}

/* ---- compiling ----------------------------------------------------------- */

static yz_status
compile_words(pattern_context *context, arena *a, plan_leaf *leaf,
              yz_error *err)
{
    word_token *tokens;
    size_t count;
    const skeleton *sk = &leaf->skeleton;
    TRY(analyzer_words(context->analyzer, sk->units, sk->length, a, &tokens,
                       &count, err));
    leaf->words = arena_array(a, count + 1, sizeof(*leaf->words));
    if (!leaf->words)
        return error_nomem(err);
    for (size_t i = 0; i < count; i++) {
        plan_word *word = &leaf->words[leaf->word_count++];
        const pattern_source source = {
            .units = sk->units + tokens[i].begin,
            .length = tokens[i].end - tokens[i].begin,
        };
        word->term = tokens[i].term;
        word->latin = tokens[i].latin;
        word->function = is_function_word(tokens[i].term);
        word->begin = tokens[i].begin;
        word->end = tokens[i].end;
        TRY(pattern_make(&source, context, a, &word->pattern, err));
    }
    return YZ_OK;
}

yz_status
phrase_compile(const phrase_text *text, pattern_context *context, arena *a,
               plan_leaf *leaf, yz_error *err)
{
    const pattern_source source = { .units = text->units,
                                    .any = text->open ? text->any : NULL,
                                    .length = text->length,
                                    .literal = leaf->node->literal,
                                    .prefix = leaf->node->prefix,
                                    .omits = true };
    leaf->skeleton = (skeleton){ .units = text->units, .length = text->length };
    leaf->any = text->any;
    TRY(pattern_make(&source, context, a, &leaf->pattern, err));
    return text->open ? YZ_OK : compile_words(context, a, leaf, err);
}
