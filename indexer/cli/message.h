/* SPDX-License-Identifier: MIT */
/*
 * What yz-index says on standard error, and with which code it ends.
 */
#ifndef YZ_CLI_MESSAGE_H
#define YZ_CLI_MESSAGE_H

#include "core/base/status.h"

/** The exit codes of docs/contract.md. */
typedef enum exit_code {
    EXIT_DONE = 0,
    EXIT_REFUSED = 1, /**< some inputs; the rest is in */
    EXIT_USAGE = 2,
    EXIT_INDEX = 3,
    EXIT_SYSTEM = 4
} exit_code;

/** The code with which an error that ends the run ends it. */
exit_code
exit_code_of(yz_status status);

/** Print `yz-index: ` and a sentence, as a line of its own. */
void
message(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** Say what is wrong with the command line. @return EXIT_USAGE */
exit_code
message_usage(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** Say what is wrong with a file, at its line if the error has one. */
void
message_file(const char *path, const char *what, const yz_error *error);

/** Say what is wrong with the index. @return the code to end with */
exit_code
message_index(const char *path, const yz_error *error);

#endif /* YZ_CLI_MESSAGE_H */
