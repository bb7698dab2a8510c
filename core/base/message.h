/* SPDX-License-Identifier: MIT */
/*
 * What a program says on standard error, and with which code it ends.
 */
#ifndef YZ_BASE_MESSAGE_H
#define YZ_BASE_MESSAGE_H

#include "core/base/status.h"

/** The exit codes of docs/contract.md: two names where the programs differ. */
typedef enum exit_code {
    EXIT_DONE = 0,
    EXIT_FOUND = EXIT_DONE,
    EXIT_REFUSED = 1, /**< some inputs; the rest is in */
    EXIT_NOTHING = EXIT_REFUSED,
    EXIT_USAGE = 2,
    EXIT_INDEX = 3,
    EXIT_SYSTEM = 4
} exit_code;

/** The program's name, which each program defines for itself. */
extern const char message_program[];

/** The code with which an error of the library ends the run. */
exit_code
exit_code_of(yz_status status);

/**
 * Print the program's name and a sentence, as a line of its own. The format is
 * in the catalogues; values that are sentences are translated by the caller.
 */
void
message(const char *format, ...) __attribute__((format(printf, 1, 2)));

/**
 * Print the sentence of an error, in the language of messages.
 * @param before  what it is about, and `: `; may be empty
 */
void
message_error(const char *before, const yz_error *error);

/**
 * Say what is wrong with the index; if there is none, how to make one.
 * @return the code to end with
 */
exit_code
message_index(const char *path, const yz_error *error);

/** Say what is wrong with the command line. @return EXIT_USAGE */
exit_code
message_usage(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif /* YZ_BASE_MESSAGE_H */
