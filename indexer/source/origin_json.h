/* SPDX-License-Identifier: MIT */
/*
 * The member `source` of a passage as JSON: where in which file the passage
 * stands, and how its text is laid out there.
 *
 *     "source": {"path": "…",
 *                "lines": [[first, last], …], "bytes": [[begin, end], …],
 *                "pieces": [[text, line, column, byte, "gap", joint], …]}
 *
 * and pages, rows and readings (indexer/source/pages_json.h). Lines and bytes are those of yz_block, pieces those of yz_piece. All members
 * may be left out.
 */
#ifndef YZ_SOURCE_ORIGIN_JSON_H
#define YZ_SOURCE_ORIGIN_JSON_H

#include "core/base/arena.h"

#include <jansson.h>

/**
 * Fill in path, encoding, blocks, pieces and boxes of a passage whose text is known.
 * A path that is not given stays as it is.
 *
 * @param source    an object
 * @param encoding  a string; NULL for UTF-8
 * @return YZ_OK; YZ_DONE if it is not of this form or contradicts the text,
 *         then the passage is as it was; YZ_E_NOMEM.
 */
yz_status
origin_json_read(const json_t *source, const json_t *encoding, arena *a,
                 yz_passage *passage, yz_error *err);

#endif /* YZ_SOURCE_ORIGIN_JSON_H */
