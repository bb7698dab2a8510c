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
