/* SPDX-License-Identifier: MIT */
#include "query/match/combination.h"

combination
combination_of(const match_context *context, bool many,
               const passage_set *first)
{
    combination c = { .context = context, .many = many, .set = *first };
    for (int i = 0; i < 2; i++)
        c.turns[i] = (arena){ .from = context->arena->from,
                              .budget = context->arena->budget };
    return c;
}

static arena *
arena_of_result(combination *c)
{
    return c->many ? &c->turns[c->turn] : c->context->arena;
}

/* Whether an operation gave back one of its operands. */
static bool
is_same(const passage_set *x, const passage_set *y)
{
    return x->passages == y->passages && x->bits == y->bits;
}

/* What the new set replaces is given back, unless it goes on in it. */
static yz_status
take_result(combination *c, const passage_set *made)
{
    const bool goes_on = is_same(made, &c->set);
    if (!passage_set_there(made))
        return error_nomem(c->context->err);
    c->set = *made;
    if (!c->many || goes_on)
        return YZ_OK;
    c->turn = !c->turn;
    arena_clear(&c->turns[c->turn]);
    return YZ_OK;
}

yz_status
combination_intersect(combination *c, const passage_set *with)
{
    const passage_set both =
        passage_set_intersect(&c->set, with, arena_of_result(c));
    return take_result(c, &both);
}

yz_status
combination_unite(combination *c, const passage_set *with)
{
    const passage_set either =
        passage_set_unite(&c->set, with, arena_of_result(c));
    return take_result(c, &either);
}

yz_status
combination_end(combination *c, yz_status status, passage_set *ret_set)
{
    passage_set result = c->set;
    if (status == YZ_OK && c->many) {
        result = passage_set_copy(&c->set, c->context->segment->info.passages,
                                  c->context->arena);
        if (!passage_set_there(&result))
            status = error_nomem(c->context->err);
    }
    for (int i = 0; i < 2; i++)
        arena_dispose(&c->turns[i]);
    if (status == YZ_OK)
        *ret_set = result;
    return status;
}
