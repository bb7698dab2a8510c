/* SPDX-License-Identifier: MIT */
/*
 * How a program begins and ends, whatever it was started with.
 */
#ifndef YZ_BASE_PROGRAM_H
#define YZ_BASE_PROGRAM_H

#include "core/base/message.h"

/**
 * Open /dev/null on each of the descriptors 0, 1 and 2 that is closed, before
 * anything else is opened: a file that got one of these numbers would receive
 * what the program prints. Then choose the language of messages.
 */
void
program_begin(void);

/**
 * Flush standard output.
 * @return `code`; EXIT_SYSTEM if it could not be written, which is reported
 *         unless the reader closed the pipe
 */
exit_code
program_end(exit_code code);

#endif /* YZ_BASE_PROGRAM_H */
