/* SPDX-License-Identifier: MIT */
/*
 * What yz-index says of files.
 */
#ifndef YZ_CLI_MESSAGE_H
#define YZ_CLI_MESSAGE_H

#include "core/base/message.h"

/** Say what is wrong with a file, at its line if the error has one. */
void
message_file(const char *path, const char *what, const yz_error *error);

#endif /* YZ_CLI_MESSAGE_H */
