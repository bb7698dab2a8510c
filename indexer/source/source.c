/* SPDX-License-Identifier: MIT */
/*
 * A source file on its way to reports: its bytes, decoded, in a format that
 * one of the readers beside this file knows.
 */
#include "indexer/source/source.h"

#include "core/base/abi.h"
#include "core/text/charset.h"
#include "indexer/source/archive_source.h"
#include "indexer/source/format.h"
#include "indexer/source/jsonl.h"
#include "indexer/source/name.h"
#include "indexer/source/page_source.h"
#include "indexer/source/text.h"

#include <stdio.h>
#include <string.h>

struct yz_source {
    yz_allocator allocator;
    arena arena; /**< names, and the text if it had to be decoded */
    source_bytes bytes;
    decoded file; /**< of bytes in memory */
    yz_str name;
    yz_str path;
    yz_format format;
    jsonl_reader *lines;   /**< of JSON lines */
    ocr_source pages_from; /**< of pages: what they are read from */
    page_source *pages;
    archive_source *archive;
    yz_source_options options; /**< of an archive, for its members */
    uint32_t depth;            /**< of archives that it is in */
    uint64_t at;               /**< of pages: bytes that were read */
    number_map equals;         /**< equal passages in the parts of a report */
    bool done;                 /**< its one report, of text */
};

