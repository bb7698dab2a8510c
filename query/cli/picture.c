/* SPDX-License-Identifier: MIT */
/*
 * JPEG is read row by row, and only the rows of the part are kept. PNG and TIFF
 * are read whole, which needs four bytes a pixel.
 */
#include "query/cli/picture.h"

#include "core/base/status.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#ifdef YZ_HAVE_JPEG
#  include <jpeglib.h>
#endif
#ifdef YZ_HAVE_PNG
#  include <png.h>
#endif
#ifdef YZ_HAVE_TIFF
#  include <tiffio.h>
#endif

/* Pixels of a picture that is read whole, or of a part. */
enum { PIXELS_MAX = 200000000 };

enum { RGB = 3, RGBA = 4 };

bool
picture_can_write(void)
{
#ifdef YZ_HAVE_PNG
    return true;
#else
    return false;
#endif
}

void
picture_dispose(picture *p)
{
    memory_release(NULL, p->pixels);
    *p = (picture){ 0 };
}

static yz_status
damaged(yz_error *err, const char *path)
{
    return error_set(err, YZ_E_SOURCE, "%s cannot be decoded", path);
}

/* The part as far as the picture goes, and room for it. */
static yz_status
begin(const char *path, uint32_t width, uint32_t height, yz_box *part,
      picture *p, yz_error *err)
{
    part->x1 = part->x1 < width ? part->x1 : width;
    part->y1 = part->y1 < height ? part->y1 : height;
    if (part->x0 >= part->x1 || part->y0 >= part->y1)
        return error_set(err, YZ_E_SOURCE,
                         "the region is outside %s, which has %u by %u pixels",
                         path, width, height);
    p->width = part->x1 - part->x0;
    p->height = part->y1 - part->y0;
    if ((uint64_t)p->width * p->height > PIXELS_MAX)
        return error_set(err, YZ_E_LIMIT, "the region of %s is too large",
                         path);
    p->pixels = memory_zeroed(NULL, (size_t)p->width * p->height, RGB);
    return p->pixels ? YZ_OK : error_nomem(err);
}

#if defined(YZ_HAVE_PNG) || defined(YZ_HAVE_TIFF)
/* Copy the part of a picture of four bytes a pixel. */
static void
copy_part(const uint8_t *whole, uint32_t width, const yz_box *part, picture *p)
{
    uint8_t *to = p->pixels;
    for (uint32_t y = part->y0; y < part->y1; y++) {
        const uint8_t *from = whole + ((size_t)y * width + part->x0) * RGBA;
        for (uint32_t x = 0; x < p->width; x++, to += RGB, from += RGBA)
            memcpy(to, from, RGB);
    }
}
#endif

/* ---- JPEG ----------------------------------------------------------------- */

#ifdef YZ_HAVE_JPEG
typedef struct jpeg_failure {
    struct jpeg_error_mgr manager;
    jmp_buf back;
} jpeg_failure;

static void
jpeg_fail(j_common_ptr info)
{
    jpeg_failure *failure = (jpeg_failure *)info->err;
    longjmp(failure->back, 1);
}

static void
jpeg_be_quiet(j_common_ptr info)
{
    (void)info;
}

static yz_status
jpeg_rows(struct jpeg_decompress_struct *in, const char *path, yz_box *part,
          picture *p, yz_error *err)
{
    jpeg_read_header(in, TRUE);
    in->out_color_space = JCS_RGB;
    jpeg_start_decompress(in);
    TRY(begin(path, in->output_width, in->output_height, part, p, err));
    JSAMPARRAY row = (*in->mem->alloc_sarray)((j_common_ptr)in, JPOOL_IMAGE,
                                              in->output_width * RGB, 1);
    while (in->output_scanline < part->y1) {
        const uint32_t y = in->output_scanline;
        jpeg_read_scanlines(in, row, 1);
        if (y >= part->y0)
            memcpy(p->pixels + (size_t)(y - part->y0) * p->width * RGB,
                   row[0] + (size_t)part->x0 * RGB, (size_t)p->width * RGB);
    }
    return YZ_OK;
}

static yz_status
jpeg_read(FILE *file, const char *path, yz_box part, picture *p, yz_error *err)
{
    struct jpeg_decompress_struct in;
    jpeg_failure failure;
    in.err = jpeg_std_error(&failure.manager);
    failure.manager.error_exit = jpeg_fail;
    failure.manager.output_message = jpeg_be_quiet;
    if (setjmp(failure.back)) {
        jpeg_destroy_decompress(&in);
        return damaged(err, path);
    }
    jpeg_create_decompress(&in);
    jpeg_stdio_src(&in, file);
    const yz_status status = jpeg_rows(&in, path, &part, p, err);
    jpeg_destroy_decompress(&in);
    return status;
}
#endif

/* ---- PNG ------------------------------------------------------------------ */

