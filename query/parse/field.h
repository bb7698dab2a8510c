/* SPDX-License-Identifier: MIT */
/*
 * Fields: conditions on what a passage's record says. What their names are,
 * and what their values mean.
 */
#ifndef YZ_PARSE_FIELD_H
#define YZ_PARSE_FIELD_H

#include "query/parse/tree.h"

/** English name of a field. Static. */
const char *
field_name(field_type field);

/** The field of a name as a key-folded text has it. false: there is none. */
bool
field_from_name(yz_str name, field_type *ret_field);

/**
 * Fill what a NODE_FIELD holds from the value as typed.
 * @param ret_problem  what is wrong with the value, a phrase; NULL: nothing
 */
yz_status
field_read(field_type field, yz_str value, arena *a, node *ret_node,
           const char **ret_problem, yz_error *err);

#endif /* YZ_PARSE_FIELD_H */
