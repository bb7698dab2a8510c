/* SPDX-License-Identifier: MIT */
/*
 * libyizhan-formats, loaded when a file needs it first.
 */
#ifndef YZ_SOURCE_PART_LOADER_H
#define YZ_SOURCE_PART_LOADER_H

#include "indexer/ocr/ocr_part.h"

/**
 * The readers that need other libraries. The part is looked for beside the
 * library or program that this code is in, in ../lib of that, and where the
 * system looks for libraries. It stays loaded.
 *
 * @param what  which format asks, for the message: "ALTO XML"
 * @return YZ_OK; YZ_E_UNSUPPORTED with a sentence that says what to install, or
 *         which release the part is of.
 */
yz_status
part_load(const char *what, const ocr_part **ret_part, yz_error *err);

#endif /* YZ_SOURCE_PART_LOADER_H */