#ifdef YZ_HAVE_PNG
static yz_status
png_read(const char *path, yz_box part, picture *p, yz_error *err)
{
    png_image image = { .version = PNG_IMAGE_VERSION };
    if (!png_image_begin_read_from_file(&image, path))
        return damaged(err, path);
    image.format = PNG_FORMAT_RGBA;
    yz_status status = YZ_OK;
    uint8_t *whole = NULL;
    if ((uint64_t)image.width * image.height > PIXELS_MAX)
        status = error_set(err, YZ_E_LIMIT, "%s is too large", path);
    if (status == YZ_OK)
        status = begin(path, image.width, image.height, &part, p, err);
    if (status == YZ_OK) {
        whole = memory_zeroed(NULL, (size_t)image.width * image.height, RGBA);
        status = whole ? YZ_OK : error_nomem(err);
    }
    if (status == YZ_OK && !png_image_finish_read(&image, NULL, whole, 0, NULL))
        status = damaged(err, path);
    if (status == YZ_OK)
        copy_part(whole, image.width, &part, p);
    png_image_free(&image);
    memory_release(NULL, whole);
    return status;
}
#endif

yz_status
picture_write(const char *path, const picture *p, yz_error *err)
{
#ifdef YZ_HAVE_PNG
    png_image image = { .version = PNG_IMAGE_VERSION,
                        .width = p->width,
                        .height = p->height,
                        .format = PNG_FORMAT_RGB };
    if (png_image_write_to_file(&image, path, 0, p->pixels, 0, NULL))
        return YZ_OK;
    return error_set(err, YZ_E_IO, "cannot write %s: %s", path, image.message);
#else
    (void)p;
    return error_set(err, YZ_E_UNSUPPORTED,
                     "%s: this build cannot write pictures; build it with "
                     "libpng",
                     path);
#endif
}

/* ---- TIFF ----------------------------------------------------------------- */

#ifdef YZ_HAVE_TIFF
static yz_status
tiff_pixels(TIFF *tiff, const char *path, yz_box part, picture *p,
            yz_error *err)
{
    uint32_t width = 0;
    uint32_t height = 0;
    TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
    TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height);
    if ((uint64_t)width * height > PIXELS_MAX)
        return error_set(err, YZ_E_LIMIT, "%s is too large", path);
    TRY(begin(path, width, height, &part, p, err));
    uint32_t *whole = memory_zeroed(NULL, (size_t)width * height, RGBA);
    if (!whole)
        return error_nomem(err);
    yz_status status = YZ_OK;
    if (TIFFReadRGBAImageOriented(tiff, width, height, whole,
                                  ORIENTATION_TOPLEFT, 0))
        copy_part((const uint8_t *)whole, width, &part, p);
    else
        status = damaged(err, path);
    memory_release(NULL, whole);
    return status;
}

static yz_status
tiff_read(const char *path, yz_box part, picture *p, yz_error *err)
{
    TIFFSetErrorHandler(NULL);
    TIFFSetWarningHandler(NULL);
    TIFF *tiff = TIFFOpen(path, "r");
    if (!tiff)
        return damaged(err, path);
    const yz_status status = tiff_pixels(tiff, path, part, p, err);
    TIFFClose(tiff);
    return status;
}
#endif

/* ---- any ------------------------------------------------------------------ */

static yz_status
unsupported(yz_error *err, const char *path, const char *what)
{
    return error_set(err, YZ_E_UNSUPPORTED, "%s %s", path, what);
}

static yz_status
read_by_head(FILE *file, const uint8_t *head, const char *path, yz_box part,
             picture *p, yz_error *err)
{
    if (head[0] == 0xff && head[1] == 0xd8) {
#ifdef YZ_HAVE_JPEG
        return jpeg_read(file, path, part, p, err);
#else
        return unsupported(err, path, "is JPEG; build this with libjpeg");
#endif
    }
    if (!memcmp(head, "\x89PNG", 4)) {
#ifdef YZ_HAVE_PNG
        return png_read(path, part, p, err);
#else
        return unsupported(err, path, "is PNG; build this with libpng");
#endif
    }
    if (!memcmp(head, "II*\0", 4) || !memcmp(head, "MM\0*", 4)) {
#ifdef YZ_HAVE_TIFF
        return tiff_read(path, part, p, err);
#else
        return unsupported(err, path, "is TIFF; build this with libtiff");
#endif
    }
    return unsupported(err, path, "is neither JPEG, PNG nor TIFF");
}

yz_status
picture_read(const char *path, yz_box part, picture *ret_picture, yz_error *err)
{
    uint8_t head[4] = { 0 };
    picture p = { 0 };
    FILE *file = fopen(path, "rb");
    if (!file)
        return error_set_errno(err, errno, "cannot open %s", path);
    const size_t got = fread(head, 1, sizeof(head), file);
    rewind(file);
    yz_status status = got == sizeof(head)
                           ? read_by_head(file, head, path, part, &p, err)
                           : damaged(err, path);
    fclose(file);
    if (status == YZ_OK)
        *ret_picture = p;
    else
        picture_dispose(&p);
    return status;
}
