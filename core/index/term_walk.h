/* SPDX-License-Identifier: MIT */
/*
 * Going through the terms of one kind in the dictionaries of one or more
 * segments: each term once, in order.
 */
#ifndef YZ_INDEX_TERM_WALK_H
#define YZ_INDEX_TERM_WALK_H

#include "core/format/segment.h"

/**
 * What is done with each term; another status than YZ_OK ends the walk.
 * @param where  its list in the first segment that has it
 */
typedef yz_status (*term_visit)(void *context, yz_inspected_term *term,
                                const list_place *where, yz_error *err);

/** The terms of a kind that begin with a prefix. */
typedef struct term_range {
    segment *segments;
    uint32_t count;
    yz_term_kind kind;
    yz_str prefix; /**< without the byte of a field */
    const yz_allocator *memory;
} term_range;

/** Visit each. @return YZ_OK, what a visit returned, or an error. */
yz_status
each_term(const term_range *range, term_visit visit, void *context,
          yz_error *err);

/** The gram that a text of one or two characters is; 0 if it is empty. */
gram_key
gram_of_text(yz_str text);

#endif /* YZ_INDEX_TERM_WALK_H */
