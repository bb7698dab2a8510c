/* SPDX-License-Identifier: MIT */
/*
 * What LMDB trusts and we do not: LMDB maps a file and follows its pages, so
 * one that was cut short makes it fault. Before it may map a file, the length
 * is compared with what the file's own meta pages ask for.
 */
#ifndef YZ_STORE_PRECHECK_H
#define YZ_STORE_PRECHECK_H

#include "core/base/status.h"

/** YZ_OK if the data file may be mapped; YZ_E_CORRUPT or YZ_E_IO if not. */
yz_status
precheck_data_file(const char *path, yz_error *err);

#endif /* YZ_STORE_PRECHECK_H */
