/* SPDX-License-Identifier: MIT */
/*
 * One pass. Nearly every character is one ideograph or letter, of which the
 * folding table knows all: what it becomes, and whether white space beside it
 * stays. Others are cut out with what they fold together with and folded by
 * ICU. Either way the result is laid down character by character, white space
 * as one space as soon as its left side is loose, and taken back when its
 * right side turns out tight.
 *
 *     text      “A　B”，工 会            clusters  “|A|　|B|”|，|工| |会
 *     folded    “a b”,工 会
 *     skeleton  a b,工会
 */
#include "core/text/skeleton.h"

#include "core/base/utf8.h"
#include "core/text/charclass.h"
#include "core/text/cluster_fold.h"

#include <string.h>

/* More units than this in one text are refused: places are 32 bits. */
#define SKELETON_LENGTH_MAX ((size_t)UINT32_MAX / 2)

/* What the table says of a character that it does not have. */
static const uint32_t ENTRY_UNKNOWN =
    (uint32_t)FOLD_SLOW << FOLD_KIND_SHIFT | FOLD_JOINS;

/* The skeleton so far, and what decides on white space. */
typedef struct laying {
    bool places;
    arena *a;
    uint16_t *units;
    uint32_t *begin;
    uint32_t *end;
    size_t length;
    size_t capacity;
    size_t waiting; /* spaces at the end, until their right side is known */
    bool tight;     /* the left side; the ends of a text are */
    bool in_space;  /* the character before was white space, too */
} laying;

/* An array of `capacity` items with the first `count` of the old one. */
static void *
moved(arena *a, const void *old, size_t count, size_t capacity,
      size_t item_size)
{
    void *grown = arena_uninitialized(a, capacity, item_size);
    if (grown && count)
        memcpy(grown, old, count * item_size);
    return grown;
}

static yz_status
units_reserve(laying *l, size_t more, yz_error *err)
{
    if (l->units && more <= l->capacity - l->length)
        return YZ_OK;
    const size_t capacity = l->length + l->length / 2 + more;
    if (capacity > SKELETON_LENGTH_MAX)
        return error_set(err, YZ_E_LIMIT,
                         "a text is too long to be searched; split it");
    l->units = moved(l->a, l->units, l->length, capacity, sizeof(*l->units));
    if (!l->units)
        return error_nomem(err);
    l->capacity = capacity;
    if (!l->places)
        return YZ_OK;
    l->begin = moved(l->a, l->begin, l->length, capacity, sizeof(*l->begin));
    l->end = moved(l->a, l->end, l->length, capacity, sizeof(*l->end));
    return l->begin && l->end ? YZ_OK : error_nomem(err);
}

/* ---- laying down folded characters; there is room ------------------------- */

static inline void
lay_unit(laying *l, uint16_t unit, size_t begin, size_t end)
{
    l->units[l->length] = unit;
    if (l->places) {
        l->begin[l->length] = (uint32_t)begin;
        l->end[l->length] = (uint32_t)end;
    }
    l->length++;
}

/*
 * The rest of a run of white space only makes its space longer. Several runs
 * may wait, when only characters that go stand between them.
 */
static void
lay_space(laying *l, size_t begin, size_t end)
{
    if (!l->in_space && !l->tight) {
        lay_unit(l, ' ', begin, end);
        l->waiting++;
    } else if (!l->tight && l->places) {
        l->end[l->length - 1] = (uint32_t)end;
    }
    l->in_space = true;
}

/* What comes before a character that stays. */
static inline void
lay_side(laying *l, bool tight)
{
    if (tight)
        l->length -= l->waiting;
    l->waiting = 0;
    l->tight = tight;
    l->in_space = false;
}

static inline void
lay_known(laying *l, fold_kind kind, uint16_t unit, size_t begin, size_t end)
{
    if (kind <= FOLD_TIGHT) {
        lay_side(l, kind == FOLD_TIGHT);
        lay_unit(l, unit, begin, end);
    } else if (kind == FOLD_SPACE) {
        lay_space(l, begin, end);
    } else {
        l->in_space = false;
    }
}

/* Lay down a character of two units: the table does not have it. */
static void
lay_pair(laying *l, uint32_t c, const uint16_t *pair, size_t begin, size_t end)
{
    /* No white space is so high. */
    if (char_is_dropped(c)) {
        l->in_space = false;
        return;
    }
    lay_side(l, char_is_tight(c));
    lay_unit(l, pair[0], begin, end);
    lay_unit(l, pair[1], begin, end);
}

/* ---- the two paths ------------------------------------------------------------ */

static fold_kind
class_of(const fold_table *table, uint16_t unit)
{
    if (table)
        return fold_class(table, unit);
    if (char_is_space(unit))
        return FOLD_SPACE;
    if (char_is_dropped(unit))
        return FOLD_DROPPED;
    return char_is_tight(unit) ? FOLD_TIGHT : FOLD_LOOSE;
}

