/* SPDX-License-Identifier: MIT */
/*
 * Members come in the order of the archive, and only their bytes: nothing is
 * written to disk, so that paths with .. and links do no harm. A file that is
 * compressed without an archive is one member without a name.
 */
#include "indexer/formats/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

enum { BLOCK_SIZE = 64 << 10 };

struct ocr_archive {
    ocr_source source;
    struct archive *from;
    yz_error error; /* of the input, that libarchive only passes on */
    uint8_t block[BLOCK_SIZE];
};

static la_ssize_t
read_block(struct archive *from, void *user, const void **ret_block)
{
    ocr_archive *a = user;
    size_t got;
    const yz_status status = a->source.input.read(
        a->source.input.context, a->block, sizeof(a->block), &got, &a->error);
    if (status != YZ_OK) {
        archive_set_error(from, EIO, "%s", a->error.message);
        return -1;
    }
    *ret_block = a->block;
    return (la_ssize_t)got;
}

static yz_status
error_of(const ocr_archive *a, yz_error *err)
{
    const char *what = archive_error_string(a->from);
    if (a->error.status != YZ_OK) {
        if (err)
            *err = a->error;
        return a->error.status;
    }
    if (archive_errno(a->from) == ENOMEM)
        return error_nomem(err);
    return error_set(err, YZ_E_SOURCE, "the archive cannot be read: %s",
                     what ? what : "it is damaged");
}

/* The forms and compressions that people use; no program is ever run. */
static void
allow(struct archive *from)
{
    archive_read_support_format_zip(from);
    archive_read_support_format_tar(from);
    archive_read_support_format_gnutar(from);
    archive_read_support_format_raw(from);
    archive_read_support_filter_gzip(from);
    archive_read_support_filter_zstd(from);
    archive_read_support_filter_xz(from);
    archive_read_support_filter_bzip2(from);
}

static yz_status
open_archive(const ocr_source *source, ocr_archive **ret_archive, yz_error *err)
{
    ocr_archive *a = memory_zeroed(source->memory, 1, sizeof(*a));
    if (!a)
        return error_nomem(err);
    a->source = *source;
    a->from = archive_read_new();
    if (!a->from) {
        memory_release(source->memory, a);
        return error_nomem(err);
    }
    allow(a->from);
    if (archive_read_open(a->from, a, NULL, read_block, NULL) != ARCHIVE_OK) {
        const yz_status status = error_of(a, err);
        archive_read_free(a->from);
        memory_release(source->memory, a);
        return status;
    }
    *ret_archive = a;
    return YZ_OK;
}

static void
close_archive(ocr_archive *a)
{
    if (!a)
        return;
    archive_read_free(a->from);
    memory_release(a->source.memory, a);
}

static yz_status
next_member(ocr_archive *a, yz_str *ret_path, yz_error *err)
{
    struct archive_entry *entry;
    for (;;) {
        const int code = archive_read_next_header(a->from, &entry);
        if (code == ARCHIVE_EOF)
            return YZ_DONE;
        if (code != ARCHIVE_OK && code != ARCHIVE_WARN)
            return error_of(a, err);
        if (archive_format(a->from) == ARCHIVE_FORMAT_RAW &&
            archive_filter_code(a->from, 0) == ARCHIVE_FILTER_NONE)
            return error_set(err, YZ_E_SOURCE,
                             "the archive cannot be read: its beginning is "
                             "damaged");
        if (archive_format(a->from) == ARCHIVE_FORMAT_RAW) {
            *ret_path = (yz_str){ "", 0 };
            return YZ_OK;
        }
        if (archive_entry_filetype(entry) != AE_IFREG)
            continue;
        const char *path = archive_entry_pathname_utf8(entry);
        if (!path)
            path = archive_entry_pathname(entry);
        *ret_path = str_of(path ? path : "?");
        return YZ_OK;
    }
}

static yz_status
read_member(ocr_archive *a, void *to, size_t size, size_t *ret_got,
            yz_error *err)
{
    const la_ssize_t got = archive_read_data(a->from, to, size);
    if (got < 0)
        return error_of(a, err);
    *ret_got = (size_t)got;
    return YZ_OK;
}

const ocr_archive_reader archive_reader = { open_archive, next_member,
                                            read_member, close_archive };
