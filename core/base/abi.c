/* SPDX-License-Identifier: MIT */
#include "core/base/abi.h"

#include <string.h>

/* The first member of every option struct. */
static size_t
size_of(const void *options)
{
    size_t size;
    memcpy(&size, options, sizeof(size));
    return size;
}

static bool
is_zero(const unsigned char *from, const unsigned char *to)
{
    while (from < to)
        if (*from++)
            return false;
    return true;
}

yz_status
abi_take_options(void *own, const void *given, yz_error *err)
{
    if (!given)
        return YZ_OK;
    const size_t own_size = size_of(own);
    const size_t size = size_of(given);
    const unsigned char *from = given;
    if (size < sizeof(size))
        return error_set(
            err, YZ_E_ABI,
            "the options have no size; initialize them with YZ_OPTIONS()");
    if (size > own_size && !is_zero(from + own_size, from + size))
        return error_set(err, YZ_E_ABI,
                         "the options have members that this release does not "
                         "know; use a newer libyizhan");
    memcpy(own, given, size < own_size ? size : own_size);
    memcpy(own, &own_size, sizeof(own_size));
    return YZ_OK;
}

yz_status
abi_check_flags(uint32_t flags, uint32_t known, yz_error *err)
{
    if (!(flags & ~known))
        return YZ_OK;
    return error_set(err, YZ_E_ABI,
                     "the options have flags that this release does not know: "
                     "0x%x",
                     (unsigned)(flags & ~known));
}
