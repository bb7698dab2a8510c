/* SPDX-License-Identifier: MIT */
/*
 * Passages of one segment, and the algebra over them: what every part of a
 * query gives. A set is kept in one of two forms:
 *
 *     a list   numbers in rising order; where they match in different tiers,
 *              a grade for each
 *     bits     a bit a passage, all of one grade; for what lists add up to
 *              and for what most passages are in
 *
 * The operations take either form. They make new sets in the arena and change
 * none, so sets may be kept and shared. Only what is said to change a set does,
 * and that set is one which nobody else has yet. A set that is not `there` says that
 * memory ran out, or that nobody asked for it yet.
 */
#ifndef YZ_EXACT_PASSAGE_SET_H
#define YZ_EXACT_PASSAGE_SET_H

#include "core/base/arena.h"

/** How well a passage matches. */
typedef struct grade {
    uint32_t tier; /**< a yz_tier */
    uint32_t loss; /**< by misreadings, in millionths; 0: none */
} grade;

typedef struct passage_set {
    uint32_t *passages; /**< rising; NULL: bits, or not there */
    uint64_t *bits;     /**< NULL: a list, or not there */
    grade *grades;      /**< by place in the list; NULL: all have `tier` */
    uint32_t tier;      /**< without a loss, where there are no grades */
    uint32_t count;
    uint32_t end; /**< of bits: all passages are below it */
} passage_set;

static inline bool
passage_set_there(const passage_set *set)
{
    return set->passages || set->bits;
}

/** The grade of the i-th passage of a list. */
static inline grade
passage_set_grade(const passage_set *set, uint32_t i)
{
    return set->grades ? set->grades[i] : (grade){ set->tier, 0 };
}

/* ---- making ------------------------------------------------------------- */

/** An empty list with the capacity for `capacity` passages of one tier. */
passage_set
passage_set_new(arena *a, uint32_t capacity, uint32_t tier);

/** The same, with a grade for each passage. */
passage_set
passage_set_new_graded(arena *a, uint32_t capacity);

/** The same, with grades where `like` has some: for a part of it. */
passage_set
passage_set_new_like(arena *a, uint32_t capacity, const passage_set *like);

/** No passages, as bits for those below `end`. */
passage_set
passage_set_new_bits(arena *a, uint32_t end, uint32_t tier);

/** Change a list without grades: append a passage, behind all others. */
static inline void
passage_set_push(passage_set *set, uint32_t passage)
{
    set->passages[set->count++] = passage;
}

/** Change a list with grades: the same. */
static inline void
passage_set_push_graded(passage_set *set, uint32_t passage, grade g)
{
    set->grades[set->count] = g;
    set->passages[set->count++] = passage;
}

/** Change a list: append the i-th passage of the list it was made like. */
static inline void
passage_set_push_from(passage_set *set, const passage_set *from, uint32_t i)
{
    if (set->grades)
        set->grades[set->count] = passage_set_grade(from, i);
    set->passages[set->count++] = from->passages[i];
}

/** Change bits: add passages, in any order. */
void
passage_set_add(passage_set *set, const uint32_t *passages, uint32_t count);

/** Change bits: count them again, after some were set. */
void
passage_set_recount(passage_set *set);

/** Change bits: add what is in other bits that end no later. */
void
passage_set_merge(passage_set *set, const passage_set *bits);

/** Change bits: keep what is in other bits, too. */
void
passage_set_keep(passage_set *set, const passage_set *bits);

/** Change bits: take everything out. */
void
passage_set_clear(passage_set *set);

/* ---- the algebra ---------------------------------------------------------- */

/** Passages in both, in the worse tier, what is lost added up: AND. */
passage_set
passage_set_intersect(const passage_set *x, const passage_set *y, arena *a);

/**
 * Passages in either, in the better grade: OR. Where one is empty, it is the
 * other itself.
 */
passage_set
passage_set_unite(const passage_set *x, const passage_set *y, arena *a);

/** Passages of x that are not in y, as they are in x. */
passage_set
passage_set_subtract(const passage_set *x, const passage_set *y, arena *a);

/** Passages below `end` that are not in it, as `exact`: NOT. */
passage_set
passage_set_complement(const passage_set *x, uint32_t end, arena *a);

/* ---- reading -------------------------------------------------------------- */

/** Whether the passage is in it. */
bool
passage_set_has(const passage_set *set, uint32_t passage);

/** Whether both have the same passages, in whatever grades. */
bool
passage_set_same_passages(const passage_set *x, const passage_set *y);

/** The first `most` passages as a list: the set itself where it is one. */
passage_set
passage_set_list(const passage_set *set, uint32_t most, arena *a);

/** A copy, in the smaller form: bits where they suffice and take less. */
passage_set
passage_set_copy(const passage_set *set, uint32_t end, arena *a);

#endif /* YZ_EXACT_PASSAGE_SET_H */
