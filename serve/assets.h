/* SPDX-License-Identifier: MIT */
/*
 * The pages of the server and what they need, compiled in.
 */
#ifndef YZ_SERVE_ASSETS_H
#define YZ_SERVE_ASSETS_H

#include <stddef.h>
#include <stdint.h>

typedef struct asset {
    const char *path; /**< of its address */
    const char *type;
    const uint8_t *data;
    const size_t *size;
} asset;

/** Made by CMake of the files in assets/. */
extern const asset assets[];
extern const size_t asset_count;

#endif /* YZ_SERVE_ASSETS_H */
