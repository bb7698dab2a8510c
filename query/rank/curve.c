/* SPDX-License-Identifier: MIT */
#include "query/rank/curve.h"

length_space
curve_space(const rank_term *term)
{
    static const length_space spaces[RANK_SPACE_COUNT] = {
        [RANK_WORD] = LENGTH_WORDS,
        [RANK_PAIR] = LENGTH_HAN,
        [RANK_HAN] = LENGTH_HAN,
        [RANK_TITLE] = LENGTH_TITLE,
    };
    return spaces[term->space];
}

double
curve_average(const yz_snapshot *snapshot, length_space space)
{
    if (!snapshot->passages)
        return 0;
    return (double)snapshot->lengths[space] / (double)snapshot->passages;
}

double
curve_norm(const rank_term *term, double average, uint32_t length)
{
    const double relative = average > 0 ? length / average : 1;
    return term->k1 * (1 - term->b + term->b * relative);
}

void
curve_norms(const rank_term *term, const yz_snapshot *snapshot,
            double ret_norms[256])
{
    const double average = curve_average(snapshot, curve_space(term));
    for (uint32_t code = 0; code < 256; code++)
        ret_norms[code] =
            curve_norm(term, average, length_of_code((uint8_t)code));
}

bool
curve_same(const rank_term *x, const rank_term *y)
{
    /* The constants are copies: equal ones are equal to the last bit. */
    return curve_space(x) == curve_space(y) && !(x->k1 < y->k1) &&
           !(x->k1 > y->k1) && !(x->b < y->b) && !(x->b > y->b);
}

static const curve_table *
make_table(const rank_term *term, const yz_snapshot *snapshot, arena *a)
{
    curve_table *table = arena_uninitialized(a, 1, sizeof(*table));
    double norms[256];
    if (!table)
        return NULL;
    curve_norms(term, snapshot, norms);
    for (uint32_t code = 0; code < 256; code++) {
        table->norms[code] = (float)norms[code];
        table->once[code] = 1 / (1 + table->norms[code]);
    }
    return table;
}

const curve_table **
curve_tables(const rank_terms *terms, const yz_snapshot *snapshot, arena *a)
{
    const curve_table **tables =
        arena_array(a, terms->count + 1, sizeof(*tables));
    for (size_t i = 0; tables && i < terms->count; i++) {
        const bool same =
            i && curve_same(&terms->items[i - 1], &terms->items[i]);
        tables[i] =
            same ? tables[i - 1] : make_table(&terms->items[i], snapshot, a);
        if (!tables[i])
            return NULL;
    }
    return tables;
}
