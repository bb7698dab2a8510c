/* SPDX-License-Identifier: MIT */
/*
 * The values that a passage's `extra` has for a name, and as which term of the
 * dictionary a declared field has each.
 */
#ifndef YZ_REPORT_MEMBERS_H
#define YZ_REPORT_MEMBERS_H

#include "core/report/fields.h"

/** A value: a string, a number, or true or false as text. */
typedef struct member_value {
    yz_str text; /**< of a number as JSON writes it; cut to what is compared */
    double number; /**< of a number, or of a string that is one in JSON */
    bool has_number;
    bool is_number; /**< it is one in JSON, and no string */
} member_value;

/** Called for each value. Borrowed until it returns. */
typedef yz_status (*member_value_fn)(void *context, const member_value *value,
                                     yz_error *err);

/** An `extra` that was read. */
typedef struct members {
    void *object; /**< NULL: it has none */
} members;

/** Read an `extra`; what is no JSON object has no members. */
members
members_read(yz_str extra);

void
members_dispose(members *m);

/**
 * Call `see` for the value of a member, or each value of a list. Objects, null
 * and what lies deeper have no values.
 */
yz_status
members_each(const members *m, yz_str name, member_value_fn see, void *context,
             yz_error *err);

/** A number as JSON writes it. false: the text is none. */
bool
number_from_text(yz_str text, double *ret_number);

/**
 * Append the term of a value: the number of its field, then the text, or of a
 * number 8 bytes that sort as numbers do.
 * @return false if a value is none of the field's type: it has no term
 */
bool
field_term(const declared_fields *f, const yz_field *field,
           const member_value *value, buffer *out);

/** Append a number as JSON writes it. false: no memory. */
bool
number_put(double number, buffer *out);

/** The number whose term has these 8 bytes, and the reverse. */
double
number_from_key(const char *key);
void
number_to_key(double number, char *key);

enum { NUMBER_KEY_SIZE = 8 };

#endif /* YZ_REPORT_MEMBERS_H */
