/* SPDX-License-Identifier: MIT */
/*
 * A member is unpacked into memory, within limits, and opened as a source of
 * its own. Its name is that of the archive, `!/` and its path there. A file
 * that is compressed without an archive is a member without a path, and keeps
 * the file's name.
 */
#include "indexer/source/archive_source.h"

#include "indexer/source/format.h"
#include "indexer/source/part_loader.h"
#include "indexer/source/source.h"

#include <stdio.h>
#include <string.h>

enum { BLOCK_SIZE = 256 << 10 };

struct archive_source {
    const ocr_source *source;
    const yz_source_options *options;
    const ocr_archive_reader *reader;
    ocr_archive *archive;
    arena arena; /* names of the member at hand */
    yz_str name;
    yz_str member; /* its path in the archive */
    yz_source *open;
    buffer data; /* of the member */
    uint32_t depth;
    uint32_t members;
    uint64_t total; /* bytes of all members so far */
    bool any;       /* a member was read */
};

yz_status
archive_source_open(const ocr_source *source, yz_str name,
                    const yz_source_options *options, uint32_t depth,
                    archive_source **ret_archive, yz_error *err)
{
    const ocr_part *part;
    if (depth > ARCHIVE_DEPTH_MAX)
        return error_set(err, YZ_E_LIMIT,
                         "it is an archive in more than %u others",
                         ARCHIVE_DEPTH_MAX - 1);
    TRY(part_load("an archive", &part, err));
    archive_source *a = memory_zeroed(source->memory, 1, sizeof(*a));
    if (!a)
        return error_nomem(err);
    a->source = source;
    a->name = name;
    a->options = options;
    a->depth = depth;
    a->reader = part->archive;
    a->arena.from = a->data.from = source->memory;
    const yz_status status = a->reader->open(source, &a->archive, err);
    if (status != YZ_OK) {
        archive_source_close(a);
        return status;
    }
    *ret_archive = a;
    return YZ_OK;
}

void
archive_source_close(archive_source *a)
{
    if (!a)
        return;
    yz_source_close(a->open);
    if (a->archive)
        a->reader->close(a->archive);
    buffer_dispose(&a->data);
    arena_dispose(&a->arena);
    memory_release(a->source->memory, a);
}

size_t
archive_source_size(const archive_source *a)
{
    return a->data.capacity + (a->open ? source_size(a->open) : 0);
}

/* ---- what is left out ------------------------------------------------------- */

/* Report what is wrong in a member, with its path. */
static void
notice_of_member(void *context, yz_severity severity, const yz_error *notice)
{
    const archive_source *a = context;
    yz_error more = *notice;
    if (!a->options->notice)
        return;
    if (a->member.size && notice->line)
        snprintf(more.message, sizeof(more.message), "!/%.*s:%u: %.300s",
                 (int)(a->member.size < 160 ? a->member.size : 160),
                 a->member.data, notice->line, notice->message);
    else if (a->member.size)
        snprintf(more.message, sizeof(more.message), "!/%.*s: %.300s",
                 (int)(a->member.size < 160 ? a->member.size : 160),
                 a->member.data, notice->message);
    more.line = a->member.size ? 0 : notice->line;
    a->options->notice(a->options->notice_context, severity, &more);
}

/* ---- members ---------------------------------------------------------------- */

static yz_status
unpack(archive_source *a, yz_error *err)
{
    size_t got;
    a->data.size = 0;
    do {
        uint8_t *to = buffer_extend(&a->data, BLOCK_SIZE);
        if (!to)
            return error_nomem(err);
        a->data.size -= BLOCK_SIZE;
        TRY(a->reader->read(a->archive, to, BLOCK_SIZE, &got, err));
        a->data.size += got;
        a->total += got;
        if (a->data.size > ARCHIVE_MEMBER_MAX)
            return error_set(err, YZ_E_LIMIT,
                             "the member is longer than %zu bytes",
                             ARCHIVE_MEMBER_MAX);
        if (a->total > ARCHIVE_TOTAL_MAX)
            return error_set(err, YZ_E_LIMIT,
                             "the members are longer than %llu bytes",
                             (unsigned long long)ARCHIVE_TOTAL_MAX);
    } while (got);
    return YZ_OK;
}

