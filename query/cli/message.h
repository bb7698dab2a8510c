/* SPDX-License-Identifier: MIT */
/*
 * What yz-query says on standard error, and with which code it ends.
 */
#ifndef YZ_CLI_MESSAGE_H
#define YZ_CLI_MESSAGE_H

#include "core/base/status.h"

/** The exit codes of docs/contract.md. */
typedef enum exit_code {
    EXIT_FOUND = 0,
    EXIT_NOTHING = 1,
    EXIT_USAGE = 2,
    EXIT_INDEX = 3,
    EXIT_SYSTEM = 4
} exit_code;

/** The code with which an error of the library ends the program. */
exit_code
exit_code_of(yz_status status);

/** Print `yz-query: ` and a sentence, as a line of its own. */
void
message(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** Say what is wrong with the command line. @return EXIT_USAGE */
exit_code
message_usage(const char *format, ...) __attribute__((format(printf, 1, 2)));

/**
 * Say what is wrong with a query, and point at the place if it has one.
 * @param line  of the batch, from 1; 0: there is no batch
 */
void
message_query_error(const yz_error *error, yz_str query, uint64_t line);

/** Say what the parser repaired. @param line  as above */
void
message_query_warnings(const yz_query *query, uint64_t line);

#endif /* YZ_CLI_MESSAGE_H */
