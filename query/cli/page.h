/* SPDX-License-Identifier: MIT */
/*
 * --page: a report as it is read, with the hits of another query marked.
 */
#ifndef YZ_CLI_PAGE_H
#define YZ_CLI_PAGE_H

#include "query/cli/printer.h"

/** Print the report that the arguments name. */
exit_code
page_show(const arguments *a, yz_snapshot *snapshot, output *out);

#endif /* YZ_CLI_PAGE_H */
