/* SPDX-License-Identifier: MIT */
/*
 * What a call of the public header is checked for before anything else: no
 * pointer that it needs is NULL, and its options are ones that this release
 * knows. Option structs come from programs that were compiled with an older or
 * a newer header. They begin with their size and grow at the end; zero is the
 * default of every member.
 */
#ifndef YZ_BASE_ABI_H
#define YZ_BASE_ABI_H

#include "core/base/status.h"

/**
 * Copy the caller's options (NULL: all defaults) into ours, whose size stands
 * in their first member and whose rest is zero. YZ_E_ABI if the caller's have
 * no size, or set something that we do not know.
 */
yz_status
abi_take_options(void *own, const void *given, yz_error *err);

/** YZ_E_ABI if flags are set beside those that this release knows. */
yz_status
abi_check_flags(uint32_t flags, uint32_t known, yz_error *err);

/**
 * YZ_E_INVALID if a handle, a callback or another pointer that a call needs is
 * NULL. A pointer given as `is_given` is true unless it is NULL.
 */
static inline yz_status
abi_require(bool is_given, const char *argument, yz_error *err)
{
    if (is_given)
        return YZ_OK;
    return error_set(err, YZ_E_INVALID, "the %s is NULL", argument);
}

#endif /* YZ_BASE_ABI_H */
