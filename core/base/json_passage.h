/* SPDX-License-Identifier: MIT */
/*
 * A passage as JSON, the one form of --dry-run and --dump, and of what an
 * engine stores, which indexer/source/passage_json.h reads again.
 */
#ifndef YZ_BASE_JSON_PASSAGE_H
#define YZ_BASE_JSON_PASSAGE_H

#include "core/base/status.h"

#include <stdio.h>

/** Print the passage on one line. @param explain  with the rules it is by */
void
passage_print(FILE *to, const yz_passage *passage, bool explain);

#endif /* YZ_BASE_JSON_PASSAGE_H */
