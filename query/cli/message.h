/* SPDX-License-Identifier: MIT */
/*
 * Messages about a query on standard error.
 */
#ifndef YZ_CLI_MESSAGE_H
#define YZ_CLI_MESSAGE_H

#include "core/base/message.h"

/**
 * Report what is wrong with a query, with a caret at the place if it is known.
 * @param line  of the batch, from 1; 0: there is no batch
 */
void
message_query_error(const yz_error *error, yz_str query, uint64_t line);

/** Report what the parser repaired. @param line  as above */
void
message_query_warnings(const yz_query *query, uint64_t line);

#endif /* YZ_CLI_MESSAGE_H */
