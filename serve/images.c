/* SPDX-License-Identifier: MIT */
/*
 * An image is named by its page in the index, which may come from anybody. So
 * its path is resolved, must lie below the folder, and is then opened one part
 * after the other, no link followed.
 */
#include "serve/images.h"
#include "core/base/file.h"
#include "serve/range.h"
#include "serve/routes.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

static const char prefix[] = "/images/";

/* Kinds of pictures that a browser shows and that run nothing. */
static const struct {
    const char *ending;
    const char *type;
} kinds[] = {
    { ".jpg", "image/jpeg" }, { ".jpeg", "image/jpeg" },
    { ".png", "image/png" },  { ".webp", "image/webp" },
    { ".gif", "image/gif" },  { ".avif", "image/avif" },
};

/* ---- addresses ----------------------------------------------------------- */

static bool
is_template(const char *images)
{
    return strstr(images, "://") != NULL;
}

void
images_put_template(const serve_options *o, json *j)
{
    if (!o->images)
        json_nothing(j, "images");
    else if (is_template(o->images))
        json_text(j, "images", str_of(o->images));
    else
        json_text(j, "images", str_of("/images/{image}"));
}

void
images_put_encoded(buffer *to, yz_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        const unsigned char c = (unsigned char)text.data[i];
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
            (c >= 'a' && c <= 'z') || (c && strchr("-._~/", c)))
            buffer_put_u8(to, c);
        else
            buffer_printf(to, "%%%02X", c);
    }
}

/* Put the image in each {image} of the template; behind it, if it has none. */
static void
put_by_template(buffer *to, const char *template, yz_str image)
{
    static const char place[] = "{image}";
    bool is_placed = false;
    for (const char *at = template; *at;) {
        const char *next = strstr(at, place);
        const size_t size = next ? (size_t)(next - at) : strlen(at);
        buffer_put_text(to, (yz_str){ at, size });
        at += size;
        if (next) {
            images_put_encoded(to, image);
            at += sizeof(place) - 1;
            is_placed = true;
        }
    }
    if (!is_placed)
        images_put_encoded(to, image);
}

yz_str
images_address(const serve_options *o, arena *a, yz_str site, yz_str image)
{
    buffer address = { 0 };
    yz_str kept = { 0 };
    if (o->images && is_template(o->images)) {
        put_by_template(&address, o->images, image);
    } else {
        buffer_put_text(&address, site);
        buffer_put_text(&address, str_of(prefix));
        images_put_encoded(&address, image);
    }
    if (buffer_ok(&address))
        kept = arena_str(a, buffer_str(&address));
    buffer_dispose(&address);
    return kept;
}

/* The image as seen from the folder: paths in the index are as they were given
 * when it was made. */
static yz_str
below_folder(const char *folder, yz_str image)
{
    size_t size = strlen(folder);
    while (size > 1 && folder[size - 1] == '/')
        size--;
    if (image.size > size + 1 && !memcmp(image.data, folder, size) &&
        image.data[size] == '/')
        image = (yz_str){ image.data + size + 1, image.size - size - 1 };
    while (image.size && image.data[0] == '/')
        image = (yz_str){ image.data + 1, image.size - 1 };
    return image;
}

/* ---- files --------------------------------------------------------------- */

const char *
images_type(yz_str path)
{
    for (size_t i = 0; i < ARRAY_LENGTH(kinds); i++) {
        const size_t size = strlen(kinds[i].ending);
        if (path.size > size &&
            !strncasecmp(path.data + path.size - size, kinds[i].ending, size))
            return kinds[i].type;
    }
    return NULL;
}

/* Open a canonical path below the folder, part by part. -1: it cannot be. */
static int
open_below(const char *folder, char *path)
{
    int at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (char *part = path, *end; at >= 0 && part; part = end) {
        end = strchr(part, '/');
        if (end)
            *end++ = '\0';
        const int flags = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_RDONLY |
                          (end ? O_DIRECTORY : 0);
        const int next = strcmp(part, "..") ? openat(at, part, flags) : -1;
        close(at);
        at = next;
    }
    return at;
}

/* A regular file below the folder, opened; -1: there is none. */
static int
open_image(arena *a, const char *images, yz_str name)
{
    yz_str folder;
    yz_str path;
    yz_error err;
    const yz_str joined =
        arena_printf(a, "%s/%.*s", images, (int)name.size, name.data);
    if (!joined.data || file_canonical(a, images, &folder, &err) != YZ_OK ||
        file_canonical(a, joined.data, &path, &err) != YZ_OK)
        return -1;
    if (path.size <= folder.size + 1 ||
        memcmp(path.data, folder.data, folder.size) != 0 ||
        path.data[folder.size] != '/')
        return -1;
    char *rest = arena_alloc(a, path.size - folder.size);
    if (!rest)
        return -1;
    memcpy(rest, path.data + folder.size + 1, path.size - folder.size - 1);
    return open_below(folder.data, rest);
}

static void
answer_file(exchange *e, int file, const char *type)
{
    struct stat st;
    if (fstat(file, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(file);
        exchange_fail(e, HTTP_NOT_FOUND, "there is no such image");
        return;
    }
    e->type = type;
    e->file = file;
    e->file_size = (uint64_t)st.st_size;
    exchange_put_header(e, "Cache-Control", "private, max-age=3600");
    exchange_put_header(e, "Access-Control-Allow-Origin", "*");
    char tag[64];
    snprintf(tag, sizeof(tag), "\"%" PRIx64 "-%" PRIx64 "-%" PRIx64 "\"",
             (uint64_t)st.st_ino, (uint64_t)st.st_size,
             (uint64_t)st.st_mtim.tv_sec * 1000000000u +
                 (uint64_t)st.st_mtim.tv_nsec);
    range_apply(e, tag);
}

void
images_answer(const service *s, exchange *e)
{
    const size_t size = sizeof(prefix) - 1;
    const yz_str name = { e->path.data + size, e->path.size - size };
    const char *type = images_type(name);
    const char *images = s->options->images;
    int file = -1;
    if (images && !is_template(images) && type)
        file = open_image(&e->arena, images, below_folder(images, name));
    if (file < 0)
        exchange_fail(e, HTTP_NOT_FOUND, "there is no such image");
    else
        answer_file(e, file, type);
}