/* Is it hidden, or rubbish that a system adds? */
static bool
is_hidden(yz_str path)
{
    for (size_t i = 0; i < path.size; i++)
        if (path.data[i] == '.' && (i == 0 || path.data[i - 1] == '/') &&
            i + 1 < path.size && path.data[i + 1] != '/' &&
            path.data[i + 1] != '.')
            return true;
    return path.size > 9 && !memcmp(path.data, "__MACOSX/", 9);
}

static yz_status
name_member(archive_source *a, yz_str *ret_name, yz_str *ret_path,
            yz_error *err)
{
    const yz_str member = a->member;
    const yz_str path = a->source->path;
    *ret_name = a->name;
    *ret_path = path;
    if (!member.size)
        return YZ_OK;
    *ret_name = arena_printf(&a->arena, "%.*s!/%.*s", (int)a->name.size,
                             a->name.data, (int)member.size, member.data);
    *ret_path = arena_printf(&a->arena, "%.*s!/%.*s", (int)path.size, path.data,
                             (int)member.size, member.data);
    return ret_name->data && ret_path->data ? YZ_OK : error_nomem(err);
}

/* Open what was unpacked; YZ_DONE: it is of no known format. */
static yz_status
open_member(archive_source *a, yz_error *err)
{
    yz_str name;
    yz_str path;
    yz_source_options options = *a->options;
    source_bytes b = source_bytes_of(a->data.data, a->data.size);
    const yz_str data = { (const char *)a->data.data, a->data.size };
    if (a->member.size && options.format == YZ_FORMAT_AUTO &&
        !format_is_known(data, a->member))
        return YZ_DONE;
    if (options.format == YZ_FORMAT_ARCHIVE)
        options.format = YZ_FORMAT_AUTO;
    TRY(name_member(a, &name, &path, err));
    options.notice = notice_of_member;
    options.notice_context = a;
    return source_open_member(&b, name, path, &options, a->depth + 1, &a->open,
                              err);
}

/* Go to the next member that can be read. */
static yz_status
next_member(archive_source *a, yz_error *err)
{
    yz_str path;
    yz_error why = { 0 };
    TRY(a->reader->next(a->archive, &path, err));
    if (++a->members > ARCHIVE_MEMBERS_MAX)
        return error_set(err, YZ_E_LIMIT,
                         "the archive has more than %u members",
                         ARCHIVE_MEMBERS_MAX);
    if (is_hidden(path))
        return YZ_OK;
    arena_clear(&a->arena);
    a->member = arena_str(&a->arena, path);
    if (!a->member.data)
        return error_nomem(err);
    yz_status status = unpack(a, &why);
    if (status == YZ_OK)
        status = open_member(a, &why);
    const bool is_over = a->total > ARCHIVE_TOTAL_MAX;
    if (status == YZ_OK || status == YZ_DONE) {
        a->any |= status == YZ_OK;
        return YZ_OK;
    }
    if (!a->member.size || status == YZ_E_NOMEM || status == YZ_E_IO ||
        is_over) {
        if (err)
            *err = why;
        return status;
    }
    notice_of_member(a, YZ_REFUSAL, &why);
    return YZ_OK;
}

/* A member that cannot be read further is reported, and left. */
static yz_status
leave_member(archive_source *a, yz_status status, const yz_error *why,
             yz_error *err)
{
    yz_source_close(a->open);
    a->open = NULL;
    if (status == YZ_DONE)
        return YZ_OK;
    if (!a->member.size || status == YZ_E_NOMEM || status == YZ_E_IO) {
        if (err)
            *err = *why;
        return status;
    }
    notice_of_member(a, YZ_REFUSAL, why);
    return YZ_OK;
}

yz_status
archive_source_next(archive_source *a, yz_report **ret_report, yz_error *err)
{
    for (;;) {
        yz_error why = { 0 };
        if (a->open) {
            const yz_status status = yz_source_next(a->open, ret_report, &why);
            if (status == YZ_OK)
                return YZ_OK;
            TRY(leave_member(a, status, &why, err));
            continue;
        }
        const yz_status status = next_member(a, &why);
        if (status == YZ_OK)
            continue;
        if (status == YZ_E_SOURCE && a->any && a->options->notice) {
            a->options->notice(a->options->notice_context, YZ_REFUSAL, &why);
            return YZ_DONE;
        }
        if (status != YZ_DONE && err)
            *err = why;
        return status;
    }
}
