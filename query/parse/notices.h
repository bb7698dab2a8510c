/* SPDX-License-Identifier: MIT */
/*
 * What the parser has to say about a query: warnings, which go on, and errors,
 * which end it. Both know their place in the query's text. What is a warning
 * to most is an error to a strict query, and that is decided here alone.
 */
#ifndef YZ_PARSE_NOTICES_H
#define YZ_PARSE_NOTICES_H

#include "core/base/arena.h"

/** Warnings kept of one query; nobody reads more. */
enum { NOTICES_MAX = 64 };

typedef struct notices {
    yz_str text;
    arena *arena;
    bool strict;
    yz_warning *warnings;
    size_t count;
    yz_error *err;
} notices;

/** An error at a place: its offset and column, and the sentence. */
yz_status
notices_error(notices *n, yz_status status, size_t at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/** A warning that even a strict query only gets to read. */
yz_status
notices_warn(notices *n, yz_span span, yz_str message);

/**
 * Something that had to be mended. A warning `problem; remedy`, or, in a
 * strict query, YZ_E_SYNTAX.
 */
yz_status
notices_repair(notices *n, yz_span span, const char *problem,
               const char *remedy);

#endif /* YZ_PARSE_NOTICES_H */
