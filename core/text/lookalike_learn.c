/* SPDX-License-Identifier: MIT */
/*
 * Two readings of a page are aligned by the shortest edit script, in the form
 * of Ukkonen's furthest-reaching diagonals: with e errors the work is
 * (e + 1) x length at most, so pages that are nearly the same are quick. A
 * step is a substitution, a character lost or a character added; all cost 1.
 */
#include "core/text/lookalike_learn.h"

#include "core/text/charclass.h"

#include <stdlib.h>
#include <string.h>

/* More errors than this are another page; the rows of steps stay small. */
enum { ERRORS_MAX = 2000, NOWHERE = -2 };

typedef struct alignment {
    const uint16_t *read;
    const uint16_t *truth;
    int32_t read_length;
    int32_t truth_length;
    int32_t **reach; /**< by errors: how far in `truth` each diagonal gets */
    arena *arena;
} alignment;

/* Diagonal d (place in `read` minus place in `truth`) after e errors. */
static int32_t
reach_of(const alignment *al, int32_t e, int32_t d)
{
    return e < 0 || d < -e || d > e ? NOWHERE : al->reach[e][d + e];
}

static int32_t
max3(int32_t x, int32_t y, int32_t z)
{
    const int32_t most = x > y ? x : y;
    return most > z ? most : z;
}

/* Follow equal characters from `at` in `truth` along a diagonal. */
static int32_t
slide(const alignment *al, int32_t at, int32_t d)
{
    while (at < al->truth_length && at + d < al->read_length &&
           al->truth[at] == al->read[at + d])
        at++;
    return at;
}

static int32_t
step_furthest(const alignment *al, int32_t e, int32_t d)
{
    const int32_t same = reach_of(al, e - 1, d) + 1;
    const int32_t lost = reach_of(al, e - 1, d + 1) + 1;
    const int32_t added = reach_of(al, e - 1, d - 1);
    int32_t at = e == 0 ? 0 : max3(same, lost, added);
    if (at > al->truth_length)
        at = al->truth_length;
    if (at < 0 || at + d < 0 || at + d > al->read_length)
        return NOWHERE;
    return slide(al, at, d);
}

/* The fewest errors, or YZ_DONE if there are too many. */
static yz_status
errors_count(alignment *al, int32_t *ret_errors, yz_error *err)
{
    const int32_t end = al->read_length - al->truth_length;
    for (int32_t e = 0; e <= ERRORS_MAX; e++) {
        al->reach[e] =
            arena_array(al->arena, 2 * (size_t)e + 1, sizeof(int32_t));
        if (!al->reach[e])
            return error_nomem(err);
        for (int32_t d = -e; d <= e; d++)
            al->reach[e][d + e] = step_furthest(al, e, d);
        *ret_errors = e;
        if (reach_of(al, e, end) == al->truth_length)
            return YZ_OK;
    }
    return error_set(err, YZ_E_LIMIT,
                     "the two texts differ in more than %d places; give two "
                     "texts of one page",
                     ERRORS_MAX);
}

/* Where punctuation replaces an ideograph, two mistakes met. */
static bool
is_misreading(uint32_t printed, uint32_t read)
{
    const bool half = read >= 0xd800 && read <= 0xdfff; /* of a rare plane */
    return char_is_han(printed) && !half && !char_is_space(read) &&
           !char_is_punctuation(read);
}

/* Walk back from the end, noting each substitution of a Han character. */
static void
substitutions_note(const alignment *al, int32_t errors, misreadings *out)
{
    int32_t d = al->read_length - al->truth_length;
    int32_t at = al->truth_length;
    for (int32_t e = errors; e > 0; e--) {
        const int32_t same = reach_of(al, e - 1, d) + 1;
        const int32_t lost = reach_of(al, e - 1, d + 1) + 1;
        const int32_t added = reach_of(al, e - 1, d - 1);
        int32_t from = max3(same, lost, added);
        if (from > al->truth_length)
            from = al->truth_length;
        out->matched += (uint32_t)(at - from);
        if (from == same && from > 0) {
            const uint32_t printed = al->truth[from - 1];
            const uint32_t read = al->read[from - 1 + d];
            if (is_misreading(printed, read))
                out->items[out->count++] = (misreading){ printed, read, 1 };
            at = from - 1;
        } else if (from == lost) {
            d++;
            at = from - 1;
        } else {
            d--;
            at = from;
        }
    }
    out->matched += (uint32_t)at;
}

static int
misreading_compare(const void *a, const void *b)
{
    const misreading *x = a;
    const misreading *y = b;
    if (x->query != y->query)
        return x->query < y->query ? -1 : 1;
    return (x->text > y->text) - (x->text < y->text);
}

void
misreadings_merge(misreadings *found)
{
    size_t kept = 0;
    if (!found->count)
        return;
    qsort(found->items, found->count, sizeof(*found->items),
          misreading_compare);
    for (size_t i = 1; i < found->count; i++) {
        if (misreading_compare(&found->items[kept], &found->items[i]) == 0)
            found->items[kept].count += found->items[i].count;
        else
            found->items[++kept] = found->items[i];
    }
    found->count = kept + 1;
}

yz_status
lookalike_learn(const skeleton *read, const skeleton *truth, arena *a,
                misreadings *ret_found, yz_error *err)
{
    int32_t errors = 0;
    misreadings found = { 0 };
    alignment al = { .read = read->units,
                     .truth = truth->units,
                     .read_length = (int32_t)read->length,
                     .truth_length = (int32_t)truth->length,
                     .arena = a };
    al.reach = arena_array(a, ERRORS_MAX + 1, sizeof(*al.reach));
    if (!al.reach)
        return error_nomem(err);
    TRY(errors_count(&al, &errors, err));
    found.items = arena_array(a, (size_t)errors + 1, sizeof(*found.items));
    if (!found.items)
        return error_nomem(err);
    substitutions_note(&al, errors, &found);
    misreadings_merge(&found);
    *ret_found = found;
    return YZ_OK;
}

yz_status
lookalike_pairs_learned(const misreadings *found, arena *a,
                        lookalike_pairs *ret_pairs, yz_error *err)
{
    lookalike_pairs pairs = {
        arena_array(a, found->count + 1, sizeof(*pairs.items)), found->count
    };
    if (!pairs.items)
        return error_nomem(err);
    for (size_t i = 0; i < found->count; i++) {
        const misreading *m = &found->items[i];
        const double weight = 1 - 0.4 / m->count;
        pairs.items[i] = (lookalike_pair){ m->query, m->text, weight };
    }
    *ret_pairs = pairs;
    return YZ_OK;
}
