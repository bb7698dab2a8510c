/* SPDX-License-Identifier: MIT */
/*
 * The reader of JSON lines: one passage a line (docs/contract.md, "A passage
 * as JSON"). Passages that name a report belong to it, wherever in the file
 * they stand; the others to the report named like the file.
 */
#ifndef YZ_SOURCE_JSONL_H
#define YZ_SOURCE_JSONL_H

#include "core/report/report.h"
#include "indexer/source/lines.h"

/** Where the lines come from, and whom to tell what is wrong with one. */
typedef struct jsonl_origin {
    yz_str name; /**< of the report of passages that name none */
    yz_str path;
    yz_notice_fn notice; /**< may be NULL */
    void *notice_context;
} jsonl_origin;

typedef struct jsonl_reader jsonl_reader;

/** The lines are taken over, what they read and the origin are not. */
yz_status
jsonl_open(const yz_allocator *memory, lines *text /* takes */,
           const jsonl_origin *origin, jsonl_reader **ret_reader,
           yz_error *err);

/**
 * The next part of a report: all of it, if it is not large; without ids for
 * passages that have none. Lines that are no passages are reported to the notice
 * callback and left out.
 *
 * @return YZ_OK; YZ_DONE; YZ_E_SOURCE if no line at all is a passage, or the
 *         file became shorter; YZ_E_IO; YZ_E_NOMEM.
 */
yz_status
jsonl_next(jsonl_reader *reader, yz_report **ret_report, yz_error *err);

/** Bytes that it holds, about. */
size_t
jsonl_size(const jsonl_reader *reader);

/** Accepts NULL. */
void
jsonl_close(jsonl_reader *reader);

#endif /* YZ_SOURCE_JSONL_H */
