/* SPDX-License-Identifier: MIT */
/*
 * One place where a text departs from the query: what is judged by evidence.
 */
#ifndef YZ_FUZZY_DEPARTURE_H
#define YZ_FUZZY_DEPARTURE_H

#include "core/text/skeleton.h"

/** A text departs from the query here. */
typedef struct departure {
    const uint16_t *units;
    uint32_t length;
    uint32_t begin; /**< the text's characters instead: [begin, end) */
    uint32_t end;
    uint32_t query;      /**< the query's character; 0: none is there */
    uint32_t characters; /**< of ideographs in the query */
    uint32_t misread;    /**< wrong characters in the whole match */
    bool open;           /**< debris: a sign, a lone letter, LaTeX */
} departure;

/** The text's character before it; 0: none. */
static inline uint32_t
departure_char_before(const departure *d)
{
    return d->begin ? skeleton_char_before(d->units, d->begin) : 0;
}

/** The text's character at unit `at`; 0: the text ends there. */
static inline uint32_t
departure_char_at(const departure *d, uint32_t at)
{
    uint32_t width;
    return at < d->length ? skeleton_char(d->units, d->length, at, &width) : 0;
}

#endif /* YZ_FUZZY_DEPARTURE_H */
