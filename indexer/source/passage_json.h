/* SPDX-License-Identifier: MIT */
/*
 * A passage as JSON, read (docs/contract.md). What is not understood is kept,
 * in `extra`; the programs print the same form, so that nothing is lost
 * between the one and the other.
 */
#ifndef YZ_SOURCE_PASSAGE_JSON_H
#define YZ_SOURCE_PASSAGE_JSON_H

#include "core/report/report.h"

#include <jansson.h>

/** What a line cannot say of itself. */
typedef struct passage_origin {
    yz_str report; /**< of passages that name none */
    yz_str named;  /**< what one named last; those that follow share it */
    yz_str path;
    uint32_t line;
    yz_notice_fn notice; /**< gets warnings */
    void *notice_context;
} passage_origin;

/** The report that an object names; empty if none. Borrowed from it. */
yz_str
passage_json_report(const json_t *object);

/**
 * Append the passage of a line to the report. Strings of `origin` are kept as
 * they are; all else lies in the report's arena, `origin.named` too.
 *
 * @return YZ_OK; YZ_E_SOURCE or YZ_E_LIMIT if the line is no passage, then
 *         nothing was appended; YZ_E_NOMEM.
 */
yz_status
passage_json_read(yz_str line, passage_origin *origin, yz_report *report,
                  yz_error *err);

#endif /* YZ_SOURCE_PASSAGE_JSON_H */
