/* SPDX-License-Identifier: MIT */
/*
 * Which passages a search may have to look at: what an engine is asked for. They
 * may be too many, never too few; whether they match is decided here, by the
 * same code as in a folder.
 */
#ifndef YZ_REMOTE_WANTED_H
#define YZ_REMOTE_WANTED_H

#include "core/engine/engine.h"
#include "query/search/request.h"

/**
 * Those that may match in a tier or in better ones; in the arena.
 * @return YZ_E_UNSUPPORTED for what an engine is not asked for
 */
yz_status
wanted_make(understanding *u, const request *r, yz_tier worst, arena *a,
            const engine_query **ret_query, yz_error *err);

/** Two that are equal ask for the same passages. */
uint64_t
wanted_hash(const engine_query *q);

#endif /* YZ_REMOTE_WANTED_H */
