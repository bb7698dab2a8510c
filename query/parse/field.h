/* SPDX-License-Identifier: MIT */
/*
 * Fields: conditions on a passage's record. Their names and their values.
 */
#ifndef YZ_PARSE_FIELD_H
#define YZ_PARSE_FIELD_H

#include "query/parse/tree.h"

/** The English name of a field; a static string. */
const char *
field_name(field_type field);

/** The field with this name, key-folded. false: there is none. */
bool
field_from_name(yz_str name, field_type *ret_field);

/**
 * Set the members of a NODE_FIELD from its value as typed.
 * @param quoted       some of the value was in quotes
 * @param ret_problem  what is wrong with the value; NULL: nothing
 */
yz_status
field_read(const named_field *named, yz_str value, bool quoted, arena *a,
           node *ret_node, const char **ret_problem, yz_error *err);

#endif /* YZ_PARSE_FIELD_H */
