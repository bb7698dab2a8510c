/* SPDX-License-Identifier: MIT */
/*
 * Reading a source that is new or has changed into the run, report by report.
 */
#ifndef YZ_WRITE_TAKE_H
#define YZ_WRITE_TAKE_H

#include "indexer/source/source.h"
#include "indexer/write/writer.h"

/** For the time of reading: a part of the source was refused. */
enum { PARTLY_REFUSED = 0 };

/** A source as the program gave it. */
typedef struct given_source {
    source_bytes *bytes;
    const char *path;
    yz_str name;
    const file_stamp *stamp; /**< NULL: it is no file */
    const yz_source_options *options;
} given_source;

/**
 * Read it and enter it. With the outcome YZ_REPLACED in `added`, passages that
 * are as they were stay where they are and the others go. On failure with
 * `added->reports` something may be lost.
 */
yz_status
take_source(yz_writer *w, const given_source *given, source_entry *entry,
            yz_added *added, yz_error *err);

/** Read an unchanged source again, only to report what is refused of it. */
yz_status
take_notices(const given_source *given, yz_error *err);

#endif /* YZ_WRITE_TAKE_H */
