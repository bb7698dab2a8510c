/* SPDX-License-Identifier: MIT */
/*
 * Pages and boxes as JSON, as both programs print them.
 */
#ifndef YZ_BASE_JSON_PAGES_H
#define YZ_BASE_JSON_PAGES_H

#include "core/base/json.h"

/** `[x0, y0, x1, y1]` */
void
json_box(json *j, const char *key, yz_box box);

/**
 * The member `pages` of a passage, an object a page with the boxes of its
 * blocks there. Nothing if it has no pages.
 */
void
json_pages(json *j, const yz_passage *passage);

#endif /* YZ_BASE_JSON_PAGES_H */
