/* SPDX-License-Identifier: MIT */
/*
 * A fast path for the lines that most JSON lines are: one object whose values
 * are strings without escapes, whole numbers, true, false or null. Everything
 * else is jansson's: flat_json_read() gives it up without a verdict.
 */
#ifndef YZ_SOURCE_FLAT_JSON_H
#define YZ_SOURCE_FLAT_JSON_H

#include "core/base/status.h"

#include <jansson.h>

/**
 * The object that json_loadb(line, JSON_ALLOW_NUL) would make of the line, its
 * members in the same order. Free it with json_decref().
 * @return NULL: ask jansson, which accepts or refuses the line
 */
json_t *
flat_json_read(yz_str line);

#endif /* YZ_SOURCE_FLAT_JSON_H */
