/* SPDX-License-Identifier: MIT */
/*
 * A binary heap over an array: the item that comes first in an order is
 * items[0], and both children of items[i], items[2i + 1] and items[2i + 2],
 * come no earlier than it.
 *
 *     static bool
 *     comes_first(void *context, const job *x, const job *y);
 *
 *     HEAP_OF(job_heap, job, void *, comes_first)
 *
 *     job_heap_make(context, jobs, count);     any order → a heap
 *     job_heap_raise(context, jobs, count - 1);  the last item was appended
 *     job_heap_sink(context, jobs, count, 0);  the top was replaced
 *
 * A macro, so that the comparison is inlined: these loops are hot where terms
 * are merged and hits are selected. An item that moves is held aside and
 * written once.
 */
#ifndef YZ_BASE_HEAP_H
#define YZ_BASE_HEAP_H

#include <stddef.h>

/**
 * Define the heap functions of one item type and one order.
 * @param name        what the functions' names begin with
 * @param type        of an item
 * @param context     type of the comparison's first argument
 * @param comes_first whether `*x` must be above `*y`: a strict weak order
 */
/* NOLINTBEGIN(bugprone-macro-parentheses): `type` is the name of a type. */
#define HEAP_OF(name, type, context, comes_first)                         \
  /* Move items[at] up to where it belongs; all others are in order. */   \
  __attribute__((unused)) static inline void name##_raise(                \
      context with, type *items, size_t at)                               \
  {                                                                       \
    type moved = items[at];                                               \
    while (at && comes_first(with, &moved, &items[(at - 1) / 2])) {       \
      items[at] = items[(at - 1) / 2];                                    \
      at = (at - 1) / 2;                                                  \
    }                                                                     \
    items[at] = moved;                                                    \
  }                                                                       \
                                                                          \
  /* Move items[at] down to where it belongs; all others are in order. */ \
  __attribute__((unused)) static inline void name##_sink(                 \
      context with, type *items, size_t count, size_t at)                 \
  {                                                                       \
    if (at >= count)                                                      \
      return;                                                             \
    type moved = items[at];                                               \
    for (size_t child = 2 * at + 1; child < count; child = 2 * at + 1) {  \
      if (child + 1 < count &&                                            \
          comes_first(with, &items[child + 1], &items[child]))            \
        child++;                                                          \
      if (!comes_first(with, &items[child], &moved))                      \
        break;                                                            \
      items[at] = items[child];                                           \
      at = child;                                                         \
    }                                                                     \
    items[at] = moved;                                                    \
  }                                                                       \
                                                                          \
  /* Make a heap of items in any order, in linear time. */                \
  __attribute__((unused)) static inline void name##_make(                 \
      context with, type *items, size_t count)                            \
  {                                                                       \
    for (size_t at = count / 2; at-- > 0;)                                \
      name##_sink(with, items, count, at);                                \
  }
/* NOLINTEND(bugprone-macro-parentheses) */

#endif /* YZ_BASE_HEAP_H */
