/* SPDX-License-Identifier: MIT */
/*
 * A passage as JSON, printed: the one form of --dry-run and --dump, which
 * indexer/source/passage_json.h reads again.
 */
#ifndef YZ_CLI_PASSAGE_PRINTER_H
#define YZ_CLI_PASSAGE_PRINTER_H

#include "core/base/status.h"

#include <stdio.h>

/** Print the passage on one line. @param explain  with the rules it is by */
void
passage_print(FILE *to, const yz_passage *passage, bool explain);

#endif /* YZ_CLI_PASSAGE_PRINTER_H */
