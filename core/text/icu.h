/* SPDX-License-Identifier: MIT */
/*
 * How a failure of ICU becomes one of ours. Everything that this folder asks
 * of ICU is in its data or in memory, so there are two kinds of failure only.
 */
#ifndef YZ_TEXT_ICU_H
#define YZ_TEXT_ICU_H

#include "core/base/status.h"

#include <unicode/utypes.h>

/**
 * Report that ICU could not do `what` ("break words").
 * @return YZ_E_NOMEM, or YZ_E_IO when its data is not as it should be.
 */
static inline yz_status
icu_error(UErrorCode code, const char *what, yz_error *err)
{
    if (code == U_MEMORY_ALLOCATION_ERROR)
        return error_nomem(err);
    return error_set(err, YZ_E_IO,
                     "ICU cannot %s (%s); check that its data is installed",
                     what, u_errorName(code));
}

#endif /* YZ_TEXT_ICU_H */