/* Fold the cluster at `*at` by ICU and step past it. */
static yz_status
fold_slowly(laying *l, cluster_folder *c, yz_str text, size_t *at,
            yz_error *err)
{
    uint32_t width;
    const size_t begin = *at;
    TRY(cluster_fold(c, text, at, err));
    TRY(units_reserve(l, c->folded.length, err));
    const uint16_t *units = c->folded.data;
    const uint32_t length = (uint32_t)c->folded.length;
    for (uint32_t i = 0; i < length; i += width) {
        const uint32_t next = skeleton_char(units, length, i, &width);
        if (width == 2)
            lay_pair(l, next, units + i, begin, *at);
        else
            lay_known(l, class_of(c->table, units[i]), units[i], begin, *at);
    }
    return YZ_OK;
}

static inline uint32_t
entry_of(const fold_table *table, uint32_t c)
{
    return c < FOLD_UNIT_COUNT ? table->entries[c] : ENTRY_UNKNOWN;
}

/*
 * Lay down a run of characters of three bytes that stay and are tight, nearly
 * all of most texts; but not its last, which the character behind it may join.
 * @return how far.
 */
static inline size_t
fold_tight(laying *l, const fold_table *table, yz_str text, size_t at)
{
    const size_t first = at;
    size_t length = l->length - l->waiting; /* if there is a first at all */
    uint32_t c = utf8_three_at(text.data, text.size, at);
    uint32_t entry = table->entries[c];
    while (c && length < l->capacity) {
        c = utf8_three_at(text.data, text.size, at + 3);
        const uint32_t after = table->entries[c];
        if ((entry >> FOLD_KIND_SHIFT & 7) != FOLD_TIGHT || !c ||
            (after & FOLD_JOINS))
            break;
        l->units[length] = (uint16_t)entry;
        if (l->places) {
            l->begin[length] = (uint32_t)at;
            l->end[length] = (uint32_t)at + 3;
        }
        length++;
        at += 3;
        entry = after;
    }
    if (at > first) {
        lay_side(l, true);
        l->length = length;
    }
    return at;
}

/*
 * Fold what the table knows, from `at` on, as far as there is room. A
 * character is known if the one behind it does not join it. @return how far.
 */
static size_t
fold_known(laying *out, const fold_table *table, yz_str text, size_t at)
{
    laying l = *out; /* a copy, which can be kept in registers */
    at = fold_tight(&l, table, text, at);
    size_t next = at;
    uint32_t entry = 0;
    if (at < text.size)
        entry = entry_of(table, utf8_step(text.data, text.size, &next));
    while (at < text.size && l.length < l.capacity) {
        size_t after = next;
        uint32_t entry_after = 0;
        if (next < text.size)
            entry_after =
                entry_of(table, utf8_step(text.data, text.size, &after));
        const fold_kind kind = (fold_kind)(entry >> FOLD_KIND_SHIFT & 7);
        if (kind == FOLD_SLOW || (entry_after & FOLD_JOINS))
            break;
        lay_known(&l, kind, (uint16_t)entry, at, next);
        at = next;
        next = after;
        entry = entry_after;
        if (kind != FOLD_TIGHT)
            continue;
        const size_t far = fold_tight(&l, table, text, at);
        if (far == at)
            continue;
        at = next = far;
        entry = entry_of(table, utf8_step(text.data, text.size, &next));
    }
    *out = l;
    return at;
}

static yz_status
fold_text(laying *l, cluster_folder *c, yz_str text, yz_error *err)
{
    /* Few texts grow when they are folded: `…` becomes three characters. */
    const size_t count = utf8_count(text.data, text.size);
    TRY(units_reserve(l, count + count / 16 + 16, err));
    for (size_t at = 0; at < text.size;) {
        TRY(units_reserve(l, 1, err));
        if (c->table)
            at = fold_known(l, c->table, text, at);
        if (at < text.size && l->length < l->capacity)
            TRY(fold_slowly(l, c, text, &at, err));
    }
    return YZ_OK;
}

yz_status
skeleton_make(const fold_table *fold, yz_str text, bool places, arena *a,
              skeleton *ret_skeleton, yz_error *err)
{
    if (text.size > UINT32_MAX)
        return error_set(err, YZ_E_LIMIT,
                         "a text is too long to be searched; split it");
    cluster_folder c = { .table = fold, .a = a };
    laying l = { .places = places, .a = a, .tight = true };
    TRY(fold_text(&l, &c, text, err));
    const size_t length = l.length - l.waiting; /* a text's end is tight */
    *ret_skeleton = (skeleton){ l.units, (uint32_t)length, l.begin, l.end };
    return YZ_OK;
}
