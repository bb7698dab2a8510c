/* SPDX-License-Identifier: MIT */
/*
 * Says when a search must end early: its deadline has passed, or the caller
 * wants no more. Whatever may take long polls it.
 */
#ifndef YZ_BASE_CANCELLATION_H
#define YZ_BASE_CANCELLATION_H

#include "core/base/status.h"

/** One a search; all zeros: it is never cancelled. */
typedef struct cancellation {
    yz_cancel_fn cancel;
    void *cancel_context;
    uint64_t deadline_ns; /**< of monotonic_now_ns(); 0: none */
    uint32_t calls;
} cancellation;

/** YZ_E_CANCELLED when it is time. Cheap enough for every comparison. */
yz_status
cancellation_poll(cancellation *c, yz_error *err);

/** The same, but every call looks: before what takes longer. */
yz_status
cancellation_check(const cancellation *c, yz_error *err);

/** Nanoseconds of the monotonic clock. */
uint64_t
monotonic_now_ns(void);

#endif /* YZ_BASE_CANCELLATION_H */
