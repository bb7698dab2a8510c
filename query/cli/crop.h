/* SPDX-License-Identifier: MIT */
/*
 * --crop: the regions of hits as pictures of their own.
 */
#ifndef YZ_CLI_CROP_H
#define YZ_CLI_CROP_H

#include "core/base/arena.h"
#include "query/cli/printer.h"

/** Whether this build can write pictures at all. */
bool
crop_is_possible(void);

/**
 * Write the regions of a hit into the folder of --crop, as PNG. `h->crops`
 * gets, a line each, the files, or the addresses of regions that a IIIF server
 * gives. What cannot be read is reported as a message.
 * @param index  of the query in a batch
 */
yz_status
crop_hit(const arguments *a, uint64_t index, arena *memory, shown_hit *h,
         yz_error *err);

#endif /* YZ_CLI_CROP_H */