static yz_status
error_empty(yz_error *err)
{
    return error_set(
        err, YZ_E_SOURCE,
        "the file is empty; give a file with text, or omit this one");
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

/* ---- what is reported of a file that is read all the same -------------------- */

static void
tell(const yz_source_options *options, yz_severity severity, uint32_t line,
     uint64_t offset, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

static void
tell(const yz_source_options *options, yz_severity severity, uint32_t line,
     uint64_t offset, const char *format, ...)
{
    yz_error notice;
    va_list args;
    va_start(args, format);
    error_fill_list(&notice, YZ_E_SOURCE, format, args);
    va_end(args);
    notice.line = line;
    notice.offset = offset;
    options->notice(options->notice_context, severity, &notice);
}

static void
tell_fault(const yz_source_options *options, const decoded *file, size_t i)
{
    enum { TOLD_MAX = 10 };
    const decode_fault *fault = &file->faults[i];
    if (i > TOLD_MAX)
        return;
    if (i == TOLD_MAX)
        tell(options, YZ_DAMAGE, fault->line, fault->offset,
             "%zu more places have bytes that are not %.*s; the next is "
             "0x%02X at offset %llu",
             file->fault_count - i, (int)file->encoding.size,
             file->encoding.data, fault->byte,
             (unsigned long long)fault->offset);
    else
        tell(options, YZ_DAMAGE, fault->line, fault->offset,
             "the byte 0x%02X at offset %llu is not %.*s; it is read as U+FFFD",
             fault->byte, (unsigned long long)fault->offset,
             (int)file->encoding.size, file->encoding.data);
}

static void
tell_decoded(const yz_source_options *options, const source_bytes *b,
             const decoded *file)
{
    if (!options->notice)
        return;
    for (size_t i = 0; i < file->fault_count; i++)
        tell_fault(options, file, i);
    if (file->zeros_cut)
        tell(options, YZ_WARNING, 0, b->size - file->zeros_cut,
             "the %zu zero bytes at its end, from offset %llu on, are ignored",
             file->zeros_cut, (unsigned long long)(b->size - file->zeros_cut));
    if (file->private_use.count)
        tell(options, YZ_WARNING, file->private_use.line,
             file->private_use.place,
             "it has %zu characters for private use, the first U+%04X at "
             "offset %llu, which nobody can search for; give its encoding "
             "if it is not %.*s",
             file->private_use.count, file->private_use.first,
             (unsigned long long)file->private_use.place,
             (int)file->encoding.size, file->encoding.data);
}

/* What is in memory is decoded as a whole, by what it says of itself. */
static yz_status
decode_bytes(yz_source *s, const char *encoding, bool strict, yz_error *err)
{
    enum { NAME_SIZE = 32 };
    char name[NAME_SIZE];
    const source_bytes *b = &s->bytes;
    const yz_str all = { b->data, (size_t)b->size };
    const yz_str declared = format_declared_encoding(all);
    if (encoding || !declared.size || declared.size >= sizeof(name))
        return charset_decode(b->data, all.size, encoding, strict, &s->arena,
                              &s->file, err);
    memcpy(name, declared.data, declared.size);
    name[declared.size] = '\0';
    if (charset_decode(b->data, all.size, name, strict, &s->arena, &s->file,
                       NULL) == YZ_OK)
        return YZ_OK;
    return charset_decode(b->data, all.size, NULL, strict, &s->arena, &s->file,
                          err);
}

static yz_status
decode(yz_source *s, const yz_source_options *options, yz_error *err)
{
    const source_bytes *b = &s->bytes;
    TRY(bytes_check(b->data, (size_t)b->size, s->format, err));
    TRY(decode_bytes(s, options->encoding,
                     options->flags & YZ_SOURCE_STRICT_ENCODING, err));
    tell_decoded(options, b, &s->file);
    if (s->format == YZ_FORMAT_AUTO)
        TRY(format_find(s->file.text, s->path, &s->format, err));
    return format_check(s->format, err);
}

static yz_status
open_jsonl(yz_source *s, const yz_source_options *options, yz_error *err)
{
    const source_bytes *b = &s->bytes;
    const jsonl_origin origin = { s->name, s->path, options->notice,
                                  options->notice_context };
    lines text;
    if (b->fd < 0)
        lines_of_memory(&text, s->file.text);
    else
        lines_of_file(&text, b->fd, b->bom, b->size - b->bom);
    text.block.from = s->arena.from;
    return jsonl_open(s->arena.from, &text, &origin, &s->lines, err);
}

/* The next bytes of a text that is read as pages. */
static yz_status
read_text(void *context, void *to, size_t size, size_t *ret_got, yz_error *err)
{
    yz_source *s = context;
    const source_bytes *b = &s->bytes;
    const bool in_memory = b->fd < 0;
    const yz_str held = format_is_binary(s->format)
                            ? (yz_str){ b->data, (size_t)b->size }
                            : s->file.text;
    const uint64_t all = in_memory ? held.size : b->size - b->bom;
    const uint64_t left = all - s->at;
    const size_t wanted = left < size ? (size_t)left : size;
    *ret_got = wanted;
    if (in_memory && wanted)
        memcpy(to, held.data + s->at, wanted);
    else if (wanted)
        TRY(file_read_at(b->fd, b->bom + s->at, to, wanted, ret_got, err));
    if (*ret_got < wanted)
        return error_set(err, YZ_E_SOURCE,
                         "the file became shorter while it was read; index it "
                         "again when nothing writes to it");
    s->at += wanted;
    return YZ_OK;
}

/* What a reader reads from. */
static void
set_input(yz_source *s, const yz_source_options *options)
{
    s->pages_from = (ocr_source){
        .input = { read_text, s, s->bytes.size },
        .path = s->path,
        .has_bytes = s->bytes.fd >= 0 || !s->file.places,
        .byte_base = s->bytes.fd >= 0 ? s->bytes.bom : s->file.bom,
        .memory = s->arena.from,
        .notice = options->notice,
        .notice_context = options->notice_context,
    };
}

static yz_status
open_reader(yz_source *s, const yz_source_options *options, yz_error *err)
{
    const ocr_format *reader;
    set_input(s, options);
    if (s->format == YZ_FORMAT_ARCHIVE) {
        s->options = *options;
        return archive_source_open(&s->pages_from, s->name, &s->options,
                                   s->depth + 1, &s->archive, err);
    }
    TRY(format_reader(s->format, &reader, err));
    if (!reader)
        return YZ_OK;
    return page_source_open(reader, &s->pages_from, s->name, &s->pages, err);
}

static yz_status
source_start(yz_source *s, const yz_source_options *options, yz_error *err)
{
    s->format = s->bytes.fd < 0 ? (yz_format)options->format : s->bytes.format;
    if (s->format == YZ_FORMAT_AUTO)
        s->format = format_of_magic(s->bytes.data, (size_t)s->bytes.size);
    if (s->bytes.fd < 0 && !format_is_binary(s->format))
        TRY(decode(s, options, err));
    if (s->format == YZ_FORMAT_JSONL)
        return open_jsonl(s, options, err);
    return open_reader(s, options, err);
}

static yz_status
source_new(source_bytes *b /* takes */, const yz_source_options *options,
           yz_source **ret_source, yz_error *err)
{
    yz_status status = memory_check(options->allocator, err);
    yz_source *s = status == YZ_OK
                       ? memory_zeroed(options->allocator, 1, sizeof(*s))
                       : NULL;
    if (!s) {
        source_bytes_dispose(b);
        return status == YZ_OK ? error_nomem(err) : status;
    }
    s->bytes = *b;
    s->arena.from = memory_keep(&s->allocator, options->allocator);
    s->bytes.owned.from = s->equals.from = s->arena.from;
    *b = (source_bytes){ .fd = -1 };
    *ret_source = s;
    return YZ_OK;
}

yz_status
source_open_member(source_bytes *b, yz_str name, yz_str path,
                   const yz_source_options *options, uint32_t depth,
                   yz_source **ret_source, yz_error *err)
{
    yz_source *s;
    TRY(source_new(b, options, &s, err));
    s->depth = depth - 1;
    s->path = arena_str(&s->arena, path);
    yz_status status =
        report_name(name, options->report_id, &s->arena, &s->name, err);
    if (status == YZ_OK)
        s->name = arena_str(&s->arena, s->name);
    if (status == YZ_OK && (!s->name.data || !s->path.data))
        status = error_nomem(err);
    if (status == YZ_OK)
        status = source_start(s, options, err);
    if (status != YZ_OK) {
        yz_source_close(s);
        return status;
    }
    *ret_source = s;
    return YZ_OK;
}

yz_status
source_open_bytes(source_bytes *b, const char *path,
                  const yz_source_options *options, yz_source **ret_source,
                  yz_error *err)
{
    yz_source *s;
    yz_source_options own = YZ_OPTIONS(yz_source_options);
    yz_status status = abi_take_options(&own, options, err);
    if (status == YZ_OK)
        status = abi_check_flags(own.flags, YZ_SOURCE_STRICT_ENCODING, err);
    if (status != YZ_OK) {
        source_bytes_dispose(b);
        return status;
    }
    TRY(source_new(b, &own, &s, err));
    status = source_name(path, own.root, &s->arena, &s->name, err);
    if (status == YZ_OK)
        status = report_name(s->name, own.report_id, &s->arena, &s->name, err);
    s->path = arena_str(&s->arena, str_of(path));
    if (status == YZ_OK && !s->path.data)
        status = error_nomem(err);
    if (status == YZ_OK)
        status = source_start(s, &own, err);
    if (status != YZ_OK) {
        yz_source_close(s);
        return status;
    }
    *ret_source = s;
    return YZ_OK;
}

yz_status
yz_source_open_memory(const void *data, size_t size, const char *name,
                      const yz_source_options *options, yz_source **ret_source,
                      yz_error *reterr)
{
    TRY(abi_require(data || !size, "data", reterr));
    TRY(abi_require(name, "name", reterr));
    source_bytes b = { .data = data, .size = size, .fd = -1 };
    return source_open_bytes(&b, name, options, ret_source, reterr);
}

yz_status
yz_source_open(const char *path, const yz_source_options *options,
               yz_source **ret_source, yz_error *reterr)
{
    TRY(abi_require(path, "path", reterr));
    source_bytes b;
    file_stamp stamp;
    yz_source_options own = YZ_OPTIONS(yz_source_options);
    TRY(abi_take_options(&own, options, reterr));
    TRY(abi_check_flags(own.flags, YZ_SOURCE_STRICT_ENCODING, reterr));
    TRY(memory_check(own.allocator, reterr));
    TRY(source_bytes_open(path, &own, &b, &stamp, reterr));
    return source_open_bytes(&b, path, &own, ret_source, reterr);
}

static yz_status
text_next(yz_source *s, yz_report **ret_report, yz_error *err)
{
    if (s->done)
        return YZ_DONE;
    s->done = true;
    return text_source_report(s->arena.from, &s->file, s->name, s->path,
                              ret_report, err);
}

yz_status
yz_source_next(yz_source *s, yz_report **ret_report, yz_error *reterr)
{
    TRY(abi_require(s, "source", reterr));
    yz_report *report;
    yz_status status;
    if (s->lines)
        status = jsonl_next(s->lines, &report, reterr);
    else if (s->archive)
        return archive_source_next(s->archive, ret_report, reterr);
    else if (s->pages)
        status = page_source_next(s->pages, &report, reterr);
    else
        status = text_next(s, &report, reterr);
    if (status != YZ_OK)
        return status;
    if (!report->continues)
        number_map_clear(&s->equals);
    status = report_make_ids(report, &s->equals, reterr);
    if (status == YZ_OK)
        status = report_drop_replaced(report, reterr);
    if (status == YZ_OK)
        *ret_report = report;
    else
        yz_report_free(report);
    return status;
}

size_t
source_size(const yz_source *s)
{
    return s->arena.held + s->bytes.owned.capacity +
           number_map_size(&s->equals) + (s->lines ? jsonl_size(s->lines) : 0) +
           (s->pages ? page_source_size(s->pages) : 0) +
           (s->archive ? archive_source_size(s->archive) : 0);
}

void
yz_source_close(yz_source *s)
{
    if (!s)
        return;
    jsonl_close(s->lines);
    page_source_close(s->pages);
    archive_source_close(s->archive);
    number_map_dispose(&s->equals);
    source_bytes_dispose(&s->bytes);
    arena_dispose(&s->arena);
    const yz_allocator copy = s->allocator;
    memory_release(s->arena.from ? &copy : NULL, s);
}
