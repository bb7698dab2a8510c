/* SPDX-License-Identifier: MIT */
/*
 * What yz-query says of a query.
 */
#ifndef YZ_CLI_MESSAGE_H
#define YZ_CLI_MESSAGE_H

#include "core/base/message.h"

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
