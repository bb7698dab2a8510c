/* SPDX-License-Identifier: MIT */
/*
 * Which format a file is in: what its bytes prove, or else what its name
 * promises.
 */
#ifndef YZ_SOURCE_FORMAT_H
#define YZ_SOURCE_FORMAT_H

#include "indexer/ocr/ocr_reader.h"

/** The format that the end of a name promises; YZ_FORMAT_AUTO if none. */
yz_format
format_of_name(yz_str path);

/**
 * The format of a file that was decoded. What neither its bytes nor its name
 * decide is text.
 *
 * @return YZ_OK, or YZ_E_SOURCE for XML, HTML and JSON of another kind.
 */
yz_status
format_find(yz_str text, yz_str path, yz_format *ret_format, yz_error *err);

/** A PDF or an archive, by its first bytes; else AUTO. */
yz_format
format_of_magic(const void *data, size_t size);

/** Whether files of the format are no text. */
bool
format_is_binary(yz_format format);

/** Whether a member of an archive is of a format that would be taken from a
    folder, too. */
bool
format_is_known(yz_str data, yz_str path);

/** Whether files of the format, in UTF-8, are read without being held. */
bool
format_is_streamed(yz_format format);

/**
 * The reader of pages in the format; NULL: it is not of pages.
 * @return YZ_OK; YZ_E_UNSUPPORTED: its reader is not installed.
 */
yz_status
format_reader(yz_format format, const ocr_format **ret_reader, yz_error *err);

/** The encoding that XML or HTML which begins so declares; empty: none. */
yz_str
format_declared_encoding(yz_str head);

/** YZ_OK if this release can read the format; else YZ_E_UNSUPPORTED. */
yz_status
format_check(yz_format format, yz_error *err);

/**
 * Refuse by name what is no text, though its name or its bytes may seem so: a
 * picture, an archive. @return YZ_OK or YZ_E_SOURCE.
 */
yz_status
format_refuse_binary(const void *data, size_t size, yz_error *err);

#endif /* YZ_SOURCE_FORMAT_H */
