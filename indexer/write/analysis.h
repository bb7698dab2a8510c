/* SPDX-License-Identifier: MIT */
/*
 * What one worker does: read the passages of a batch and write down all that
 * a segment needs to know of them.
 */
#ifndef YZ_WRITE_ANALYSIS_H
#define YZ_WRITE_ANALYSIS_H

#include "core/index/index.h"
#include "core/report/fields.h"
#include "indexer/write/batch.h"

/** The tools of one worker; one thread at a time. */
typedef struct analysis analysis;

/** The index must outlive it, and so must `fields`, those it declares. */
yz_status
analysis_open(const yz_index *index, const declared_fields *fields,
              analysis **ret_analysis, yz_error *err);

void
analysis_close(analysis *an);

/**
 * Analyse a batch: a work_fn, called with the tools and the batch (`job`). Errors
 * are in batch.status and batch.error. The inputs of the batch are freed, also
 * on error.
 */
void
analysis_run(void *tools, void *job);

#endif /* YZ_WRITE_ANALYSIS_H */
