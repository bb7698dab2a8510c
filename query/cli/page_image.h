/* SPDX-License-Identifier: MIT */
/*
 * Where a hit is on the images of its pages, and where these images are.
 */
#ifndef YZ_CLI_PAGE_IMAGE_H
#define YZ_CLI_PAGE_IMAGE_H

#include "query/cli/printer.h"

/** A block of the hit's passage that has matches, or its first block. */
typedef struct hit_region {
    size_t page; /**< of the passage's pages */
    yz_box box;  /**< the block, and some white space around it */
} hit_region;

/**
 * The regions of a hit, in order; at most `capacity`.
 * @return how many there are; 0 if no boxes are known
 */
size_t
hit_regions(const shown_hit *h, hit_region *regions, size_t capacity);

typedef enum image_kind {
    IMAGE_NONE,  /**< there is none, or nobody knows where */
    IMAGE_FILE,  /**< a file with the whole page */
    IMAGE_URL,   /**< an address of the whole page */
    IMAGE_REGION /**< an address of the region alone (IIIF) */
} image_kind;

/**
 * Find the image of a region: as --images says, or beside the source. `place`
 * gets its path or address.
 */
image_kind
region_image(const arguments *a, const yz_passage *p, const hit_region *region,
             buffer *place);

#endif /* YZ_CLI_PAGE_IMAGE_H */
