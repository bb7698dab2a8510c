/* SPDX-License-Identifier: MIT */
/*
 * Members of `extra` in a query: `extra.author:王`, or `author:王` where the
 * caller says that the index declares the field.
 */
#ifndef YZ_PARSE_MEMBER_H
#define YZ_PARSE_MEMBER_H

#include "core/report/fields.h"
#include "query/parse/scanner.h"
#include "query/parse/tree.h"

/**
 * The member that a name means.
 * @param typed   the name as it was typed
 * @param folded  the same, key-folded
 * @return false if it is none; ret_field->member.data is NULL where memory ran
 *         out
 */
bool
member_from_name(yz_str typed, yz_str folded, const declared_fields *fields,
                 arena *a, named_field *ret_field);

/**
 * Read the value of a member.
 * @param quoted       it is meant as it stands, and never as a range
 * @param ret_problem  what is wrong with it; NULL: nothing
 */
yz_status
member_read(const named_field *field, yz_str value, bool quoted, arena *a,
            member_range *ret_range, const char **ret_problem, yz_error *err);

/** Write a range as it is read; false if it is none. */
bool
member_range_print(const member_range *range, buffer *out);

#endif /* YZ_PARSE_MEMBER_H */
