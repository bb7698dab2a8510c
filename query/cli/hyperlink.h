/* SPDX-License-Identifier: MIT */
/*
 * Links on a terminal (OSC 8): what is printed between begin and end opens the
 * file of a passage.
 */
#ifndef YZ_CLI_HYPERLINK_H
#define YZ_CLI_HYPERLINK_H

#include <yizhan/yizhan.h>

#include <stdio.h>

/** Begin a link to the source of the passage. false: it is not known where. */
bool
hyperlink_begin(FILE *to, const yz_passage *passage);

void
hyperlink_end(FILE *to);

#endif /* YZ_CLI_HYPERLINK_H */
