/* SPDX-License-Identifier: MIT */
/*
 * A run: what one types without a blank, quoted parts and all. It becomes one
 * phrase, whatever it is made of: `"五小"创新大赛`, `工会?站`, `serv*^2`, or
 * the raw string `'…'`.
 */
#ifndef YZ_PARSE_RUN_H
#define YZ_PARSE_RUN_H

#include "query/parse/suffix.h"
#include "query/parse/tree.h"

typedef struct run {
    phrase_part *parts;
    size_t part_count; /**< 0: nothing but blanks and quotation marks */
    bool literal;
    bool quoted; /**< some of it stood in quotes */
    bool bare;   /**< some of it did not */
    suffix suffix;
    yz_str suffix_text; /**< as typed, `*` and `~` of a glob */
} run;

/** Read the run at the scanner's place, and step past it. */
yz_status
run_read(scanner *s, run *ret_run);

#endif /* YZ_PARSE_RUN_H */
