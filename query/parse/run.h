/* SPDX-License-Identifier: MIT */
/*
 * A run: text without a space, except in its quoted parts. It becomes one
 * phrase, whatever its parts: `"五小"创新大赛`, `工会?站`, `serv*^2`, or the
 * raw string `'…'`.
 */
#ifndef YZ_PARSE_RUN_H
#define YZ_PARSE_RUN_H

#include "query/parse/suffix.h"
#include "query/parse/tree.h"

typedef struct run {
    phrase_part *parts;
    size_t part_count; /**< 0: only spaces and quotation marks */
    bool literal;
    bool quoted; /**< some of it was in quotes */
    bool bare;   /**< some of it was not */
    suffix suffix;
    yz_str suffix_text; /**< as typed, `*` and `~` of a glob */
} run;

/** Read the run that comes next, and step past it. */
yz_status
run_read(scanner *s, run *ret_run);

#endif /* YZ_PARSE_RUN_H */
