/* SPDX-License-Identifier: MIT */
/*
 * The arguments of CREATE VIRTUAL TABLE … USING module(…), as SQLite gives
 * them: the text between two commas.
 */
#ifndef YZ_SQLITE_ARGUMENT_H
#define YZ_SQLITE_ARGUMENT_H

#include "bindings/sqlite/extension.h"

/** VALUE or NAME=VALUE; the value without its quotes. */
typedef struct argument {
    char *name; /**< NULL: none */
    char *value;
} argument;

/** Read an argument. @return SQLITE_OK or SQLITE_NOMEM. */
int
argument_read(const char *text, argument *ret_argument);

void
argument_dispose(argument *a);

/** Whether the argument has this name, in any case. */
bool
argument_is(const argument *a, const char *name);

#endif /* YZ_SQLITE_ARGUMENT_H */
