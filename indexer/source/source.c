/* SPDX-License-Identifier: MIT */
/*
 * A source file on its way to reports: its bytes, decoded, in a format that
 * one of the readers beside this file knows.
 */
#include "core/base/file.h"
#include "core/text/charset.h"
#include "indexer/source/format.h"
#include "indexer/source/jsonl.h"
#include "indexer/source/name.h"
#include "indexer/source/text.h"

#include <stdlib.h>

struct yz_source {
    arena arena; /**< names, and the text if it had to be decoded */
    buffer data; /**< the file, of yz_source_open() */
    decoded file;
    yz_str name;
    yz_str path;
    yz_format format;
    jsonl_reader *lines; /**< of JSON lines */
    bool done;           /**< its one report, of text */
};

static yz_status
error_empty(yz_error *err)
{
    return error_set(err, YZ_E_SOURCE,
                     "the file is empty; give a file with text in it, or "
                     "leave this one out");
}

/* What can be said of the bytes before they are decoded. */
static yz_status
bytes_check(const void *data, size_t size, yz_format format, yz_error *err)
{
    if (size == 0)
        return error_empty(err);
    if (size > YZ_SOURCE_SIZE_MAX)
        return error_set(err, YZ_E_LIMIT,
                         "the file is larger than %zu bytes; split it",
                         YZ_SOURCE_SIZE_MAX);
    TRY(format_refuse_binary(data, size, err));
    return format == YZ_FORMAT_AUTO ? YZ_OK : format_check(format, err);
}

static yz_status
source_start(yz_source *s, const void *data, size_t size, const char *path,
             const yz_source_options *options, yz_error *err)
{
    s->format = (yz_format)options->format;
    TRY(bytes_check(data, size, s->format, err));
    TRY(source_name(path, options->root, &s->arena, &s->name, err));
    s->path = arena_str(&s->arena, str_of(path));
    if (!s->path.data)
        return error_nomem(err);
    TRY(charset_decode(data, size, options->encoding, &s->arena, &s->file,
                       err));
    if (s->format == YZ_FORMAT_AUTO)
        TRY(format_find(s->file.text, s->path, &s->format, err));
    TRY(format_check(s->format, err));
    if (s->format != YZ_FORMAT_JSONL)
        return YZ_OK;
    const jsonl_origin origin = { s->name, s->path, options->notice,
                                  options->notice_context };
    return jsonl_open(s->file.text, &origin, &s->lines, err);
}

yz_status
yz_source_open_memory(const void *data, size_t size, const char *name,
                      const yz_source_options *options, yz_source **ret_source,
                      yz_error *reterr)
{
    const yz_source_options defaults = YZ_OPTIONS(yz_source_options);
    yz_source *s = calloc(1, sizeof(*s));
    if (!s)
        return error_nomem(reterr);
    const yz_status status = source_start(
        s, data, size, name, options ? options : &defaults, reterr);
    if (status != YZ_OK) {
        yz_source_close(s);
        return status;
    }
    *ret_source = s;
    return YZ_OK;
}

yz_status
yz_source_open(const char *path, const yz_source_options *options,
               yz_source **ret_source, yz_error *reterr)
{
    buffer data = { 0 };
    yz_status status = file_read(path, YZ_SOURCE_SIZE_MAX, &data, NULL, reterr);
    if (status == YZ_OK)
        status = yz_source_open_memory(data.data, data.size, path, options,
                                       ret_source, reterr);
    if (status == YZ_OK)
        (*ret_source)->data = data; /* takes it over */
    else
        buffer_dispose(&data);
    return status;
}

static yz_status
text_next(yz_source *s, yz_report **ret_report, yz_error *err)
{
    if (s->done)
        return YZ_DONE;
    s->done = true;
    return text_source_report(&s->file, s->name, s->path, ret_report, err);
}

yz_status
yz_source_next(yz_source *s, yz_report **ret_report, yz_error *reterr)
{
    yz_report *report;
    yz_status status = s->format == YZ_FORMAT_JSONL
                           ? jsonl_next(s->lines, &report, reterr)
                           : text_next(s, &report, reterr);
    if (status != YZ_OK)
        return status;
    status = report_make_ids(report, reterr);
    if (status == YZ_OK)
        status = report_drop_replaced(report, reterr);
    if (status == YZ_OK)
        *ret_report = report;
    else
        yz_report_free(report);
    return status;
}

void
yz_source_close(yz_source *s)
{
    if (!s)
        return;
    jsonl_close(s->lines);
    buffer_dispose(&s->data);
    arena_dispose(&s->arena);
    free(s);
}
