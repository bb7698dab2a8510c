/* SPDX-License-Identifier: MIT */
#include "core/base/cancellation.h"

#include <time.h>

enum { POLL_INTERVAL = 64 };

uint64_t
monotonic_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

yz_status
cancellation_check(const cancellation *c, yz_error *err)
{
    if (c->deadline_ns && monotonic_now_ns() > c->deadline_ns)
        return error_set(err, YZ_E_CANCELLED, "the search took too long");
    if (c->cancel && c->cancel(c->cancel_context))
        return error_set(err, YZ_E_CANCELLED, "the search was cancelled");
    return YZ_OK;
}

yz_status
cancellation_poll(cancellation *c, yz_error *err)
{
    return c->calls++ % POLL_INTERVAL ? YZ_OK : cancellation_check(c, err);
}
