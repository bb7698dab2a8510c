/* SPDX-License-Identifier: MIT */
/*
 * Suffixes are found backwards from the end of the token, each at most once,
 * except stars: first the digits and points, then the sign before them. Numbers
 * are not read by strtod(), which depends on the locale of the program.
 */
#include "query/parse/suffix.h"
#include "core/base/utf8.h"

enum { DIGITS_MAX = 9, WEIGHT_DIGITS_MAX = 6 };
static const double WEIGHT_PLACES = 1e6;

double
weight_rounded(double weight)
{
    if (weight > WEIGHT_MAX)
        weight = WEIGHT_MAX;
    return (double)(uint64_t)(weight * WEIGHT_PLACES + 0.5) / WEIGHT_PLACES;
}

size_t
number_read(const scanner *s, size_t at, uint32_t *ret_number)
{
    uint32_t number = 0;
    size_t digits = 0;
    size_t next;
    for (; key_is_digit(scanner_peek(s, at)); at = next) {
        const uint32_t key = scanner_key(s, at, &next);
        if (++digits > DIGITS_MAX)
            return 0;
        number = number * 10 + (key - '0');
    }
    *ret_number = number;
    return digits ? at : 0;
}

/* `2`, `2.5` or `.5`. @return its end; 0 if it is not a weight. */
static size_t
weight_read(const scanner *s, size_t at, double *ret_weight)
{
    size_t digits[2] = { 0, 0 };
    bool fraction = false;
    double value = 0;
    double place = 1;
    size_t next;
    for (;; at = next) {
        const uint32_t key = scanner_key(s, at, &next);
        if (key == '.' && !fraction && key_is_digit(scanner_peek(s, next))) {
            fraction = true;
            continue;
        }
        if (!key_is_digit(key))
            break;
        if (++digits[fraction] > WEIGHT_DIGITS_MAX)
            return 0;
        value = value * 10 + (double)(key - '0');
        place = fraction ? place * 10 : place;
    }
    *ret_weight = weight_rounded(value / place);
    return digits[0] + digits[1] ? at : 0;
}

bool
suffix_weight(const scanner *s, size_t at, double *ret_weight, size_t *ret_next)
{
    size_t next;
    if (scanner_key(s, at, &next) != '^')
        return false;
    next = weight_read(s, next, ret_weight);
    if (!next || !scanner_at_boundary(s, next))
        return false;
    *ret_next = next;
    return true;
}

/* Step back before the key that ends at `*at`; KEY_END at `begin`. */
static uint32_t
key_before(const scanner *s, size_t begin, size_t *at)
{
    if (*at <= begin)
        return KEY_END;
    utf8_previous(s->text.data, at);
    return scanner_peek(s, *at);
}

static bool
digit_before(const scanner *s, size_t begin, size_t at)
{
    return key_is_digit(key_before(s, begin, &at));
}

/*
 * One more suffix before `found->begin`. `3~5` is a range of numbers: after a
 * digit, `~5` is text.
 */
static bool
suffix_take(const scanner *s, size_t begin, suffix *found)
{
    size_t at = found->begin;
    size_t number = at;
    uint32_t key = key_before(s, begin, &at);
    while (key_is_digit(key) || key == '.') {
        number = at;
        key = key_before(s, begin, &at);
    }
    const bool bare = number == found->begin;
    if (key == '*' && bare)
        found->prefix = true;
    else if (key == '^' && !found->weighed &&
             weight_read(s, number, &found->weight) == found->begin)
        found->weighed = true;
    else if (key == '~' && !found->fuzzy && bare)
        found->fuzzy = true;
    else if (key == '~' && !found->fuzzy && !digit_before(s, begin, at) &&
             number_read(s, number, &found->distance) == found->begin)
        found->fuzzy = found->has_distance = true;
    else
        return false;
    found->begin = at;
    return true;
}

suffix
suffix_find(const scanner *s, size_t begin, size_t end, bool alone)
{
    suffix found = { .begin = end, .weight = 1 };
    suffix more = found;
    while (suffix_take(s, begin, &more) && (more.begin > begin || !alone))
        found = more;
    return found;
}
