/* SPDX-License-Identifier: MIT */
/*
 * The reports of an archive: those of its members, one after the other.
 */
#ifndef YZ_SOURCE_ARCHIVE_SOURCE_H
#define YZ_SOURCE_ARCHIVE_SOURCE_H

#include "core/report/report.h"
#include "indexer/ocr/ocr_reader.h"

/** Most members of an archive. */
#define ARCHIVE_MEMBERS_MAX 100000u
/** Longest member, in bytes: it is held in memory while it is read. */
#define ARCHIVE_MEMBER_MAX ((size_t)256 << 20)
/** Most bytes of all members. */
#define ARCHIVE_TOTAL_MAX ((uint64_t)16 << 30)
/** How deep archives may lie in archives: one in one in the file. */
#define ARCHIVE_DEPTH_MAX 3u

typedef struct archive_source archive_source;

/**
 * @param source   of the archive; outlives what is opened
 * @param name     of its report; members are named NAME!/MEMBER
 * @param options  for its members, likewise
 * @param depth    of the archive, from 1
 */
yz_status
archive_source_open(const ocr_source *source, yz_str name,
                    const yz_source_options *options, uint32_t depth,
                    archive_source **ret_archive, yz_error *err);

/**
 * The next report of a member. Members that are refused are reported and
 * left out; those of no known format are passed over, as in a folder.
 * @return YZ_OK; YZ_DONE; YZ_E_SOURCE: the archive is damaged; YZ_E_LIMIT.
 */
yz_status
archive_source_next(archive_source *archive, yz_report **ret_report,
                    yz_error *err);

/** Bytes that it holds, about. */
size_t
archive_source_size(const archive_source *archive);

/** Accepts NULL. */
void
archive_source_close(archive_source *archive);

#endif /* YZ_SOURCE_ARCHIVE_SOURCE_H */
