/* SPDX-License-Identifier: MIT */
/*
 * Page images: their addresses, and those below --images=DIR.
 */
#ifndef YZ_SERVE_IMAGES_H
#define YZ_SERVE_IMAGES_H

#include "core/base/arena.h"
#include "core/base/buffer.h"
#include "core/base/json.h"
#include "serve/options.h"

/**
 * Write the member `images`: the address of an image, with {image} in place of
 * the path that the index has of it; null without --images.
 */
void
images_put_template(const serve_options *o, json *j);

/**
 * The address of an image. One of our own is below `site`.
 * @return no data: there is no memory
 */
yz_str
images_address(const serve_options *o, arena *a, yz_str site, yz_str image);

/** The media type of an image by its name; NULL: browsers do not show it. */
const char *
images_type(yz_str path);

/** Everything but letters, digits and `-._~/` as %XX. */
void
images_put_encoded(buffer *to, yz_str text);

#endif /* YZ_SERVE_IMAGES_H */
