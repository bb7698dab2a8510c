/* SPDX-License-Identifier: MIT */
/*
 * How a check says what it found: one sentence a contradiction, with the side
 * that is damaged. Of one kind in one segment the first few are reported and the
 * rest are counted.
 */
#ifndef YZ_MAINTAIN_PROBLEMS_H
#define YZ_MAINTAIN_PROBLEMS_H

#include "core/base/status.h"

typedef struct problems {
    yz_problem_fn see; /**< NULL: they are only counted */
    void *context;
    uint64_t count;
    uint32_t segment; /**< in which it is looked; 0: none */
    uint32_t told;    /**< of the kind that is reported now */
} problems;

/** What comes now is of another kind, or in another segment. */
void
problems_begin(problems *p, uint32_t segment);

/** Tell of a problem. `damaged` is the side that must be made again. */
void
problem(problems *p, const char *damaged, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/**
 * Take YZ_E_CORRUPT as a problem and go on; any other error stays one.
 * @return YZ_OK if the status was YZ_OK or YZ_E_CORRUPT
 */
yz_status
problem_of(problems *p, const char *damaged, yz_status status,
           const yz_error *err);

#endif /* YZ_MAINTAIN_PROBLEMS_H */
