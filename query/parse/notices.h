/* SPDX-License-Identifier: MIT */
/*
 * What the parser reports about a query: warnings, after which it goes on, and
 * errors, which end it, both with their place in the query's text. Here alone
 * it is decided that what is repaired with a warning is an error in a strict
 * query.
 */
#ifndef YZ_PARSE_NOTICES_H
#define YZ_PARSE_NOTICES_H

#include "core/base/arena.h"
#include "core/report/fields.h"

/** Warnings that are kept of one query; more would not be read. */
enum { NOTICES_MAX = 64 };

typedef struct notices {
    yz_str text;
    arena *arena;
    bool strict;
    const declared_fields *fields; /**< that a query may name; NULL: none */
    yz_warning *warnings;
    size_t count;
    yz_error *err;
} notices;

/** Report an error: its place by offset and column, and a sentence. */
yz_status
notices_error(notices *n, yz_status status, size_t at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/** Report a warning, in a strict query too. */
yz_status
notices_warn(notices *n, yz_span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/**
 * Report that something was repaired: the warning `problem; remedy`, or
 * YZ_E_SYNTAX in a strict query. The problem names what it is about, by
 * notices_typed().
 */
yz_status
notices_repair(notices *n, yz_span span, const char *remedy,
               const char *problem, ...) __attribute__((format(printf, 4, 5)));

/**
 * What was typed at a place, for a message: in quotation marks if it has none,
 * shortened if it is long. In the arena; "" if out of memory, or if there are
 * NOTICES_MAX warnings already.
 */
const char *
notices_typed(const notices *n, size_t begin, size_t end);

#endif /* YZ_PARSE_NOTICES_H */
