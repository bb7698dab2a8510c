/* SPDX-License-Identifier: MIT */
/*
 * The fields that an index declares: members of `extra` with a type, by which
 * passages are found and counted (docs/format.md, "Meta" and "Dictionaries").
 */
#ifndef YZ_REPORT_FIELDS_H
#define YZ_REPORT_FIELDS_H

#include "core/base/arena.h"
#include "core/base/buffer.h"
#include "core/base/bytes.h"

enum {
    FIELD_COUNT_MAX = 64,
    FIELD_NAME_SIZE_MAX = 64,   /**< bytes */
    FIELD_VALUE_SIZE_MAX = 4094 /**< bytes of a value that are compared */
};

/** Declared fields, in the order in which they were declared. */
typedef struct declared_fields {
    const yz_field *items;
    size_t count;
} declared_fields;

/**
 * Read `author:text, year:number`, in the arena. An empty text declares none.
 * @return YZ_E_INVALID: a bad name, an unknown type, a name twice, too many
 */
yz_status
fields_parse(yz_str text, arena *a, declared_fields *ret_fields, yz_error *err);

/** The field of this name; NULL: it is not declared. */
const yz_field *
fields_find(const declared_fields *f, yz_str name);

/** The stored form, without its seal. */
void
fields_encode(const declared_fields *f, buffer *out);

/** Read the stored form, in the arena. */
yz_status
fields_decode(bytes in, arena *a, declared_fields *ret_fields, yz_error *err);

#endif /* YZ_REPORT_FIELDS_H */
