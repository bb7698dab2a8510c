/* SPDX-License-Identifier: MIT */
/*
 * Requests for a part of a file, and for a file only if it changed.
 */
#ifndef YZ_SERVE_RANGE_H
#define YZ_SERVE_RANGE_H

#include "serve/exchange.h"

/**
 * Settle the answer with the file of `e`: whole, the part that is asked for,
 * nothing where the client has it, or an error where there is no such part.
 * Several parts in one request are answered with the whole file.
 * @param tag  the file's ETag, in quotation marks
 */
void
range_apply(exchange *e, const char *tag);

#endif /* YZ_SERVE_RANGE_H */
