/* SPDX-License-Identifier: MIT */
/*
 * Candidates compared with the stored text, which decides.
 */
#ifndef YZ_EXACT_VERIFY_H
#define YZ_EXACT_VERIFY_H

#include "core/format/packed_phrase.h"
#include "query/match/exact/candidates.h"

/** Keep the candidates in which the pattern occurs, as `passages`. */
yz_status
verify(const match_context *m, const pattern *p, bool variant,
       candidates *from);

/** Ask for the memory of candidates that are compared soon after the i-th. */
void
verify_prefetch(segment *s, const passage_set *from, uint32_t i);

/** Whether a pattern occurs in a skeleton, in a form that counts. */
bool
verify_units(const match_context *m, const pattern *p, const uint16_t *units,
             uint32_t length);

/** What occurs in packed texts for an ideograph; false: it is none. */
bool
element_packed_forms(const element *e, packed_forms *ret_forms);

#endif /* YZ_EXACT_VERIFY_H */
