/* SPDX-License-Identifier: MIT */
/*
 * What pages look like in the JSON of one engine. A value that the stream gives
 * is a page, a part of one, or a document that holds several values.
 */
#ifndef YZ_SOURCE_JSON_DIALECT_H
#define YZ_SOURCE_JSON_DIALECT_H

#include "indexer/source/pages/json_parts.h"

/** A value that is a page of its own: no other belongs to it. */
#define PAGE_OF_ITS_OWN (-1)

typedef struct json_dialect {
    const char *name;
    /** Is the value one of this dialect? It is not NULL. */
    bool (*knows)(const json_t *value);
    /** The page that the value is a part of, from 0 on, or PAGE_OF_ITS_OWN. */
    int64_t (*page_of)(const json_t *value);
    /** Begin the page of the value, the first of it. */
    void (*begin)(ocr_page *page, uint32_t index, const json_t *value);
    /** Add what the value has to the page. */
    void (*add)(ocr_page *page, const json_t *value);
} json_dialect;

extern const json_dialect paddle_lines_dialect;
extern const json_dialect paddle_page_dialect;
extern const json_dialect rapid_line_dialect;
extern const json_dialect paddle_result_dialect;
extern const json_dialect paddle_blocks_dialect;
extern const json_dialect structure_result_dialect;
extern const json_dialect umi_page_dialect;
extern const json_dialect content_item_dialect;
extern const json_dialect content_page_dialect;
extern const json_dialect middle_page_dialect;
extern const json_dialect vortex_page_dialect;
extern const json_dialect docling_page_dialect;

/** Of a Docling document a list of its pages; NULL: no memory. The caller's. */
json_t *
docling_pages(const json_t *document);

bool
docling_knows(const json_t *document);

#endif /* YZ_SOURCE_JSON_DIALECT_H */
