/* SPDX-License-Identifier: MIT */
/*
 * The members `pages` and `rows` of `source` in a passage as JSON: where on
 * which images the passage is.
 *
 *     "pages": [{"page": 1, "image": "…", "width": 1800, "height": 2500,
 *                "boxes": [[x0, y0, x1, y1], …]}, …],
 *     "rows": [{"text": [begin, end], "box": [x0, y0, x1, y1], "page": 0,
 *               "confidence": 97, "begins": true, "vertical": true,
 *               "origin": "block",
 *               "words": [[begin, end, x0, y0, x1, y1, confidence], …]}, …],
 *     "readings": [{"text": [begin, end], "reading": "…", "confidence": 30}, …]
 *
 * `page` of a row is an index into `pages`, 0 if it is left out. A row has
 * `words` or `characters`; the confidence of one may be left out. Without
 * `rows` the boxes of the pages are blocks whose lines are not known.
 */
#ifndef YZ_SOURCE_PAGES_JSON_H
#define YZ_SOURCE_PAGES_JSON_H

#include "core/base/arena.h"

#include <jansson.h>

/**
 * Fill in pages, rows and readings of a passage whose text is known.
 * @return YZ_OK; YZ_DONE if they are not of this form or contradict the text,
 *         then the passage is as it was; YZ_E_NOMEM.
 */
yz_status
pages_json_read(const json_t *source, arena *a, yz_passage *passage,
                yz_error *err);

#endif /* YZ_SOURCE_PAGES_JSON_H */
