/* SPDX-License-Identifier: MIT */
/*
 * What yz-index says of files and of the index.
 */
#ifndef YZ_CLI_MESSAGE_H
#define YZ_CLI_MESSAGE_H

#include "core/base/message.h"

/** Say what is wrong with a file, at its line if the error has one. */
void
message_file(const char *path, const char *what, const yz_error *error);

/** Say what is wrong with the index. @return the code to end with */
exit_code
message_index(const char *path, const yz_error *error);

#endif /* YZ_CLI_MESSAGE_H */
