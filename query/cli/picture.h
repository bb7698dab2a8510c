/* SPDX-License-Identifier: MIT */
/*
 * Picture files: a part of one, read as rows of red, green and blue, and
 * written as PNG. Which formats can be read depends on the libraries that were
 * there when this was built.
 */
#ifndef YZ_CLI_PICTURE_H
#define YZ_CLI_PICTURE_H

#include "core/base/memory.h"

typedef struct picture {
    uint8_t *pixels; /**< three bytes each; free with picture_dispose() */
    uint32_t width;
    uint32_t height;
} picture;

/** Whether pictures can be written. */
bool
picture_can_write(void);

/**
 * Read a part of a picture: JPEG, PNG or TIFF, by its first bytes. What is
 * outside the picture is left out.
 * @return YZ_OK; YZ_E_UNSUPPORTED (no such format, or not in this build);
 *         YZ_E_IO; YZ_E_SOURCE (it is damaged, or the part is outside);
 *         YZ_E_LIMIT; YZ_E_NOMEM.
 */
yz_status
picture_read(const char *path, yz_box part, picture *ret_picture,
             yz_error *err);

yz_status
picture_write(const char *path, const picture *p, yz_error *err);

void
picture_dispose(picture *p);

#endif /* YZ_CLI_PICTURE_H */
