/* SPDX-License-Identifier: MIT */
/*
 * Page images: their addresses, and those below --images=DIR.
 */
#ifndef YZ_SERVE_IMAGES_H
#define YZ_SERVE_IMAGES_H

#include "core/base/json.h"
#include "serve/options.h"

/**
 * Write the member `images`: the address of an image, with {image} in place of
 * the path that the index has of it; null without --images.
 */
void
images_put_template(const serve_options *o, json *j);

#endif /* YZ_SERVE_IMAGES_H */
